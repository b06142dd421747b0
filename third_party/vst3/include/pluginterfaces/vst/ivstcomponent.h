// SPDX-License-Identifier: MIT
// The processing half of a plug-in: buses, activation, state. [main]
#pragma once

#include "pluginterfaces/base/ipluginbase.h"
#include "pluginterfaces/vst/vsttypes.h"

namespace Steinberg
{
class IBStream;
}

namespace Steinberg::Vst
{

enum MediaTypes
{
    kAudio = 0,
    kEvent
};

enum BusDirections
{
    kInput = 0,
    kOutput
};

enum BusTypes
{
    kMain = 0,
    kAux
};

struct BusInfo
{
    MediaType mediaType;
    BusDirection direction;
    int32 channelCount;
    String128 name;
    BusType busType;
    uint32 flags;
};

struct RoutingInfo
{
    MediaType mediaType;
    int32 busIndex;
    int32 channel;
};

class IComponent : public IPluginBase
{
public:
    virtual tresult PLUGIN_API getControllerClassId (TUID classId) = 0;
    virtual tresult PLUGIN_API setIoMode (IoMode mode) = 0;
    virtual int32 PLUGIN_API getBusCount (MediaType type, BusDirection direction) = 0;
    virtual tresult PLUGIN_API getBusInfo (MediaType type, BusDirection direction, int32 index, BusInfo& bus) = 0;
    virtual tresult PLUGIN_API getRoutingInfo (RoutingInfo& input, RoutingInfo& output) = 0;
    virtual tresult PLUGIN_API activateBus (MediaType type, BusDirection direction, int32 index, TBool state) = 0;
    virtual tresult PLUGIN_API setActive (TBool state) = 0;
    virtual tresult PLUGIN_API setState (IBStream* state) = 0;
    virtual tresult PLUGIN_API getState (IBStream* state) = 0;

protected:
    ~IComponent() = default;
};

DECLARE_CLASS_IID (IComponent, 0xE831FF31, 0xF2D54301, 0x928EBBEE, 0x25697802)

} // namespace Steinberg::Vst

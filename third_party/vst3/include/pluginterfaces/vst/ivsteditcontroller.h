// SPDX-License-Identifier: MIT
// The controlling half of a plug-in: parameters and the view. [main]
#pragma once

#include "pluginterfaces/base/ipluginbase.h"
#include "pluginterfaces/vst/vsttypes.h"

#ifndef kVstComponentControllerClass
 #define kVstComponentControllerClass "Component Controller Class"
#endif

namespace Steinberg
{
class IBStream;
class IPlugView;
}

namespace Steinberg::Vst
{

namespace ViewType
{
inline constexpr FIDString kEditor = "editor";
}

struct ParameterInfo
{
    ParamID id;
    String128 title;
    String128 shortTitle;
    String128 units;
    int32 stepCount;
    ParamValue defaultNormalizedValue;
    UnitID unitId;
    int32 flags;
};

class IComponentHandler : public FUnknown
{
public:
    virtual tresult PLUGIN_API beginEdit (ParamID id) = 0;
    virtual tresult PLUGIN_API performEdit (ParamID id, ParamValue normalised) = 0;
    virtual tresult PLUGIN_API endEdit (ParamID id) = 0;
    virtual tresult PLUGIN_API restartComponent (int32 flags) = 0;

protected:
    ~IComponentHandler() = default;
};

class IEditController : public IPluginBase
{
public:
    virtual tresult PLUGIN_API setComponentState (IBStream* state) = 0;
    virtual tresult PLUGIN_API setState (IBStream* state) = 0;
    virtual tresult PLUGIN_API getState (IBStream* state) = 0;
    virtual int32 PLUGIN_API getParameterCount() = 0;
    virtual tresult PLUGIN_API getParameterInfo (int32 index, ParameterInfo& info) = 0;
    virtual tresult PLUGIN_API getParamStringByValue (ParamID id, ParamValue normalised, String128 text) = 0;
    virtual tresult PLUGIN_API getParamValueByString (ParamID id, TChar* text, ParamValue& normalised) = 0;
    virtual ParamValue PLUGIN_API normalizedParamToPlain (ParamID id, ParamValue normalised) = 0;
    virtual ParamValue PLUGIN_API plainParamToNormalized (ParamID id, ParamValue plain) = 0;
    virtual ParamValue PLUGIN_API getParamNormalized (ParamID id) = 0;
    virtual tresult PLUGIN_API setParamNormalized (ParamID id, ParamValue normalised) = 0;
    virtual tresult PLUGIN_API setComponentHandler (IComponentHandler* handler) = 0;
    virtual IPlugView* PLUGIN_API createView (FIDString name) = 0;

protected:
    ~IEditController() = default;
};

DECLARE_CLASS_IID (IComponentHandler, 0x93A0BEA3, 0x0BD045DB, 0x8E890B0C, 0xC1E46AC6)
DECLARE_CLASS_IID (IEditController, 0xDCD7BBE3, 0x7742448D, 0xA874AACC, 0x979C759E)

} // namespace Steinberg::Vst

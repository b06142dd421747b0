// SPDX-License-Identifier: MIT
// Messages between the two halves of a plug-in, and the host objects they are made of. [main]
#pragma once

#include "pluginterfaces/vst/vsttypes.h"

namespace Steinberg::Vst
{

class IAttributeList : public FUnknown
{
public:
    using AttrID = const char*;

    virtual tresult PLUGIN_API setInt (AttrID id, int64 value) = 0;
    virtual tresult PLUGIN_API getInt (AttrID id, int64& value) = 0;
    virtual tresult PLUGIN_API setFloat (AttrID id, double value) = 0;
    virtual tresult PLUGIN_API getFloat (AttrID id, double& value) = 0;
    virtual tresult PLUGIN_API setString (AttrID id, const TChar* text) = 0;
    virtual tresult PLUGIN_API getString (AttrID id, TChar* text, uint32 sizeInBytes) = 0;
    virtual tresult PLUGIN_API setBinary (AttrID id, const void* data, uint32 sizeInBytes) = 0;
    virtual tresult PLUGIN_API getBinary (AttrID id, const void*& data, uint32& sizeInBytes) = 0;

protected:
    ~IAttributeList() = default;
};

class IMessage : public FUnknown
{
public:
    virtual FIDString PLUGIN_API getMessageID() = 0;
    virtual void PLUGIN_API setMessageID (FIDString id) = 0;
    virtual IAttributeList* PLUGIN_API getAttributes() = 0;

protected:
    ~IMessage() = default;
};

class IConnectionPoint : public FUnknown
{
public:
    virtual tresult PLUGIN_API connect (IConnectionPoint* other) = 0;
    virtual tresult PLUGIN_API disconnect (IConnectionPoint* other) = 0;
    virtual tresult PLUGIN_API notify (IMessage* message) = 0;

protected:
    ~IConnectionPoint() = default;
};

DECLARE_CLASS_IID (IAttributeList, 0x1E5F0AEB, 0xCC7F4533, 0xA2544011, 0x38AD5EE4)
DECLARE_CLASS_IID (IMessage, 0x936F033B, 0xC6C047DB, 0xBB0882F8, 0x13C1E613)
DECLARE_CLASS_IID (IConnectionPoint, 0x70A4156F, 0x6E6E4026, 0x989148BF, 0xAA60D8D1)

} // namespace Steinberg::Vst

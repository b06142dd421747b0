// SPDX-License-Identifier: MIT
// What a host says about itself; the context of IPluginBase::initialize. [main]
#pragma once

#include "pluginterfaces/vst/ivstmessage.h"

namespace Steinberg::Vst
{

class IHostApplication : public FUnknown
{
public:
    virtual tresult PLUGIN_API getName (String128 name) = 0;

    // Makes an IMessage or an IAttributeList.
    virtual tresult PLUGIN_API createInstance (TUID cid, TUID iid, void** object) = 0;

protected:
    ~IHostApplication() = default;
};

DECLARE_CLASS_IID (IHostApplication, 0x58E595CC, 0xDB2D4969, 0x8B6AAF8C, 0x36A664E5)

} // namespace Steinberg::Vst

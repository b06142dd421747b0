// SPDX-License-Identifier: MIT
// PreSonus' extension: whether a host may show the view inside of its own window. Asked of the edit controller. [main]
#pragma once

#include "pluginterfaces/base/funknown.h"

namespace Steinberg
{
class IPlugView;
}

namespace Presonus
{

class IPlugInViewEmbedding : public Steinberg::FUnknown
{
public:
    virtual Steinberg::TBool PLUGIN_API isViewEmbeddingSupported() = 0;
    virtual Steinberg::tresult PLUGIN_API setViewIsEmbedded (Steinberg::IPlugView* view, Steinberg::TBool embedded) = 0;

protected:
    ~IPlugInViewEmbedding() = default;
};

DECLARE_CLASS_IID (IPlugInViewEmbedding, 0xDA57E6D1, 0x1F3242D1, 0xAD9C1A82, 0xFDB95695)

} // namespace Presonus

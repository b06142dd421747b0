// SPDX-License-Identifier: GPL-3.0-or-later
// How an object that is a member of the processor shares identity and lifetime of the VST3 component.
#pragma once

#include <pluginterfaces/base/funknown.h>

namespace harp::shell
{

// The component is known as soon as our factory has made it. Before that nobody but that factory asks. [any]
class Aggregated
{
public:
    Steinberg::FUnknown* outer = nullptr; // weak: the component owns us

    Steinberg::uint32 addOuterRef() const { return outer != nullptr ? outer->addRef() : 1; }
    Steinberg::uint32 releaseOuter() const { return outer != nullptr ? outer->release() : 1; }

    Steinberg::tresult queryOuter (const char* id, void** object) const
    {
        if (outer != nullptr)
            return outer->queryInterface (id, object);

        *object = nullptr;
        return Steinberg::kNoInterface;
    }
};

} // namespace harp::shell

// SPDX-License-Identifier: GPL-3.0-or-later
// Private interface between our module factory and our entry points: hands them the identity of the component that they
// belong to. [any] thread, once, right after the component was made.
#pragma once

#include <pluginterfaces/base/funknown.h>

namespace harp::shell
{

class ComponentIdentity
{
public:
    // Weak: the component owns the entry points, not the other way round.
    virtual void setOuter (Steinberg::FUnknown*) = 0;

protected:
    ~ComponentIdentity() = default;
};

// queryInterface for this id gives a ComponentIdentity without adding a reference.
inline constexpr unsigned char componentIdentityId[16] = { 0x1c, 0x6e, 0x8a, 0x35, 0x40, 0xd2, 0x4b, 0x0f, 0xa7, 0x31, 0x92, 0x5e, 0x0b, 0xc4, 0x78, 0xd6 };

inline bool sameId (const char* a, const void* b) noexcept
{
    return Steinberg::FUnknownPrivate::iidEqual (a, b);
}

} // namespace harp::shell

// SPDX-License-Identifier: GPL-3.0-or-later
// From a C function of an ARA table to a member function: finds the live object, checks the thread, lets no exception out.
#pragma once

#include "HostAssert.h"

#include <core/ThreadRole.h>

#include <exception>
#include <type_traits>

namespace harp::ara
{

// Calls `body`; an exception (memory, most likely) is told to the host, which gets the value-initialised result.
template <typename Result, typename Body>
Result shielded (const void* ref, Body&& body) noexcept
{
    const core::ScopedThreadRole role (core::ThreadRole::model);

    try
    {
        return body();
    }
    catch (const std::exception& problem)
    {
        hostAssert (Misuse::unspecified, ref, problem.what());
    }
    catch (...)
    {
        hostAssert (Misuse::unspecified, ref, "an unknown exception was caught");
    }

    if constexpr (! std::is_void_v<Result>)
        return Result {};
}

// `Gate` says where the objects of a ref live: Gate::find (ref) gives a shared pointer to the owner, nullptr when it is not
// alive, and Gate::part<Part> (owner) the part of it that the member function belongs to.
template <typename Gate, auto method>
struct Trampoline;

template <typename Gate, typename Part, typename Result, typename... Args, Result (Part::*method) (Args...)>
struct Trampoline<Gate, method>
{
    static Result call (typename Gate::Ref ref, Args... args) noexcept
    {
        return shielded<Result> (ref, [&]() -> Result
        {
            const auto owner = Gate::find (ref);

            if (owner == nullptr)
            {
                hostAssert (Misuse::argument, ref, Gate::unknown);
                return Result();
            }

            // Noticed, but served: hosts that hand a document to another thread, one after the other, do no harm.
            if (! owner->isModelThread())
                hostAssert (Misuse::thread, ref, "called from another thread than the one that made the document");

            return (Gate::template part<Part> (*owner).*method) (args...);
        });
    }
};

} // namespace harp::ara

// SPDX-License-Identifier: MIT
// Finds the host object behind a controller reference that a plug-in hands back, and notices references that are none. [any]
#pragma once

#include "Violations.h"

#include <mutex>
#include <set>

namespace harp::host
{

// Rules broken with a reference that belongs to no document: nobody else can be told.
inline Violations& strayViolations()
{
    static Violations list;
    return list;
}

template <typename Self>
class CallbackTarget
{
public:
    CallbackTarget (const CallbackTarget&) = delete;
    CallbackTarget& operator= (const CallbackTarget&) = delete;

    // nullptr, and recorded, when `reference` is none of ours.
    template <typename Reference>
    static Self* from (Reference reference, const char* function)
    {
        const std::scoped_lock lock (mutex());

        if (known().contains (reinterpret_cast<const void*> (reference)))
            return reinterpret_cast<Self*> (reference);

        strayViolations().add ("reference", std::string (function) + " was called with a controller reference that the host never gave out");
        return nullptr;
    }

protected:
    CallbackTarget()
    {
        const std::scoped_lock lock (mutex());
        known().insert (static_cast<Self*> (this));
    }

    ~CallbackTarget()
    {
        const std::scoped_lock lock (mutex());
        known().erase (static_cast<Self*> (this));
    }

private:
    static std::mutex& mutex()
    {
        static std::mutex guard;
        return guard;
    }

    static std::set<const void*>& known()
    {
        static std::set<const void*> references;
        return references;
    }
};

} // namespace harp::host

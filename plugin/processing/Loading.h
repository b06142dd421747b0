// SPDX-License-Identifier: GPL-3.0-or-later
// How far the loading of an endpoint, or of a list of them, has come; only the newest load counts. [any but audio]
#pragma once

#include "Processor.h"

#include <mutex>

namespace harp::processing
{

class Loading
{
public:
    using Number = std::uint64_t;

    // Starts a load in the place of the one under way. `replaced` is what the bridge is to cancel, or 0. Number 0 once closed.
    struct Begun
    {
        Number number = 0;
        bridge::JobId replaced = 0;
    };
    Begun begin (const std::string& address);

    // False when the load is not the newest any more.
    bool attach (Number, bridge::JobId);
    bool isCurrent (Number) const;

    // No effect when the load is not the newest any more. `tell` gives false then, and when it says nothing new.
    bool tell (Number, const std::string& message);
    void succeed (Number);
    void fail (Number, core::Error);

    // Ends a load under way and goes back to what was before it. Returns what the bridge is to cancel, or 0.
    bridge::JobId cancel();
    bridge::JobId close();

    // The same, and nothing was ever loaded.
    bridge::JobId reset();

    bool isUnderWay() const;
    LoadState state() const;

private:
    bridge::JobId cancelLocked();
    void endLocked (LoadState);

    mutable std::mutex mutex;
    LoadState current, before;
    Number newest = 0;
    bridge::JobId attached = 0;
    bool closed = false;
};

} // namespace harp::processing

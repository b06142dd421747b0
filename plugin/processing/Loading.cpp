// SPDX-License-Identifier: GPL-3.0-or-later
#include "Loading.h"

namespace harp::processing
{

Loading::Begun Loading::begin (const std::string& address)
{
    const std::lock_guard lock (mutex);

    if (closed)
        return {};

    if (current.phase != LoadState::Phase::loading)
        before = current;

    current = { LoadState::Phase::loading, address, std::nullopt, {} };
    return { ++newest, std::exchange (attached, 0) };
}

bool Loading::attach (Number number, bridge::JobId job)
{
    const std::lock_guard lock (mutex);

    if (number != newest || closed)
        return false;

    // A load may end before submission has returned its number; there is nothing to cancel then.
    if (current.phase == LoadState::Phase::loading)
        attached = job;

    return true;
}

bool Loading::isCurrent (Number number) const
{
    const std::lock_guard lock (mutex);
    return number == newest && ! closed;
}

bool Loading::tell (Number number, const std::string& message)
{
    const std::lock_guard lock (mutex);

    if (number != newest || current.phase != LoadState::Phase::loading || current.message == message)
        return false;

    current.message = message;
    return true;
}

void Loading::succeed (Number number)
{
    const std::lock_guard lock (mutex);

    if (number == newest)
        endLocked ({ LoadState::Phase::ready, current.address, std::nullopt, {} });
}

void Loading::fail (Number number, core::Error error)
{
    const std::lock_guard lock (mutex);

    if (number == newest)
        endLocked ({ LoadState::Phase::failed, current.address, std::move (error), {} });
}

bridge::JobId Loading::cancel()
{
    const std::lock_guard lock (mutex);
    return cancelLocked();
}

bridge::JobId Loading::close()
{
    const std::lock_guard lock (mutex);
    closed = true;
    return cancelLocked();
}

bridge::JobId Loading::reset()
{
    const std::lock_guard lock (mutex);
    const auto job = cancelLocked();
    current = before = {};
    return job;
}

bool Loading::isUnderWay() const
{
    const std::lock_guard lock (mutex);
    return current.phase == LoadState::Phase::loading;
}

LoadState Loading::state() const
{
    const std::lock_guard lock (mutex);
    return current;
}

bridge::JobId Loading::cancelLocked()
{
    if (current.phase != LoadState::Phase::loading)
        return 0;

    const auto job = attached;
    ++newest; // what still comes of it is stale
    endLocked (before);
    return job;
}

void Loading::endLocked (LoadState state)
{
    current = std::move (state);
    attached = 0;
}

} // namespace harp::processing

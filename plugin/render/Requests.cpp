// SPDX-License-Identifier: GPL-3.0-or-later
#include "Requests.h"

#include <algorithm>

namespace harp::render
{

namespace
{

bool hasEverything (const Requests::Request& request)
{
    return std::all_of (request.pages.begin(), request.pages.end(), [] (const auto& p) { return p.isThere(); })
           && std::all_of (request.takes.begin(), request.takes.end(), [] (const auto& t) { return t->isSettled(); });
}

} // namespace

Requests::Pinned::~Pinned()
{
    requests.leave (request);
}

Requests::Pinned Requests::await (std::shared_ptr<Request> request)
{
    std::unique_lock guard (lock);
    open.push_back (request);

    // From here on the pages that are there stay there.
    if (hasEverything (*request))
        request->wasTried = true;
    else
        untriedCount.fetch_add (1, std::memory_order_release);

    if (! request->wasTried)
        wanted.notify_one();

    settled.wait (guard, [&]
    {
        const auto takesSettled = std::all_of (request->takes.begin(), request->takes.end(), [] (const auto& t) { return t->isSettled(); });
        return isStopped() || (request->wasTried && takesSettled);
    });

    guard.unlock();
    return { *this, std::move (request) };
}

void Requests::await (const ConvertedTake& take)
{
    std::unique_lock guard (lock);
    settled.wait (guard, [&] { return isStopped() || take.isSettled(); });
}

void Requests::leave (const std::shared_ptr<Request>& request)
{
    const std::lock_guard guard (lock);
    std::erase (open, request);

    if (! request->wasTried)
        untriedCount.fetch_sub (1, std::memory_order_release);
}

std::vector<std::shared_ptr<Requests::Request>> Requests::untried() const
{
    const std::lock_guard guard (lock);
    std::vector<std::shared_ptr<Request>> found;
    std::copy_if (open.begin(), open.end(), std::back_inserter (found), [] (const auto& r) { return ! r->wasTried; });
    return found;
}

void Requests::setTried (const std::shared_ptr<Request>& request)
{
    {
        const std::lock_guard guard (lock);

        // Already left, after stop()?
        if (request->wasTried || std::find (open.begin(), open.end(), request) == open.end())
            return;

        request->wasTried = true;
        untriedCount.fetch_sub (1, std::memory_order_release);
    }

    settled.notify_all();
}

void Requests::announce()
{
    // The empty critical section keeps a waiter from missing what was settled between its look and its wait.
    {
        const std::lock_guard guard (lock);
    }

    settled.notify_all();
}

bool Requests::isPinned (const PageRef& page) const
{
    return std::any_of (open.begin(), open.end(), [&] (const auto& r) { return std::find (r->pages.begin(), r->pages.end(), page) != r->pages.end(); });
}

void Requests::sleep (std::chrono::milliseconds longest)
{
    std::unique_lock guard (lock);
    const auto mayGoOn = [&] { return isAwake || hasUntried() || isStopped(); };

    if (longest.count() > 0)
        wanted.wait_for (guard, longest, mayGoOn);
    else
        wanted.wait (guard, mayGoOn);

    isAwake = false;
}

void Requests::wake()
{
    {
        const std::lock_guard guard (lock);
        isAwake = true;
    }

    wanted.notify_one();
}

void Requests::stop()
{
    {
        const std::lock_guard guard (lock);
        stopped.store (true, std::memory_order_release);
    }

    wanted.notify_all();
    settled.notify_all();
}

} // namespace harp::render

// SPDX-License-Identifier: GPL-3.0-or-later
// Where offline render threads wait for what a block needs, and where the background thread sleeps.
//
// await and the destructor of Pinned: [audio], offline only. Everything else: [any but audio].
#pragma once

#include "RenderPlan.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace harp::render
{

class Requests
{
public:
    // What one offline block needs; from await() until it is destroyed none of these pages is taken away.
    struct Request
    {
        std::vector<PageRef> pages;
        std::vector<std::shared_ptr<ConvertedTake>> takes;
        bool wasTried = false; // guarded by the lock: the background thread has done what it can
    };

    class Pinned
    {
    public:
        Pinned (Requests& r, std::shared_ptr<Request> p) : requests (r), request (std::move (p)) {}
        ~Pinned();
        Pinned (const Pinned&) = delete;
        Pinned& operator= (const Pinned&) = delete;

    private:
        Requests& requests;
        std::shared_ptr<Request> request;
    };

    // Returns when everything is there, or cannot be had, or stop() was called.
    Pinned await (std::shared_ptr<Request>);

    // Waits until a take that another thread converts is settled, or stop().
    void await (const ConvertedTake&);

    // --- the background thread ---------------------------------------------------------------------------------------
    std::vector<std::shared_ptr<Request>> untried() const;
    bool hasUntried() const noexcept { return untriedCount.load (std::memory_order_acquire) > 0; }
    void setTried (const std::shared_ptr<Request>&);

    // A take was settled: somebody may wait for it.
    void announce();

    // Calls unlink() unless an offline block needs the page; says whether it did.
    template <typename Unlink>
    bool unlessPinned (const PageRef& page, Unlink&& unlink)
    {
        const std::lock_guard guard (lock);

        if (isPinned (page))
            return false;

        unlink();
        return true;
    }

    // Sleeps until wake(), a request, stop(), or so much time has passed (zero: no limit).
    void sleep (std::chrono::milliseconds longest);

    void wake();
    void stop();
    bool isStopped() const noexcept { return stopped.load (std::memory_order_acquire); }

private:
    bool isPinned (const PageRef&) const;
    void leave (const std::shared_ptr<Request>&);

    mutable std::mutex lock;
    std::condition_variable wanted;  // the background thread sleeps here
    std::condition_variable settled; // everybody else here
    std::vector<std::shared_ptr<Request>> open;
    std::atomic<int> untriedCount { 0 };
    bool isAwake = false;
    std::atomic<bool> stopped { false };
};

} // namespace harp::render

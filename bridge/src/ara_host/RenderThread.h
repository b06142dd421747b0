// SPDX-License-Identifier: MIT
// Marks the threads that process audio, and runs jobs on one of them. [any]
#pragma once

#include <condition_variable>
#include <functional>
#include <future>
#include <mutex>
#include <queue>
#include <thread>

namespace harp::host
{

enum class RenderMode
{
    none,
    realtime,
    offline
};

// What the calling thread does at this moment.
RenderMode currentRenderMode();

// For as long as this lives, the calling thread is a render thread.
class RenderScope
{
public:
    explicit RenderScope (RenderMode mode);
    ~RenderScope();
    RenderScope (const RenderScope&) = delete;
    RenderScope& operator= (const RenderScope&) = delete;

private:
    RenderMode before;
};

class RenderThread
{
public:
    RenderThread() : thread ([this] { run(); }) {}
    ~RenderThread();
    RenderThread (const RenderThread&) = delete;
    RenderThread& operator= (const RenderThread&) = delete;

    // Jobs run one after another; the future carries what the job throws.
    std::future<void> submit (std::function<void()> job);

private:
    void run();

    std::mutex mutex;
    std::condition_variable wake;
    std::queue<std::packaged_task<void()>> jobs;
    bool stopping = false;
    std::thread thread; // last: it uses all of the above
};

} // namespace harp::host

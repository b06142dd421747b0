// SPDX-License-Identifier: MIT
#include "RenderThread.h"

namespace harp::host
{
namespace
{
thread_local RenderMode renderMode = RenderMode::none;
}

RenderMode currentRenderMode() { return renderMode; }

RenderScope::RenderScope (RenderMode mode) : before (renderMode) { renderMode = mode; }
RenderScope::~RenderScope() { renderMode = before; }

RenderThread::~RenderThread()
{
    {
        const std::scoped_lock lock (mutex);
        stopping = true;
    }

    wake.notify_all();
    thread.join();
}

std::future<void> RenderThread::submit (std::function<void()> job)
{
    std::packaged_task<void()> task (std::move (job));
    auto result = task.get_future();

    {
        const std::scoped_lock lock (mutex);
        jobs.push (std::move (task));
    }

    wake.notify_all();
    return result;
}

void RenderThread::run()
{
    for (;;)
    {
        std::unique_lock lock (mutex);
        wake.wait (lock, [this] { return stopping || ! jobs.empty(); });

        if (jobs.empty())
            return;

        auto task = std::move (jobs.front());
        jobs.pop();
        lock.unlock();
        task();
    }
}

} // namespace harp::host

// SPDX-License-Identifier: GPL-3.0-or-later
#include "Worker.h"

#include <core/ThreadRole.h>

namespace harp::processing
{

Worker::~Worker()
{
    stop();
}

void Worker::post (Task task)
{
    {
        const std::lock_guard lock (mutex);

        if (stopping)
            return;

        tasks.push_back (std::move (task));

        if (! thread.joinable())
            thread = std::thread ([this] { run(); });
    }

    wake.notify_one();
}

void Worker::stop()
{
    std::deque<Task> dropped; // freed outside of the lock: what a task holds may be large
    std::thread ending;

    {
        const std::lock_guard lock (mutex);
        stopping = true;
        dropped.swap (tasks);
        ending.swap (thread);
    }

    wake.notify_one();

    if (ending.joinable())
        ending.join();
}

bool Worker::isStopping() const
{
    const std::lock_guard lock (mutex);
    return stopping;
}

void Worker::run()
{
    const core::ScopedThreadRole role (core::ThreadRole::worker);

    for (;;)
    {
        Task task;

        {
            std::unique_lock lock (mutex);
            wake.wait (lock, [this] { return stopping || ! tasks.empty(); });

            if (stopping)
                return;

            task = std::move (tasks.front());
            tasks.pop_front();
        }

        task();
    }
}

} // namespace harp::processing

// SPDX-License-Identifier: GPL-3.0-or-later
// One thread that does one task after the other; it is started with the first task.
//
// post: [any but audio]. stop and the destructor: any thread but the worker's own. Tasks run on [worker].
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace harp::processing
{

class Worker
{
public:
    using Task = std::function<void()>; // must not throw

    Worker() = default;
    ~Worker();
    Worker (const Worker&) = delete;
    Worker& operator= (const Worker&) = delete;

    // Dropped after stop().
    void post (Task);

    // Drops what waits, lets the running task end, joins.
    void stop();

    bool isStopping() const;

private:
    void run();

    mutable std::mutex mutex;
    std::condition_variable wake;
    std::deque<Task> tasks;
    std::thread thread;
    bool stopping = false;
};

} // namespace harp::processing

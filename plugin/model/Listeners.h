// SPDX-License-Identifier: GPL-3.0-or-later
// A list of callbacks from which any thread can take one out and then be sure that it is not running any more. Private to
// the model. [any but audio] thread; no lock is held while a callback runs.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

namespace harp::model
{

class Listeners
{
public:
    using Callback = std::function<void()>;

    std::uint64_t add (Callback);

    // Waits until no other thread is inside of the callback. From inside of it: returns at once, and it is not called again.
    void remove (std::uint64_t id);

    // Calls everyone, in the order of adding, on this thread.
    void call();

private:
    struct Entry;

    std::mutex mutex;
    std::condition_variable left;
    std::uint64_t lastId = 0;
    std::map<std::uint64_t, std::shared_ptr<Entry>> entries;
};

} // namespace harp::model

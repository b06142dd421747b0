// SPDX-License-Identifier: GPL-3.0-or-later
#include "Listeners.h"

#include <algorithm>
#include <thread>
#include <vector>

namespace harp::model
{

struct Listeners::Entry
{
    Callback callback;
    bool removed = false;
    std::vector<std::thread::id> inside; // a thread that changes the document inside of its listener stands here twice
};

std::uint64_t Listeners::add (Callback callback)
{
    const std::lock_guard lock (mutex);
    entries.emplace (++lastId, std::make_shared<Entry> (Entry { std::move (callback), false, {} }));
    return lastId;
}

void Listeners::remove (std::uint64_t id)
{
    Callback doomed; // what it captured is destroyed without the lock
    std::shared_ptr<Entry> entry;

    std::unique_lock lock (mutex);
    const auto found = entries.find (id);

    if (found == entries.end())
        return;

    entry = found->second;
    entries.erase (found);
    entry->removed = true;

    const auto self = std::this_thread::get_id();
    const auto isOther = [self] (std::thread::id thread) { return thread != self; };
    left.wait (lock, [&] { return std::ranges::none_of (entry->inside, isOther); });

    if (entry->inside.empty())
        doomed = std::move (entry->callback);

    lock.unlock();
}

void Listeners::call()
{
    std::unique_lock lock (mutex);
    std::vector<std::shared_ptr<Entry>> all;
    all.reserve (entries.size());

    for (const auto& [id, entry] : entries)
        all.push_back (entry);

    const auto self = std::this_thread::get_id();

    for (const auto& entry : all)
    {
        if (entry->removed)
            continue;

        entry->inside.push_back (self);
        lock.unlock();
        entry->callback();
        lock.lock();
        entry->inside.erase (std::ranges::find (entry->inside, self));
        left.notify_all();
    }

    lock.unlock(); // entries whose last owner is this list are destroyed without the lock
    all.clear();
}

} // namespace harp::model

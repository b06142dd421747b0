// SPDX-License-Identifier: GPL-3.0-or-later
// Hands immutable objects to one audio thread: the newest is read wait-free, old ones are freed elsewhere.
//
// publish/collect: [any but audio], serialised by a lock of their own. read: [audio], only inside of a ScopedAudioBlock
// of the epoch that the slot was made with; the pointer is good until that block ends.
#pragma once

#include "AudioEpoch.h"

#include <algorithm>
#include <memory>
#include <mutex>
#include <vector>

namespace harp::core
{

template <typename T>
class SnapshotSlot
{
public:
    explicit SnapshotSlot (const AudioEpoch& e) noexcept : epoch (e) {}
    SnapshotSlot (const SnapshotSlot&) = delete;
    SnapshotSlot& operator= (const SnapshotSlot&) = delete;

    // No block may be running any more.
    ~SnapshotSlot() { delete current.load(); }

    void publish (std::unique_ptr<const T> next)
    {
        const std::lock_guard lock (writers);
        retired.reserve (retired.size() + 1); // whatever can throw does so while nothing is unlinked yet
        std::unique_ptr<const T> old (current.exchange (next.release(), std::memory_order_seq_cst));
        collectLocked();

        if (old != nullptr)
        {
            const auto mark = epoch.mark();

            if (! epoch.hasPassed (mark))
                retired.push_back ({ mark, std::move (old) });
        }
    }

    // Frees what no block can see any more. Returns how many objects still wait.
    std::size_t collect()
    {
        const std::lock_guard lock (writers);
        collectLocked();
        return retired.size();
    }

    const T* read() const noexcept { return current.load (std::memory_order_seq_cst); }

private:
    struct Retired
    {
        AudioEpoch::Mark mark;
        std::unique_ptr<const T> object;
    };

    void collectLocked()
    {
        std::erase_if (retired, [this] (const Retired& r) { return epoch.hasPassed (r.mark); });
    }

    const AudioEpoch& epoch;
    std::atomic<const T*> current { nullptr };
    std::mutex writers;
    std::vector<Retired> retired;
};

} // namespace harp::core

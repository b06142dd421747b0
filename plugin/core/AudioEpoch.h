// SPDX-License-Identifier: GPL-3.0-or-later
// Tells other threads whether one audio thread is inside of a block, so that what it may still read is not freed.
//
// enter/leave are wait-free and belong to one thread at a time [audio]; mark/hasPassed may be called from [any] thread.
// Protocol: unlink the object (seq_cst), then mark(); once hasPassed (mark), no block can see the object any more.
#pragma once

#include <atomic>
#include <cstdint>

namespace harp::core
{

class AudioEpoch
{
public:
    using Mark = std::uint64_t;

    void enter() noexcept { counter.fetch_add (1, std::memory_order_seq_cst); }
    void leave() noexcept { counter.fetch_add (1, std::memory_order_seq_cst); }

    Mark mark() const noexcept { return counter.load (std::memory_order_seq_cst); }

    // Odd = marked inside of a block, which is over as soon as the counter has moved. Even = no block was running.
    bool hasPassed (Mark marked) const noexcept
    {
        return (marked & 1u) == 0 || counter.load (std::memory_order_seq_cst) != marked;
    }

private:
    std::atomic<std::uint64_t> counter { 0 };
};

class ScopedAudioBlock
{
public:
    explicit ScopedAudioBlock (AudioEpoch& e) noexcept : epoch (e) { epoch.enter(); }
    ~ScopedAudioBlock() { epoch.leave(); }
    ScopedAudioBlock (const ScopedAudioBlock&) = delete;
    ScopedAudioBlock& operator= (const ScopedAudioBlock&) = delete;

private:
    AudioEpoch& epoch;
};

} // namespace harp::core

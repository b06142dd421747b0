// SPDX-License-Identifier: GPL-3.0-or-later
// What a renderer and the engine share: the plan on its way in, the playhead on its way out.
//
// noteBlock and slot.read: [audio]; everything else [any but audio].
#pragma once

#include "RenderPlan.h"

#include <core/SnapshotSlot.h>

#include <model/Arrangement.h>

#include <mutex>

namespace harp::render
{

// Where a renderer is, as its last blocks tell.
struct Playhead
{
    core::Frame position = 0;    // where the next block is expected
    core::Frame loopStart = 0;   // where the last jump backwards went to, and where it came from
    core::Frame loopEnd = 0;
    std::uint64_t blocks = 0;    // 0: never used since prepare

    // At its very end, too: the next block begins again.
    bool isInLoop() const noexcept { return loopEnd > loopStart && position >= loopStart && position <= loopEnd; }
};

class RendererState
{
public:
    struct Published
    {
        std::shared_ptr<const RenderPlan> plan;
    };

    core::AudioEpoch epoch;
    core::SnapshotSlot<Published> slot { epoch };

    // Guarded by the engine's update lock.
    std::vector<model::RegionId> regions;
    double rate = 0.0; // kept after release, so that what was converted survives a host's stop and start
    bool isPrepared = false;

    // nullptr: silence.
    void publish (std::shared_ptr<const RenderPlan> plan)
    {
        {
            const std::lock_guard guard (planLock);
            newest = plan;
        }

        slot.publish (plan != nullptr ? std::make_unique<const Published> (Published { std::move (plan) }) : nullptr);
    }

    std::shared_ptr<const RenderPlan> latest() const
    {
        const std::lock_guard guard (planLock);
        return newest;
    }

    void noteBlock (core::Frame position, int frames, bool playing) noexcept
    {
        const auto expected = next.load (std::memory_order_relaxed);

        if (playing && position < expected && wasPlaying)
        {
            loopStart.store (position, std::memory_order_relaxed);
            loopEnd.store (expected, std::memory_order_relaxed);
        }

        wasPlaying = playing;
        next.store (playing ? position + frames : position, std::memory_order_relaxed);
        blocks.fetch_add (1, std::memory_order_release);
    }

    Playhead playhead() const noexcept
    {
        Playhead p;
        p.blocks = blocks.load (std::memory_order_acquire);
        p.position = next.load (std::memory_order_relaxed);
        p.loopStart = loopStart.load (std::memory_order_relaxed);
        p.loopEnd = loopEnd.load (std::memory_order_relaxed);
        return p;
    }

    // Not while a block runs.
    void resetPlayhead() noexcept
    {
        wasPlaying = false;
        next = loopStart = loopEnd = 0;
        blocks = 0;
    }

private:
    mutable std::mutex planLock;
    std::shared_ptr<const RenderPlan> newest;
    bool wasPlaying = false; // audio thread only
    std::atomic<core::Frame> next { 0 }, loopStart { 0 }, loopEnd { 0 };
    std::atomic<std::uint64_t> blocks { 0 };
};

} // namespace harp::render

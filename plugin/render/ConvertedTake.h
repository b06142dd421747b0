// SPDX-License-Identifier: GPL-3.0-or-later
// One output of a take at one playback rate: pending until somebody has decoded and converted it, then immutable.
//
// audio: [audio], wait-free. convert: [worker] or the engine's background thread; everything else [any but audio].
#pragma once

#include "Resampler.h"

#include <model/Take.h>

#include <atomic>
#include <mutex>
#include <optional>

namespace harp::render
{

class ConvertedTake
{
public:
    ConvertedTake (const model::Take&, int output, double playbackRate);
    ConvertedTake (const ConvertedTake&) = delete;
    ConvertedTake& operator= (const ConvertedTake&) = delete;

    // nullptr while pending and when it could not be decoded.
    const core::Audio* audio() const noexcept { return state.load (std::memory_order_acquire) == State::ready ? converted.get() : nullptr; }

    // Where the first converted frame lies in the modification, at the playback rate.
    core::Frame start() const noexcept { return firstFrame; }

    // Ready or failed: nothing more will happen.
    bool isSettled() const noexcept { return state.load (std::memory_order_acquire) >= State::ready; }
    bool isPending() const noexcept { return state.load (std::memory_order_acquire) == State::pending; }

    // Decodes and converts, unless another thread does or did. False: another thread is at it.
    bool convert (const KeepGoing&);

    // What convert() came to, once settled.
    core::Status status() const;

private:
    enum class State
    {
        pending,
        converting,
        ready,
        failed
    };

    void place (const model::Take&, double takeRate, double playbackRate);
    core::Status run (const KeepGoing&);

    std::shared_ptr<const model::StoredAudio> stored; // let go once converted
    Ratio ratio;
    core::Frame leadIn = 0; // silent frames before the take, so that it lies on the grid of the source
    core::Frame firstFrame = 0;
    core::AudioPtr converted; // shared with the stored audio while that is not encoded and no conversion is needed
    std::optional<core::Error> error;
    std::atomic<State> state { State::pending };
};

} // namespace harp::render

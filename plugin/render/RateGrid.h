// SPDX-License-Identifier: GPL-3.0-or-later
// How frames at one rate lie on frames at another, exactly, and where pages of converted audio begin. Values. [any] thread.
#pragma once

#include <core/Span.h>

namespace harp::render
{

// Output frames per input frames, reduced. Rates whose reduced ratio would need a number above 65536 get a close ratio
// below that; for the pull-down rates in use it is less than half a frame away after an hour.
struct Ratio
{
    core::Frame up = 1;
    core::Frame down = 1;

    static Ratio between (double fromRate, double toRate);

    bool isIdentity() const noexcept { return up == down; }

    // The nearest output frame, halves upwards.
    core::Frame nearest (core::Frame input) const noexcept;

    // The last output frame that is not after the input frame.
    core::Frame floor (core::Frame input) const noexcept;

    // Output frames that lie before the end of this many input frames.
    core::Frame count (core::Frame inputFrames) const noexcept;

    // How many times `down` input frames (`up` output frames) make at least this many frames at the lower of both rates.
    core::Frame unitsFor (core::Frame framesAtLowerRate) const noexcept;

    friend bool operator== (const Ratio&, const Ratio&) = default;
};

// Frames at the lower of both rates that the filter of the resampler reaches, with room to spare (measured: 128).
inline constexpr core::Frame filterReach = 256;

// Pages of about 16384 output frames, each of which begins exactly on an input frame, so that every page can be computed
// by itself from the same window: `padding` input frames on both sides, more than the resampler's filter reaches.
struct RateGrid
{
    Ratio ratio;
    core::Frame pageFrames = 0;   // output
    core::Frame inputFrames = 0;  // input, per page
    core::Frame padding = 0;      // input
    core::Frame paddingFrames = 0; // output, exactly as long as `padding`

    static RateGrid between (double sourceRate, double playbackRate);
};

} // namespace harp::render

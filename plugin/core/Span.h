// SPDX-License-Identifier: GPL-3.0-or-later
// A half-open range of sample frames, [start, end). [any] thread.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace harp::core
{

using Frame = std::int64_t; // a position or a count of sample frames; its rate is said where it is declared

struct Span
{
    Frame start = 0;
    Frame end = 0;

    Frame length() const noexcept { return end - start; }
    bool isEmpty() const noexcept { return end <= start; }
    bool contains (Frame frame) const noexcept { return frame >= start && frame < end; }
    bool contains (const Span& other) const noexcept { return other.start >= start && other.end <= end; }
    bool overlaps (const Span& other) const noexcept { return start < other.end && other.start < end; }

    Span intersection (const Span& other) const noexcept
    {
        return { std::max (start, other.start), std::min (end, other.end) };
    }

    friend bool operator== (const Span&, const Span&) = default;
};

// Positions stay within these bounds, whatever a host or an archive says, so that sums of a few of them never overflow.
inline constexpr Frame maxFrame = Frame { 1 } << 53;

// The nearest frame, halves away from zero; clamped to the bounds, 0 for what is not a number.
inline Frame roundToFrame (double position) noexcept
{
    constexpr auto bound = static_cast<double> (maxFrame);
    return std::isnan (position) ? 0 : static_cast<Frame> (std::llround (std::clamp (position, -bound, bound)));
}

// The one rounding between seconds and frames.
inline Frame toFrame (double seconds, double sampleRate) noexcept
{
    return roundToFrame (seconds * sampleRate);
}

inline double toSeconds (Frame frame, double sampleRate) noexcept
{
    return sampleRate > 0.0 ? static_cast<double> (frame) / sampleRate : 0.0;
}

} // namespace harp::core

// SPDX-License-Identifier: GPL-3.0-or-later
#include <core/Audio.h>
#include <core/Span.h>

#include <catch2/catch_test_macros.hpp>

#include <limits>

using namespace harp::core;

TEST_CASE ("seconds become the nearest frame, halves away from zero")
{
    CHECK (toFrame (1.0, 44100.0) == 44100);
    CHECK (toFrame (0.5, 1.0) == 1);
    CHECK (toFrame (-0.5, 1.0) == -1);
    CHECK (toFrame (0.49999, 1.0) == 0);
    CHECK (toSeconds (toFrame (12.345, 48000.0), 48000.0) == 592560.0 / 48000.0);
    CHECK (toSeconds (100, 0.0) == 0.0);
}

TEST_CASE ("positions from outside stay within bounds whose sums do not overflow")
{
    const auto infinity = std::numeric_limits<double>::infinity();

    CHECK (toFrame (infinity, 44100.0) == maxFrame);
    CHECK (toFrame (-infinity, 44100.0) == -maxFrame);
    CHECK (toFrame (1e300, 44100.0) == maxFrame);
    CHECK (toFrame (std::numeric_limits<double>::quiet_NaN(), 44100.0) == 0);
    CHECK (toFrame (infinity, 0.0) == 0);
}

TEST_CASE ("spans are half open")
{
    const Span span { 10, 20 };

    CHECK (span.length() == 10);
    CHECK (span.contains (10));
    CHECK_FALSE (span.contains (20));
    CHECK (span.contains (Span { 10, 20 }));
    CHECK_FALSE (span.contains (Span { 10, 21 }));
    CHECK (span.overlaps ({ 19, 30 }));
    CHECK_FALSE (span.overlaps ({ 20, 30 }));
    CHECK (span.intersection ({ 15, 30 }) == Span { 15, 20 });
    CHECK (span.intersection ({ 30, 40 }).isEmpty());
    CHECK (Span { 5, 5 }.isEmpty());
}

TEST_CASE ("audio is planar and starts as silence")
{
    Audio audio (2, 3, 48000.0);
    audio.channel (1)[0] = 0.5f;

    CHECK (audio.bytes() == 24);
    CHECK (audio.channel (0)[2] == 0.0f);
    CHECK (audio.channel (0)[3] == 0.5f); // the second channel follows the first
    CHECK (Audio().frames() == 0);
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/Scene.h"

#include <render/Resampler.h>

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <limits>
#include <numbers>

using namespace harp;
using namespace harp::test;
using render::Ratio;
using render::resample;

namespace
{

double decibels (double x)
{
    return 20.0 * std::log10 (x + 1e-12);
}

core::Audio converted (const core::Audio& input, double rate)
{
    const auto ratio = Ratio::between (input.rate(), rate);
    core::Audio output (input.channels(), ratio.count (input.frames()), rate);
    REQUIRE (resample (input, ratio, output).ok());
    return output;
}

// Largest deviation from the same sine at the other rate, in the middle half, relative to the amplitude.
double sineError (double from, double to, double frequency)
{
    core::Audio input (1, static_cast<Frame> (from / 2), from);

    for (Frame i = 0; i < input.frames(); ++i)
        input.channel (0)[i] = static_cast<float> (0.5 * std::sin (2.0 * std::numbers::pi * frequency * static_cast<double> (i) / from));

    const auto output = converted (input, to);
    auto error = 0.0;

    for (auto i = output.frames() / 4; i < output.frames() * 3 / 4; ++i)
        error = std::max (error, std::abs (output.channel (0)[i] - 0.5 * std::sin (2.0 * std::numbers::pi * frequency * static_cast<double> (i) / to)));

    return decibels (error / 0.5);
}

} // namespace

TEST_CASE ("sines up to 0.9 of the lower Nyquist frequency keep level and phase within -100 dB")
{
    const std::pair<double, double> pairs[] = { { 44100, 48000 }, { 48000, 44100 }, { 96000, 48000 }, { 48000, 192000 }, { 8000, 44100 }, { 192000, 22050 }, { 44099, 48000 } };

    for (const auto& [from, to] : pairs)
        for (const auto part : { 0.01, 0.1, 0.3, 0.5, 0.7, 0.8, 0.9 })
        {
            INFO (from << " to " << to << " at " << part);
            CHECK (sineError (from, to, part * std::min (from, to) / 2.0) < -100.0);
        }
}

TEST_CASE ("what the lower rate cannot carry is removed")
{
    core::Audio input (1, 48000, 96000.0);

    for (Frame i = 0; i < input.frames(); ++i)
        input.channel (0)[i] = static_cast<float> (0.5 * std::sin (2.0 * std::numbers::pi * 30000.0 * static_cast<double> (i) / 96000.0));

    const auto output = converted (input, 48000.0);
    auto loudest = 0.0;

    for (Frame i = 2000; i < output.frames() - 2000; ++i)
        loudest = std::max (loudest, std::abs (static_cast<double> (output.channel (0)[i])));

    CHECK (decibels (loudest) < -100.0);
}

TEST_CASE ("an impulse stays at its place to the sample")
{
    core::Audio input (1, 4410, 44100.0);
    input.channel (0)[1470] = 1.0f;
    const auto output = converted (input, 48000.0);
    const auto* const first = output.channel (0);
    CHECK (std::max_element (first, first + output.frames()) - first == 1600);
    CHECK (std::abs (first[1599] - first[1601]) < 1e-5f);
}

TEST_CASE ("equal rates are a copy, bit for bit, non-finite samples included")
{
    auto input = noiseAudio (3, 2, 1000, 48000.0);
    input.channel (1)[5] = std::numeric_limits<float>::infinity();
    const auto output = converted (input, 48000.0);
    CHECK (std::equal (input.channel (0), input.channel (0) + 2000, output.channel (0)));
}

TEST_CASE ("a sample that is not a number does not spoil its neighbours")
{
    auto input = noiseAudio (4, 1, 8820, 44100.0);
    auto clean = input;
    input.channel (0)[4000] = std::numeric_limits<float>::quiet_NaN();
    clean.channel (0)[4000] = 0.0f;
    CHECK (isSame (converted (input, 48000.0), converted (clean, 48000.0)));
}

TEST_CASE ("a conversion that is asked to end says so")
{
    const auto input = noiseAudio (5, 1, 300000, 44100.0);
    core::Audio output (1, 300000, 48000.0);
    auto asked = 0;
    const auto status = resample (input, { 160, 147 }, output, [&] { return ++asked < 3; });
    REQUIRE (! status.ok());
    CHECK (status.error().code == core::ErrorCode::cancelled);
    CHECK (asked == 3);
}

TEST_CASE ("very short and empty audio is converted")
{
    CHECK (converted (core::Audio (1, 0, 44100.0), 48000.0).frames() == 0);
    CHECK (converted (noiseAudio (1, 2, 1, 8000.0), 192000.0).frames() == 24);
    CHECK (converted (noiseAudio (1, 6, 7, 192000.0), 8000.0).frames() == 1);
}

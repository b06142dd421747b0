// SPDX-License-Identifier: GPL-3.0-or-later
// Takes at rates other than the playback's: phase, all rates in use, who converts.
#include "support/Scene.h"

#include <render/ConvertedTake.h>

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <future>
#include <numbers>

using namespace harp;
using namespace harp::test;

namespace
{

// A sine that goes through the whole modification, as a take at any rate would continue it.
core::Audio sinePart (double frequency, double startSeconds, double seconds, double rate)
{
    core::Audio audio (1, core::toFrame (seconds, rate), rate);

    for (Frame i = 0; i < audio.frames(); ++i)
        audio.channel (0)[i] = static_cast<float> (0.5 * std::sin (2.0 * std::numbers::pi * frequency * (startSeconds + static_cast<double> (i) / rate)));

    return audio;
}

// Largest deviation from that sine at the playback rate, away from the take's ends.
double errorOf (const render::ConvertedTake& take, double frequency, double rate)
{
    const auto& audio = *take.audio();
    auto error = 0.0;

    for (auto i = audio.frames() / 4; i < audio.frames() * 3 / 4; ++i)
        error = std::max (error, std::abs (audio.channel (0)[i] - 0.5 * std::sin (2.0 * std::numbers::pi * frequency * static_cast<double> (take.start() + i) / rate)));

    return error;
}

} // namespace

TEST_CASE ("a take at the source's rate keeps its phase exactly, wherever its span begins")
{
    for (const auto& [sourceRate, rate] : { std::pair (44100.0, 48000.0), std::pair (48000.0, 44100.0), std::pair (8000.0, 192000.0), std::pair (96000.0, 22050.0) })
        for (const Frame start : { 0, 1, 101, 146, 12345 })
        {
            const auto part = sinePart (1000.0, static_cast<double> (start) / sourceRate, 0.3, sourceRate);
            const auto take = makeTake ({ part }, { start, start + part.frames() }, sourceRate);
            render::ConvertedTake converted (*take, 0, rate);
            REQUIRE (converted.convert ({}));
            INFO (sourceRate << " to " << rate << " from " << start);
            CHECK (errorOf (converted, 1000.0, rate) < 1e-5);
        }
}

TEST_CASE ("a take at a rate of its own is at most half a playback frame away")
{
    for (const auto takeRate : { 16000.0, 24000.0, 32000.0, 44100.0, 48000.0 })
    {
        const auto part = sinePart (1000.0, 12345.0 / 44100.0, 0.3, takeRate);
        const auto take = makeTake ({ part }, { 12345, 12345 + 13230 }, 44100.0);
        render::ConvertedTake converted (*take, 0, 48000.0);
        REQUIRE (converted.convert ({}));
        INFO (takeRate);
        CHECK (errorOf (converted, 1000.0, 48000.0) < 0.5 * 2.0 * std::numbers::pi * 1000.0 * 0.501 / 48000.0);
    }
}

TEST_CASE ("a processed and an untouched sound stay in phase: an identity take nulls below -100 dB at another rate")
{
    Scene scene;
    const auto recording = scene.addRecording (1, 1, 88200, 44100.0);
    recording.reader->audio() = sinePart (3000.0, 0.0, 2.0, 44100.0);
    scene.addRegion (recording, 0.0, 0.0, 2.0);
    scene.prepare (48000.0, 1);
    const core::Span middle { 40000, 60000 };
    const auto before = scene.playOffline (middle);
    scene.addIdentityTake (recording, { 30001, 70003 });
    CHECK (largestDifference (scene.playOffline (middle), before) < 1e-5 * 0.5);
}

TEST_CASE ("prepare converts every output for every rate in use, so that a committed take has no miss")
{
    Scene scene;
    const auto recording = scene.addRecording (1, 1, 44100, 44100.0);
    recording.reader->available = false; // the original is not there; the take does not need it
    const auto region = scene.addRegion (recording, 0.0, 0.0, 1.0);
    scene.prepare (48000.0, 1);
    Scene second;
    second.renderer = scene.engine->createRenderer();
    second.renderer->setRegions ({ region });
    second.prepare (96000.0, 1);

    const auto take = makeTake ({ noiseAudio (7, 1, 44100, 44100.0), noiseAudio (8, 1, 44100, 44100.0) }, { 0, 44100 }, 44100.0);
    REQUIRE (scene.engine->prepare (take).ok());
    REQUIRE (scene.document->commitTake (recording.modification, take, take->span).ok());
    CHECK (scene.playRealtime ({ 1000, 1512 }).channel (0)[0] != 0.0f);
    CHECK (second.playRealtime ({ 1000, 1512 }).channel (0)[0] != 0.0f);
    REQUIRE (scene.document->choose (recording.modification, take->span, model::Document::Choice { take->id, 1 }).ok());
    CHECK (scene.playRealtime ({ 1000, 1512 }).channel (0)[0] != 0.0f);
    CHECK (scene.misses() == 0);
}

TEST_CASE ("two threads that prepare one take both return when it is ready")
{
    Scene scene;
    const auto recording = scene.addRecording (1, 1, 44100 * 4, 44100.0);
    scene.addRegion (recording, 0.0, 0.0, 4.0);
    scene.prepare (48000.0, 1);
    const auto take = makeTake ({ noiseAudio (7, 1, 44100 * 4, 44100.0) }, { 0, 44100 * 4 }, 44100.0);
    auto other = std::async (std::launch::async, [&] { return scene.engine->prepare (take).ok(); });
    CHECK (scene.engine->prepare (take).ok());
    REQUIRE (scene.document->commitTake (recording.modification, take, take->span).ok());
    CHECK (scene.playRealtime ({ 1000, 1001 }).channel (0)[0] != 0.0f);
    CHECK (other.get());
    CHECK (scene.misses() == 0);
}

TEST_CASE ("preparing a take on a closed engine is refused")
{
    Scene scene;
    scene.prepare (48000.0, 1);
    const auto take = makeTake ({ noiseAudio (7, 1, 100, 44100.0) }, { 0, 100 }, 44100.0);
    scene.engine->close();
    const auto status = scene.engine->prepare (take);
    REQUIRE (! status.ok());
    CHECK (status.error().code == core::ErrorCode::cancelled);
}

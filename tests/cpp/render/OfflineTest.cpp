// SPDX-License-Identifier: GPL-3.0-or-later
// Offline rendering waits for everything, and never for ever.
#include "support/Oracle.h"

#include <catch2/catch_test_macros.hpp>

#include <future>

using namespace harp;
using namespace harp::test;

namespace
{

bool isSilent (const core::Audio& out)
{
    return largestDifference (out, core::Audio (out.channels(), out.frames(), out.rate())) == 0.0;
}

// A long region; the reader keeps every read waiting.
struct Waiting : Scene
{
    Waiting() : recording (addRecording (1, 1, 48000 * 5, 48000.0))
    {
        recording.reader->setGate (false);
        addRegion (recording, 0.0, 0.0, 5.0);
        prepare (48000.0, 1);
    }

    std::future<core::Audio> render()
    {
        return std::async (std::launch::async, [this] { return playOffline ({ 1000, 1512 }); });
    }

    Recording recording;
};

} // namespace

TEST_CASE ("the first offline block after prepare already sounds, at any place")
{
    Scene scene;
    const auto recording = scene.addRecording (1, 2, 44100 * 20, 44100.0);
    scene.addRegion (recording, 0.0, 0.0, 20.0);
    scene.addTake (recording, { 44100 * 2, 44100 * 4 }, noiseAudio (5, 1, 88200, 44100.0));
    scene.prepare (48000.0);

    for (const Frame start : { 48000 * 15, 48000 * 3, 0, 48000 * 19, 48000 * 2 - 300 })
    {
        const core::Span part { start, start + 700 };
        CHECK (largestDifference (scene.playOffline (part), expected (*scene.document->arrangement(), part, 48000.0, 2)) < 2e-6);
    }

    CHECK (scene.misses() == 0);
}

TEST_CASE ("offline rendering waits for a slow host")
{
    Waiting scene;
    auto rendered = scene.render();
    scene.recording.reader->awaitReadAtGate();
    CHECK (rendered.wait_for (std::chrono::seconds (0)) == std::future_status::timeout);
    scene.recording.reader->setGate (true);
    CHECK (rendered.get().channel (0)[0] == noise (1, 0, 1000));
    CHECK (scene.misses() == 0);
}

TEST_CASE ("offline rendering waits for takes that were not prepared")
{
    Scene scene;
    const auto recording = scene.addRecording (1, 1, 48000 * 5, 44100.0);
    scene.addRegion (recording, 0.0, 0.0, 5.0);
    scene.prepare (48000.0, 1);
    const auto take = makeTake ({ noiseAudio (7, 1, 44100, 44100.0) }, { 44100, 88200 }, 44100.0);
    REQUIRE (scene.document->commitTake (recording.modification, take, take->span).ok());
    const core::Span part { 60000, 61000 };
    CHECK (largestDifference (scene.playOffline (part), expected (*scene.document->arrangement(), part, 48000.0, 1)) < 2e-6);
    CHECK (scene.misses() == 0);
}

TEST_CASE ("a waiting offline block returns silent when access goes off, and the host is not kept waiting")
{
    Waiting scene;
    auto rendered = scene.render();
    scene.recording.reader->awaitReadAtGate();
    scene.recording.reader->shutOff();
    CHECK (isSilent (rendered.get()));
    CHECK (scene.misses() == 1);

    // Still off: at once. On again: heard.
    CHECK (isSilent (scene.playOffline ({ 1000, 1512 })));
    scene.recording.reader->setGate (true);
    scene.recording.reader->available = true;
    CHECK (scene.playOffline ({ 1000, 1512 }).channel (0)[0] == noise (1, 0, 1000));
}

TEST_CASE ("a waiting offline block returns silent when the read fails")
{
    Waiting scene;
    auto rendered = scene.render();
    scene.recording.reader->awaitReadAtGate();
    scene.recording.reader->failing = true;
    scene.recording.reader->setGate (true);
    CHECK (isSilent (rendered.get()));
    CHECK (scene.misses() == 1);
}

TEST_CASE ("a waiting offline block returns silent when the engine is closed, and so does everything after")
{
    Waiting scene;
    auto rendered = scene.render();
    scene.recording.reader->awaitReadAtGate();
    auto closing = std::async (std::launch::async, [&] { scene.engine->close(); });
    CHECK (isSilent (rendered.get())); // while the host still holds the engine's thread in its read
    scene.recording.reader->setGate (true);
    closing.get();
    CHECK (isSilent (scene.playOffline ({ 0, 512 })));
    CHECK (isSilent (scene.playRealtime ({ 0, 512 })));
    scene.document->setName ("still alive");
    CHECK (scene.engine->createRenderer() != nullptr);
}

TEST_CASE ("a renderer outlives its engine, and an engine its renderers")
{
    Scene scene;
    scene.addRegion (scene.addRecording (1, 1, 48000, 48000.0), 0.0, 0.0, 1.0);
    scene.prepare (48000.0, 1);
    CHECK_FALSE (isSilent (scene.playOffline ({ 0, 512 })));
    auto second = scene.engine->createRenderer();
    second->prepare (44100.0, 64, 2);
    second.reset();
    CHECK_FALSE (isSilent (scene.playOffline ({ 0, 512 })));
    scene.engine.reset();
    CHECK (isSilent (scene.playOffline ({ 0, 512 })));
    scene.renderer->setRegions ({});
    scene.renderer->prepare (48000.0, 64, 1);
    CHECK (isSilent (scene.playOffline ({ 0, 512 })));
}

TEST_CASE ("several offline renderers at different rates share one engine")
{
    Scene scene;
    const auto recording = scene.addRecording (1, 2, 44100 * 4, 44100.0);
    const auto region = scene.addRegion (recording, 0.0, 0.0, 4.0);
    scene.addNoiseTake (recording, { 44100, 88200 }, 6);
    std::vector<std::future<double>> errors;

    for (const auto rate : { 22050.0, 44100.0, 48000.0 })
        errors.push_back (std::async (std::launch::async, [&, rate]
        {
            Scene other;
            other.renderer = scene.engine->createRenderer();
            other.renderer->setRegions ({ region });
            other.prepare (rate);
            const core::Span song { 0, core::toFrame (4.0, rate) };
            return largestDifference (other.playOffline (song), expected (*scene.document->arrangement(), song, rate, 2));
        }));

    for (auto& error : errors)
        CHECK (error.get() < 2e-6);

    CHECK (scene.misses() == 0);
}

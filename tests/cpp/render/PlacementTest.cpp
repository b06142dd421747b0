// SPDX-License-Identifier: GPL-3.0-or-later
// Where untouched audio sounds: regions, channels, rates, pages.
#include "support/Oracle.h"

#include <render/PageReader.h>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <random>

using namespace harp;
using namespace harp::test;

TEST_CASE ("a trimmed and moved region plays its part of the source at its place, to the sample")
{
    Scene scene;
    const auto recording = scene.addRecording (1, 2, 48000, 48000.0);
    scene.addRegion (recording, 1000.0 / 48000.0, 5000.0 / 48000.0, 20000.0 / 48000.0);
    scene.prepare (48000.0);
    const auto out = scene.playOffline ({ 4000, 26000 });

    for (int c = 0; c < 2; ++c)
        for (Frame i = 0; i < out.frames(); ++i)
        {
            const auto inRegion = i >= 1000 && i < 21000;
            REQUIRE (out.channel (c)[i] == (inRegion ? noise (1, c, i) : 0.0f));
        }

    CHECK (scene.misses() == 0);
}

TEST_CASE ("before and after the source there is silence, not a miss")
{
    Scene scene;
    const auto recording = scene.addRecording (2, 1, 1000, 48000.0);
    scene.addRegion (recording, -500.0 / 48000.0, 0.0, 2000.0 / 48000.0);
    scene.prepare (48000.0, 1);
    const auto out = scene.playOffline ({ 0, 2000 });

    for (Frame i = 0; i < 2000; ++i)
        REQUIRE (out.channel (0)[i] == (i >= 500 && i < 1500 ? noise (2, 0, i - 500) : 0.0f));

    CHECK (scene.misses() == 0);
}

TEST_CASE ("overlapping regions sum")
{
    Scene scene;
    const auto recording = scene.addRecording (3, 2, 48000, 48000.0);
    scene.addRegion (recording, 0.0, 0.0, 0.5);
    scene.addRegion (recording, 0.25, 0.25, 0.5);
    scene.prepare (48000.0);
    const auto out = scene.playOffline ({ 0, 36000 });
    CHECK (out.channel (0)[11999] == noise (3, 0, 11999));
    CHECK (out.channel (0)[12000] == noise (3, 0, 12000) + noise (3, 0, 12000));
    CHECK (out.channel (0)[24000] == noise (3, 0, 24000));
}

TEST_CASE ("channels: mono to all, stereo to mono as the mean, otherwise one by one")
{
    for (const auto& [in, out] : { std::pair (1, 1), std::pair (1, 6), std::pair (2, 1), std::pair (2, 6), std::pair (6, 2), std::pair (6, 1) })
    {
        Scene scene;
        scene.addRegion (scene.addRecording (4, in, 100, 48000.0), 0.0, 0.0, 100.0 / 48000.0);
        scene.prepare (48000.0, out);
        const auto heard = scene.playOffline ({ 0, 100 });

        for (int c = 0; c < out; ++c)
        {
            const auto first = noise (4, in == 1 ? 0 : c, 50);
            const auto wanted = in == 2 && out == 1 ? 0.5f * (noise (4, 0, 50) + noise (4, 1, 50)) : c < in || in == 1 ? first : 0.0f;
            INFO (in << " to " << out << ", channel " << c);
            CHECK (heard.channel (c)[50] == wanted);
        }
    }
}

TEST_CASE ("nothing sounds while the transport stands, without regions, or unprepared")
{
    Scene scene;
    std::vector<float> buffer (64, 1.0f);
    float* channels[] = { buffer.data() };
    const auto isSilent = [&] { return std::all_of (buffer.begin(), buffer.end(), [] (float x) { return x == 0.0f; }); };

    scene.renderer->process (channels, 1, 64, 0, true, true);
    CHECK (isSilent());

    const auto recording = scene.addRecording (5, 1, 48000, 48000.0);
    scene.prepare (48000.0, 1);
    buffer.assign (64, 1.0f);
    scene.renderer->process (channels, 1, 64, 0, true, true);
    CHECK (isSilent());

    scene.addRegion (recording, 0.0, 0.0, 1.0);
    buffer.assign (64, 1.0f);
    scene.renderer->process (channels, 1, 64, 0, false, true);
    CHECK (isSilent());

    scene.renderer->process (channels, 1, 64, 0, true, true);
    CHECK_FALSE (isSilent());

    scene.renderer->release();
    scene.renderer->process (channels, 1, 64, 0, true, true);
    CHECK (isSilent());
    CHECK (scene.misses() == 0);
}

TEST_CASE ("regions without length, without a number or of nothing are left out")
{
    Scene scene;
    const auto recording = scene.addRecording (6, 1, 1000, 48000.0);
    scene.addRegion (recording, 0.0, 0.0, 0.0);
    scene.addRegion (recording, 0.0, std::numeric_limits<double>::quiet_NaN(), 1.0);
    scene.addRegion (scene.addRecording (7, 0, 0, 0.0), 0.0, 0.0, 1.0);
    scene.addRegion (scene.addRecording (8, 1, 0, 48000.0), 0.0, 0.0, 1.0);
    scene.prepare (48000.0, 1);
    const auto out = scene.playOffline ({ 0, 1000 });
    CHECK (largestDifference (out, core::Audio (1, 1000, 48000.0)) == 0.0);
}

TEST_CASE ("a page is the same whatever was played before, and equals the conversion of the whole source")
{
    for (const auto& [from, to] : { std::pair (44100.0, 48000.0), std::pair (48000.0, 44100.0), std::pair (192000.0, 8000.0), std::pair (8000.0, 192000.0) })
    {
        auto scene = std::make_unique<Scene>();
        const auto seconds = 16384.0 * 3.5 / to;
        const auto recording = scene->addRecording (9, 2, static_cast<Frame> (seconds * from), from);
        scene->addRegion (recording, 0.0, 0.0, seconds);
        scene->prepare (to);
        const core::Span song { 0, static_cast<Frame> (seconds * to) };
        const auto forwards = scene->playOffline (song);
        const auto whole = expected (*scene->document->arrangement(), song, to, 2);
        INFO (from << " to " << to);
        CHECK (largestDifference (forwards, whole) < 2e-6);
        CHECK (largestDifference (whole, core::Audio (2, song.length(), to)) > 0.1);

        // From the end to the beginning, in another engine, all pages anew.
        scene->engine->invalidate (recording.source);
        core::Audio backwards (2, song.length(), to);

        for (auto end = song.end; end > 0; end -= 1000)
        {
            const auto start = std::max<Frame> (end - 1000, 0);
            const auto part = scene->playOffline ({ start, end });

            for (int c = 0; c < 2; ++c)
                std::copy_n (part.channel (c), part.frames(), backwards.channel (c) + start);
        }

        CHECK (isSame (forwards, backwards));
    }
}

TEST_CASE ("the host is read in pieces of at most 65536 frames, by the engine's own thread only")
{
    Scene scene;
    const auto recording = scene.addRecording (10, 1, 1'000'000, 192000.0);
    scene.addRegion (recording, 0.0, 0.0, 5.0);
    scene.prepare (8000.0, 1);
    scene.playOffline ({ 0, 40000 });
    CHECK (recording.reader->reads > 2);
    CHECK (recording.reader->longestRead <= 65536);
    CHECK (recording.reader->threads().size() == 1);
    CHECK (recording.reader->threads().count (std::hash<std::thread::id>() (std::this_thread::get_id())) == 0);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// A small memory for pages, and takes that are no longer needed.
#include "support/Oracle.h"

#include <render/TakeCache.h>

#include <catch2/catch_test_macros.hpp>

#include <chrono>
#include <thread>

using namespace harp;
using namespace harp::test;

TEST_CASE ("offline rendering is complete although hardly a page fits into memory")
{
    Scene scene;

    for (unsigned i = 0; i < 3; ++i)
        scene.addRegion (scene.addRecording (i, 2, 200000, i == 1 ? 44100.0 : 48000.0), 0.0, 0.1 * i, 4.0);

    scene.engine->setPageMemory (1);
    scene.prepare (48000.0);
    const core::Span song { 0, 210000 };
    const auto out = scene.playOffline (song);
    CHECK (scene.misses() == 0);
    CHECK (largestDifference (out, expected (*scene.document->arrangement(), song, 48000.0, 2)) < 2e-6);
}

TEST_CASE ("pages are taken away and fetched again while an audio thread plays over all of them")
{
    Scene scene;
    const auto recording = scene.addRecording (1, 1, 48000 * 10, 48000.0);
    scene.addRegion (recording, 0.0, 0.0, 10.0);
    scene.engine->setPageMemory (4 * 16384 * sizeof (float));
    scene.prepare (48000.0, 1);
    std::atomic<int> wrong { 0 };

    // A thread that races over the source until pages had to go (on a busy machine the first laps hear no page at all);
    // each frame is right or silent.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds (120);
    std::thread audio ([&]
    {
        std::vector<float> buffer (256);
        float* channels[] = { buffer.data() };

        for (Frame lap = 0; lap < 6 || (recording.reader->reads <= 8 && std::chrono::steady_clock::now() < deadline); ++lap)
            for (Frame position = lap % 256; position + 256 <= 48000 * 10; position += 256)
            {
                scene.renderer->process (channels, 1, 256, position, true, false);

                for (Frame i = 0; i < 256; ++i)
                    if (buffer[static_cast<std::size_t> (i)] != 0.0f && buffer[static_cast<std::size_t> (i)] != noise (1, 0, position + i))
                        ++wrong;

                if (position % 4096 < 256)
                    std::this_thread::yield();
            }
    });

    audio.join();
    CHECK (wrong == 0);
    CHECK (recording.reader->reads > 8); // pages did come and go

    // It recovers wherever it stops.
    scene.playRealtime ({ 300000, 300001 });
    REQUIRE (scene.warm());
    CHECK (scene.playRealtime ({ 300001, 300100 }).channel (0)[0] == noise (1, 0, 300001));
}

TEST_CASE ("what was needed longest ago is taken away first")
{
    Scene scene;
    const auto recording = scene.addRecording (1, 1, 16384 * 40, 48000.0);
    scene.addRegion (recording, 0.0, 0.0, 10.0);
    scene.engine->setPageMemory (20 * 16384 * sizeof (float));
    scene.prepare (48000.0, 1);
    REQUIRE (scene.warm());
    scene.playRealtime ({ 16384 * 12, 16384 * 12 + 1 }); // needs pages 12 to 23 and the beginning; drops some of 2 to 11
    REQUIRE (scene.warm());
    const auto reads = recording.reader->reads.load();
    scene.playRealtime ({ 16384 * 12 + 1, 16384 * 13 });
    REQUIRE (scene.warm());
    CHECK (recording.reader->reads.load() <= reads + 1); // one page further on, nothing that was just needed is read twice
}

TEST_CASE ("converted takes are kept while the document has them, and let go with the take or the rate")
{
    const auto take = makeTake ({ noiseAudio (1, 1, 100, 44100.0) }, { 0, 100 }, 44100.0);
    render::TakeCache cache;
    model::Arrangement with, without;
    with.modifications[model::ModificationId { 1 }].takes = { take };

    std::weak_ptr<render::ConvertedTake> converted = cache.find (*take, 0, 48000.0);
    CHECK (cache.find (*take, 0, 48000.0) == converted.lock());
    CHECK (cache.find (*take, 0, 96000.0) != converted.lock());

    cache.keepOnly (without, { 48000.0 }); // prepared, not committed yet
    CHECK_FALSE (converted.expired());
    cache.keepOnly (with, { 48000.0 });
    CHECK_FALSE (converted.expired());
    cache.keepOnly (without, { 48000.0 }); // deleted
    CHECK (converted.expired());

    converted = cache.find (*take, 0, 48000.0);
    cache.keepOnly (with, { 96000.0 });
    CHECK (converted.expired());
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Edits from one thread while real audio threads render. Made for ThreadSanitizer.
#include "support/Scene.h"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <cmath>
#include <thread>

using namespace harp;
using namespace harp::test;

namespace
{

// Plays in a loop until told to end; every frame must be silent or one of the sounds that there are.
class Player
{
public:
    Player (std::shared_ptr<render::Renderer> r, bool isOffline) : renderer (std::move (r)), offline (isOffline), thread ([this] { run(); }) {}

    ~Player()
    {
        isDone = true;
        thread.join();
    }

    std::atomic<std::uint64_t> blocks { 0 };
    std::atomic<int> wrong { 0 };

private:
    void run()
    {
        std::vector<float> left (300), right (300);
        float* channels[] = { left.data(), right.data() };

        for (Frame position = 0; ! isDone; position = (position + 300) % 90000)
        {
            renderer->process (channels, 2, 300, position, true, offline);

            for (const auto sample : left)
                if (! (std::abs (sample) < 8.0f))
                    ++wrong;

            ++blocks;
            std::this_thread::yield();
        }
    }

    std::shared_ptr<render::Renderer> renderer;
    bool offline;
    std::atomic<bool> isDone { false };
    std::thread thread;
};

void edit (Scene& scene, const Scene::Recording& recording, int step)
{
    auto& document = *scene.document;
    document.setRegion (scene.regions[1], { recording.modification, scene.track, "", {}, 0.001 * step, 0.5, 1.0 });

    if (step % 3 == 0)
        scene.addNoiseTake (recording, { 100 * step, 100 * step + 9000 }, 3);
    else if (step % 5 == 0)
        REQUIRE (document.undo().ok());
    else if (step % 7 == 0)
        scene.engine->invalidate (recording.source);
    else if (step % 11 == 0)
        recording.reader->shutOff();
    else
        recording.reader->available = true;
}

} // namespace

TEST_CASE ("a document is edited while one thread plays and another renders offline")
{
    Scene scene;
    const auto first = scene.addRecording (1, 2, 88200, 44100.0);
    scene.addRegion (first, 0.0, 0.0, 2.0);
    scene.addRegion (scene.addRecording (2, 1, 48000, 48000.0), 0.0, 0.5, 1.0);
    scene.engine->setPageMemory (3 * 2 * 16384 * sizeof (float));
    scene.prepare (48000.0);
    auto second = scene.engine->createRenderer();
    second->setRegions (scene.regions);
    second->prepare (44100.0, 512, 2);

    {
        Player realtime (scene.renderer, false), offline (second, true);

        for (int step = 1; step <= 90; ++step)
        {
            edit (scene, first, step);
            const auto reached = realtime.blocks.load() + 2, reachedOffline = offline.blocks.load() + 1;
            REQUIRE (eventually ([&] { return realtime.blocks >= reached && offline.blocks >= reachedOffline; }));
        }

        CHECK (realtime.wrong == 0);
        CHECK (offline.wrong == 0);
    }

    first.reader->available = true;
    scene.engine->setPageMemory (64 << 20);
    REQUIRE (scene.warm());
    const auto misses = scene.misses();
    const auto realtime = scene.playRealtime ({ 0, 90000 });
    CHECK (scene.misses() == misses);
    CHECK (isSame (realtime, scene.playOffline ({ 0, 90000 })));
}

TEST_CASE ("the engine is closed while threads play")
{
    for (int round = 0; round < 5; ++round)
    {
        Scene scene;
        scene.addRegion (scene.addRecording (1, 2, 88200, 44100.0), 0.0, 0.0, 2.0);
        scene.prepare (48000.0);
        auto second = scene.engine->createRenderer();
        second->setRegions (scene.regions);
        second->prepare (44100.0, 512, 2);
        Player realtime (scene.renderer, false), offline (second, true);
        REQUIRE (eventually ([&] { return realtime.blocks > 3 && offline.blocks > 3; }));
        scene.engine->close();
        const auto reached = offline.blocks.load() + 5;
        REQUIRE (eventually ([&] { return offline.blocks > reached; }));
    }
}

TEST_CASE ("documents are edited and statistics are asked from several threads")
{
    Scene scene;
    const auto recording = scene.addRecording (1, 2, 48000, 48000.0);
    scene.addRegion (recording, 0.0, 0.0, 1.0);
    scene.prepare (48000.0);
    std::vector<std::thread> editors;

    for (int t = 0; t < 3; ++t)
        editors.emplace_back ([&, t]
        {
            for (int i = 0; i < 30; ++i)
            {
                scene.document->setRegion (scene.regions[0], { recording.modification, scene.track, "", {}, 0.01 * t, 0.001 * i, 0.5 });
                scene.engine->statistics();
            }
        });

    for (auto& editor : editors)
        editor.join();

    // The last state is what plays, whoever came last.
    const auto region = scene.document->arrangement()->regions.at (scene.regions[0]);
    const auto start = core::toFrame (region.start, 48000.0);
    CHECK (scene.playOffline ({ start, start + 1 }).channel (0)[0] == noise (1, 0, core::toFrame (region.startInModification, 48000.0)));
}

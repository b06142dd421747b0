// SPDX-License-Identifier: GPL-3.0-or-later
// Sources that cannot be read, and takes that cannot be decoded.
#include "support/Scene.h"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <chrono>
#include <future>

using namespace harp;
using namespace harp::test;

namespace
{

struct OneSource : Scene
{
    OneSource() : recording (addRecording (1, 1, 48000, 48000.0))
    {
        addRegion (recording, 0.0, 0.0, 1.0);
    }

    float heardAt (Frame frame, bool offline) const { return play ({ frame, frame + 1 }, offline).channel (0)[0]; }

    Recording recording;
};

} // namespace

TEST_CASE ("a page that failed is not read over and over, and comes back when access was off and on")
{
    OneSource scene;
    scene.recording.reader->failing = true;
    scene.prepare (48000.0, 1);
    CHECK (scene.heardAt (100, true) == 0.0f);
    CHECK (scene.misses() == 1);
    REQUIRE (scene.warm()); // what failed is not waited for
    const auto reads = scene.recording.reader->reads.load();
    CHECK (scene.heardAt (100, true) == 0.0f);
    CHECK (scene.heardAt (200, false) == 0.0f);
    CHECK (scene.recording.reader->reads == reads);

    scene.recording.reader->failing = false;
    scene.recording.reader->shutOff();
    CHECK (scene.heardAt (100, true) == 0.0f); // the engine has seen it
    scene.recording.reader->available = true;
    CHECK (scene.heardAt (100, true) == noise (1, 0, 100));
}

TEST_CASE ("a page that failed is read again after invalidate, and after any update")
{
    for (const auto invalidates : { true, false })
    {
        OneSource scene;
        scene.recording.reader->failing = true;
        scene.prepare (48000.0, 1);
        CHECK (scene.heardAt (100, true) == 0.0f);
        scene.recording.reader->failing = false;

        if (invalidates)
            scene.engine->invalidate (scene.recording.source);
        else
            scene.engine->update();

        CHECK (scene.heardAt (100, true) == noise (1, 0, 100));
    }
}

TEST_CASE ("access off while playing: what is there plays on, what is not is silent until access is back")
{
    Scene scene;
    const auto recording = scene.addRecording (1, 1, 48000 * 20, 48000.0);
    scene.addRegion (recording, 0.0, 0.0, 20.0);
    scene.prepare (48000.0, 1);
    REQUIRE (scene.warm());
    recording.reader->shutOff();
    CHECK (scene.playRealtime ({ 0, 512 }).channel (0)[100] == noise (1, 0, 100));
    CHECK (scene.misses() == 0);
    CHECK (scene.playRealtime ({ 48000 * 15, 48000 * 15 + 512 }).channel (0)[100] == 0.0f);
    CHECK (scene.misses() == 1);
    CHECK (scene.warm()); // nothing that could come is missing
    recording.reader->available = true;
    REQUIRE (scene.warm());
    CHECK (scene.playRealtime ({ 48000 * 15, 48000 * 15 + 512 }).channel (0)[100] == noise (1, 0, 48000 * 15 + 100));
    CHECK (scene.misses() == 1);
}

TEST_CASE ("a take that cannot be decoded is an error for prepare, the original for the ear, and no wait")
{
    OneSource scene;
    std::atomic<int> heard { 0 };
    scene.engine->setFailureListener ([&heard] (const core::Error& error) { heard += error.code == core::ErrorCode::archiveDamaged ? 1 : 100; });
    scene.prepare (48000.0, 1);
    auto take = std::make_shared<model::Take>();
    take->id = model::makeTakeId();
    take->span = { 0, 24000 };
    take->sourceRate = 48000.0;
    take->outputs = { { "out", model::StoredAudio::fromBytes (model::StoredAudio::Format::flac24, 1, 24000, 48000.0, { 1, 2, 3 }) } };
    const auto status = scene.engine->prepare (take);
    REQUIRE (! status.ok());
    CHECK (status.error().code == core::ErrorCode::archiveDamaged);
    REQUIRE (scene.document->commitTake (scene.recording.modification, take, take->span).ok());
    CHECK (scene.heardAt (100, true) == noise (1, 0, 100));
    CHECK (scene.heardAt (100, false) == noise (1, 0, 100));
    CHECK (scene.misses() == 0);
    CHECK (scene.heardAt (40000, true) == noise (1, 0, 40000));
    CHECK (scene.engine->statistics().takesWaiting == 0);
    CHECK (heard == 0); // whoever prepares is told by the answer
    scene.engine->setFailureListener ({});
}

TEST_CASE ("that a restored take cannot be decoded is told once, and the original goes on sounding")
{
    OneSource scene;
    std::promise<core::ErrorCode> told;
    scene.engine->setFailureListener ([&told] (const core::Error& error) { told.set_value (error.code); });
    scene.prepare (48000.0, 1);
    auto take = std::make_shared<model::Take>();
    take->id = model::makeTakeId();
    take->span = { 0, 24000 };
    take->sourceRate = 48000.0;
    take->outputs = { { "out", model::StoredAudio::fromBytes (model::StoredAudio::Format::flac24, 1, 24000, 48000.0, { 1, 2, 3 }) } };
    REQUIRE (scene.document->commitTake (scene.recording.modification, take, take->span).ok());
    auto answer = told.get_future();
    REQUIRE (answer.wait_for (std::chrono::seconds (120)) == std::future_status::ready);
    CHECK (answer.get() == core::ErrorCode::archiveDamaged);
    CHECK (scene.heardAt (100, true) == noise (1, 0, 100));
    CHECK (scene.misses() == 0);
    scene.engine->setFailureListener ({});
}

TEST_CASE ("removing a source, a modification or a region that sounds is no trouble")
{
    OneSource scene;
    scene.prepare (48000.0, 1);
    CHECK (scene.heardAt (100, true) != 0.0f);
    scene.document->removeRegion (scene.regions.front());
    CHECK (scene.heardAt (100, true) == 0.0f);
    scene.document->removeModification (scene.recording.modification);
    scene.document->removeSource (scene.recording.source);
    scene.renderer->setRegions (scene.regions); // a stale id
    CHECK (scene.heardAt (100, true) == 0.0f);
    CHECK (scene.misses() == 0);
}

TEST_CASE ("the reader is let go when its source is removed")
{
    OneSource scene;
    scene.prepare (48000.0, 1);
    CHECK (scene.heardAt (100, true) != 0.0f);
    const std::weak_ptr<FakeReader> reader = scene.recording.reader;
    scene.document->removeRegion (scene.regions.front());
    scene.document->removeModification (scene.recording.modification);
    scene.document->removeSource (scene.recording.source);
    scene.recording.reader.reset();
    CHECK (eventually ([&] { return reader.expired(); }));
}

// SPDX-License-Identifier: GPL-3.0-or-later
// How takes and the original meet.
#include "support/Oracle.h"

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using namespace harp::test;

namespace
{

constexpr double songRate = 48000.0;
constexpr Frame fade = 480;

float original (Frame i) { return noise (1, 0, i); }

// One recording of a second, one region that shows [start, end) of it at song frame 0.
struct OneRegion : Scene
{
    OneRegion (Frame start, Frame end) : recording (addRecording (1, 1, 48000, songRate))
    {
        addRegion (recording, static_cast<double> (start) / songRate, 0.0, static_cast<double> (end - start) / songRate);
        prepare (songRate, 1);
    }

    Recording recording;
};

} // namespace

TEST_CASE ("a take that fills its region is unfaded at the region's borders")
{
    OneRegion scene (10000, 20000);
    scene.addNoiseTake (scene.recording, { 10000, 20000 }, 7);
    const auto out = scene.playOffline ({ 0, 10000 });

    for (Frame i = 0; i < 10000; ++i)
        REQUIRE (out.channel (0)[i] == noise (7, 0, i));
}

TEST_CASE ("where the region goes on, the take fades in and out within its span")
{
    OneRegion scene (0, 48000);
    scene.addNoiseTake (scene.recording, { 10000, 20000 }, 7);
    const auto out = scene.playOffline ({ 0, 48000 });
    const auto* const heard = out.channel (0);

    for (Frame i = 0; i < 48000; ++i)
    {
        const auto take = noise (7, 0, i - 10000);
        auto wanted = original (i);

        if (i >= 10000 && i < 10000 + fade)
            wanted += (static_cast<float> (i - 10000) + 0.5f) / 480.0f * (take - wanted);
        else if (i >= 20000 - fade && i < 20000)
            wanted += (1.0f - (static_cast<float> (i - 20000 + fade) + 0.5f) / 480.0f) * (take - wanted);
        else if (i >= 10000 && i < 20000)
            wanted = take;

        INFO (i);
        REQUIRE (heard[i] == wanted);
    }
}

TEST_CASE ("a fade takes at most half of a short segment")
{
    OneRegion scene (0, 48000);
    scene.addNoiseTake (scene.recording, { 100, 111 }, 7);
    const auto out = scene.playOffline ({ 0, 200 });
    CHECK (out.channel (0)[99] == original (99));
    CHECK (out.channel (0)[100] == original (100) + 0.1f * (noise (7, 0, 0) - original (100)));
    CHECK (out.channel (0)[105] == noise (7, 0, 5));
    CHECK (out.channel (0)[111] == original (111));
}

TEST_CASE ("neighbouring takes fade through the original")
{
    OneRegion scene (0, 48000);
    scene.addNoiseTake (scene.recording, { 10000, 20000 }, 7);
    scene.addNoiseTake (scene.recording, { 20000, 30000 }, 8);
    const auto out = scene.playOffline ({ 0, 48000 });
    const auto half = 0.5f / 480.0f;
    CHECK (out.channel (0)[19999] == original (19999) + (1.0f - 479.5f / 480.0f) * (noise (7, 0, 9999) - original (19999)));
    CHECK (out.channel (0)[20000] == original (20000) + half * (noise (8, 0, 0) - original (20000)));
}

TEST_CASE ("an identity take nulls against the original bit for bit, fades and odd region places included")
{
    for (const auto shift : { 0.0, 0.3, 0.499, 0.5, 0.7 })
    {
        Scene scene;
        const auto recording = scene.addRecording (1, 2, 48000, songRate);
        const auto second = (12000.0 + shift) / songRate;
        scene.addRegion (recording, second, 0.1 + 0.9 * second, 0.25 + shift / songRate);
        scene.addRegion (recording, 0.0, 1.0, 1.0);
        scene.prepare (songRate);
        const core::Span song { 0, 100000 };
        const auto before = scene.playOffline (song);
        const auto regions = scene.document->arrangement()->regions;
        scene.addIdentityTake (recording, *scene.document->arrangement()->spanOf (regions.begin()->second));
        scene.addIdentityTake (recording, { 30000, 30007 });
        scene.addIdentityTake (recording, { 30007, 40000 });
        INFO (shift);
        CHECK (isSame (scene.playOffline (song), before));
        CHECK (largestDifference (before, core::Audio (2, song.length(), songRate)) > 0.1);
    }
}

TEST_CASE ("a take shorter than its span ends in silence, a longer one is cut")
{
    OneRegion scene (0, 48000);
    scene.addTake (scene.recording, { 10000, 20000 }, noiseAudio (7, 1, 5000, songRate));
    scene.addTake (scene.recording, { 30000, 40000 }, noiseAudio (8, 1, 20000, songRate));
    const auto out = scene.playOffline ({ 0, 48000 });
    CHECK (out.channel (0)[14999] == noise (7, 0, 4999));
    CHECK (out.channel (0)[15000] == 0.0f);
    CHECK (out.channel (0)[20000] == original (20000));
    CHECK (out.channel (0)[39000] == noise (8, 0, 9000));
    CHECK (out.channel (0)[40000] == original (40000));
}

TEST_CASE ("a region that begins within a fade continues it")
{
    OneRegion scene (19800, 30000);
    scene.addNoiseTake (scene.recording, { 10000, 20000 }, 7);
    const auto out = scene.playOffline ({ 0, 1000 });
    const auto gain = 1.0f - (static_cast<float> (19800 - 20000 + fade) + 0.5f) / 480.0f;
    CHECK (out.channel (0)[0] == original (19800) + gain * (noise (7, 0, 9800) - original (19800)));
    CHECK (out.channel (0)[200] == original (20000));
}

TEST_CASE ("choosing the original, another output, undo and a deleted take are heard at once")
{
    OneRegion scene (0, 48000);
    const auto take = makeTake ({ noiseAudio (7, 1, 48000, songRate), noiseAudio (8, 1, 48000, songRate) }, { 0, 48000 }, songRate);
    REQUIRE (scene.engine->prepare (take).ok());
    REQUIRE (scene.document->commitTake (scene.recording.modification, take, take->span).ok());
    const auto heard = [&] { return scene.playRealtime ({ 1000, 1001 }).channel (0)[0]; };
    REQUIRE (scene.warm());
    CHECK (heard() == noise (7, 0, 1000));

    REQUIRE (scene.document->choose (scene.recording.modification, take->span, model::Document::Choice { take->id, 1 }).ok());
    CHECK (heard() == noise (8, 0, 1000));

    REQUIRE (scene.document->choose (scene.recording.modification, take->span, {}).ok());
    REQUIRE (scene.warm());
    CHECK (heard() == original (1000));

    REQUIRE (scene.document->undo().ok());
    CHECK (heard() == noise (8, 0, 1000));

    REQUIRE (scene.document->deleteTake (scene.recording.modification, take->id).ok());
    REQUIRE (scene.warm());
    CHECK (heard() == original (1000));
    CHECK (scene.misses() == 0);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// Random documents against the oracle: regions, comps, channels, rates, block sizes, jumps; offline, then in real time.
#include "support/Oracle.h"

#include <catch2/catch_test_macros.hpp>

#include <random>

using namespace harp;
using namespace harp::test;

namespace
{

class Dice
{
public:
    explicit Dice (unsigned seed) : engine (seed) {}

    double between (double low, double high) { return std::uniform_real_distribution<double> (low, high) (engine); }
    int upTo (int highest) { return std::uniform_int_distribution<int> (0, highest) (engine); }

    template <typename T>
    T oneOf (std::initializer_list<T> choices)
    {
        return *(choices.begin() + upTo (static_cast<int> (choices.size()) - 1));
    }

private:
    std::mt19937 engine;
};

double anyRate (Dice& dice)
{
    return dice.oneOf ({ 8000.0, 22050.0, 44100.0, 48000.0, 96000.0, 192000.0 });
}

core::Span anySpan (Dice& dice, Frame frames)
{
    const auto a = static_cast<Frame> (dice.between (0.0, static_cast<double> (frames))), b = static_cast<Frame> (dice.between (0.0, static_cast<double> (frames)));
    return { std::min (a, b), std::max (a, b) + 1 };
}

void paint (Dice& dice, Scene& scene, const Scene::Recording& recording, double playbackRate)
{
    const auto span = anySpan (dice, recording.reader->frames() - 1);
    const auto takeRate = dice.upTo (3) == 0 ? playbackRate : recording.reader->rate();
    const auto length = static_cast<double> (span.length()) / recording.reader->rate() * takeRate * dice.oneOf ({ 1.0, 1.0, 0.6, 1.5 });
    const auto channels = dice.oneOf ({ recording.reader->channels(), 1, 2 });
    scene.addTake (recording, span, noiseAudio (static_cast<unsigned> (dice.upTo (1 << 20)), channels, static_cast<Frame> (length) + 1, takeRate));

    if (dice.upTo (2) == 0)
        REQUIRE (scene.document->choose (recording.modification, anySpan (dice, recording.reader->frames() - 1), {}).ok());
}

void build (Dice& dice, Scene& scene, double playbackRate)
{
    std::vector<Scene::Recording> recordings;

    for (int i = dice.upTo (2); i >= 0; --i)
    {
        const auto rate = dice.upTo (1) == 0 ? playbackRate : anyRate (dice);
        recordings.push_back (scene.addRecording (static_cast<unsigned> (i), dice.oneOf ({ 1, 2, 6 }), static_cast<Frame> (dice.between (0.05, 0.6) * rate), rate));
    }

    for (int i = dice.upTo (5); i >= 0; --i)
        scene.addRegion (recordings[static_cast<std::size_t> (dice.upTo (static_cast<int> (recordings.size()) - 1))], dice.between (-0.1, 0.4),
                         dice.between (-0.2, 0.8), dice.oneOf ({ dice.between (0.0, 0.5), dice.between (0.0, 0.01) }));

    for (const auto& recording : recordings)
        for (int i = dice.upTo (3); i > 0; --i)
            paint (dice, scene, recording, playbackRate);
}

} // namespace

TEST_CASE ("any arrangement sounds as worked out by hand, the same offline and in real time")
{
    constexpr unsigned arrangements = HARP_IS_SANITIZED ? 15 : 60; // a sanitizer watches the way, and takes its time

    for (unsigned seed = 1; seed <= arrangements; ++seed)
    {
        Dice dice (seed);
        Scene scene;
        const auto rate = anyRate (dice);
        const auto channels = dice.oneOf ({ 1, 2, 6 });
        scene.prepare (rate, channels);
        build (dice, scene, rate);

        INFO ("seed " << seed << ", rate " << rate);
        const core::Span song { core::toFrame (-0.25, rate), core::toFrame (1.35, rate) };
        const auto anyBlock = [&] { return dice.oneOf ({ 1, 7, 64, 333, 512, 4096 }); };
        const auto offline = scene.play (song, true, anyBlock);
        CHECK (largestDifference (offline, expected (*scene.document->arrangement(), song, rate, channels)) < 4e-6);
        CHECK (scene.misses() == 0);

        // Everything is warm by now; jumps and loops of any length.
        for (int jump = 0; jump < 8; ++jump)
        {
            const auto start = song.start + static_cast<Frame> (dice.between (0.0, static_cast<double> (song.length() - 1)));
            const core::Span part { start, std::min (song.end, start + static_cast<Frame> (dice.between (1.0, rate / 4.0))) };
            const auto realtime = scene.play (part, false, anyBlock);

            for (int c = 0; c < channels; ++c)
                REQUIRE (std::equal (realtime.channel (c), realtime.channel (c) + part.length(), offline.channel (c) + (part.start - song.start)));
        }

        CHECK (scene.misses() == 0);
    }
}

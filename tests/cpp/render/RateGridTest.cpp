// SPDX-License-Identifier: GPL-3.0-or-later
#include <render/RateGrid.h>

#include <catch2/catch_test_macros.hpp>

#include <cmath>

using namespace harp;
using core::Frame;
using render::RateGrid;
using render::Ratio;

TEST_CASE ("the ratio of usual rates is exact and reduced")
{
    CHECK (Ratio::between (44100.0, 48000.0) == Ratio { 160, 147 });
    CHECK (Ratio::between (192000.0, 8000.0) == Ratio { 1, 24 });
    CHECK (Ratio::between (48000.0, 48000.0) == Ratio { 1, 1 });
    CHECK (Ratio::between (44099.0, 48000.0) == Ratio { 48000, 44099 });
}

TEST_CASE ("rates that are no whole numbers drift less than half a frame in an hour")
{
    for (const auto& [from, to] : { std::pair (47952.047952, 48000.0), std::pair (44100.0, 44056.941), std::pair (44099.0, 192000.0) })
    {
        const auto ratio = Ratio::between (from, to);
        const auto hour = from * 3600.0;
        CHECK (ratio.up <= 65536);
        CHECK (ratio.down <= 65536);
        CHECK (std::abs (hour * static_cast<double> (ratio.up) / static_cast<double> (ratio.down) - hour * to / from) < 0.5);
    }
}

TEST_CASE ("frames are mapped to the nearest, also before zero")
{
    const Ratio half { 1, 2 };
    CHECK (half.nearest (3) == 2);
    CHECK (half.nearest (-3) == -1);
    CHECK (half.nearest (4) == 2);
    CHECK (half.floor (-3) == -2);
    CHECK (half.count (3) == 2);
    CHECK (Ratio { 160, 147 }.count (147) == 160);
    CHECK (Ratio { 160, 147 }.count (1) == 2);
}

TEST_CASE ("every page begins exactly on an input frame and is about 16384 frames long")
{
    const double rates[] = { 8000, 11025, 16000, 22050, 32000, 44100, 48000, 88200, 96000, 176400, 192000 };

    for (const auto from : rates)
        for (const auto to : rates)
        {
            const auto grid = RateGrid::between (from, to);
            const auto& [up, down] = grid.ratio;
            CHECK (grid.pageFrames * down == grid.inputFrames * up);
            CHECK (grid.paddingFrames * down == grid.padding * up);
            CHECK (std::abs (grid.pageFrames - 16384) <= up / 2);
            CHECK ((from == to) == (grid.padding == 0));
        }
}

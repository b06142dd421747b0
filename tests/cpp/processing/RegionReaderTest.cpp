// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeReader.h"

#include <processing/RegionReader.h>

#include <catch2/catch_test_macros.hpp>

#include <vector>

using namespace harp;
using namespace harp::processing;
using test::FakeReader;

namespace
{

const auto always = [] { return true; };
const auto nobody = [] (double) {};

} // namespace

TEST_CASE ("a span is read in all channels, exactly, in chunks, with progress up to 1")
{
    FakeReader reader (3, 200000, 48000.0);
    std::vector<double> progress;
    const auto read = readSpan (reader, { 1000, 150001 }, always, [&] (double fraction) { progress.push_back (fraction); });

    REQUIRE (read.ok());
    const auto& block = *read.value();
    REQUIRE (block.channels() == 3);
    REQUIRE (block.frames() == 149001);

    bool same = true;

    for (int c = 0; c < 3; ++c)
        for (core::Frame i = 0; i < block.frames(); ++i)
            same = same && block.channel (c)[i] == FakeReader::sampleAt (c, 1000 + i);

    CHECK (same);
    CHECK (reader.reads == 3);
    CHECK (reader.longest == chunkFrames);
    REQUIRE (progress.size() == 3);
    CHECK (progress.back() == 1.0);
    CHECK (progress[0] < progress[1]);
}

TEST_CASE ("what lies outside of the source is silence and is not asked for")
{
    FakeReader reader (1, 100, 48000.0);
    const auto read = readSpan (reader, { -50, 150 }, always, nobody);
    REQUIRE (read.ok());
    const auto* samples = read.value()->channel (0);

    for (core::Frame i = 0; i < 200; ++i)
    {
        const auto frame = i - 50;
        REQUIRE (samples[i] == (frame >= 0 && frame < 100 ? FakeReader::sampleAt (0, frame) : 0.0f));
    }

    CHECK_FALSE (reader.outside);
}

TEST_CASE ("reading stops at the next chunk when it is no longer wanted")
{
    FakeReader reader (1, 10 * chunkFrames, 48000.0);
    const auto read = readSpan (reader, { 0, 10 * chunkFrames }, [&reader] { return reader.reads < 3; }, nobody);
    REQUIRE_FALSE (read.ok());
    CHECK (read.error().code == core::ErrorCode::cancelled);
    CHECK (reader.reads == 3);
}

TEST_CASE ("a failed read, a source that goes away and a span without end are three different errors")
{
    FakeReader reader (1, 10 * chunkFrames, 48000.0);
    reader.failAtRead = 2;
    CHECK (readSpan (reader, { 0, 3 * chunkFrames }, always, nobody).error().code == core::ErrorCode::regionUnreadable);

    reader.available = false;
    CHECK (readSpan (reader, { 0, 10 }, always, nobody).error().code == core::ErrorCode::sourceUnavailable);

    reader.available = true;
    CHECK (readSpan (reader, { 0, core::Frame { 1 } << 40 }, always, nobody).error().code == core::ErrorCode::outOfMemory);
}

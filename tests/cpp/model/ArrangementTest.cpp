// SPDX-License-Identifier: GPL-3.0-or-later
#include <model/Document.h>

#include <catch2/catch_test_macros.hpp>

#include <limits>

using namespace harp::model;
using harp::core::Span;

namespace
{

Arrangement withSource (double rate)
{
    Arrangement arrangement;
    arrangement.sources[SourceId { 1 }].rate = rate;
    arrangement.modifications[ModificationId { 2 }].source = SourceId { 1 };
    return arrangement;
}

Region region (double startInModification, double duration)
{
    Region r;
    r.modification = ModificationId { 2 };
    r.startInModification = startInModification;
    r.start = 77.7; // its place in the song does not matter
    r.duration = duration;
    return r;
}

} // namespace

TEST_CASE ("a region shows the frames of its source between its two borders")
{
    const auto arrangement = withSource (44100.0);

    CHECK (arrangement.spanOf (region (0.0, 1.0)) == Span { 0, 44100 });
    CHECK (arrangement.spanOf (region (0.5, 0.25)) == Span { 22050, 33075 });
    CHECK (arrangement.spanOf (region (-1.0, 0.5)) == Span { -44100, -22050 });
    CHECK (arrangement.spanOf (region (3.0, 0.0))->isEmpty());
}

TEST_CASE ("the halves of a split region neither overlap nor leave a gap")
{
    const auto arrangement = withSource (44100.0);

    for (int i = 1; i < 500; ++i)
    {
        const auto cut = i * 0.00100031;
        CHECK (arrangement.spanOf (region (0.0, cut))->end == arrangement.spanOf (region (cut, 2.0 - cut))->start);
    }
}

TEST_CASE ("a region without its modification or source shows nothing")
{
    auto arrangement = withSource (44100.0);
    auto lost = region (0.0, 1.0);
    lost.modification = ModificationId { 9 };
    CHECK_FALSE (arrangement.spanOf (lost).has_value());
    CHECK (arrangement.modificationOf (lost) == nullptr);

    arrangement.sources.clear();
    CHECK_FALSE (arrangement.spanOf (region (0.0, 1.0)).has_value());
}

TEST_CASE ("impossible numbers from a host give spans that can be reckoned with")
{
    const auto infinity = std::numeric_limits<double>::infinity();
    const auto arrangement = withSource (48000.0);

    for (const auto start : { 0.0, infinity, -infinity, 1e300, std::numeric_limits<double>::quiet_NaN() })
        for (const auto duration : { 1.0, infinity, -infinity, -1e300, std::numeric_limits<double>::quiet_NaN() })
        {
            const auto span = arrangement.spanOf (region (start, duration));
            REQUIRE (span.has_value());
            CHECK (span->length() <= 2 * harp::core::maxFrame);
            CHECK (span->length() >= -2 * harp::core::maxFrame);
        }

    CHECK (withSource (0.0).spanOf (region (0.0, 1.0))->isEmpty());
}

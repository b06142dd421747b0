// SPDX-License-Identifier: GPL-3.0-or-later
#include <model/Comp.h>

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <random>

using namespace harp::model;
using harp::core::Frame;
using harp::core::Span;

namespace
{

// The oracle: what sounds, frame by frame.
class Frames
{
public:
    static constexpr Frame count = 48;

    void set (Span span, const std::string& what)
    {
        for (auto frame = span.start; frame < span.end; ++frame)
            content[static_cast<std::size_t> (frame)] = what;
    }

    void replace (const std::string& takePrefix)
    {
        for (auto& what : content)
            if (what.starts_with (takePrefix))
                what.clear();
    }

    static Frames of (const std::vector<CompSegment>& segments)
    {
        Frames frames;

        for (const auto& s : segments)
            frames.set (s.span, s.take + "/" + std::to_string (s.output));

        return frames;
    }

    Frames within (Span span) const
    {
        Frames part;

        for (auto frame = std::max<Frame> (span.start, 0); frame < std::min (span.end, count); ++frame)
            part.content[static_cast<std::size_t> (frame)] = content[static_cast<std::size_t> (frame)];

        return part;
    }

    friend bool operator== (const Frames&, const Frames&) = default;

private:
    std::array<std::string, count> content;
};

bool isCanonical (const std::vector<CompSegment>& segments)
{
    for (std::size_t i = 0; i < segments.size(); ++i)
    {
        if (segments[i].span.isEmpty())
            return false;

        if (i == 0)
            continue;

        const auto& before = segments[i - 1];
        const auto touch = before.span.end == segments[i].span.start;

        if (before.span.end > segments[i].span.start || (touch && before.take == segments[i].take && before.output == segments[i].output))
            return false;
    }

    return true;
}

} // namespace

TEST_CASE ("a comp sounds like a list of frames that is painted one by one")
{
    std::mt19937 random (20240601);
    const auto below = [&random] (unsigned n) { return static_cast<Frame> (random() % n); };

    for (int round = 0; round < 300; ++round)
    {
        Comp comp;
        Frames oracle;

        for (int step = 0; step < 60; ++step)
        {
            const auto start = below (Frames::count);
            const Span span { start, start + below (static_cast<unsigned> (Frames::count - start) + 1) }; // sometimes empty
            const std::string take (1, static_cast<char> ('a' + below (3)));
            const auto output = static_cast<int> (below (2));

            if (const auto kind = below (10); kind < 6)
            {
                comp.paint (span, take, output);
                oracle.set (span, take + "/" + std::to_string (output));
            }
            else if (kind < 9)
            {
                comp.revert (span);
                oracle.set (span, "");
            }
            else
            {
                comp.removeTake (take);
                oracle.replace (take);
            }

            const auto other = Span { below (Frames::count), below (Frames::count) };

            if (Frames::of (comp.segments()) != oracle || ! isCanonical (comp.segments())
                || Frames::of (comp.within (other)) != oracle.within (other))
                FAIL ("round " << round << ", step " << step);
        }
    }
}

TEST_CASE ("neighbours of one take and output merge, others do not")
{
    Comp comp;
    comp.paint ({ 0, 10 }, "a", 0);
    comp.paint ({ 20, 30 }, "a", 0);
    comp.paint ({ 30, 40 }, "a", 1);
    REQUIRE (comp.segments().size() == 3);

    comp.paint ({ 10, 20 }, "a", 0);
    CHECK (comp.segments() == std::vector<CompSegment> { { { 0, 30 }, "a", 0 }, { { 30, 40 }, "a", 1 } });

    comp.revert ({ 5, 35 });
    CHECK (comp.segments() == std::vector<CompSegment> { { { 0, 5 }, "a", 0 }, { { 35, 40 }, "a", 1 } });
    CHECK_FALSE (comp.isEmpty());

    comp.removeTake ("a");
    CHECK (comp.isEmpty());
}

TEST_CASE ("a comp reaches to negative positions and far ones")
{
    constexpr Frame far = Frame { 1 } << 50;
    Comp comp;
    comp.paint ({ -far, far }, "a", 0);
    comp.paint ({ -1, 1 }, "b", 0);

    CHECK (comp.segments().size() == 3);
    CHECK (comp.within ({ 0, 2 }) == std::vector<CompSegment> { { { 0, 1 }, "b", 0 }, { { 1, 2 }, "a", 0 } });
}

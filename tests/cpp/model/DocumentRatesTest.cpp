// SPDX-License-Identifier: GPL-3.0-or-later
#include "DocumentFixture.h"

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using namespace harp::model;
using namespace harp::test;

namespace
{

void setRate (DocumentFixture& f, double rate)
{
    f.document.setSource (f.source, { "source", "Source", 1000, rate, 2, nullptr });
}

} // namespace

TEST_CASE ("takes and comps keep their place in time when the source comes back at another rate")
{
    DocumentFixture f;
    const auto other = f.document.addSource ({ "other", "", 1000, 44100.0, 1, nullptr });
    const auto elsewhere = f.document.addModification (other, "elsewhere", "");
    REQUIRE (f.document.commitTake (elsewhere, makeTake ("e", { 0, 44100 }), { 0, 44100 }));
    REQUIRE (f.commit ("a", { 0, 44100 }));
    REQUIRE (f.commit ("b", { 22050, 33075 }));
    const auto audio = f.now().takes.front()->outputs.front().audio;

    setRate (f, 96000.0);

    CHECK (f.comp() == Segments { { { 0, 48000 }, "a", 0 }, { { 48000, 72000 }, "b", 0 }, { { 72000, 96000 }, "a", 0 } });
    CHECK (f.now().takes[0]->span == core::Span { 0, 96000 });
    CHECK (f.now().takes[0]->sourceRate == 96000.0);
    CHECK (f.now().takes[0]->outputs.front().audio == audio);
    CHECK (f.comp (elsewhere) == Segments { { { 0, 44100 }, "e", 0 } });

    REQUIRE (f.document.undo()); // the steps moved too
    CHECK (f.comp() == Segments { { { 0, 96000 }, "a", 0 } });
    const auto take = f.now().takes[0];
    REQUIRE (f.document.redo());
    CHECK (f.comp()[1].span == core::Span { 48000, 72000 });
    CHECK (f.now().takes[0] == take); // still one object everywhere

    setRate (f, 44100.0);
    CHECK (f.comp() == Segments { { { 0, 22050 }, "a", 0 }, { { 22050, 33075 }, "b", 0 }, { { 33075, 44100 }, "a", 0 } });
}

TEST_CASE ("neighbours stay neighbours at odd rates, and nothing reaches beyond its take")
{
    for (const auto rate : { 8000.0, 11025.0, 44100.0 * 1.001, 48000.0, 192000.0 })
    {
        DocumentFixture f;

        for (int i = 0; i < 20; ++i)
            REQUIRE (f.commit (std::to_string (i), { i * 1237, (i + 1) * 1237 }));

        setRate (f, rate);
        const auto segments = f.comp();
        const auto takes = f.now().takes;
        REQUIRE (segments.size() == 20);

        for (std::size_t i = 0; i < 20; ++i)
        {
            CHECK (takes[i]->span.contains (segments[i].span));
            CHECK ((i == 0 || segments[i - 1].span.end == segments[i].span.start));
        }
    }
}

TEST_CASE ("a rate of nothing is waited out")
{
    DocumentFixture f;
    REQUIRE (f.commit ("a", { 0, 44100 }));

    setRate (f, 0.0);
    CHECK (f.comp() == Segments { { { 0, 44100 }, "a", 0 } });
    setRate (f, 48000.0);
    CHECK (f.comp() == Segments { { { 0, 48000 }, "a", 0 } });
}

TEST_CASE ("a take that was made at the rate before lands at its place in time")
{
    DocumentFixture f;
    setRate (f, 88200.0);
    REQUIRE (f.commit (makeTake ("a", { 100, 200 }, 44100.0), { 100, 150 }));

    CHECK (f.comp() == Segments { { { 200, 300 }, "a", 0 } });
    CHECK (f.now().takes.front()->span == core::Span { 200, 400 });
}

TEST_CASE ("an archive that was made at another rate is restored at its place in time")
{
    DocumentFixture f;
    Comp comp;
    comp.paint ({ 0, 24000 }, "a", 0);
    f.document.restoreModification (f.modification, { makeTake ("a", { 0, 48000 }, 48000.0) }, comp, 48000.0);

    CHECK (f.comp() == Segments { { { 0, 22050 }, "a", 0 } });
    CHECK (f.now().takes.front()->span == core::Span { 0, 44100 });
}

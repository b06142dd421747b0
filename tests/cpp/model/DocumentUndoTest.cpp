// SPDX-License-Identifier: GPL-3.0-or-later
#include "DocumentFixture.h"

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using namespace harp::model;
using namespace harp::test;

TEST_CASE ("undo and redo walk through the steps of all modifications in their order")
{
    DocumentFixture f;
    const auto other = f.document.addModification (f.source, "other", "");

    REQUIRE (f.commit ("a", { 0, 100 }));
    REQUIRE (f.document.commitTake (other, makeTake ("b", { 0, 50 }), { 0, 50 }));
    REQUIRE (f.document.choose (f.modification, { 0, 10 }, std::nullopt));
    REQUIRE (f.document.deleteTake (other, "b"));

    REQUIRE (f.document.undo());
    CHECK (f.comp (other) == Segments { { { 0, 50 }, "b", 0 } });
    CHECK (f.now (other).takes.size() == 1);
    CHECK (f.comp() == Segments { { { 10, 100 }, "a", 0 } });

    REQUIRE (f.document.undo());
    CHECK (f.comp() == Segments { { { 0, 100 }, "a", 0 } });

    REQUIRE (f.document.undo());
    CHECK (f.comp (other).empty());
    CHECK (f.now (other).takes.empty());

    REQUIRE (f.document.undo());
    CHECK (f.now().takes.empty());
    CHECK_FALSE (f.document.canUndo());
    CHECK (f.document.undo().error().code == core::ErrorCode::nothingToUndo);

    for (int i = 0; i < 4; ++i)
        REQUIRE (f.document.redo());

    CHECK (f.comp() == Segments { { { 10, 100 }, "a", 0 } });
    CHECK (f.now (other).takes.empty());
    CHECK_FALSE (f.document.canRedo());
    CHECK (f.document.redo().error().code == core::ErrorCode::nothingToUndo);
}

TEST_CASE ("a new step forgets what could be redone")
{
    DocumentFixture f;
    REQUIRE (f.commit ("a", { 0, 100 }));
    REQUIRE (f.document.undo());
    REQUIRE (f.document.canRedo());
    REQUIRE (f.commit ("b", { 0, 100 }));

    CHECK_FALSE (f.document.canRedo());
    REQUIRE (f.document.undo());
    CHECK (f.now().takes.empty());
}

TEST_CASE ("what changes nothing is no step")
{
    DocumentFixture f;
    REQUIRE (f.document.choose (f.modification, { 0, 10 }, std::nullopt));
    CHECK_FALSE (f.document.canUndo());

    REQUIRE (f.commit ("a", { 0, 100 }));
    REQUIRE (f.document.undo());
    REQUIRE (f.document.choose (f.modification, { 0, 10 }, std::nullopt));
    CHECK (f.document.canRedo());
}

TEST_CASE ("restoring a modification drops its steps and nobody else's")
{
    DocumentFixture f;
    const auto other = f.document.addModification (f.source, "other", "");
    REQUIRE (f.commit ("a", { 0, 100 }));
    REQUIRE (f.document.commitTake (other, makeTake ("b", { 0, 50 }), { 0, 50 }));
    REQUIRE (f.commit ("c", { 0, 10 }));
    REQUIRE (f.document.undo());

    Comp comp;
    comp.paint ({ 1, 2 }, "r", 0);
    f.document.restoreModification (f.modification, { makeTake ("r", { 0, 10 }) }, comp);

    CHECK (f.comp() == Segments { { { 1, 2 }, "r", 0 } });
    CHECK_FALSE (f.document.canRedo());
    REQUIRE (f.document.undo());
    CHECK (f.comp (other).empty());
    CHECK (f.comp() == Segments { { { 1, 2 }, "r", 0 } });
    CHECK_FALSE (f.document.canUndo());
}

TEST_CASE ("the steps of a removed modification go with it")
{
    DocumentFixture f;
    const auto other = f.document.addModification (f.source, "other", "");
    REQUIRE (f.commit ("a", { 0, 100 }));
    REQUIRE (f.document.commitTake (other, makeTake ("b", { 0, 50 }), { 0, 50 }));

    const auto take = std::weak_ptr<const Take> (f.now (other).takes.front());
    f.document.removeModification (other);
    CHECK (take.expired()); // no step keeps its audio

    REQUIRE (f.document.undo());
    CHECK (f.now().takes.empty());
    CHECK_FALSE (f.document.canUndo());
    CHECK (f.document.canRedo());
}

TEST_CASE ("a thousand steps are kept, older ones go")
{
    DocumentFixture f;
    const auto take = makeTake ("a", { 0, 10000 });
    REQUIRE (f.commit (take, { 0, 10000 }));

    for (core::Frame i = 0; i < 1000; ++i)
        REQUIRE (f.document.choose (f.modification, { i, i + 1 }, std::nullopt));

    int steps = 0;

    while (f.document.undo())
        ++steps;

    CHECK (steps == 1000);
    CHECK (f.comp() == Segments { { { 0, 10000 }, "a", 0 } });
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "DocumentFixture.h"

#include <catch2/catch_test_macros.hpp>

#include <cctype>
#include <set>

using namespace harp;
using namespace harp::model;
using namespace harp::test;
using core::ErrorCode;

namespace
{

ErrorCode codeOf (const core::Status& status)
{
    REQUIRE_FALSE (status);
    return status.error().code;
}

} // namespace

TEST_CASE ("take ids are 32 hexadecimal digits and never the same")
{
    std::set<TakeId> ids;

    for (int i = 0; i < 1000; ++i)
    {
        const auto id = makeTakeId();
        CHECK (id.size() == 32);
        CHECK (std::all_of (id.begin(), id.end(), [] (char c) { return std::isdigit (c) != 0 || (c >= 'a' && c <= 'f'); }));
        ids.insert (id);
    }

    CHECK (ids.size() == 1000);
}

TEST_CASE ("a committed take sounds in its span, clipped to what is painted")
{
    DocumentFixture f;
    REQUIRE (f.commit (makeTake ("a", { 100, 200 }), { 150, 300 }));

    CHECK (f.now().takes.size() == 1);
    CHECK (f.comp() == Segments { { { 150, 200 }, "a", 0 } });

    REQUIRE (f.commit (makeTake ("b", { 500, 600 }), { 0, 100 })); // paints nothing, but is there to be chosen
    CHECK (f.now().takes.size() == 2);
    CHECK (f.comp().size() == 1);
}

TEST_CASE ("a take that cannot be kept is refused and changes nothing")
{
    DocumentFixture f;
    REQUIRE (f.commit ("a", { 0, 10 }));
    const auto revision = f.document.revision();

    CHECK (codeOf (f.document.commitTake (ModificationId { 99 }, makeTake ("b", { 0, 10 }), { 0, 10 })) == ErrorCode::regionUnknown);
    CHECK (codeOf (f.document.commitTake (f.modification, nullptr, { 0, 10 })) == ErrorCode::internal);
    CHECK (codeOf (f.document.commitTake (f.modification, makeTake ("b", { 0, 10 }, 44100.0, {}), { 0, 10 })) == ErrorCode::internal);
    CHECK (codeOf (f.document.commitTake (f.modification, makeTake ("b", { 10, 10 }), { 0, 10 })) == ErrorCode::internal);
    CHECK (codeOf (f.document.commitTake (f.modification, makeTake ("a", { 0, 10 }), { 0, 10 })) == ErrorCode::internal);
    CHECK (f.document.revision() == revision);
    CHECK (f.now().takes.size() == 1);
}

TEST_CASE ("takes, their outputs and the original can be chosen span by span")
{
    DocumentFixture f;
    REQUIRE (f.commit (makeTake ("a", { 0, 100 }, 44100.0, { "Voice", "Band" }), { 0, 100 }));
    REQUIRE (f.commit ("b", { 0, 100 }));

    REQUIRE (f.document.choose (f.modification, { 20, 40 }, Document::Choice { "a", 1 }));
    REQUIRE (f.document.choose (f.modification, { 30, 60 }, std::nullopt));
    REQUIRE (f.document.choose (f.modification, { 90, 500 }, Document::Choice { "a", 0 })); // ends with the take

    CHECK (f.comp() == Segments { { { 0, 20 }, "b", 0 }, { { 20, 30 }, "a", 1 }, { { 60, 90 }, "b", 0 }, { { 90, 100 }, "a", 0 } });
}

TEST_CASE ("choosing what is not there says so and changes nothing")
{
    DocumentFixture f;
    REQUIRE (f.commit ("a", { 0, 100 }));
    const auto revision = f.document.revision();

    CHECK (codeOf (f.document.choose (f.modification, { 0, 10 }, Document::Choice { "z", 0 })) == ErrorCode::takeUnknown);
    CHECK (codeOf (f.document.choose (f.modification, { 0, 10 }, Document::Choice { "a", 1 })) == ErrorCode::takeUnknown);
    CHECK (codeOf (f.document.choose (f.modification, { 0, 10 }, Document::Choice { "a", -1 })) == ErrorCode::takeUnknown);
    CHECK (codeOf (f.document.choose (f.modification, { 100, 110 }, Document::Choice { "a", 0 })) == ErrorCode::takeUnknown);
    CHECK (codeOf (f.document.choose (ModificationId { 99 }, { 0, 10 }, std::nullopt)) == ErrorCode::regionUnknown);
    CHECK (f.document.choose (f.modification, { 0, 100 }, Document::Choice { "a", 0 }).ok()); // it sounds there already
    CHECK (f.document.revision() == revision);
}

TEST_CASE ("where a deleted take sounded, the original does")
{
    DocumentFixture f;
    REQUIRE (f.commit ("a", { 0, 100 }));
    REQUIRE (f.commit ("b", { 50, 60 }));
    REQUIRE (f.document.deleteTake (f.modification, "a"));

    CHECK (f.now().takes.size() == 1);
    CHECK (f.comp() == Segments { { { 50, 60 }, "b", 0 } });
    CHECK (codeOf (f.document.deleteTake (f.modification, "a")) == ErrorCode::takeUnknown);
    CHECK (codeOf (f.document.deleteTake (ModificationId { 99 }, "b")) == ErrorCode::regionUnknown);
}

TEST_CASE ("a clone has its own comp and shares the audio")
{
    DocumentFixture f;
    REQUIRE (f.commit ("a", { 0, 100 }));
    const auto clone = f.document.cloneModification (f.modification, "clone", "Clone");

    CHECK (f.now (clone).persistentId == "clone");
    CHECK (f.now (clone).source == f.source);
    CHECK (f.comp (clone) == f.comp());
    CHECK (f.now (clone).takes.front() == f.now().takes.front());

    REQUIRE (f.document.choose (clone, { 0, 50 }, std::nullopt));
    CHECK (f.comp (clone) == Segments { { { 50, 100 }, "a", 0 } });
    CHECK (f.comp() == Segments { { { 0, 100 }, "a", 0 } });

    f.document.removeModification (f.modification);
    CHECK (f.now (clone).takes.front()->outputs.front().audio->decode().ok());
}

TEST_CASE ("the host is told of all that we changed, once, and not of what it did itself")
{
    DocumentFixture f;
    CHECK (f.document.takeChanges().modifications.empty());

    REQUIRE (f.commit ("a", { 0, 100 }));
    CHECK (f.document.takeChanges().modifications == std::set { f.modification });
    CHECK (f.document.takeChanges().modifications.empty());

    REQUIRE (f.commit (makeTake ("silent", { 0, 100 }), { 0, 0 })); // nothing to hear yet, but something to store
    CHECK (f.document.takeChanges().modifications == std::set { f.modification });
    const auto clone = f.document.cloneModification (f.modification, "clone", "");
    f.document.restoreModification (clone, {}, {});
    CHECK (f.document.takeChanges().modifications.empty());

    REQUIRE (f.document.undo());
    CHECK (f.document.takeChanges().modifications == std::set { f.modification });
    REQUIRE (f.document.undo());
    CHECK (f.document.takeChanges().modifications == std::set { f.modification });

    REQUIRE (f.document.redo());
    f.document.removeModification (f.modification);
    CHECK (f.document.takeChanges().modifications.empty()); // dropped with the object
}

TEST_CASE ("the endpoint is document data: the host is told when people change it, not when an archive brings it")
{
    Document document;
    CHECK (document.endpoint().address.empty());

    document.setEndpoint ({ "http://127.0.0.1:7860", std::nullopt, "{\"1\":2}" });
    CHECK (document.endpoint().valuesJson == "{\"1\":2}");
    CHECK (document.takeChanges().documentData);
    CHECK_FALSE (document.takeChanges().documentData);

    document.restoreEndpoint ({ "http://127.0.0.1:1", std::nullopt, "{}" });
    CHECK (document.endpoint().address == "http://127.0.0.1:1");
    CHECK_FALSE (document.takeChanges().documentData);
}

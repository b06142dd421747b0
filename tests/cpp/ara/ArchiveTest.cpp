// SPDX-License-Identifier: GPL-3.0-or-later
// What a host stores and restores, as a whole.
#include "Song.h"

using namespace ARA;
using namespace harp;
using namespace harp::test;

namespace
{

model::EndpointState endpoint (const char* address)
{
    model::EndpointState state;
    state.address = address;
    state.valuesJson = R"({"2":7})";
    return state;
}

HostArchive storedBy (Song& song)
{
    HostArchive archive;
    REQUIRE (song.document.store (archive));
    return archive;
}

// A song with a take in the middle, heard once.
struct Processed
{
    explicit Processed (MockHost& host) : song (host)
    {
        song.commitInverted ({ 12000, 36000 });
        song.document.model().setEndpoint (endpoint ("http://127.0.0.1:7860"));
        sound = song.renderRegion();
        archive = storedBy (song);
    }

    Song song;
    Samples sound;
    HostArchive archive;
};

} // namespace

TEST_CASE ("a stored document sounds the same when it is opened again")
{
    const AraRuntime runtime;
    MockHost host;
    HostArchive archive;
    Samples sound;
    {
        const Processed before (host);
        archive = before.archive;
        sound = before.sound;
        CHECK (sound != before.song.source->samples);
    }

    Song after (host);
    after.document.edit ([&] { CHECK (after.document.restore (archive)); });
    CHECK (after.renderRegion() == sound);
    CHECK (after.document.model().endpoint().address == "http://127.0.0.1:7860");
    CHECK (after.document.model().endpoint().valuesJson == R"({"2":7})");
    CHECK (after.document.session().errors.empty());
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a document is made and restored within one edit cycle")
{
    const AraRuntime runtime;
    MockHost host;
    Processed before (host);
    HostDocument document (host);
    HostRegion* region = nullptr;
    document.edit ([&]
    {
        auto& track = document.addSequence (document.addContext());
        auto& source = document.addSource ("source-1", recording (2, Song::length), Song::rate);
        document.enable (source);
        auto& modification = document.addModification (source, "edit-1");
        region = &document.addRegion (modification, track, 0.5, 1.0);
        CHECK (document.restore (before.archive));
    });

    Instance instance (document);
    instance.add (*region);
    instance.prepare (Song::rate, 2);
    CHECK (instance.render (24000, Song::length) == before.sound);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a restore replaces what was there and drops its undo steps")
{
    const AraRuntime runtime;
    MockHost host;
    Processed before (host);
    auto& song = before.song;
    song.commitInverted ({ 40000, 45000 });
    CHECK (song.stateOf ("edit-1").takes.size() == 2);

    song.document.edit ([&] { CHECK (song.document.restore (before.archive)); });
    CHECK (song.stateOf ("edit-1").takes.size() == 1);
    CHECK (song.renderRegion() == before.sound);
    CHECK_FALSE (song.document.model().canUndo());
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("archived objects that the document does not have are skipped, and those that the archive does not have stay")
{
    const AraRuntime runtime;
    MockHost host;
    Processed before (host);
    HostDocument other (host);
    other.edit ([&]
    {
        auto& source = other.addSource ("another source", recording (2, 1000), Song::rate);
        auto& modification = other.addModification (source, "another edit");
        REQUIRE (other.model().commitTake (other.idOf (modification), makeTake ({ 0, 10 }, Song::rate, 2, [] (int, core::Frame) { return 0.5f; }),
                                           { 0, 10 }));
        CHECK (other.restore (before.archive));
    });
    CHECK (other.model().arrangement()->modifications.begin()->second.takes.size() == 1);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("spans follow a source that comes back at another rate")
{
    const AraRuntime runtime;
    MockHost host;
    Processed before (host);
    Song after (host, recording (2, 2 * Song::length), 2 * Song::rate);
    after.document.edit ([&] { CHECK (after.document.restore (before.archive)); });

    const auto state = after.stateOf ("edit-1");
    REQUIRE (state.takes.size() == 1);
    CHECK (state.takes[0]->span == core::Span { 24000, 72000 });
    CHECK (state.takes[0]->sourceRate == 2 * Song::rate);
    REQUIRE (state.comp.segments().size() == 1);
    CHECK (state.comp.segments()[0].span == core::Span { 24000, 72000 });
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("progress rises from 0 to 1 and is told a bounded number of times")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    song.document.edit ([&]
    {
        for (int i = 0; i < 300; ++i)
            song.document.addModification (*song.source, "many-" + std::to_string (i));
    });

    for (const auto& modification : song.document.modifications)
        song.commitInverted ({ 0, 64 }, modification);

    auto archive = storedBy (song);
    REQUIRE_FALSE (host.progress.empty());
    CHECK (host.progress.back() == 1.0f);
    CHECK (host.progress.size() <= 1000);

    song.document.edit ([&] { CHECK (song.document.restore (archive)); });
    REQUIRE_FALSE (host.progress.empty());
    CHECK (host.progress.back() == 1.0f);
    CHECK (host.progress.size() <= 1000);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("hosts that do not say under which identifier they stored are served")
{
    const AraRuntime runtime;
    HostShape shape;
    shape.archivingSize = kARAArchivingControllerInterfaceMinSize;
    MockHost cut (shape), whole;
    auto& host = GENERATE (false, true) ? cut : whole;
    Processed before (host);
    before.archive.id = nullptr;
    Song after (host);
    after.document.edit ([&] { CHECK (after.document.restore (before.archive)); });
    CHECK (after.renderRegion() == before.sound);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("an object that replaces one which is only kept for undo is the one that is stored")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    song.commitInverted ({ 0, 100 });
    song.document.edit ([&]
    {
        song.document.destroy (*song.region);
        song.document.deactivate (*song.modification, true);
        auto& again = song.document.addModification (*song.source, "edit-1");
        song.region = &song.document.addRegion (again, *song.track, 0.5, 1.0);
    });
    auto archive = storedBy (song);

    Song after (host);
    after.commitInverted ({ 500, 600 });
    after.document.edit ([&] { CHECK (after.document.restore (archive)); });
    CHECK (after.stateOf ("edit-1").takes.empty());
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("calls that ARA 1 hosts made, and chunks, are refused without harm")
{
    const AraRuntime runtime;
    MockHost host;
    Processed before (host);
    auto& document = before.song.document;
    const auto revision = document.model().revision();
    const auto& t = document.table();
    CHECK (t.beginRestoringDocumentFromArchive (document.ref(), nullptr) == kARAFalse);
    CHECK (t.endRestoringDocumentFromArchive (document.ref(), nullptr) == kARAFalse);
    CHECK (t.storeDocumentToArchive (document.ref(), nullptr) == kARAFalse);

    ARAPersistentID id = nullptr;
    ARABool openAutomatically = kARATrue;
    CHECK (t.storeAudioSourceToAudioFileChunk (document.ref(), nullptr, before.song.source->ref, &id, &openAutomatically) == kARAFalse);
    CHECK (id == ara::factory()->documentArchiveID); // the very address
    CHECK (openAutomatically == kARAFalse);
    CHECK (document.model().revision() == revision);
    CHECK (takeAsserts().size() == 4);
    HARP_CHECK_CLEAN (host);
}

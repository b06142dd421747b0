// SPDX-License-Identifier: GPL-3.0-or-later
// The cases that validating hosts run, in the order of their calls, where no other test does the same.
#include "Song.h"

using namespace ARA;
using namespace harp;
using namespace harp::test;

namespace
{

constexpr ARAContentType everyType[] { kARAContentTypeNotes, kARAContentTypeTempoEntries, kARAContentTypeBarSignatures, kARAContentTypeStaticTuning,
                                       kARAContentTypeKeySignatures, kARAContentTypeSheetChords, 0, -1, 4711 };

} // namespace

TEST_CASE ("content can be asked for at every level, of every type, and there is none")
{
    const AraRuntime runtime;
    MockHost host;
    const Song song (host);
    const auto& t = song.document.table();
    auto* const doc = song.document.ref();

    for (const auto type : everyType)
    {
        CHECK (t.isAudioSourceContentAvailable (doc, song.source->ref, type) == kARAFalse);
        CHECK (t.isAudioModificationContentAvailable (doc, song.modification->ref, type) == kARAFalse);
        CHECK (t.isPlaybackRegionContentAvailable (doc, song.region->ref, type) == kARAFalse);
        CHECK (t.getAudioSourceContentGrade (doc, song.source->ref, type) == kARAContentGradeInitial);
        CHECK (t.getAudioModificationContentGrade (doc, song.modification->ref, type) == kARAContentGradeInitial);
        CHECK (t.getPlaybackRegionContentGrade (doc, song.region->ref, type) == kARAContentGradeInitial);
        CHECK (t.isAudioSourceContentAnalysisIncomplete (doc, song.source->ref, type) == kARAFalse);
    }

    CHECK (t.getProcessingAlgorithmsCount (doc) == 0);
    CHECK (t.isLicensedForCapabilities (doc, kARAFalse, 0, nullptr, kARAPlaybackTransformationNoChanges) == kARATrue);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("content that is read although there is none is told to the host")
{
    const AraRuntime runtime;
    MockHost host;
    const Song song (host);
    const auto& t = song.document.table();
    auto* const doc = song.document.ref();
    CHECK (t.createAudioSourceContentReader (doc, song.source->ref, kARAContentTypeNotes, nullptr) == nullptr);
    CHECK (t.createAudioModificationContentReader (doc, song.modification->ref, kARAContentTypeNotes, nullptr) == nullptr);
    CHECK (t.createPlaybackRegionContentReader (doc, song.region->ref, kARAContentTypeNotes, nullptr) == nullptr);
    CHECK (t.getContentReaderEventCount (doc, nullptr) == 0);
    CHECK (t.getContentReaderDataForEvent (doc, nullptr, 0) == nullptr);
    t.destroyContentReader (doc, nullptr);
    t.requestAudioSourceContentAnalysis (doc, song.source->ref, 1, everyType);
    CHECK (t.getProcessingAlgorithmProperties (doc, 0) == nullptr);
    t.requestProcessingAlgorithmForAudioSource (doc, song.source->ref, 0);
    CHECK (t.getProcessingAlgorithmForAudioSource (doc, song.source->ref) == 0);
    CHECK (takeAsserts().size() == 9);
    CHECK (host.violations().empty());
}

TEST_CASE ("updates of properties and content, in cycles of their own")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    auto& document = song.document;
    const auto& t = document.table();
    document.edit ([&]
    {
        song.source->name = "renamed";
        document.update (*song.source);
        document.update (*song.track);
        song.region->start += 1.0;
        document.update (*song.region);
    });
    const ARAContentTimeRange range { 0.0, 1.0 };
    document.edit ([&] { t.updateMusicalContextContent (document.ref(), song.context->ref, &range, 0x3); });
    document.edit ([&] { document.contentChanged (*song.source, kARAContentUpdateSignalScopeRemainsUnchanged); });
    CHECK (document.model().arrangement()->sources.begin()->second.name == "renamed");
    CHECK (song.renderRegion() == song.source->samples);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("head and tail are nothing, from any thread and for any region")
{
    const AraRuntime runtime;
    MockHost host;
    const Song song (host);
    double head = 1.0, tail = 1.0;
    std::thread render ([&] { song.document.table().getPlaybackRegionHeadAndTailTime (song.document.ref(), song.region->ref, &head, &tail); });
    render.join();
    CHECK (head == 0.0);
    CHECK (tail == 0.0);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a modification keeps the signal of its source until something is chosen")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    const auto preserves = [&] { return song.document.table().isAudioModificationPreservingAudioSourceSignal (song.document.ref(), song.modification->ref); };
    CHECK (preserves() == kARATrue);
    song.commitInverted ({ 0, 10 });
    CHECK (preserves() == kARAFalse);
    REQUIRE (song.document.model().undo());
    CHECK (preserves() == kARATrue);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("drag and drop: objects travel to another document under other names")
{
    const AraRuntime runtime;
    MockHost host;
    HostDocument empty (host);
    Song drag (host);
    drag.commitInverted ({ 0, Song::length });
    const auto sound = drag.renderRegion();
    const ARAAudioSourceRef sources[] { drag.source->ref };
    const ARAAudioModificationRef modifications[] { drag.modification->ref };
    const ARAStoreObjectsFilter store { kARAStoreObjectsFilterMinSize, kARATrue, 1, sources, 1, modifications };
    HostArchive archive;
    REQUIRE (drag.document.store (archive, &store));

    HostDocument drop (host);
    HostRegion* region = nullptr;
    drop.edit ([&]
    {
        auto& track = drop.addSequence (drop.addContext());
        auto& source = drop.addSource ("dropped source", recording (2, Song::length), Song::rate);
        auto& modification = drop.addModification (source, "dropped edit");
        region = &drop.addRegion (modification, track, 0.5, 1.0);
        drop.enable (source);
        const ARAPersistentID fromSource[] { "source-1" }, toSource[] { "dropped source" }, from[] { "edit-1" }, to[] { "dropped edit" };
        const ARARestoreObjectsFilter filter { kARARestoreObjectsFilterMinSize, kARATrue, 1, fromSource, toSource, 1, from, to };
        CHECK (drop.restore (archive, &filter));
    });
    Instance instance (drop);
    instance.add (*region);
    instance.prepare (Song::rate, 2);
    CHECK (instance.render (24000, Song::length) == sound);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a source and its children are replaced and restored once more")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    song.commitInverted ({ 0, Song::length });
    const auto sound = song.renderRegion();
    HostArchive archive;
    REQUIRE (song.document.store (archive));

    song.document.edit ([&]
    {
        song.document.destroy (*song.region);
        song.document.destroy (*song.modification);
        song.document.destroy (*song.source); // access still on
        song.source = &song.document.addSource ("source-1", recording (2, Song::length), Song::rate);
        song.document.enable (*song.source);
        song.modification = &song.document.addModification (*song.source, "edit-1");
        song.region = &song.document.addRegion (*song.modification, *song.track, 0.5, 1.0);
        CHECK (song.document.restore (archive));
    });
    CHECK (song.renderRegion() == sound);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("every object in a short cycle of its own")
{
    const AraRuntime runtime;
    MockHost host;
    HostDocument document (host);
    HostContext* context = nullptr;
    HostSequence* track = nullptr;
    HostSource* source = nullptr;
    HostModification* modification = nullptr;
    HostRegion* region = nullptr;
    document.edit ([&] { context = &document.addContext(); });
    document.edit ([&] { track = &document.addSequence (*context); });
    document.edit ([&] { source = &document.addSource ("source", recording (1, 4800), 48000.0); });
    document.edit ([&] { modification = &document.addModification (*source, "edit"); });
    document.edit ([&] { document.enable (*source); });
    document.edit ([&] { region = &document.addRegion (*modification, *track, 0.0, 0.1); });
    document.edit ([] {});

    Instance instance (document, 7);
    instance.add (*region);
    instance.prepare (48000.0, 1);
    CHECK (instance.render (0, 4800) == source->samples);
    HARP_CHECK_CLEAN (host);
}

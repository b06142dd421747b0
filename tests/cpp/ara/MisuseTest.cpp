// SPDX-License-Identifier: GPL-3.0-or-later
// Hosts that break rules: the right category reaches the assert function, and nothing else happens.
#include "Song.h"

#include <cmath>
#include <limits>
#include <thread>

using namespace ARA;
using namespace harp;
using namespace harp::test;

namespace
{

using Asserts = std::vector<std::string>;

template <typename Ref>
Ref garbage()
{
    static int somewhere = 0;
    return reinterpret_cast<Ref> (&somewhere);
}

// Every function that takes a ref of a graph object, called with one that names nothing.
void callEverythingWith (const HostDocument& document, ARAMusicalContextRef context, ARARegionSequenceRef sequence, ARAAudioSourceRef source,
                         ARAAudioModificationRef modification, ARAPlaybackRegionRef region)
{
    const auto& t = document.table();
    auto* const doc = document.ref();
    t.updateMusicalContextContent (doc, context, nullptr, 0);
    t.destroyMusicalContext (doc, context);
    t.destroyRegionSequence (doc, sequence);
    t.updateAudioSourceContent (doc, source, nullptr, 0);
    t.enableAudioSourceSamplesAccess (doc, source, kARATrue);
    t.deactivateAudioSourceForUndoHistory (doc, source, kARATrue);
    t.destroyAudioSource (doc, source);
    t.deactivateAudioModificationForUndoHistory (doc, modification, kARATrue);
    t.destroyAudioModification (doc, modification);
    t.destroyPlaybackRegion (doc, region);
    CHECK (t.isAudioSourceContentAvailable (doc, source, kARAContentTypeNotes) == kARAFalse);
    CHECK (t.isAudioSourceContentAnalysisIncomplete (doc, source, kARAContentTypeNotes) == kARAFalse);
    CHECK (t.createAudioSourceContentReader (doc, source, kARAContentTypeNotes, nullptr) == nullptr);
    CHECK (t.isAudioModificationContentAvailable (doc, modification, kARAContentTypeNotes) == kARAFalse);
    CHECK (t.isPlaybackRegionContentAvailable (doc, region, kARAContentTypeNotes) == kARAFalse);
    CHECK (t.isAudioModificationPreservingAudioSourceSignal (doc, modification) == kARAFalse);
    CHECK (t.getProcessingAlgorithmForAudioSource (doc, source) == 0);
}

constexpr std::size_t functionsCalled = 17;

} // namespace

TEST_CASE ("refs that were never given out are noticed by every function and change nothing")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    const auto revision = song.document.model().revision();

    song.document.beginEditing();
    callEverythingWith (song.document, garbage<ARAMusicalContextRef>(), garbage<ARARegionSequenceRef>(), garbage<ARAAudioSourceRef>(),
                        garbage<ARAAudioModificationRef>(), garbage<ARAPlaybackRegionRef>());
    const auto fromGarbage = takeAsserts();
    callEverythingWith (song.document, nullptr, nullptr, nullptr, nullptr, nullptr);
    const auto fromNull = takeAsserts();
    song.document.endEditing();

    CHECK (song.document.model().revision() == revision);
    CHECK (fromGarbage.size() == functionsCalled);
    CHECK (fromNull.size() == functionsCalled);

    for (const auto& text : fromGarbage)
        CHECK (text.substr (0, 3) == "-1:");
}

TEST_CASE ("a ref of another kind of object is noticed")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    song.document.edit ([&]
    {
        song.document.table().destroyAudioModification (song.document.ref(), reinterpret_cast<ARAAudioModificationRef> (song.source->ref));
    });
    CHECK (takeAsserts() == Asserts { "-1: no such audio modification" });
    CHECK (song.document.model().arrangement()->modifications.size() == 1);
}

TEST_CASE ("the ref of a dead object never names a new one")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    auto& document = song.document;
    const auto dead = song.region->ref;
    document.edit ([&]
    {
        document.destroy (*song.region);

        for (int i = 0; i < 100; ++i)
            CHECK (document.addRegion (*song.modification, *song.track, i, 1.0).ref != dead);

        document.table().destroyPlaybackRegion (document.ref(), dead);
    });
    CHECK (takeAsserts() == Asserts { "-1: no such playback region" });
    CHECK (document.model().arrangement()->regions.size() == 100);
}

TEST_CASE ("a document controller that is gone, or never was, is noticed")
{
    const AraRuntime runtime;
    MockHost host;
    HostDocument document (host);
    const auto& table = document.table();
    auto* const dead = document.ref();
    document.close();
    takeAsserts();

    table.beginEditing (dead);
    table.endEditing (garbage<ARADocumentControllerRef>());
    CHECK (table.getFactory (nullptr) == nullptr);
    table.destroyDocumentController (dead);
    CHECK (ara::Binding::bind (dead, 7, 1) == nullptr);
    CHECK (takeAsserts() == Asserts (5, "-1: no such document controller"));
}

TEST_CASE ("edit cycles that do not match are told as a state error")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    auto& document = song.document;

    document.endEditing();
    CHECK (takeAsserts() == Asserts { "-2: an edit cycle ends that has not begun" });

    document.beginEditing();
    document.beginEditing();
    CHECK (takeAsserts() == Asserts { "-2: edit cycles cannot be nested" });
    document.endEditing();

    song.region->start = 7.0;
    document.update (*song.region);
    CHECK (takeAsserts() == Asserts { "-2: the document is changed outside of an edit cycle" });
    CHECK (document.model().arrangement()->regions.begin()->second.start == 7.0);
}

TEST_CASE ("archives and polls at the wrong time are told as a state error")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    auto& document = song.document;
    song.commitInverted ({ 0, 100 });
    HostArchive archive;

    document.beginEditing();
    CHECK (document.store (archive));
    document.poll();
    CHECK (takeAsserts() == Asserts { "-2: an archive is stored inside of an edit cycle", "-2: model updates are polled inside of an edit cycle" });
    CHECK (host.notifications.empty());
    document.endEditing();

    CHECK (document.restore (archive));
    CHECK (takeAsserts() == Asserts { "-2: the document is changed outside of an edit cycle" });
    CHECK (host.violations().empty());
}

TEST_CASE ("parents that are destroyed before their children take them along")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    auto& document = song.document;

    document.edit ([&] { document.destroy (*song.source); });
    const auto asserts = takeAsserts();
    CHECK (asserts == Asserts { "-2: the audio source still has a modification", "-2: the audio modification still has a playback region" });
    const auto arrangement = document.model().arrangement();
    CHECK (arrangement->sources.empty());
    CHECK (arrangement->modifications.empty());
    CHECK (arrangement->regions.empty());
    CHECK (host.openReaders == 0);

    document.edit ([&] { document.destroy (*song.region); });
    CHECK (takeAsserts() == Asserts { "-1: no such playback region" });
    document.edit ([&] { document.destroy (*song.modification); });
    takeAsserts();
    CHECK (host.violations().empty());
}

TEST_CASE ("a track that goes before its regions leaves them playing")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    song.document.edit ([&] { song.document.destroy (*song.track); });
    CHECK (takeAsserts() == Asserts { "-2: a playback region still lies on the region sequence" });
    CHECK (song.document.model().arrangement()->regions.begin()->second.track == model::TrackId {});
    CHECK (song.renderRegion() == song.source->samples);
}

TEST_CASE ("impossible numbers are told to the host and tamed")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    auto& document = song.document;
    document.beginEditing();
    song.region->start = std::nan ("");
    song.region->duration = std::numeric_limits<double>::infinity();
    document.update (*song.region);
    document.addSource ("no rate", silence (1, 10), 0.0);
    document.addSource ("no channels", {}, 44100.0);
    document.addSource ("beyond every rate", silence (1, 10), 1.0e300);
    document.endEditing();

    CHECK (takeAsserts().size() == 5);
    const auto arrangement = document.model().arrangement();
    CHECK (arrangement->regions.begin()->second.start == 0.0);
    CHECK (std::isfinite (arrangement->regions.begin()->second.duration));
    CHECK (arrangement->sources.rbegin()->second.frames == 0);

    for (auto& source : document.sources)
        document.enable (source);

    CHECK (host.violations().empty());
}

TEST_CASE ("calls from another thread are told as a thread error")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    std::thread other ([&] { CHECK (song.document.table().getFactory (song.document.ref()) == ara::factory()); });
    other.join();
    CHECK (takeAsserts() == Asserts { "-3: called from another thread than the one that made the document" });
}

TEST_CASE ("missing and short property structures make nothing")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    auto& document = song.document;
    const auto& t = document.table();
    const ARAPlaybackRegionProperties cutOff { sizeof (ARASize), 0, 0.0, 0.0, 0.0, 0.0, nullptr, nullptr, nullptr, nullptr };
    document.beginEditing();
    CHECK (t.createMusicalContext (document.ref(), nullptr, nullptr) == nullptr);
    CHECK (t.createRegionSequence (document.ref(), nullptr, nullptr) == nullptr);
    CHECK (t.createAudioSource (document.ref(), nullptr, nullptr) == nullptr);
    CHECK (t.createAudioModification (document.ref(), song.source->ref, nullptr, nullptr) == nullptr);
    CHECK (t.cloneAudioModification (document.ref(), song.modification->ref, nullptr, nullptr) == nullptr);
    CHECK (t.createPlaybackRegion (document.ref(), song.modification->ref, nullptr, &cutOff) == nullptr);
    t.updatePlaybackRegionProperties (document.ref(), song.region->ref, &cutOff);
    document.endEditing();
    CHECK (takeAsserts() == Asserts (7, "-1: properties are missing or cut off"));
    CHECK (document.model().arrangement()->regions.size() == 1);
    CHECK (document.model().arrangement()->regions.begin()->second.start == 0.5);
}

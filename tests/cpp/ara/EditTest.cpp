// SPDX-License-Identifier: GPL-3.0-or-later
#include "Song.h"

using namespace ARA;
using namespace harp;
using namespace harp::test;

TEST_CASE ("the host's document appears in the model with all of its properties")
{
    const AraRuntime runtime;
    MockHost host;
    const Song song (host);
    const auto arrangement = song.document.model().arrangement();
    CHECK (arrangement->name == "document");

    REQUIRE (arrangement->tracks.size() == 1);
    const auto& track = arrangement->tracks.begin()->second;
    CHECK (track.name == "track");
    CHECK (track.colour == model::Colour { 1.0f, 0.0f, 0.0f });

    REQUIRE (arrangement->sources.size() == 1);
    const auto& source = arrangement->sources.begin()->second;
    CHECK (source.persistentId == "source-1");
    CHECK (source.name == "recording");
    CHECK (source.frames == Song::length);
    CHECK (source.rate == Song::rate);
    CHECK (source.channels == 2);
    REQUIRE (source.reader != nullptr);

    REQUIRE (arrangement->modifications.size() == 1);
    const auto& modification = arrangement->modifications.begin()->second;
    CHECK (modification.persistentId == "edit-1");
    CHECK (modification.source == arrangement->sources.begin()->first);

    REQUIRE (arrangement->regions.size() == 1);
    const auto& region = arrangement->regions.begin()->second;
    CHECK (region.modification == arrangement->modifications.begin()->first);
    CHECK (region.track == arrangement->tracks.begin()->first);
    CHECK (region.start == 0.5);
    CHECK (region.duration == 1.0);
    CHECK (region.startInModification == 0.0);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("listeners hear one change when an edit cycle ends")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    auto& document = song.document;
    int heard = 0;
    const auto listener = document.model().addListener ([&] { ++heard; });

    document.beginEditing();
    song.region->start = 3.0;
    document.update (*song.region);
    document.addRegion (*song.modification, *song.track, 5.0, 0.25);
    document.setName ("renamed");
    CHECK (heard == 0);
    document.endEditing();
    CHECK (heard == 1);
    CHECK (document.model().arrangement()->regions.size() == 2);
    CHECK (document.model().arrangement()->name == "renamed");

    document.model().removeListener (listener);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("properties that the host updates replace the old ones")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    auto& document = song.document;

    document.edit ([&]
    {
        song.track->name = "Vocals";
        song.track->order = 4;
        document.update (*song.track);
        song.source->name = "take two";
        document.update (*song.source);
        song.modification->id = "edit-renamed";
        document.update (*song.modification);
        song.region->start = 2.0;
        song.region->startInModification = 0.25;
        song.region->duration = 0.5;
        document.update (*song.region);
    });

    const auto arrangement = document.model().arrangement();
    CHECK (arrangement->tracks.begin()->second.name == "Vocals");
    CHECK (arrangement->tracks.begin()->second.order == 4);
    CHECK (arrangement->sources.begin()->second.name == "take two");
    CHECK (arrangement->modifications.begin()->second.persistentId == "edit-renamed");
    const auto& region = arrangement->regions.begin()->second;
    CHECK (arrangement->spanOf (region) == core::Span { 12000, 36000 });
    CHECK (region.modification == arrangement->modifications.begin()->first);
    CHECK (song.source->readers == 1); // access goes on through changes that do not touch the samples
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("structures that end early and names that are missing are normal")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    auto& document = song.document;
    const auto& table = document.table();

    document.beginEditing();
    const ARAMusicalContextProperties shortContext { kARAMusicalContextPropertiesMinSize, nullptr, 0, nullptr };
    const auto context = table.createMusicalContext (document.ref(), nullptr, &shortContext);
    const ARARegionSequenceProperties shortSequence { kARARegionSequencePropertiesMinSize, nullptr, 3, context, reinterpret_cast<ARAColor*> (1) };
    const auto sequence = table.createRegionSequence (document.ref(), nullptr, &shortSequence);
    const ARAPlaybackRegionProperties noName { ARA_IMPLEMENTED_STRUCT_SIZE (ARAPlaybackRegionProperties, regionSequenceRef), 0, 0.0, 0.0, 9.0, 0.0,
                                               nullptr, sequence, reinterpret_cast<const char*> (1), reinterpret_cast<ARAColor*> (1) };
    const auto region = table.createPlaybackRegion (document.ref(), song.modification->ref, nullptr, &noName);
    document.endEditing();

    REQUIRE (context != nullptr);
    REQUIRE (sequence != nullptr);
    REQUIRE (region != nullptr);
    const auto arrangement = document.model().arrangement();
    CHECK (arrangement->tracks.rbegin()->second.name.empty());
    CHECK_FALSE (arrangement->tracks.rbegin()->second.colour.has_value());
    CHECK (arrangement->regions.rbegin()->second.name.empty());
    CHECK (arrangement->regions.rbegin()->second.duration == 0.0);

    document.edit ([&]
    {
        table.destroyPlaybackRegion (document.ref(), region);
        table.destroyRegionSequence (document.ref(), sequence);
        table.destroyMusicalContext (document.ref(), context);
    });
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("names that are not UTF-8 do no harm")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    song.document.edit ([&]
    {
        song.track->name = "G\xc3\xbcte \xff\xc3( \xed\xa0\x80 \xf0\x9f\x8e\xb5";
        song.document.update (*song.track);
    });
    CHECK (song.document.model().arrangement()->tracks.begin()->second.name
           == "G\xc3\xbcte \xef\xbf\xbd\xef\xbf\xbd( \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd \xf0\x9f\x8e\xb5");
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a clone has the original's comp and its own life")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    auto& document = song.document;
    const auto take = song.commitInverted ({ 100, 200 });

    HostModification* clone = nullptr;
    document.edit ([&] { clone = &document.clone (*song.modification, "edit-2"); });
    CHECK (song.stateOf ("edit-2").comp == song.stateOf ("edit-1").comp);
    CHECK (song.stateOf ("edit-2").takes == song.stateOf ("edit-1").takes);
    CHECK (document.table().isAudioModificationPreservingAudioSourceSignal (document.ref(), clone->ref) == kARAFalse);

    REQUIRE (document.model().choose (document.idOf (*clone), { 100, 200 }, std::nullopt));
    CHECK (song.stateOf ("edit-2").comp.isEmpty());
    CHECK_FALSE (song.stateOf ("edit-1").comp.isEmpty());
    CHECK (document.table().isAudioModificationPreservingAudioSourceSignal (document.ref(), clone->ref) == kARATrue);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("takes belong to the modification: they survive when its regions go and come back")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    auto& document = song.document;
    song.commitInverted ({ 0, Song::length });
    const auto processed = song.renderRegion();

    document.edit ([&] { document.destroy (*song.region); });
    CHECK (song.stateOf ("edit-1").takes.size() == 1);
    document.edit ([&] { song.region = &document.addRegion (*song.modification, *song.track, 0.5, 1.0); });
    CHECK (song.renderRegion() == processed);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("what is only kept for undo keeps its takes")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    auto& document = song.document;
    song.commitInverted ({ 0, Song::length });
    const auto processed = song.renderRegion();

    document.edit ([&]
    {
        document.destroy (*song.region);
        document.deactivate (*song.modification, true);
        document.deactivate (*song.source, true);
    });
    document.enable (*song.source, false);
    document.enable (*song.source, true);
    document.edit ([&]
    {
        document.deactivate (*song.source, false);
        document.deactivate (*song.modification, false);
        song.region = &document.addRegion (*song.modification, *song.track, 0.5, 1.0);
    });

    CHECK (song.stateOf ("edit-1").takes.size() == 1);
    CHECK (song.renderRegion() == processed);
    HARP_CHECK_CLEAN (host);
}

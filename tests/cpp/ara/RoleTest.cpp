// SPDX-License-Identifier: GPL-3.0-or-later
#include "Song.h"

using namespace ARA;
using namespace harp;
using namespace harp::test;

TEST_CASE ("an instance has the roles that were assigned, and those that the host does not know")
{
    const AraRuntime runtime;
    MockHost host;
    const Song song (host);

    for (int known = 0; known < 8; ++known)
        for (int assigned = 0; assigned < 8; ++assigned)
        {
            if ((assigned & ~known) != 0)
                continue;

            INFO ("known " << known << ", assigned " << assigned);
            const Instance instance (song.document, assigned, known);
            const auto& e = instance.extension();
            const int roles = assigned | (~known & 7);
            CHECK (e.structSize == ARA_IMPLEMENTED_STRUCT_SIZE (ARAPlugInExtensionInstance, editorViewInterface));
            CHECK (e.plugInExtensionRef == nullptr);
            CHECK (e.plugInExtensionInterface == nullptr);
            CHECK ((e.playbackRendererInterface != nullptr) == ((roles & kARAPlaybackRendererRole) != 0));
            CHECK ((e.playbackRendererRef != nullptr) == ((roles & kARAPlaybackRendererRole) != 0));
            CHECK ((e.editorRendererInterface != nullptr) == ((roles & kARAEditorRendererRole) != 0));
            CHECK ((e.editorRendererRef != nullptr) == ((roles & kARAEditorRendererRole) != 0));
            CHECK ((e.editorViewInterface != nullptr) == ((roles & kARAEditorViewRole) != 0));
            CHECK ((e.editorViewRef != nullptr) == ((roles & kARAEditorViewRole) != 0));
            CHECK (instance.binding->isPlaybackRenderer() == (e.playbackRendererInterface != nullptr));
            CHECK (instance.binding->isEditorRenderer() == (e.editorRendererInterface != nullptr));
            CHECK (instance.binding->isEditorView() == (e.editorViewInterface != nullptr));
            CHECK ((instance.binding->renderer() != nullptr) == (e.playbackRendererInterface != nullptr));
        }

    HARP_CHECK_CLEAN (host);
    const Instance tooMuch (song.document, 7, 1);
    CHECK (takeAsserts() == std::vector<std::string> { "-1: a role is assigned that the host does not know" });
}

TEST_CASE ("every function of every role is there")
{
    const AraRuntime runtime;
    MockHost host;
    const Song song (host);
    const Instance instance (song.document, 7);
    const auto& e = instance.extension();
    CHECK (e.playbackRendererInterface->structSize == kARAPlaybackRendererInterfaceMinSize);
    CHECK (e.playbackRendererInterface->addPlaybackRegion != nullptr);
    CHECK (e.playbackRendererInterface->removePlaybackRegion != nullptr);
    CHECK (e.editorRendererInterface->structSize == kARAEditorRendererInterfaceMinSize);
    CHECK (e.editorRendererInterface->addPlaybackRegion != nullptr);
    CHECK (e.editorRendererInterface->removePlaybackRegion != nullptr);
    CHECK (e.editorRendererInterface->addRegionSequence != nullptr);
    CHECK (e.editorRendererInterface->removeRegionSequence != nullptr);
    CHECK (e.editorViewInterface->structSize == kARAEditorViewInterfaceMinSize);
    CHECK (e.editorViewInterface->notifySelection != nullptr);
    CHECK (e.editorViewInterface->notifyHideRegionSequences != nullptr);
}

TEST_CASE ("a playback renderer plays exactly the regions that it was given")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    HostRegion* second = nullptr;
    song.document.edit ([&] { second = &song.document.addRegion (*song.modification, *song.track, 0.5, 1.0); });

    Instance instance (song.document);
    instance.prepare (Song::rate, 2);
    CHECK (instance.render (24000, 48000) == silence (2, 48000));

    instance.add (*song.region);
    CHECK (instance.render (24000, 48000) == song.source->samples);

    instance.add (*second);
    auto twice = song.source->samples;
    for (auto& channel : twice)
        for (auto& sample : channel)
            sample += sample;
    CHECK (instance.render (24000, 48000) == twice);

    instance.remove (*song.region);
    CHECK (instance.render (24000, 48000) == song.source->samples);
    HARP_CHECK_CLEAN (host);

    instance.add (*second);
    instance.remove (*song.region);
    CHECK (takeAsserts() == std::vector<std::string> { "-1: the renderer has this playback region already",
                                                       "-1: the renderer does not have this playback region" });
}

TEST_CASE ("an editor renderer remembers what it was given and previews nothing")
{
    const AraRuntime runtime;
    MockHost host;
    const Song song (host);
    const Instance instance (song.document, kARAEditorRendererRole);
    const auto& e = instance.extension();
    e.editorRendererInterface->addPlaybackRegion (e.editorRendererRef, song.region->ref);
    e.editorRendererInterface->removePlaybackRegion (e.editorRendererRef, song.region->ref);
    e.editorRendererInterface->addRegionSequence (e.editorRendererRef, song.track->ref);
    e.editorRendererInterface->removeRegionSequence (e.editorRendererRef, song.track->ref);
    HARP_CHECK_CLEAN (host);

    e.editorRendererInterface->removePlaybackRegion (e.editorRendererRef, song.region->ref);
    e.editorRendererInterface->removeRegionSequence (e.editorRendererRef, song.track->ref);
    CHECK (takeAsserts() == std::vector<std::string> (2, "-1: the editor renderer does not have this object"));
}

TEST_CASE ("the host's selection reaches the session, most relevant first, without dead objects")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    auto& document = song.document;
    HostRegion* second = nullptr;
    document.edit ([&] { second = &document.addRegion (*song.modification, *song.track, 3.0, 0.25); });
    const auto firstId = document.idOf (*song.region), secondId = document.idOf (*second);
    const auto trackId = document.model().arrangement()->tracks.begin()->first;
    Instance view (document, kARAEditorViewRole);
    auto& selections = document.session().selections;

    view.select ({ second->ref, song.region->ref });
    REQUIRE (selections.size() == 1);
    CHECK (selections.back() == ara::Selection { { secondId, firstId }, {}, std::nullopt });

    const ARAContentTimeRange range { 1.0, 2.5 };
    view.select ({}, { song.track->ref }, &range);
    CHECK (selections.back() == ara::Selection { {}, { trackId }, ara::Selection::Range { 1.0, 2.5 } });

    const auto dead = second->ref;
    document.edit ([&] { document.destroy (*second); });
    view.select ({ dead, song.region->ref });
    CHECK (selections.back() == ara::Selection { { firstId }, {}, std::nullopt });

    view.select ({});
    CHECK (selections.back() == ara::Selection {});
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("the session hears when a selected object dies")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    auto& document = song.document;
    Instance view (document, kARAEditorViewRole);
    view.select ({ song.region->ref }, { song.track->ref });
    const auto before = document.session().selections.size();

    document.edit ([&] { song.document.setName ("renamed"); });
    CHECK (document.session().selections.size() == before); // still the same selection

    document.edit ([&] { document.destroy (*song.region); });
    REQUIRE (document.session().selections.size() == before + 1);
    CHECK (document.session().selections.back().regions.empty());
    CHECK (document.session().selections.back().tracks.size() == 1);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("hidden tracks are remembered until the host says otherwise")
{
    const AraRuntime runtime;
    MockHost host;
    const Song song (host);
    const Instance view (song.document, kARAEditorViewRole);
    const auto& e = view.extension();
    const auto trackId = song.document.model().arrangement()->tracks.begin()->first;
    CHECK (view.binding->hiddenTracks().empty());
    e.editorViewInterface->notifyHideRegionSequences (e.editorViewRef, 1, &song.track->ref);
    CHECK (view.binding->hiddenTracks() == std::set { trackId });
    e.editorViewInterface->notifyHideRegionSequences (e.editorViewRef, 0, nullptr);
    CHECK (view.binding->hiddenTracks().empty());
    HARP_CHECK_CLEAN (host);
}

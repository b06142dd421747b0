// SPDX-License-Identifier: GPL-3.0-or-later
#include "Song.h"

#include <algorithm>

using namespace ARA;
using namespace harp;
using namespace harp::test;

namespace
{

using Kind = Notification::Kind;

// Notes, timing, tuning and harmony unchanged; the signal is not.
constexpr ARAContentUpdateFlags soundOnly = 2 | 4 | 8 | 16;

std::vector<Notification> poll (const Song& song)
{
    auto& document = const_cast<HostDocument&> (song.document);
    document.host.notifications.clear();
    document.poll();
    return document.host.notifications;
}

model::EndpointState endpoint (const char* address)
{
    model::EndpointState state;
    state.address = address;
    return state;
}

} // namespace

TEST_CASE ("a take is told to the host at the next poll, with every region that shows it, once")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    HostRegion* second = nullptr;
    HostModification* untouched = nullptr;
    song.document.edit ([&]
    {
        second = &song.document.addRegion (*song.modification, *song.track, 4.0, 0.5);
        untouched = &song.document.addModification (*song.source, "edit-2");
        song.document.addRegion (*untouched, *song.track, 6.0, 0.5);
    });
    CHECK (poll (song).empty());

    song.commitInverted ({ 0, 1000 });
    song.commitInverted ({ 1000, 2000 });
    CHECK (host.notifications.empty()); // nothing outside of a poll
    CHECK (poll (song)
           == std::vector<Notification> { { Kind::modification, song.modification, soundOnly },
                                          { Kind::region, song.region, soundOnly },
                                          { Kind::region, second, soundOnly } });
    CHECK (poll (song).empty());
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("undo is told to the host as well, choosing the same again is not")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    const auto take = song.commitInverted ({ 0, 1000 });
    poll (song);
    REQUIRE (song.document.model().choose (song.document.idOf (*song.modification), { 0, 1000 }, model::Document::Choice { take->id, 0 }));
    CHECK (poll (song).empty());
    REQUIRE (song.document.model().undo());
    CHECK (poll (song).size() == 2);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a new endpoint is told as document data")
{
    const AraRuntime runtime;
    MockHost host;
    const Song song (host);
    song.document.model().setEndpoint (endpoint ("http://127.0.0.1:7860"));
    CHECK (poll (song) == std::vector<Notification> { { Kind::documentData, nullptr, 0 } });
    CHECK (poll (song).empty());
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("what the host did itself is not told to it")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    song.commitInverted ({ 0, 1000 });
    song.document.model().setEndpoint (endpoint ("http://127.0.0.1:7860"));
    HostArchive archive;
    REQUIRE (song.document.store (archive));
    poll (song);

    song.document.edit ([&]
    {
        song.document.clone (*song.modification, "edit-2");
        song.region->start = 3.0;
        song.document.update (*song.region);
        song.document.contentChanged (*song.source);
        song.document.setName ("renamed");
    });
    CHECK (poll (song).empty());

    song.document.enable (*song.source, false);
    song.source->rate = 96000.0;
    song.document.edit ([&] { song.document.update (*song.source); });
    song.document.enable (*song.source, true);
    CHECK (poll (song).empty());

    song.document.edit ([&] { CHECK (song.document.restore (archive)); });
    CHECK (poll (song).empty());
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("what is waiting is dropped when its object dies")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    song.commitInverted ({ 0, 1000 });
    song.document.edit ([&]
    {
        song.document.destroy (*song.region);
        song.document.destroy (*song.modification);
    });
    CHECK (poll (song).empty());
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("functions that a host does not have are not called")
{
    const AraRuntime runtime;
    HostShape shape;
    const auto sizeWithRegions = ARA_IMPLEMENTED_STRUCT_SIZE (ARAModelUpdateControllerInterface, notifyPlaybackRegionContentChanged);
    shape.modelUpdateSize = GENERATE_COPY (kARAModelUpdateControllerInterfaceMinSize, sizeWithRegions);
    shape.modelUpdates = GENERATE (true, false);
    MockHost host (shape);
    Song song (host);
    song.commitInverted ({ 0, 1000 });
    song.document.model().setEndpoint (endpoint ("http://127.0.0.1:7860"));

    const std::size_t expected = ! shape.modelUpdates ? 0 : shape.modelUpdateSize == sizeWithRegions ? 2 : 1;
    CHECK (poll (song).size() == expected);
    CHECK (poll (song).empty());
    HARP_CHECK_CLEAN (host);
}

#if ! HARP_ARA_ON_ARM
TEST_CASE ("hosts of the first ARA 2 generation get only flags that they know")
{
    const AraRuntime runtime (kARAAPIGeneration_2_0_Draft);
    MockHost host;
    Song song (host);
    song.commitInverted ({ 0, 1000 });
    for (const auto& notification : poll (song))
        CHECK (notification.flags == (2 | 4));
    CHECK (host.notifications.size() == 2);
    HARP_CHECK_CLEAN (host);
}
#endif

TEST_CASE ("nothing depends on polls: a host that never polls hears the take and stores it")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    const auto original = song.renderRegion();
    song.commitInverted ({ 0, Song::length });
    CHECK (song.renderRegion() != original);
    HostArchive archive;
    CHECK (song.document.store (archive));
    HARP_CHECK_CLEAN (host);
}

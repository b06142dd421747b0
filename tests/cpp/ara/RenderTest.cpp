// SPDX-License-Identifier: GPL-3.0-or-later
// What a host hears of the document that it has made.
#include "Song.h"

using namespace ARA;
using namespace harp;
using namespace harp::test;

TEST_CASE ("what nobody has processed sounds exactly like the source")
{
    const AraRuntime runtime;
    MockHost host;
    const int channels = GENERATE (1, 2);
    const std::int64_t length = GENERATE (1, 777, 48000);
    Song song (host, recording (channels, length));
    Instance instance (song.document);
    instance.add (*song.region);
    instance.prepare (Song::rate, channels);

    // From before the region to after it, starting in the middle of a block.
    CHECK (instance.render (23000, length + 2000) == cut (song.source->samples, -1000, length + 2000));
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a take is heard in its span, and the original around it, as soon as it is committed")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    Instance instance (song.document);
    instance.add (*song.region);
    instance.prepare (Song::rate, 2);
    CHECK (instance.render (24000, Song::length) == song.source->samples);

    song.commitInverted ({ 0, Song::length });
    const auto heard = instance.render (24000, Song::length);

    for (std::size_t channel = 0; channel < 2; ++channel)
        for (const std::size_t frame : { std::size_t { 1000 }, std::size_t { 24000 }, std::size_t { 47999 } })
            CHECK (heard[channel][frame] == -song.source->samples[channel][frame]);

    REQUIRE (song.document.model().undo());
    instance.render (24000, Song::length); // the crossfade from one to the other
    CHECK (instance.render (24000, Song::length) == song.source->samples);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("what the host has edited is what plays when the cycle has ended")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    Instance instance (song.document);
    instance.add (*song.region);
    instance.prepare (Song::rate, 2);
    instance.render (0, 1000);

    song.document.edit ([&]
    {
        song.region->start = 10.0;
        song.region->startInModification = 0.25;
        song.region->duration = 0.5;
        song.document.update (*song.region);
    });
    CHECK (instance.render (480000, 24000) == cut (song.source->samples, 12000, 24000));
    CHECK (instance.render (24000, 2000) == silence (2, 2000));

    song.document.edit ([&] { song.document.destroy (*song.region); });
    CHECK (instance.render (480000, 24000) == silence (2, 24000));
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("samples that the host has changed are heard when the cycle has ended")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    Instance instance (song.document);
    instance.add (*song.region);
    instance.prepare (Song::rate, 2);
    CHECK (instance.render (24000, Song::length) == song.source->samples);

    song.document.enable (*song.source, false);
    song.source->samples = recording (2, Song::length, 42);
    song.document.edit ([&] { song.document.contentChanged (*song.source); });
    song.document.enable (*song.source, true);
    CHECK (instance.render (24000, Song::length) == song.source->samples);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a change of notes alone fetches no samples again")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    Instance instance (song.document);
    instance.add (*song.region);
    instance.prepare (Song::rate, 2);
    instance.render (24000, Song::length);
    const int reads = song.source->reads;
    song.document.edit ([&] { song.document.contentChanged (*song.source, kARAContentUpdateSignalScopeRemainsUnchanged); });
    CHECK (instance.render (24000, Song::length) == song.source->samples);
    CHECK (song.source->reads == reads);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("without access the original is silent, and comes back with it")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    song.document.enable (*song.source, false);
    Instance instance (song.document);
    instance.add (*song.region);
    instance.prepare (Song::rate, 2);
    CHECK (instance.render (24000, 4800) == silence (2, 4800));
    song.document.enable (*song.source, true);
    CHECK (instance.render (24000, Song::length) == song.source->samples);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a take needs no access to the source")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    song.commitInverted ({ 0, Song::length });
    song.document.enable (*song.source, false);
    const auto heard = song.renderRegion();
    CHECK (heard[0][24000] == -song.source->samples[0][24000]);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("reads that fail are silence, and end")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    song.source->readsFail = true;
    CHECK (song.renderRegion() == silence (2, Song::length));
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a stopped transport is silent")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    Instance instance (song.document);
    instance.add (*song.region);
    instance.prepare (Song::rate, 2);
    instance.render (24000, 4096);
    instance.render (28096, 4096, false); // whatever fades out
    CHECK (instance.render (24000, 4096, false) == silence (2, 4096));
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("two regions of one modification show the same take at their places")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    HostRegion* second = nullptr;
    song.document.edit ([&] { second = &song.document.addRegion (*song.modification, *song.track, 5.0, 0.5, 0.25); });
    song.commitInverted ({ 0, Song::length });
    Instance instance (song.document);
    instance.add (*song.region);
    instance.add (*second);
    instance.prepare (Song::rate, 2);
    const auto all = instance.render (24000, Song::length);
    const auto part = instance.render (240000, 24000);
    CHECK (part[0][10000] == all[0][22000]);
    CHECK (part[1][10000] == -song.source->samples[1][22000]);
    HARP_CHECK_CLEAN (host);
}

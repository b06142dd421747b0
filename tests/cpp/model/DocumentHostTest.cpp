// SPDX-License-Identifier: GPL-3.0-or-later
#include "DocumentFixture.h"

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using namespace harp::model;
using namespace harp::test;

namespace
{

class FakeReader final : public SampleReader
{
public:
    FakeReader (std::function<void()> whenDestroyed) : destroyed (std::move (whenDestroyed)) {}
    ~FakeReader() override { destroyed(); }
    FakeReader (const FakeReader&) = delete;
    FakeReader& operator= (const FakeReader&) = delete;

    Outcome read (core::Frame, core::Frame, float* const*) override { return Outcome::ok; }
    bool isAvailable() const override { return true; }
    int channels() const override { return 1; }
    core::Frame frames() const override { return 1; }
    double rate() const override { return 1.0; }

private:
    std::function<void()> destroyed;
};

} // namespace

TEST_CASE ("a document shows what the host told it")
{
    Document document;
    document.setName ("Song");
    const auto track = document.addTrack ({ "Guitar", 3, Colour { 1.0f, 0.5f, 0.0f } });
    const auto source = document.addSource ({ "s", "take 1.wav", 1000, 48000.0, 2, nullptr });
    const auto modification = document.addModification (source, "m", "Modification");
    const auto region = document.addRegion ({ modification, track, "Region", std::nullopt, 0.25, 10.0, 1.5 });

    const auto a = document.arrangement();
    CHECK (a->name == "Song");
    CHECK (a->tracks.at (track).name == "Guitar");
    CHECK (a->tracks.at (track).order == 3);
    CHECK (a->sources.at (source).persistentId == "s");
    CHECK (a->modificationOf (a->regions.at (region))->persistentId == "m");
    CHECK (a->sourceOf (a->modifications.at (modification))->name == "take 1.wav");
    CHECK (a->spanOf (a->regions.at (region)) == core::Span { 12000, 84000 });

    document.setTrack (track, { "Bass", 4, std::nullopt });
    document.setModification (modification, "m2", "New name");
    document.setRegion (region, { modification, track, "Moved", std::nullopt, 0.0, 20.0, 2.0 });

    const auto b = document.arrangement();
    CHECK (b->tracks.at (track).name == "Bass");
    CHECK (b->modifications.at (modification).persistentId == "m2");
    CHECK (b->regions.at (region).start == 20.0);
    CHECK (a->tracks.at (track).name == "Guitar"); // a copy does not change

    document.removeRegion (region);
    document.removeModification (modification);
    document.removeSource (source);
    document.removeTrack (track);

    const auto c = document.arrangement();
    CHECK (c->regions.empty());
    CHECK (c->modifications.empty());
    CHECK (c->sources.empty());
    CHECK (c->tracks.empty());
}

TEST_CASE ("ids are never used twice, and unknown ones change nothing")
{
    Document document;
    const auto first = document.addTrack ({});
    document.removeTrack (first);
    CHECK (document.addTrack ({}) != first);

    const auto revision = document.revision();
    document.setTrack (first, { "x", 0, std::nullopt });
    document.removeTrack (first);
    document.setSource (SourceId { 99 }, {});
    document.setModification (ModificationId { 99 }, "", "");
    document.removeModification (ModificationId { 99 });
    document.setRegion (RegionId { 99 }, {});
    document.removeRegion (RegionId { 99 });
    document.restoreModification (ModificationId { 99 }, {}, {});
    CHECK (document.revision() == revision);
}

TEST_CASE ("every change raises the revision, reading does not")
{
    Document document;
    auto last = document.revision();
    const auto rose = [&] { return std::exchange (last, document.revision()) < last; };

    const auto source = document.addSource ({});
    CHECK (rose());
    document.addModification (source, "", "");
    CHECK (rose());
    document.setEndpoint ({});
    CHECK (rose());
    (void) document.arrangement();
    (void) document.endpoint();
    (void) document.takeChanges();
    CHECK_FALSE (rose());
}

TEST_CASE ("a source without a reader has one that is silent and never available")
{
    DocumentFixture f;
    const auto reader = f.document.arrangement()->sources.at (f.source).reader;
    REQUIRE (reader != nullptr);
    CHECK_FALSE (reader->isAvailable());
    CHECK (reader->channels() == 2);
    CHECK (reader->frames() == 441000);

    core::Audio audio = floatAudio (2, 5, 44100.0);
    float* buffers[] = { audio.channel (0), audio.channel (1) };
    CHECK (reader->read (0, 5, buffers) == SampleReader::Outcome::unavailable);
    CHECK (isBitIdentical (audio, core::Audio (2, 5, 44100.0)));

    f.document.setSource (f.source, { "source", "Source", 100, 44100.0, 4, nullptr });
    CHECK (f.document.arrangement()->sources.at (f.source).reader->channels() == 4);
}

TEST_CASE ("new properties without a reader keep the reader")
{
    DocumentFixture f;
    const auto reader = std::make_shared<FakeReader> ([] {});
    f.document.setSource (f.source, { "source", "Source", 100, 44100.0, 1, reader });
    f.document.setSource (f.source, { "source", "Renamed", 100, 44100.0, 1, nullptr });
    CHECK (f.document.arrangement()->sources.at (f.source).reader == reader);
    CHECK (f.document.arrangement()->sources.at (f.source).name == "Renamed");
}

TEST_CASE ("a reader that is let go of is destroyed while the document can be used")
{
    Document document;
    int destroyed = 0;
    const auto reader = [&]
    {
        return std::make_shared<FakeReader> ([&]
        {
            (void) document.revision();
            (void) document.arrangement(); // would wait for ever if the mutex were held
            ++destroyed;
        });
    };

    const auto source = document.addSource ({ "s", "", 1, 1.0, 1, reader() });
    (void) document.arrangement(); // the last owner is the document's own copy
    document.setSource (source, { "s", "", 1, 1.0, 1, reader() });
    CHECK (destroyed == 1);
    (void) document.arrangement();
    document.removeSource (source);
    CHECK (destroyed == 2);
}

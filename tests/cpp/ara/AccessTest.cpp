// SPDX-License-Identifier: GPL-3.0-or-later
// Who may read the samples of a source, and when.
#include "Song.h"

#include <future>

using namespace ARA;
using namespace harp;
using namespace harp::test;

namespace
{

using Outcome = model::SampleReader::Outcome;

struct Read
{
    Outcome outcome;
    Samples samples;
};

std::shared_ptr<model::SampleReader> readerOf (const HostDocument& document)
{
    return document.model().arrangement()->sources.begin()->second.reader;
}

Read read (model::SampleReader& reader, std::int64_t start, std::int64_t count)
{
    Samples samples (static_cast<std::size_t> (reader.channels()), std::vector<float> (static_cast<std::size_t> (count), 7.0f));
    std::vector<float*> buffers;

    for (auto& channel : samples)
        buffers.push_back (channel.data());

    const auto outcome = reader.read (start, count, buffers.data());
    return { outcome, std::move (samples) };
}

template <typename Condition>
bool becomesTrue (Condition&& condition)
{
    for (const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds (120); std::chrono::steady_clock::now() < deadline;)
    {
        if (condition())
            return true;

        std::this_thread::yield();
    }

    return false;
}

} // namespace

TEST_CASE ("samples can be read exactly while access is on")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    const auto reader = readerOf (song.document);
    CHECK (reader->isAvailable());
    CHECK (read (*reader, 100, 50).samples == cut (song.source->samples, 100, 50));

    song.document.enable (*song.source, false);
    CHECK_FALSE (reader->isAvailable());
    CHECK (song.source->readers == 0);
    const auto off = read (*reader, 100, 50);
    CHECK (off.outcome == Outcome::unavailable);
    CHECK (off.samples == silence (2, 50));

    song.document.enable (*song.source, true);
    CHECK (read (*reader, 100, 50).outcome == Outcome::ok);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("switching access to what it is already does nothing")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    song.document.enable (*song.source, true);
    CHECK (song.source->readers == 1);
    song.document.enable (*song.source, false);
    song.document.enable (*song.source, false);
    CHECK (song.source->readers == 0);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("access may be switched between a source and its modification, inside of a cycle")
{
    const AraRuntime runtime;
    MockHost host;
    HostDocument document (host);
    document.edit ([&]
    {
        auto& source = document.addSource ("source", recording (1, 100), 48000.0);
        document.enable (source);
        document.addModification (source, "edit");
        CHECK (source.readers == 1);
    });
    CHECK (read (*readerOf (document), 0, 100).outcome == Outcome::ok);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("listeners hear that a source can, or cannot, be read")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    const auto before = song.document.model().revision();
    song.document.enable (*song.source, false);
    CHECK (song.document.model().revision() > before);
}

TEST_CASE ("what lies outside of the source is silence, and the host is not asked for it")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    const auto reader = readerOf (song.document);
    const auto all = song.source->samples;

    for (const auto& [start, count] : { std::pair { -10, 20 }, { 47990, 20 }, { -100, 48200 }, { -50, 20 }, { 60000, 10 }, { 0, 0 } })
    {
        INFO (start << " " << count);
        const auto result = read (*reader, start, count);
        CHECK (result.outcome == Outcome::ok);
        CHECK (result.samples == cut (all, start, count));
    }

    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("long reads are handed to the host in pieces")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host, recording (1, 200001));
    const auto result = read (*readerOf (song.document), 0, 200001);
    CHECK (result.samples == song.source->samples);
    CHECK (song.source->longestRead == 65536);
    CHECK (song.source->reads == 4);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a failing read is silence and not the same as no access")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    song.source->readsFail = true;
    const auto result = read (*readerOf (song.document), 0, 100);
    CHECK (result.outcome == Outcome::failed);
    CHECK (result.samples == silence (2, 100));
    song.source->readsFail = false;
    CHECK (read (*readerOf (song.document), 0, 100).outcome == Outcome::ok);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a host that gives no reader leaves the source unavailable")
{
    const AraRuntime runtime;
    MockHost host;
    host.givesReaders = false;
    Song song (host);
    CHECK_FALSE (readerOf (song.document)->isAvailable());
    CHECK (read (*readerOf (song.document), 0, 10).outcome == Outcome::unavailable);
    song.document.enable (*song.source, false);
    host.givesReaders = true;
    song.document.enable (*song.source, true);
    CHECK (read (*readerOf (song.document), 0, 10).outcome == Outcome::ok);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("the end of access waits for a running read, and no further piece is read")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host, recording (1, 1000000));
    const auto reader = readerOf (song.document);

    song.source->slowDisk->sleep();
    auto reading = std::async (std::launch::async, [&] { return read (*reader, 0, 1000000); });
    REQUIRE (becomesTrue ([&] { return song.source->waitingReads == 1; }));

    // The disk wakes up only when the plug-in is seen to be waiting for it.
    std::thread disk ([&, slowDisk = song.source->slowDisk]
    {
        becomesTrue ([&] { return ! reader->isAvailable(); });
        slowDisk->wake();
    });

    if (GENERATE (true, false))
        song.document.enable (*song.source, false);
    else
        song.document.close(); // access still on

    const auto result = reading.get();
    disk.join();
    CHECK (result.outcome == Outcome::unavailable);
    CHECK (result.samples == silence (1, 1000000));
    CHECK (host.openReaders == 0);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("reads from many threads are given to the host one after the other")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host, recording (2, 300000));
    const auto reader = readerOf (song.document);
    std::vector<std::future<bool>> readers;

    for (int i = 0; i < 4; ++i)
        readers.push_back (std::async (std::launch::async, [&, i]
        {
            return read (*reader, i * 1000, 200000).samples == cut (song.source->samples, i * 1000, 200000);
        }));

    for (auto& one : readers)
        CHECK (one.get());

    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a source gets a new format while access is off; who still holds the old reader does no harm")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    const auto old = readerOf (song.document);
    song.document.enable (*song.source, false);
    song.source->samples = recording (1, 500, 9);
    song.source->rate = 96000.0;
    song.document.edit ([&] { song.document.update (*song.source); });
    song.document.enable (*song.source);

    const auto fresh = readerOf (song.document);
    CHECK (fresh->channels() == 1);
    CHECK (fresh->frames() == 500);
    CHECK (fresh->rate() == 96000.0);
    CHECK (read (*fresh, 0, 500).samples == song.source->samples);
    CHECK (old->channels() == 2);
    CHECK (read (*old, 0, 500).outcome == Outcome::unavailable);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("a format that changes while access is on is told to the host, and read correctly")
{
    const AraRuntime runtime;
    MockHost host;
    Song song (host);
    song.source->samples = recording (1, 500, 9);
    song.document.edit ([&] { song.document.update (*song.source); });
    CHECK (takeAsserts() == std::vector<std::string> { "-2: length, rate or channel count of a source changed while its samples can be read" });
    CHECK (read (*readerOf (song.document), 0, 500).samples == song.source->samples);
    CHECK (song.source->readers == 1);
    HARP_CHECK_CLEAN (host);
}

TEST_CASE ("the reader of a destroyed source answers, but never asks the host")
{
    const AraRuntime runtime;
    MockHost host;
    std::shared_ptr<model::SampleReader> reader;

    {
        Song song (host);
        reader = readerOf (song.document);
    }

    CHECK_FALSE (reader->isAvailable());
    CHECK (read (*reader, 0, 100).outcome == Outcome::unavailable);
    HARP_CHECK_CLEAN (host);
}

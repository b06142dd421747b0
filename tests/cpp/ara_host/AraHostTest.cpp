// SPDX-License-Identifier: MIT
// The ARA host drives a real plug-in binary: sound, edits during renders, readers on several threads, both orders of ending.
#include "Host.h"
#include "HostError.h"
#include "Instance.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <atomic>
#include <future>

using namespace harp::host;

namespace
{

constexpr auto rate = 1000;

// A document with one region: samples 500..1500 of a ramp, at 2 s.
struct Song
{
    explicit Song (const std::string& name = "Song") : host (Host::open (HARP_PROBE, {})), document (host->newDocument (name, {}))
    {
        Samples ramp (2, std::vector<float> (2000));

        for (std::size_t i = 0; i < 2000; ++i)
            ramp[0][i] = -(ramp[1][i] = static_cast<float> (i + 1) / 4000.0f);

        document->beginEditing();
        const auto context = document->createContext ({ "Song", 0, {}, {} });
        const auto track = document->createSequence ({ context, "Vocals", 0, {} });
        source = std::make_shared<AudioSource>();
        source->persistentId = "source-1";
        source->sampleRate = rate;
        source->samples = std::make_shared<const Samples> (ramp);
        document->createSource (source);
        const auto modification = document->createModification ({ source, "", "modification-1" });
        region = document->createRegion ({ modification, track, "", {}, 0.5, 1.0, 2.0, 1.0 });
        document->endEditing();
    }

    std::shared_ptr<Instance> renderer (bool offline = false)
    {
        auto instance = Instance::create (host, document, { 7, ARA::kARAPlaybackRendererRole }, true);
        instance->addRegion (region);
        instance->activate ({ rate, 64, 2, offline });
        return instance;
    }

    bool broke (const std::string& category) const
    {
        const auto list = document->violations();
        return std::ranges::any_of (list, [&] (auto& v) { return v.category == category; });
    }

    std::shared_ptr<Host> host;
    std::shared_ptr<Document> document;
    SourcePtr source;
    RegionPtr region;
};

} // namespace

TEST_CASE ("a region sounds at its place, sample by sample")
{
    Song song;
    song.document->setSampleAccess (*song.source, true);
    RenderRequest request;
    request.start = 1990;
    request.frames = 1100;
    request.blocks = { 1, 64, 7 };
    const auto output = song.renderer()->render (request);

    for (std::size_t i = 0; i < 1100; ++i)
    {
        const auto expected = i >= 10 && i < 1010 ? static_cast<float> (i - 10 + 500 + 1) / 4000.0f : 0.0f;
        REQUIRE (output[2 * i + 1] == expected);
        REQUIRE (output[2 * i] == -expected);
    }

    REQUIRE (song.document->violations().empty());
}

TEST_CASE ("edits and sample access change while a render runs")
{
    Song song;
    song.document->setSampleAccess (*song.source, true);
    const auto renderer = song.renderer();
    RenderRequest request;
    request.frames = 400000;
    auto running = std::async (std::launch::async, [&] { return renderer->render (request); });
    auto edits = 0;

    do
    {
        song.document->beginEditing();
        song.region->startInPlayback = 1.0 + edits % 10;
        song.document->updateRegion (*song.region);
        song.document->setSampleAccess (*song.source, edits % 2 == 0);
        song.document->endEditing();
        ++edits;
    }
    while (running.wait_for (std::chrono::seconds (0)) != std::future_status::ready);

    REQUIRE (running.get().size() == 800000);
    REQUIRE (edits > 1);
    REQUIRE (song.document->violations().empty());
}

TEST_CASE ("reads of one reader on several threads are noticed and harm nobody")
{
    Song song ("concurrent-reads");
    song.source->faults.delayMilliseconds = 1;
    song.document->setSampleAccess (*song.source, true);
    REQUIRE (song.broke ("reader"));
}

TEST_CASE ("a callback on a foreign thread is noticed and refused")
{
    Song song ("reader-on-thread");
    song.document->setSampleAccess (*song.source, true);
    REQUIRE (song.broke ("thread"));
    REQUIRE (song.document->openReaders (nullptr) == 1);
}

TEST_CASE ("a document may end before its instances, and after them")
{
    for (const auto documentFirst : { true, false })
    {
        Song song;
        song.document->setSampleAccess (*song.source, true);
        const auto renderer = song.renderer();
        documentFirst ? song.document->close() : renderer->close();
        documentFirst ? renderer->close() : song.document->close();
        REQUIRE (song.document->violations().empty());
        song.host->close();
        REQUIRE_THROWS_AS (song.document->notifyModelUpdates(), HostError);
    }
}

TEST_CASE ("what belongs to the model thread is refused elsewhere")
{
    Song song;
    auto refused = std::async (std::launch::async, [&]
    {
        REQUIRE_THROWS_AS (song.document->beginEditing(), HostError);
        return true;
    });
    REQUIRE (refused.get());
}

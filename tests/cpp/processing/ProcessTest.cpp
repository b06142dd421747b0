// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeBridge.h"

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using processing::JobStage;
using test::FakeReader;

namespace
{

core::AudioPtr audioOf (const model::TakePtr& take, std::size_t output = 0)
{
    return take->outputs.at (output).audio->decode().value();
}

bool isSource (const core::Audio& audio, core::Frame start, float factor)
{
    for (int c = 0; c < audio.channels(); ++c)
        for (core::Frame i = 0; i < audio.frames(); ++i)
            if (audio.channel (c)[i] != factor * FakeReader::sampleAt (c, start + i))
                return false;

    return true;
}

} // namespace

TEST_CASE ("a region goes to the endpoint and comes back as a take that sounds in its span")
{
    test::Bench bench;
    bench.load ("gain");
    REQUIRE (bench.processor->set ("Gain", "0.5").ok());
    const auto region = bench.song.addRegion (1.0, 5.0, 2.0);
    const auto ids = bench.process ({ region });
    const auto jobs = bench.finished();

    REQUIRE (jobs.size() == 1);
    CHECK (jobs[0].id == ids[0]);
    CHECK (jobs[0].stage == JobStage::done);
    CHECK (jobs[0].endpointName == "Fake gain");
    CHECK (jobs[0].regions == std::vector { region });

    const auto modification = bench.song.modificationNow();
    REQUIRE (modification.takes.size() == 1);
    const auto& take = modification.takes[0];
    CHECK (take->id == jobs[0].take);
    CHECK (take->span == core::Span { 8000, 24000 });
    REQUIRE (modification.comp.segments().size() == 1);
    CHECK (modification.comp.segments()[0] == model::CompSegment { { 8000, 24000 }, take->id, 0 });

    const auto audio = audioOf (take);
    CHECK (audio->channels() == 2);
    CHECK (audio->frames() == 16000);
    CHECK (isSource (*audio, 8000, 0.5f));
}

TEST_CASE ("the worker gets the address, every control and exactly the span")
{
    test::Bench bench;
    bench.load ("gain");
    bench.process ({ bench.song.addRegion (0.25, 0.0, 0.125) });
    bench.finished();

    const auto sent = bench.fake.received ("process");
    REQUIRE (sent.size() == 1);
    CHECK (sent[0]["address"] == "http://127.0.0.1:1/gain");
    CHECK (sent[0]["values"] == nlohmann::json ({ { "1", 2 }, { "2", "" } }));
    REQUIRE (sent[0]["audio"].size() == 1);
    CHECK (sent[0]["audio"][0]["input"] == "0");
    CHECK (sent[0]["audio"][0]["frames"] == 1000);
    CHECK (sent[0]["audio"][0]["channels"] == 2);
    CHECK (sent[0]["audio"][0]["rate"] == 8000.0);
}

TEST_CASE ("equal spans are sent once, and every region hears the result")
{
    test::Bench bench;
    bench.load ("gain");
    const auto a = bench.song.addRegion (1.0, 0.0, 1.0), b = bench.song.addRegion (1.0, 6.0, 1.0), c = bench.song.addRegion (2.0, 8.0, 1.0);
    CHECK (bench.process ({ a, b, c }).size() == 2);
    const auto jobs = bench.finished();

    CHECK (bench.fake.received ("process").size() == 2);
    CHECK (jobs[0].regions == std::vector { a, b });
    CHECK (bench.song.takes().size() == 2);
}

TEST_CASE ("several audio outputs are the outputs of one take")
{
    test::Bench bench;
    bench.load ("stems");
    bench.process ({ bench.song.addRegion (0.0, 0.0, 1.0) });
    bench.finished();

    REQUIRE (bench.song.takes().size() == 1);
    const auto take = bench.song.takes()[0];
    REQUIRE (take->outputs.size() == 2);
    CHECK (take->outputs[0].label == "same");
    CHECK (take->outputs[1].label == "inverted");
    CHECK (isSource (*audioOf (take, 0), 0, 1.0f));
    CHECK (isSource (*audioOf (take, 1), 0, -1.0f));
}

TEST_CASE ("a longer result keeps its tail in the take and paints the span alone")
{
    test::Bench bench;
    bench.load ("longer");
    bench.process ({ bench.song.addRegion (0.0, 0.0, 1.0) });
    bench.finished();

    const auto modification = bench.song.modificationNow();
    REQUIRE (modification.takes.size() == 1);
    CHECK (audioOf (modification.takes[0])->frames() == 12000);
    CHECK (modification.comp.segments()[0].span == core::Span { 0, 8000 });
    CHECK (modification.takes[0]->notesJson.find ("longer") != std::string::npos);
    CHECK (modification.takes[0]->notesJson.find ("16 bits") != std::string::npos);
    CHECK (modification.takes[0]->dataJson.find ("labels") != std::string::npos);
}

TEST_CASE ("an endpoint without audio input makes sound for the place of a region")
{
    test::Bench bench;
    bench.load ("text-only");
    bench.song.reader->available = false;
    bench.process ({ bench.song.addRegion (1.0, 0.0, 1.0) });
    CHECK (bench.finished()[0].stage == JobStage::done);

    CHECK (bench.song.reader->reads == 0);
    CHECK (bench.fake.received ("process")[0]["audio"].empty());
    CHECK (bench.fake.received ("process")[0]["duration"] == 1.0);
    CHECK_FALSE (bench.fake.received ("process")[0]["group"].get<std::string>().empty());
    REQUIRE (bench.song.takes().size() == 1);
    CHECK (audioOf (bench.song.takes()[0])->channel (0)[0] == 0.25f);
}

TEST_CASE ("the jobs of a document are one group, those of another document another")
{
    const auto groupsOf = [] (int jobs)
    {
        test::Bench bench;
        bench.load ("gain");
        std::vector<std::string> groups;

        for (int i = 0; i < jobs; ++i)
            bench.process ({ bench.song.addRegion (i, 0.0, 1.0) });

        bench.finished();

        for (const auto& request : bench.fake.received ("process"))
            groups.push_back (request["group"]);

        return groups;
    };

    const auto one = groupsOf (2), other = groupsOf (1);
    REQUIRE (one.size() == 2);
    REQUIRE (other.size() == 1);
    CHECK (one[0] == one[1]);
    CHECK (one[0] != other[0]);
}

TEST_CASE ("optional inputs that are not there do not stand in the way")
{
    for (const auto* mode : { "takes-midi", "takes-second" })
    {
        test::Bench bench;
        bench.load (mode);
        bench.process ({ bench.song.addRegion (0.0, 0.0, 1.0) });
        CHECK (bench.finished()[0].stage == JobStage::done);
        CHECK (bench.fake.received ("process")[0]["audio"].size() == 1);
    }
}

TEST_CASE ("an endpoint that came with the project can be used without loading it again")
{
    test::Bench bench;
    auto restored = test::endpointAt ("http://127.0.0.1:1/gain", test::plainInputs);
    restored.valuesJson = R"({"1": 4})";
    bench.song.document->setEndpoint (restored);

    bench.process ({ bench.song.addRegion (0.0, 0.0, 1.0) });
    CHECK (bench.finished()[0].stage == JobStage::done);
    CHECK (bench.fake.received ("describe").empty());
    CHECK (isSource (*audioOf (bench.song.takes()[0]), 0, 4.0f));
}

TEST_CASE ("what a job tells on its way is seen")
{
    test::Bench bench;
    bench.load ("at-queued");
    const auto id = bench.process ({ bench.song.addRegion (0.0, 0.0, 1.0) })[0];
    REQUIRE (bench.waitForStage (id, JobStage::queued));

    const auto job = bench.job (id);
    CHECK (job.queueRank == 2);
    CHECK (job.queueSize == 5);
    CHECK (job.etaSeconds == 1.5);
    CHECK (job.message == "patience");
    CHECK (job.seconds >= 0.0);
    CHECK (job.isOpen());
}

TEST_CASE ("undo, redo, choose and delete work on what was processed")
{
    test::Bench bench;
    auto& document = *bench.song.document;
    bench.load ("gain");
    const auto region = bench.song.addRegion (1.0, 0.0, 1.0);
    bench.process ({ region });
    bench.finished();
    bench.process ({ region });
    bench.finished();

    const auto takes = bench.song.takes();
    REQUIRE (takes.size() == 2);
    CHECK (bench.song.modificationNow().comp.segments()[0].take == takes[1]->id);

    REQUIRE (document.undo().ok());
    CHECK (bench.song.modificationNow().comp.segments()[0].take == takes[0]->id);
    REQUIRE (document.redo().ok());
    REQUIRE (document.choose (bench.song.modification, takes[0]->span, model::Document::Choice { takes[0]->id, 0 }).ok());
    CHECK (bench.song.modificationNow().comp.segments()[0].take == takes[0]->id);
    REQUIRE (document.deleteTake (bench.song.modification, takes[0]->id).ok());
    CHECK (bench.song.modificationNow().comp.isEmpty());
    CHECK (bench.song.takes().size() == 1);
}

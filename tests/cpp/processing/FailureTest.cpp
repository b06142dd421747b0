// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeBridge.h"

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using core::ErrorCode;
using processing::JobStage;

namespace
{

// Processes one region with a model that fails; the document must stay as it was.
core::Error failureOf (test::Bench& bench, const std::string& mode)
{
    bench.load (mode);
    bench.process ({ bench.song.addRegion (0.5, 0.0, 1.0) });
    const auto job = bench.finished().back();
    REQUIRE (job.stage == JobStage::failed);
    REQUIRE (job.error.has_value());
    CHECK (job.take.empty());
    CHECK (bench.song.takes().empty());
    CHECK (bench.song.modificationNow().comp.isEmpty());
    CHECK_FALSE (bench.song.document->canUndo());
    return *job.error;
}

} // namespace

TEST_CASE ("an error of the model ends the job with the server's own words")
{
    test::Bench bench;
    const auto error = failureOf (bench, "fail");
    CHECK (error.code == ErrorCode::serverError);
    CHECK (error.message == "CUDA out of memory");
    CHECK (error.detail == "gr.Error");
}

TEST_CASE ("results that are no usable audio end the job and leave no take")
{
    test::Bench bench;
    CHECK (failureOf (bench, "silent").code == ErrorCode::resultMissing);
    CHECK (failureOf (bench, "wide").code == ErrorCode::resultInvalid);
    CHECK (failureOf (bench, "slow-rate").code == ErrorCode::resultInvalid);
    CHECK (failureOf (bench, "endless").code == ErrorCode::resultTooLarge);
}

TEST_CASE ("a worker that dies fails the job, and the next job gets a fresh one")
{
    test::Bench bench;
    CHECK (failureOf (bench, "die").code == ErrorCode::workerLost);
    bench.load ("gain");
    bench.process ({ bench.song.addRegion (0.5, 0.0, 1.0) });
    CHECK (bench.finished().back().stage == JobStage::done);
}

TEST_CASE ("a region that cannot be read fails before anything is sent")
{
    test::Bench bench;
    bench.song.reader->failAtRead = 1;
    CHECK (failureOf (bench, "gain").code == ErrorCode::regionUnreadable);
    CHECK (bench.fake.received ("process").empty());
}

TEST_CASE ("a source that goes away while it is read fails before anything is sent")
{
    test::Bench bench;
    bench.load ("gain");
    bench.song.reader->shutGate();
    bench.process ({ bench.song.addRegion (0.5, 0.0, 1.0) });
    REQUIRE (test::waitFor ([&] { return bench.song.reader->waiting == 1; }));
    bench.song.reader->available = false;
    bench.song.reader->openGate();

    const auto job = bench.finished().back();
    REQUIRE (job.error.has_value());
    CHECK (job.error->code == ErrorCode::sourceUnavailable);
    CHECK (bench.fake.received ("process").empty());
}

TEST_CASE ("endpoints that need what nobody can give are refused by name when they are loaded")
{
    test::Bench bench;

    for (const auto& [address, input] : { std::pair { "needs-midi", "" }, std::pair { "needs-second", "Reference" } })
    {
        REQUIRE (bench.processor->load ("http://127.0.0.1:1/" + std::string (address)).ok());
        REQUIRE (test::waitFor ([&] { return bench.processor->loadState().phase == LoadState::Phase::failed; }));
        const auto error = bench.processor->loadState().error.value();
        CHECK (error.code == ErrorCode::inputsUnsupported);
        CHECK (error.detail.find (input) != std::string::npos);
        CHECK_FALSE (bench.song.document->endpoint().description.has_value());
    }
}

TEST_CASE ("when one of several regions cannot be processed, none is")
{
    test::Bench bench;
    bench.load ("gain");
    const auto good = bench.song.addRegion (0.5, 0.0, 1.0), empty = bench.song.addRegion (0.5, 0.0, 0.0);
    CHECK (bench.processor->process ({ good, empty }).error().code == ErrorCode::regionEmpty);
    CHECK (bench.processor->jobs().empty());
    CHECK (bench.fake.received ("process").empty());
}

TEST_CASE ("a modification that goes away during the job fails it")
{
    test::Bench bench;
    bench.load ("gain");
    bench.song.reader->shutGate();
    const auto region = bench.song.addRegion (0.5, 0.0, 1.0);
    bench.process ({ region });
    REQUIRE (test::waitFor ([&] { return bench.song.reader->waiting == 1; }));
    bench.song.document->removeRegion (region);
    bench.song.document->removeModification (bench.song.modification);
    bench.song.reader->openGate();

    const auto job = bench.finished().back();
    REQUIRE (job.error.has_value());
    CHECK (job.error->code == ErrorCode::regionUnknown);
}

TEST_CASE ("a take that cannot be made ready to play is not committed")
{
    test::Bench bench;
    processing::Surroundings surroundings;
    surroundings.prepareTake = [] (const model::TakePtr&) { return core::Status (core::Error { ErrorCode::outOfMemory, {}, {} }); };
    bench.processor = std::make_unique<processing::Processor> (bench.song.document, bench.fake.bridge, surroundings);
    CHECK (failureOf (bench, "gain").code == ErrorCode::outOfMemory);
}

TEST_CASE ("something thrown on the way fails the job instead of the host")
{
    test::Bench bench;
    processing::Surroundings surroundings;
    surroundings.prepareTake = [] (const model::TakePtr&) -> core::Status { throw std::runtime_error ("disk on fire"); };
    bench.processor = std::make_unique<processing::Processor> (bench.song.document, bench.fake.bridge, surroundings);
    const auto error = failureOf (bench, "gain");
    CHECK (error.code == ErrorCode::internal);
    CHECK (error.detail == "disk on fire");
}

TEST_CASE ("without a worker program the job says that it is missing")
{
    test::Song song;
    song.document->setEndpoint (test::endpointAt ("http://127.0.0.1:1/gain", test::plainInputs));
    bridge::Config config;
    config.worker = "/nowhere/harp_worker";
    config.python = "/bin/sh";
    const auto bridge = std::make_shared<bridge::Bridge> (config);
    processing::Processor processor (song.document, bridge, {});
    REQUIRE (processor.process ({ song.addRegion (0.5, 0.0, 1.0) }).ok());
    REQUIRE (test::waitFor ([&] { return ! processor.jobs()[0].isOpen(); }));
    REQUIRE (processor.jobs()[0].error.has_value());
    CHECK (processor.jobs()[0].error->code == ErrorCode::workerMissing);
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeBridge.h"

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using core::ErrorCode;
using processing::JobStage;

TEST_CASE ("without consent nothing of a region is read or reaches the worker")
{
    test::Bench bench;
    bench.loadAddress ("https://lab.example/gain"); // says of itself that it is local
    const auto region = bench.song.addRegion (0.5, 0.0, 1.0);

    const auto refused = bench.processor->process ({ region });
    REQUIRE_FALSE (refused.ok());
    CHECK (refused.error().code == ErrorCode::consentRequired);
    CHECK (bench.song.reader->reads == 0);
    CHECK (bench.processor->jobs().empty());

    bench.allowed.insert ("other.example");
    CHECK (bench.processor->process ({ region }).error().code == ErrorCode::consentRequired);
    CHECK (bench.fake.received ("process").empty());

    bench.allowed.insert ("lab.example");
    bench.process ({ region });
    CHECK (bench.finished()[0].stage == JobStage::done);
    CHECK (bench.fake.received ("process").size() == 1);
}

TEST_CASE ("consent that is taken back while a region is read stops it before it leaves")
{
    test::Bench bench;
    bench.loadAddress ("https://lab.example/gain");
    bench.allowed.insert ("lab.example");
    bench.song.reader->shutGate();
    bench.process ({ bench.song.addRegion (0.5, 0.0, 1.0) });
    REQUIRE (test::waitFor ([&] { return bench.song.reader->waiting == 1; }));
    bench.allowed.clear();
    bench.song.reader->openGate();

    const auto job = bench.finished()[0];
    REQUIRE (job.error.has_value());
    CHECK (job.error->code == ErrorCode::consentRequired);
    CHECK (bench.fake.received ("process").empty());
}

TEST_CASE ("an endpoint from a project is believed in nothing that concerns consent")
{
    test::Bench bench;
    const auto region = bench.song.addRegion (0.5, 0.0, 1.0);

    // Its description claims the host localhost in each case.
    for (const auto* address : { "https://evil.example/gain", "http://localhost.evil.example/gain", "http://127.0.0.1.evil.example/gain" })
    {
        bench.song.document->setEndpoint (test::endpointAt (address, test::plainInputs));
        CHECK (bench.processor->process ({ region }).error().code == ErrorCode::consentRequired);
    }

    bench.song.document->setEndpoint (test::endpointAt ("http://localhost@evil.example/gain", test::plainInputs));
    CHECK (bench.processor->process ({ region }).error().code == ErrorCode::addressInvalid);
    CHECK (bench.fake.received().empty());
}

TEST_CASE ("this machine needs no consent")
{
    test::Bench bench;
    bench.loadAddress ("http://localhost:1/gain");
    bench.process ({ bench.song.addRegion (0.5, 0.0, 1.0) });
    CHECK (bench.finished()[0].stage == JobStage::done);
}

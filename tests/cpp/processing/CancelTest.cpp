// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeBridge.h"

#include <catch2/catch_test_macros.hpp>

using namespace harp;
using processing::JobStage;

TEST_CASE ("a job is cancelled at once while its region is read, and nothing is sent")
{
    test::Bench bench;
    bench.load ("gain");
    bench.song.reader->shutGate();
    const auto id = bench.process ({ bench.song.addRegion (0.5, 0.0, 1.0) })[0];
    REQUIRE (test::waitFor ([&] { return bench.song.reader->waiting == 1; }));

    bench.processor->cancel (id);
    CHECK (bench.job (id).stage == JobStage::cancelled); // the reader still holds on

    bench.song.reader->openGate();
    bench.processor->close();
    CHECK (bench.fake.received ("process").empty());
    CHECK (bench.song.takes().empty());
}

TEST_CASE ("a job is cancelled at every stage that it can wait in, the worker hears of it and no take comes of it")
{
    for (const auto stage : { JobStage::connecting, JobStage::waking, JobStage::uploading, JobStage::queued, JobStage::running,
                              JobStage::downloading, JobStage::checking })
    {
        INFO (processing::nameOf (stage));
        test::Bench bench;
        bench.load ("at-" + std::string (processing::nameOf (stage)));
        const auto id = bench.process ({ bench.song.addRegion (0.5, 0.0, 1.0) })[0];
        REQUIRE (test::waitFor ([&] { return bench.job (id).message == "patience"; }));
        CHECK (bench.job (id).stage == stage);

        bench.processor->cancel (id);
        CHECK (bench.job (id).stage == JobStage::cancelled);
        CHECK_FALSE (bench.job (id).error.has_value());
        CHECK (test::waitFor ([&] { return bench.fake.received ("cancel").size() == 1; }));
        CHECK (test::waitFor ([&] { return bench.job (id).message == "The model may go on working."; })); // said after its end
        CHECK (bench.song.takes().empty());
    }
}

TEST_CASE ("a job that waits behind another is cancelled without ever being read")
{
    test::Bench bench;
    bench.load ("gain");
    bench.song.reader->shutGate();
    const auto ids = bench.process ({ bench.song.addRegion (0.0, 0.0, 1.0), bench.song.addRegion (1.0, 1.0, 1.0) });
    REQUIRE (test::waitFor ([&] { return bench.song.reader->waiting == 1; }));
    bench.processor->cancel (ids[1]);
    bench.song.reader->openGate();

    bench.finished();
    CHECK (bench.job (ids[0]).stage == JobStage::done);
    CHECK (bench.job (ids[1]).stage == JobStage::cancelled);
    CHECK (bench.song.reader->reads == 1);
    CHECK (bench.song.takes().size() == 1);
}

TEST_CASE ("cancelling while the take is made ready leaves no take")
{
    test::Bench bench;
    std::atomic<bool> preparing { false }, go { false };
    processing::Surroundings surroundings;
    surroundings.prepareTake = [&] (const model::TakePtr&)
    {
        preparing = true;
        test::waitFor ([&] { return go.load(); });
        return core::Status (core::Done {});
    };
    bench.processor = std::make_unique<processing::Processor> (bench.song.document, bench.fake.bridge, surroundings);
    bench.load ("gain");
    const auto id = bench.process ({ bench.song.addRegion (0.5, 0.0, 1.0) })[0];
    REQUIRE (test::waitFor ([&] { return preparing.load(); }));

    bench.processor->cancel (id);
    go = true;
    bench.processor->close();
    CHECK (bench.job (id).stage == JobStage::cancelled);
    CHECK (bench.song.takes().empty());
}

TEST_CASE ("all jobs are cancelled together, unknown and ended ones are ignored")
{
    test::Bench bench;
    bench.load ("gain");
    const auto done = bench.process ({ bench.song.addRegion (0.0, 0.0, 1.0) })[0];
    bench.finished();
    bench.load ("at-running");
    bench.process ({ bench.song.addRegion (0.0, 0.0, 1.0), bench.song.addRegion (1.0, 0.0, 1.0) });
    REQUIRE (test::waitFor ([&] { return bench.fake.received ("process").size() == 3; }));

    bench.processor->cancel (9999);
    bench.processor->cancel (0);
    bench.processor->cancel (done);
    CHECK (bench.processor->jobs()[0].isOpen());

    bench.processor->cancelAll();

    for (const auto& job : bench.processor->jobs())
        CHECK (job.stage == (job.id == done ? JobStage::done : JobStage::cancelled));

    CHECK (bench.song.takes().size() == 1);
}

TEST_CASE ("closing in the middle of a job joins, cancels it, and nothing is answered or told any more")
{
    test::Bench bench;
    bench.load ("at-running");
    const auto region = bench.song.addRegion (0.5, 0.0, 1.0);
    const auto id = bench.process ({ region })[0];
    REQUIRE (bench.waitForStage (id, JobStage::running));

    bench.processor->close();
    const int changes = bench.changes;
    CHECK (bench.job (id).stage == JobStage::cancelled);
    CHECK_FALSE (bench.processor->process ({ region }).ok());
    CHECK_FALSE (bench.processor->load ("http://127.0.0.1:1/gain").ok());
    CHECK_FALSE (bench.processor->set ("Gain", "1").ok());
    bench.processor->cancelAll();
    bench.processor->close();
    CHECK (test::waitFor ([&] { return bench.fake.received ("cancel").size() == 1; }));
    CHECK (bench.changes == changes);
}

TEST_CASE ("a document that goes away during a job takes everything with it, and the bridge lives on")
{
    test::FakeBridge fake;

    for (const auto* mode : { "at-running", "gain", "steps", "mute" })
    {
        test::Song song;
        processing::Processor processor (song.document, fake.bridge, {});
        song.document->setEndpoint (test::endpointAt ("http://127.0.0.1:1/" + std::string (mode), test::plainInputs));
        const auto before = fake.received ("process").size();
        REQUIRE (processor.process ({ song.addRegion (0.5, 0.0, 1.0) }).ok());
        REQUIRE (test::waitFor ([&] { return fake.received ("process").size() > before; }));
    }

    test::Song song;
    processing::Processor processor (song.document, fake.bridge, {});
    song.document->setEndpoint (test::endpointAt ("http://127.0.0.1:1/gain", test::plainInputs));
    REQUIRE (processor.process ({ song.addRegion (0.5, 0.0, 1.0) }).ok());
    CHECK (test::waitFor ([&] { return ! processor.jobs()[0].isOpen(); }));
    CHECK (processor.jobs()[0].stage == JobStage::done);
}

TEST_CASE ("the bridge may go with its last processor while a job is under way")
{
    test::Song song;
    test::FakeBridge fake;
    song.document->setEndpoint (test::endpointAt ("http://127.0.0.1:1/at-running", test::plainInputs));
    processing::Processor processor (song.document, std::exchange (fake.bridge, nullptr), {});
    REQUIRE (processor.process ({ song.addRegion (0.5, 0.0, 1.0) }).ok());
    REQUIRE (test::waitFor ([&] { return processor.jobs()[0].stage == JobStage::running; }));
    processor.close();
    CHECK (processor.jobs()[0].stage == JobStage::cancelled);
}

TEST_CASE ("commands from several threads at once end in order")
{
    test::Bench bench;
    bench.load ("gain");
    const auto region = bench.song.addRegion (0.5, 0.0, 0.25);
    std::vector<std::thread> threads;

    for (int t = 0; t < 3; ++t)
        threads.emplace_back ([&, t]
                              {
                                  for (int i = 0; i < 20; ++i)
                                  {
                                      if (const auto ids = bench.processor->process ({ region }); ids.ok() && (i + t) % 3 == 0)
                                          bench.processor->cancel (ids.value()[0]);

                                      bench.processor->set ("Gain", std::to_string (i % 4)).ok();
                                      bench.processor->jobs();
                                  }
                              });

    for (auto& thread : threads)
        thread.join();

    const auto jobs = bench.finished();
    CHECK (jobs.size() == 32);

    // A cancelled job has no take, a finished one has its own.
    std::size_t done = 0;

    for (const auto& job : jobs)
    {
        CHECK ((job.stage == JobStage::done) == ! job.take.empty());
        done += job.stage == JobStage::done ? 1 : 0;
    }

    CHECK (bench.song.takes().size() >= done);
}

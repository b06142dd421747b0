// SPDX-License-Identifier: MIT
// Workers that go wrong: the job ends with an error, and the next one is served by a fresh worker.
#include "support/Harness.h"

#include <catch2/catch_test_macros.hpp>

#include <cmath>
#include <numeric>

using namespace harp::test;

namespace
{

// The first worker behaves like that; what its job ended with, after the next job was served well by another worker.
struct Fate
{
    std::string code, detail;
};

Fate fateOf (const std::string& behaviour, std::chrono::milliseconds limit = std::chrono::seconds (15))
{
    INFO (behaviour);
    const Folder folder;
    auto config = pretend (folder, { behaviour });
    config.silenceLimit = config.startLimit = limit;
    Bridge bridge (config);
    ProcessEar first, second;

    bridge.submit (request ("{}", { ramp (2, 500) }), first.onProgress(), first.onEnd());
    REQUIRE (first.waitForEnd());
    REQUIRE (eventually ([&] { return ! bridge.isRunning(); }));
    CHECK (hasNoChild());

    bridge.submit (request (R"({"gain":0.25})", { ramp (2, 500) }), second.onProgress(), second.onEnd());
    REQUIRE (second.waitForEnd());
    REQUIRE (second.result() != nullptr);
    CHECK (isRamp (*second.result()->audio.at (0).block, 0.25f));
    CHECK (first.ends() == 1);
    return { first.code(), first.detail() };
}

bool contains (const std::string& text, const std::string& part)
{
    return text.find (part) != std::string::npos;
}

constexpr std::chrono::milliseconds soon { 3000 }; // long enough for a good worker on a busy machine

} // namespace

TEST_CASE ("a worker that dies is an error on the job that says how it died")
{
    auto fate = fateOf ("exits at once");
    CHECK (fate.code == "worker_lost");
    CHECK (contains (fate.detail, "status 7"));

    fate = fateOf ("exits in the middle");
    CHECK (fate.code == "worker_lost");
    CHECK (contains (fate.detail, "status 5"));

    fate = fateOf ("dies by signal");
    CHECK (fate.code == "worker_lost");
    CHECK (contains (fate.detail, "signal 9"));
}

TEST_CASE ("a worker that is silent is ended")
{
    CHECK (contains (fateOf ("never ready", soon).detail, "not ready"));
    const auto fate = fateOf ("hangs", soon);
    CHECK (fate.code == "worker_lost");
    CHECK (contains (fate.detail, "answered nothing"));
}

TEST_CASE ("a worker that floods is ended")
{
    CHECK (fateOf ("floods", soon).code == "worker_lost");
    CHECK (contains (fateOf ("line without end").detail, "too long"));
}

TEST_CASE ("a worker that speaks nonsense is ended")
{
    for (const auto* behaviour : { "prints garbage", "nests deeply", "unknown job", "ends uncancelled", "answers another kind", "answers with a list",
                                   "ready twice", "speaks early", "other protocol" })
    {
        const auto fate = fateOf (behaviour);
        INFO (behaviour << ": " << fate.detail);
        CHECK (fate.code == "worker_lost");
        CHECK (contains (fate.detail, "protocol"));
    }
}

TEST_CASE ("a worker that answers pings nobody sent is ended")
{
    const Folder folder;
    auto config = pretend (folder, { "lying pong" });
    config.silenceLimit = soon;
    Bridge bridge (config);
    ProcessEar ear;
    bridge.submit (request (R"({"hold":1})", {}), ear.onProgress(), ear.onEnd());
    REQUIRE (ear.waitForEnd());
    CHECK (ear.code() == "worker_lost");
}

TEST_CASE ("a worker that asks for impossible blocks is ended")
{
    for (const auto* behaviour : { "asks twice", "asks for nothing", "asks for less than nothing", "asks for too many channels",
                                   "asks beyond integers" })
    {
        INFO (behaviour);
        CHECK (fateOf (behaviour).code == "worker_lost");
    }
}

TEST_CASE ("a worker that asks for terabytes fails its job and allocates nothing")
{
    const Folder folder;
    Bridge bridge (pretend (folder, { "asks for terabytes" }));
    ProcessEar ear;
    DescribeEar next;
    bridge.submit (request ("{}", { ramp (1, 10) }), ear.onProgress(), ear.onEnd());
    REQUIRE (ear.waitForEnd());
    CHECK (ear.code() == "result_too_large");
    const int pid = bridge.workerPid();
    bridge.describe ({ "x" }, next.onEnd());
    REQUIRE (next.waitForEnd());
    CHECK (next.code().empty());
    CHECK (bridge.workerPid() == pid);
}

TEST_CASE ("a result that is not what was asked for is never handed on")
{
    for (const auto* behaviour : { "announces other frames", "announces fewer frames", "announces other channels", "announces another output",
                                   "announces no rate", "announces twice", "forgets an output" })
    {
        INFO (behaviour);
        CHECK (fateOf (behaviour).code == "worker_lost");
    }
}

TEST_CASE ("a worker that tells the end of a job twice is replaced")
{
    const Folder folder;
    Bridge bridge (pretend (folder, { "done twice" }));
    ProcessEar first, second;
    bridge.submit (request ("{}", {}), first.onProgress(), first.onEnd());
    REQUIRE (first.waitForEnd());
    REQUIRE (eventually ([&] { return ! bridge.isRunning(); }));
    bridge.submit (request ("{}", { ramp (1, 9) }), second.onProgress(), second.onEnd());
    REQUIRE (second.waitForEnd());
    CHECK (second.code().empty());
    CHECK (first.ends() == 1);
}

TEST_CASE ("a worker cannot change the size of a block")
{
    const Folder folder;
    Bridge bridge (pretend (folder, { "shrinks" }));
    ProcessEar ear;
    bridge.submit (request ("{}", { ramp (2, 50000) }), ear.onProgress(), ear.onEnd());
    REQUIRE (ear.waitForEnd());
    REQUIRE (ear.result() != nullptr);
    CHECK (ear.result()->audio[0].label == "size is sealed");
    const auto& block = *ear.result()->audio[0].block;
    CHECK (std::accumulate (block.channel (1), block.channel (1) + block.frames(), 0.0f) == 0.0f);
}

TEST_CASE ("a worker that scribbles on its blocks after the end harms nobody, and what was copied stays")
{
    const Folder folder;
    Bridge bridge (pretend (folder, { "scribbles" }));
    ProcessEar ear, next;
    bridge.submit (request ("{}", { ramp (2, 50000) }), ear.onProgress(), ear.onEnd());
    REQUIRE (ear.waitForEnd());
    REQUIRE (ear.result() != nullptr);
    const auto& block = *ear.result()->audio[0].block;
    const volatile float* watched = block.channel (0) + 1;
    const float seen = *watched;
    REQUIRE (eventually ([&] { return *watched != seen; }));

    const std::vector<float> copy (block.channel (0), block.channel (0) + block.frames());
    CHECK (copy.size() == 50000);

    bridge.submit (request ("{}", { ramp (1, 9) }), next.onProgress(), next.onEnd());
    REQUIRE (next.waitForEnd());
}

TEST_CASE ("descriptors that a worker sends do not stay in this process")
{
    const Folder folder;
    const auto before = openDescriptors();
    {
        Bridge bridge (pretend (folder, { "sends descriptors" }));
        ProcessEar ear;
        bridge.submit (request ("{}", {}), ear.onProgress(), ear.onEnd());
        REQUIRE (ear.waitForEnd());
        CHECK (ear.code().empty());
        CHECK (eventually ([&] { return openDescriptors() <= before + 3; })); // two to wake the thread, one to the worker
    }
    CHECK (eventually ([&] { return openDescriptors() <= before; }));
}

TEST_CASE ("a worker that does not let go of a cancelled job is replaced when nobody else needs it")
{
    const Folder folder;
    auto config = pretend (folder, { "ignores cancel" });
    config.silenceLimit = soon;
    Bridge bridge (config);
    ProcessEar held, next;
    const auto id = bridge.submit (request (R"({"hold":1})", {}), held.onProgress(), held.onEnd());
    REQUIRE (held.waitForProgress());
    const int pid = bridge.workerPid();
    bridge.cancel (id);
    REQUIRE (held.waitForEnd());
    REQUIRE (eventually ([&] { return ! bridge.isRunning(); }));
    CHECK (! isAlive (pid));
    bridge.submit (request ("{}", {}), next.onProgress(), next.onEnd());
    REQUIRE (next.waitForEnd());
    CHECK (next.code().empty());
}

// SPDX-License-Identifier: MIT
// Jobs with a worker that keeps the protocol.
#include "support/Harness.h"

#include <nlohmann/json.hpp>

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <thread>

using namespace harp::test;
using Json = nlohmann::json;

TEST_CASE ("an endpoint is described")
{
    const Folder folder;
    Bridge bridge (pretend (folder, {}));
    DescribeEar ear;
    CHECK (bridge.describe ({ "http://127.0.0.1:7860" }, ear.onEnd()) != 0);
    REQUIRE (ear.waitForEnd());
    REQUIRE (ear.result() != nullptr);
    CHECK (Json::parse (ear.result()->json)["address"] == "http://127.0.0.1:7860");
}

TEST_CASE ("a list of models is fetched, and one whose address nobody could send is refused")
{
    const Folder folder;
    Bridge bridge (pretend (folder, {}));
    ModelsEar ear, tooLong;
    CHECK (bridge.models ({ "https://lab.example/models.json" }, ear.onEnd()) != 0);
    REQUIRE (ear.waitForEnd());
    REQUIRE (ear.result() != nullptr);
    CHECK (Json::parse (ear.result()->json)["address"] == "https://lab.example/models.json");

    bridge.models ({ std::string (20 << 20, 'x') }, tooLong.onEnd());
    REQUIRE (tooLong.waitForEnd());
    CHECK (tooLong.code() == "models_invalid");
}

TEST_CASE ("nothing is started before the first request")
{
    const Folder folder;
    const Resources before;
    Bridge bridge (pretend (folder, {}));
    CHECK (! bridge.isRunning());
    CHECK (bridge.workerPid() == 0);
    CHECK (before.areBack());
    bridge.cancel (5);
    CHECK (hasNoChild());
}

TEST_CASE ("audio goes out in one block and comes back in another, with progress in between")
{
    const Folder folder;
    Bridge bridge (pretend (folder, {}));
    const auto input = ramp (2, 48000);
    ProcessEar ear;
    bridge.submit (request (R"({"gain":0.5})", { input }), ear.onProgress(), ear.onEnd());
    REQUIRE (ear.waitForEnd());
    INFO (ear.detail());
    REQUIRE (ear.result() != nullptr);

    const auto& result = *ear.result();
    REQUIRE (result.audio.size() == 1);
    CHECK (result.audio[0].outputId == "0");
    CHECK (result.audio[0].label == "Result");
    CHECK (result.audio[0].sampleRate == 44100.0);
    CHECK (result.audio[0].block->channels() == 2);
    CHECK (result.audio[0].block->frames() == 48000);
    CHECK (isRamp (*result.audio[0].block, 0.5f));
    CHECK (isRamp (*input, 1.0f));
    CHECK (Json::parse (result.dataJson)[0]["kind"] == "labels");
    CHECK (Json::parse (result.notesJson) == Json::array ({ "a note" }));

    std::vector<double> fractions;

    for (const auto& progress : ear.progress())
    {
        CHECK (progress.stage == Stage::running);
        CHECK (progress.message == "half way");
        fractions.push_back (progress.fraction.value_or (-1.0));
    }

    CHECK (fractions == std::vector<double> { 0.25, 0.5, 0.75 });
}

TEST_CASE ("several inputs and outputs keep their order and their sizes")
{
    const Folder folder;
    Bridge bridge (pretend (folder, {}));
    ProcessEar ear;
    bridge.submit (request ("{}", { ramp (1, 10), ramp (2, 70000), ramp (6, 333) }), ear.onProgress(), ear.onEnd());
    REQUIRE (ear.waitForEnd());
    REQUIRE (ear.result() != nullptr);
    REQUIRE (ear.result()->audio.size() == 3);
    CHECK (ear.result()->audio[1].block->frames() == 70000);
    CHECK (ear.result()->audio[2].block->channels() == 6);

    for (const auto& audio : ear.result()->audio)
        CHECK (isRamp (*audio.block, 1.0f));
}

TEST_CASE ("a job without audio has a result without audio")
{
    const Folder folder;
    Bridge bridge (pretend (folder, {}));
    ProcessEar ear;
    bridge.submit (request ("{}", {}), ear.onProgress(), ear.onEnd());
    REQUIRE (ear.waitForEnd());
    REQUIRE (ear.result() != nullptr);
    CHECK (ear.result()->audio.empty());
}

TEST_CASE ("many jobs from many threads all end once, in one worker, with ids of their own")
{
    const Folder folder;
    Bridge bridge (pretend (folder, {}));
    constexpr int perThread = 40;
    std::vector<std::vector<ProcessEar>> ears;
    std::vector<std::vector<JobId>> ids (4);
    std::vector<std::thread> callers;

    for (std::size_t t = 0; t < 4; ++t)
        ears.emplace_back (perThread);

    for (std::size_t t = 0; t < 4; ++t)
        callers.emplace_back ([&, t]
        {
            for (auto& ear : ears[t])
                ids[t].push_back (bridge.submit (request ("{}", { ramp (1, 200) }), ear.onProgress(), ear.onEnd()));
        });

    for (auto& caller : callers)
        caller.join();

    std::vector<JobId> all;

    for (std::size_t t = 0; t < 4; ++t)
    {
        all.insert (all.end(), ids[t].begin(), ids[t].end());

        for (const auto& ear : ears[t])
        {
            REQUIRE (ear.waitForEnd());
            CHECK (ear.code().empty());
            CHECK (ear.ends() == 1);
        }
    }

    std::sort (all.begin(), all.end());
    CHECK (std::adjacent_find (all.begin(), all.end()) == all.end());
    CHECK (all.front() != 0);
}

TEST_CASE ("a cancelled job ends at once and the worker serves the next")
{
    const Folder folder;
    Bridge bridge (pretend (folder, {}));
    ProcessEar held, next;
    const auto id = bridge.submit (request (R"({"hold":1})", { ramp (1, 100) }), held.onProgress(), held.onEnd());
    REQUIRE (held.waitForProgress());
    CHECK (held.progress()[0].queueRank == 2);
    CHECK (held.progress()[0].queueSize == 5);
    const int pid = bridge.workerPid();
    bridge.cancel (id);
    bridge.cancel (id);
    REQUIRE (held.waitForEnd());
    CHECK (held.code() == "cancelled");

    bridge.submit (request ("{}", { ramp (1, 100) }), next.onProgress(), next.onEnd());
    REQUIRE (next.waitForEnd());
    CHECK (next.code().empty());
    CHECK (bridge.workerPid() == pid);
    CHECK (held.ends() == 1);
}

TEST_CASE ("a job that is cancelled right after it was submitted ends as cancelled, never with a result")
{
    const Folder folder;
    Bridge bridge (pretend (folder, {}));

    for (int i = 0; i < 100; ++i)
    {
        ProcessEar ear;
        bridge.cancel (bridge.submit (request ("{}", { ramp (1, 50) }), ear.onProgress(), ear.onEnd()));
        REQUIRE (ear.waitForEnd());
        CHECK (ear.code() == "cancelled");
    }

    DescribeEar after;
    bridge.describe ({ "x" }, after.onEnd());
    REQUIRE (after.waitForEnd());
    CHECK (after.code().empty());
}

TEST_CASE ("a callback may call back into the bridge")
{
    const Folder folder;
    Bridge bridge (pretend (folder, {}));
    ProcessEar second;
    auto begin = [&] (Outcome<Description>) { bridge.submit (request ("{}", { ramp (1, 5) }), {}, second.onEnd()); };
    bridge.describe ({ "x" }, begin);
    REQUIRE (second.waitForEnd());
    CHECK (second.code().empty());
}

TEST_CASE ("a request that cannot be sent ends with a reason and starts nothing")
{
    const Folder folder;
    Bridge bridge (pretend (folder, {}));
    auto noRate = request ("{}", { ramp (1, 5) });
    noRate.audio[0].sampleRate = 0.0;
    auto noBlock = request ("{}", { nullptr });

    for (const auto& wrong : { request ("not json", {}), request ("[1]", {}), noRate, noBlock,
                               request ("{\"text\":\"" + std::string (20 << 20, 'x') + "\"}", {}) })
    {
        ProcessEar ear;
        bridge.submit (wrong, ear.onProgress(), ear.onEnd());
        REQUIRE (ear.waitForEnd());
        CHECK (ear.code() == "command_invalid");
        CHECK (! ear.detail().empty());
    }

    CHECK (! bridge.isRunning());
}

TEST_CASE ("more audio than the request allows is refused, and only that job fails")
{
    const Folder folder;
    auto config = pretend (folder, {});
    config.resultFactor = 0;
    config.resultExtraBytes = 1000;
    Bridge bridge (config);
    ProcessEar small, large, other;
    bridge.submit (request (R"({"hold":1})", { ramp (1, 100) }), other.onProgress(), other.onEnd());
    bridge.submit (request ("{}", { ramp (1, 251) }), large.onProgress(), large.onEnd());
    REQUIRE (large.waitForEnd());
    CHECK (large.code() == "result_too_large");
    bridge.submit (request ("{}", { ramp (1, 250) }), small.onProgress(), small.onEnd());
    REQUIRE (small.waitForEnd());
    CHECK (small.code().empty());
    CHECK (other.ends() == 0);
}

TEST_CASE ("two bridges have a worker each and neither keeps the other's alive")
{
    const Folder folder;
    auto first = std::make_unique<Bridge> (pretend (folder, {}));
    Bridge second (pretend (folder, {}));
    DescribeEar a, b;
    first->describe ({ "x" }, a.onEnd());
    second.describe ({ "x" }, b.onEnd());
    REQUIRE ((a.waitForEnd() && b.waitForEnd()));
    const int pid = first->workerPid();
    CHECK (pid != second.workerPid());
    first.reset();
    CHECK (! isAlive (pid));
    CHECK (isAlive (second.workerPid()));
}

// SPDX-License-Identifier: MIT
// A host without Python that opts for the in-process backend.
#include "client/PythonsInProcess.h"
#include "support/Harness.h"

#include <nlohmann/json.hpp>

#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <filesystem>

using namespace harp::test;
using Json = nlohmann::json;

namespace
{

Config embedded()
{
    setenv ("HARP_BRIDGE_PATH", HARP_LOOPBACK, 1);
    Config config;
    config.backend = Backend::inProcess;
    config.embedded = HARP_EMBEDDED;
    config.python = HARP_PYTHON;
    return config;
}

} // namespace

TEST_CASE ("a job runs in this process, the interpreter outlives the bridge, and the next bridge uses it again")
{
    CHECK (pythonsInProcess().empty());

    for (int life = 0; life < 3; ++life)
    {
        Bridge bridge (embedded());
        ProcessEar ear;
        DescribeEar facts;
        bridge.submit (request (R"({"gain":0.5})", { ramp (2, 48000) }), ear.onProgress(), ear.onEnd());
        REQUIRE (ear.waitForEnd());
        INFO (ear.detail());
        REQUIRE (ear.result() != nullptr);
        CHECK (isRamp (*ear.result()->audio.at (0).block, 0.5f));
        CHECK (bridge.isRunning());
        CHECK (bridge.workerPid() == 0);

        bridge.describe ({ "x" }, facts.onEnd());
        REQUIRE (facts.waitForEnd());
        const auto prefix = Json::parse (facts.result()->json)["prefix"].get<std::string>();
        CHECK (std::filesystem::equivalent (prefix, std::filesystem::path (HARP_PYTHON).parent_path().parent_path()));
    }

    CHECK (pythonsInProcess().size() == 1);
    CHECK (hasNoChild());
}

TEST_CASE ("two bridges share the one interpreter")
{
    Bridge a (embedded()), b (embedded());
    ProcessEar x, y;
    a.submit (request ("{}", { ramp (1, 100) }), x.onProgress(), x.onEnd());
    b.submit (request ("{}", { ramp (1, 100) }), y.onProgress(), y.onEnd());
    REQUIRE ((x.waitForEnd() && y.waitForEnd()));
    CHECK (x.code().empty());
    CHECK (y.code().empty());
}

TEST_CASE ("what goes wrong in the embedded interpreter is an error on the job, and the next job runs")
{
    Bridge bridge (embedded());
    ProcessEar ear, next;
    bridge.submit (request (R"({"fail":1})", {}), ear.onProgress(), ear.onEnd());
    REQUIRE (ear.waitForEnd());
    CHECK (ear.code() == "worker_lost");
    bridge.submit (request ("{}", { ramp (1, 100) }), next.onProgress(), next.onEnd());
    REQUIRE (next.waitForEnd());
    CHECK (next.code().empty());
}

TEST_CASE ("closing the bridge ends its thread, and many jobs leave nothing")
{
    const auto lifeOf = []
    {
        Bridge bridge (embedded());

        for (int i = 0; i < 20; ++i)
        {
            ProcessEar ear;
            const auto id = bridge.submit (request (i % 4 == 0 ? R"({"hold":1})" : "{}", { ramp (1, 100) }), ear.onProgress(), ear.onEnd());

            if (i % 4 == 0)
                bridge.cancel (id);

            REQUIRE (ear.waitForEnd());
        }
    };

    lifeOf();
    const Resources before;

    for (int life = 0; life < 5; ++life)
        lifeOf();

    CHECK (before.areBack());
}

TEST_CASE ("a second environment cannot join the interpreter that runs, and says so")
{
    const Folder folder;
    { Bridge first (embedded()); DescribeEar ear; first.describe ({ "x" }, ear.onEnd()); REQUIRE (ear.waitForEnd()); }
    auto config = embedded();
    config.python = folder.write ("python", "");
    Bridge bridge (config);
    DescribeEar ear;
    bridge.describe ({ "x" }, ear.onEnd());
    REQUIRE (ear.waitForEnd());
    CHECK (ear.code() == "worker_missing");
    CHECK (ear.detail().find (HARP_PYTHON) != std::string::npos);
}

// SPDX-License-Identifier: MIT
// The real harp_worker with the real environment; a loopback takes the place of endpoints.
#include "support/Harness.h"

#include <nlohmann/json.hpp>

#include <catch2/catch_test_macros.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

using namespace harp::test;
using Json = nlohmann::json;

namespace
{

Config real()
{
    setenv ("HARP_BRIDGE_PATH", HARP_LOOPBACK, 1);
    Config config;
    config.worker = HARP_WORKER;
    config.python = HARP_PYTHON;
    return config;
}

Json factsOf (Bridge& bridge)
{
    DescribeEar ear;
    bridge.describe ({ "x" }, ear.onEnd());
    REQUIRE (ear.waitForEnd());
    INFO (ear.detail());
    REQUIRE (ear.result() != nullptr);
    return Json::parse (ear.result()->json);
}

std::string outputOf (const std::string& command)
{
    std::FILE* pipe = popen (command.c_str(), "r");
    REQUIRE (pipe != nullptr);
    std::string text;

    for (int c = std::fgetc (pipe); c != EOF; c = std::fgetc (pipe))
        text.push_back (static_cast<char> (c));

    REQUIRE (pclose (pipe) == 0);
    return text;
}

} // namespace

TEST_CASE ("what Python writes into a block is seen by C++")
{
    Bridge bridge (real());
    ProcessEar ear;
    bridge.submit (request (R"({"gain":0.5})", { ramp (2, 480000) }), ear.onProgress(), ear.onEnd());
    REQUIRE (ear.waitForEnd());
    INFO (ear.detail());
    REQUIRE (ear.result() != nullptr);
    CHECK (isRamp (*ear.result()->audio.at (0).block, 0.5f));
    CHECK (Json::parse (ear.result()->notesJson) == Json::array ({ "writable input: False", "shape: (2, 480000), float32" }));
}

TEST_CASE ("the worker's Python lives in its environment, isolated from the host's")
{
    setenv ("PYTHONHOME", "/nowhere", 1);
    setenv ("PYTHONPATH", "/nowhere", 1);
    Bridge bridge (real());
    const auto facts = factsOf (bridge);
    unsetenv ("PYTHONHOME");
    unsetenv ("PYTHONPATH");

    const auto environment = std::filesystem::path (HARP_PYTHON).parent_path().parent_path();
    CHECK (std::filesystem::equivalent (facts["prefix"].get<std::string>(), environment));
    CHECK (facts["executable"] == HARP_PYTHON);
    CHECK (facts["isolated"] == 1);
    CHECK (facts["utf8"] == 1);
    CHECK (facts["bytecode"] == false);
    CHECK (facts["main_thread"] == true);
    CHECK (facts["ctypes"] == 8);
    CHECK (facts["cwd"] == "/");

    for (const auto& name : facts["environment"])
        CHECK (name.get<std::string>().substr (0, 6) != "PYTHON");
}

TEST_CASE ("the worker holds no descriptor of its host")
{
    const int leaked = dup (0); // without close-on-exec, as hosts do
    const int high = dup2 (0, 200);
    Bridge bridge (real());
    const auto descriptors = factsOf (bridge)["descriptors"].get<std::vector<int>>();
    close (leaked);
    close (high);

    CHECK (std::find (descriptors.begin(), descriptors.end(), high) == descriptors.end());
    CHECK (descriptors.size() <= 7); // 0-3, Python's copy of 3, the probe's file and the listing itself
}

TEST_CASE ("a block that is smaller than announced is an exception in Python, not a bus error")
{
    Bridge bridge (real());
    CHECK (factsOf (bridge)["refusal"] == "the shared memory is smaller than the block");
}

TEST_CASE ("what a model prints goes to the log and not into the protocol")
{
    const Folder folder;
    auto config = real();
    config.logFile = folder.path() + "/worker.log";
    Bridge bridge (config);
    ProcessEar ear;
    bridge.submit (request (R"({"print":1})", { ramp (1, 10) }), ear.onProgress(), ear.onEnd());
    REQUIRE (ear.waitForEnd());
    CHECK (ear.code().empty());
    std::ifstream log (config.logFile);
    CHECK (std::string (std::istreambuf_iterator<char> (log), {}).find ("pong") != std::string::npos);
}

TEST_CASE ("a model that never returns, crashes, shrinks or scribbles is an error on the job, the region stays, and the next job is well")
{
    auto config = real();
    config.silenceLimit = std::chrono::seconds (4);

    {
        Bridge bridge (config);

        for (const auto* values : { R"({"spin":1})", R"({"abort":1})", R"({"fail":1})", R"({"shrink":1})", R"({"scribble":1})" })
        {
            ProcessEar ear, next;
            const auto region = ramp (1, 10);
            INFO (values);
            bridge.submit (request (values, { region }), ear.onProgress(), ear.onEnd());
            REQUIRE (ear.waitForEnd());
            CHECK (ear.code() == "worker_lost");
            CHECK (isRamp (*region, 1.0f));

            bridge.submit (request ("{}", { ramp (1, 10) }), next.onProgress(), next.onEnd());
            REQUIRE (next.waitForEnd());
            INFO (next.detail());
            CHECK (next.code().empty());
        }
    }

    CHECK (hasNoChild());
}

TEST_CASE ("the worker leaves when its host is killed, also out of a loop that never ends")
{
    for (const auto* values : { R"({"hold":1})", R"({"spin":1})" })
    {
        const auto config = real();
        const auto command = std::string (HARP_DOOMED_HOST) + " " + config.worker + " " + config.python + " '" + values + "'";
        std::FILE* host = popen (command.c_str(), "r");
        REQUIRE (host != nullptr);
        int hostPid = 0, workerPid = 0;
        REQUIRE (std::fscanf (host, "%d %d", &hostPid, &workerPid) == 2);
        REQUIRE (isAlive (workerPid));
        ::kill (hostPid, SIGKILL);
        CHECK (eventually ([&] { return ! isAlive (workerPid); }));
        pclose (host);
    }
}

TEST_CASE ("closing the bridge ends the worker while it works")
{
    for (const auto* values : { R"({"hold":1})", R"({"spin":1})" })
    {
        auto config = real();
        config.silenceLimit = std::chrono::minutes (20); // far above the limit below
        auto bridge = std::make_unique<Bridge> (config);
        ProcessEar ear;
        bridge->submit (request (values, {}), ear.onProgress(), ear.onEnd());
        REQUIRE (ear.waitForProgress());
        const int pid = bridge->workerPid();
        const auto start = std::chrono::steady_clock::now();
        bridge.reset();
        CHECK (std::chrono::steady_clock::now() - start < std::chrono::minutes (2));
        CHECK (! isAlive (pid));
        CHECK (ear.code() == "cancelled");
    }
}

TEST_CASE ("many jobs leave no descriptor, thread or process")
{
    const Resources before;
    {
        Bridge bridge (real());

        for (int i = 0; i < 50; ++i)
        {
            ProcessEar ear;
            bridge.submit (request ("{}", { ramp (2, 1000) }), ear.onProgress(), ear.onEnd());
            REQUIRE (ear.waitForEnd());
            REQUIRE (ear.code().empty());
        }

        CHECK (factsOf (bridge)["descriptors"].size() <= 7);
    }
    CHECK (before.areBack());
    CHECK (hasNoChild());
}

TEST_CASE ("an environment that cannot work is said in words, with its path")
{
    const Folder folder;
    auto config = real();

    SECTION ("without harp_bridge")
    {
        setenv ("HARP_BRIDGE_PATH", folder.path().c_str(), 1);
        std::filesystem::create_directory (folder.path() + "/harp_bridge");
        folder.write ("harp_bridge/__init__.py", "");
    }

    SECTION ("made for another Python")
    {
        std::filesystem::create_directories (folder.path() + "/bin");
        config.python = folder.write ("bin/python", "");
        folder.write ("pyvenv.cfg", "home = /usr/bin\nversion = 3.4.1\n");
    }

    Bridge bridge (config);
    DescribeEar ear;
    bridge.describe ({ "x" }, ear.onEnd());
    REQUIRE (ear.waitForEnd());
    INFO (ear.detail());
    CHECK (ear.code() == "worker_missing");
    CHECK (ear.detail().find (config.python) != std::string::npos);
}

TEST_CASE ("the worker needs libpython at load, and this program does not")
{
    CHECK (outputOf (std::string ("readelf -d ") + HARP_WORKER).find ("libpython") != std::string::npos);
    CHECK (outputOf ("readelf -d /proc/self/exe").find ("libpython") == std::string::npos);
}

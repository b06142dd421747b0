// SPDX-License-Identifier: MIT
// Starting, ending, and what is left afterwards: nothing.
#include "support/Harness.h"

#include <catch2/catch_test_macros.hpp>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <thread>
#include <unistd.h>

using namespace harp::test;
using Clock = std::chrono::steady_clock;
using std::chrono::minutes;

namespace
{

// For what takes less than a second by itself on an idle machine. The limit of silence of such a bridge is far above it.
constexpr minutes deadline { 2 };

// Of the processes of a group those that still run.
int aliveInGroup (int group)
{
    int count = 0;

    for (const auto& entry : std::filesystem::directory_iterator ("/proc"))
    {
        const int pid = std::atoi (entry.path().filename().c_str());
        count += pid > 0 && getpgid (pid) == group && isAlive (pid) ? 1 : 0;
    }

    return count;
}

} // namespace

TEST_CASE ("many jobs and many workers leave no descriptor, thread or process")
{
    const Folder folder;
    const Resources before;

    for (int life = 0; life < 8; ++life)
    {
        Bridge bridge (pretend (folder, { "prints garbage", "exits in the middle" }));

        for (int i = 0; i < 12; ++i)
        {
            ProcessEar ear;
            bridge.submit (request ("{}", { ramp (2, 100) }), ear.onProgress(), ear.onEnd());
            REQUIRE (ear.waitForEnd());
        }
    }

    CHECK (before.areBack());
    CHECK (hasNoChild());
}

TEST_CASE ("one worker serves many jobs without keeping anything of them")
{
    const Folder folder;
    Bridge bridge (pretend (folder, {}));
    int settled = 0;

    for (int i = 0; i < 60; ++i)
    {
        ProcessEar ear;
        const auto id = bridge.submit (request (i % 3 == 0 ? R"({"hold":1})" : "{}", { ramp (2, 100) }), ear.onProgress(), ear.onEnd());

        if (i % 3 == 0)
            bridge.cancel (id);

        REQUIRE (ear.waitForEnd());

        if (i == 3)
            settled = openDescriptors();
    }

    CHECK (eventually ([&] { return openDescriptors() <= settled; }));
}

TEST_CASE ("closing the bridge cancels its jobs and ends the worker")
{
    const Folder folder;
    ProcessEar held, queued;
    int pid = 0;
    auto bridge = std::make_unique<Bridge> (pretend (folder, {}));
    bridge->submit (request (R"({"hold":1})", { ramp (1, 10) }), held.onProgress(), held.onEnd());
    REQUIRE (held.waitForProgress());
    pid = bridge->workerPid();
    bridge->submit (request (R"({"hold":1})", { ramp (1, 10) }), queued.onProgress(), queued.onEnd());

    bridge.reset();
    CHECK (held.ends() == 1);
    CHECK (queued.ends() == 1);
    CHECK (held.code() == "cancelled");
    CHECK (queued.code() == "cancelled");
    CHECK (! isAlive (pid));
}

TEST_CASE ("a worker that neither quits nor obeys SIGTERM is ended with its children")
{
    const Folder folder;
    ProcessEar held;
    auto config = pretend (folder, { "stubborn" });
    config.silenceLimit = minutes (20);
    auto bridge = std::make_unique<Bridge> (config);
    bridge->submit (request (R"({"hold":1})", {}), held.onProgress(), held.onEnd());
    REQUIRE (held.waitForProgress());
    const int pid = bridge->workerPid();
    CHECK (aliveInGroup (pid) == 2);

    const auto start = Clock::now();
    bridge.reset();
    CHECK (Clock::now() - start < deadline);
    CHECK (eventually ([&] { return aliveInGroup (pid) == 0; }));
    CHECK (hasNoChild());
}

TEST_CASE ("a worker that dies while nobody needs it is replaced silently")
{
    const Folder folder;
    Bridge bridge (pretend (folder, {}));
    ProcessEar first, second;
    bridge.submit (request ("{}", {}), first.onProgress(), first.onEnd());
    REQUIRE (first.waitForEnd());
    const int pid = bridge.workerPid();
    ::kill (pid, SIGKILL);
    REQUIRE (eventually ([&] { return ! bridge.isRunning(); }));
    CHECK (hasNoChild());
    bridge.submit (request ("{}", {}), second.onProgress(), second.onEnd());
    REQUIRE (second.waitForEnd());
    CHECK (second.code().empty());
    CHECK (bridge.workerPid() != pid);
}

TEST_CASE ("a stopped worker is ended like a silent one")
{
    const Folder folder;
    auto config = pretend (folder, {});
    config.silenceLimit = std::chrono::seconds (3);
    Bridge bridge (config);
    ProcessEar held;
    bridge.submit (request (R"({"hold":1})", {}), held.onProgress(), held.onEnd());
    REQUIRE (held.waitForProgress());
    ::kill (bridge.workerPid(), SIGSTOP);
    REQUIRE (held.waitForEnd());
    CHECK (held.code() == "worker_lost");
    CHECK (hasNoChild());
}

TEST_CASE ("a host that ignores its children's ends loses nothing")
{
    const Folder folder;
    const auto before = std::signal (SIGCHLD, SIG_IGN);
    {
        Bridge bridge (pretend (folder, { "exits in the middle" }));
        ProcessEar first, second;
        bridge.submit (request ("{}", {}), first.onProgress(), first.onEnd());
        REQUIRE (first.waitForEnd());
        CHECK (first.code() == "worker_lost");
        bridge.submit (request ("{}", {}), second.onProgress(), second.onEnd());
        REQUIRE (second.waitForEnd());
        CHECK (second.code().empty());
    }
    std::signal (SIGCHLD, before);
    CHECK (hasNoChild());
}

TEST_CASE ("what is not installed is said by its path, and the job ends")
{
    const Folder folder;
    auto noWorker = pretend (folder, {});
    noWorker.worker = folder.path() + "/no/harp_worker";
    auto noPython = pretend (folder, {});
    noPython.python = folder.path() + "/no/python";
    auto notAProgram = pretend (folder, {});
    notAProgram.worker = folder.write ("text", "this is no program\n");

    for (const auto& [config, path] : { std::pair { noWorker, noWorker.worker }, { noPython, noPython.python }, { notAProgram, notAProgram.worker } })
    {
        Bridge bridge (config);
        DescribeEar ear;
        bridge.describe ({ "x" }, ear.onEnd());
        REQUIRE (ear.waitForEnd());
        CHECK (ear.code() == "worker_missing");
        INFO (ear.detail());
        CHECK (ear.detail().find (path) != std::string::npos);
        CHECK (! bridge.isRunning());
    }
}

TEST_CASE ("a worker that cannot start says why in its own words")
{
    const Folder folder;
    Bridge bridge (pretend (folder, { "cannot start" }));
    DescribeEar ear, next;
    bridge.describe ({ "x" }, ear.onEnd());
    REQUIRE (ear.waitForEnd());
    CHECK (ear.code() == "worker_missing");
    CHECK (ear.detail().find ("no module") != std::string::npos);
    bridge.describe ({ "x" }, next.onEnd());
    REQUIRE (next.waitForEnd());
    CHECK (next.code().empty());
}

TEST_CASE ("a worker leaves by itself when its host is killed")
{
    const Folder folder;
    const auto config = pretend (folder, {});
    const auto command = std::string (HARP_DOOMED_HOST) + " " + config.worker + " " + config.python + " '{\"hold\":1}'";
    std::FILE* host = popen (command.c_str(), "r");
    REQUIRE (host != nullptr);
    int hostPid = 0, workerPid = 0;
    REQUIRE (std::fscanf (host, "%d %d", &hostPid, &workerPid) == 2);
    REQUIRE (isAlive (workerPid));
    ::kill (hostPid, SIGKILL);
    CHECK (eventually ([&] { return ! isAlive (workerPid); }));
    pclose (host);
}

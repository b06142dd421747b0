// SPDX-License-Identifier: MIT
// The real client behind both backends, in a host without Python, with a real Gradio app on this machine.
#include "support/Harness.h"

#include <nlohmann/json.hpp>

#include <catch2/catch_test_macros.hpp>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

using namespace harp::test;
using Json = nlohmann::json;

namespace
{

// A Gradio app that runs as long as this lives.
class Endpoint
{
public:
    Endpoint()
    {
        char text[256] {};
        pipe = popen ("GRADIO_ANALYTICS_ENABLED=False exec " HARP_PYTHON " " HARP_ENDPOINT " 2>/dev/null", "r");

        if (pipe == nullptr || std::fscanf (pipe, "%d %255s", &pid, text) != 2)
            throw std::runtime_error ("the Gradio app did not start");

        url = text;
    }

    ~Endpoint()
    {
        ::kill (pid, SIGKILL);
        pclose (pipe);
    }

    Endpoint (const Endpoint&) = delete;
    Endpoint& operator= (const Endpoint&) = delete;

    const std::string& address() const { return url; }

private:
    std::FILE* pipe = nullptr;
    int pid = 0;
    std::string url;
};

const std::string& endpoint()
{
    static const Endpoint one;
    return one.address();
}

Config config (Backend backend)
{
    setenv ("HARP_BRIDGE_PATH", HARP_BRIDGE_PACKAGE, 1);
    Config result;
    result.backend = backend;
    result.worker = HARP_WORKER;
    result.embedded = HARP_EMBEDDED;
    result.python = HARP_PYTHON;
    return result;
}

ProcessRequest gain (double value, std::int64_t frames = 44100)
{
    auto result = request ("{\"1\":" + std::to_string (value) + "}", { ramp (2, frames) });
    result.address = endpoint();
    return result;
}

void describesAndProcesses (Backend backend)
{
    Bridge bridge (config (backend));
    DescribeEar describe;
    bridge.describe ({ endpoint() + "/" }, describe.onEnd()); // the description says it without the slash
    REQUIRE (describe.waitForEnd());
    INFO (describe.detail());
    REQUIRE (describe.result() != nullptr);
    const auto description = Json::parse (describe.result()->json);
    CHECK (description["protocol"] == "harp-0.3");
    CHECK (description["address"] == endpoint());
    CHECK (description["local"] == true);
    CHECK (description["card"]["name"] == "Gain");
    CHECK (description["inputs"][1]["kind"] == "slider");
    CHECK ((bridge.workerPid() != 0) == (backend == Backend::worker));

    ProcessEar ear;
    bridge.submit (gain (0.5), ear.onProgress(), ear.onEnd());
    REQUIRE (ear.waitForEnd());
    INFO (ear.detail());
    REQUIRE (ear.result() != nullptr);
    REQUIRE (ear.result()->audio.size() == 1);
    CHECK (ear.result()->audio[0].sampleRate == 44100.0);
    CHECK (ear.result()->audio[0].block->frames() == 44100);
    CHECK (isRamp (*ear.result()->audio[0].block, 0.5f));

    auto last = Stage::connecting;

    for (const auto& progress : ear.progress())
    {
        CHECK (progress.stage >= last);
        last = progress.stage;
    }

    CHECK (last >= Stage::downloading);
}

void failsAndCancels (Backend backend)
{
    Bridge bridge (config (backend));
    ProcessEar refused, nowhere, endless, after;
    bridge.submit (gain (1.5), refused.onProgress(), refused.onEnd());
    REQUIRE (refused.waitForEnd());
    REQUIRE (refused.code() == "server_error");
    CHECK (std::get<Failure> (refused.outcome()).message.find ("louder than loud") != std::string::npos);

    bridge.submit (request ("{}", { ramp (1, 10) }), nowhere.onProgress(), nowhere.onEnd());
    REQUIRE (nowhere.waitForEnd());
    CHECK (nowhere.code() == "host_unreachable");

    const auto id = bridge.submit (gain (0.0), endless.onProgress(), endless.onEnd());
    REQUIRE (eventually ([&] { return ! endless.progress().empty() && endless.progress().back().stage >= Stage::queued; }));
    bridge.cancel (id);
    REQUIRE (endless.waitForEnd());
    CHECK (endless.code() == "cancelled");

    bridge.submit (gain (1.0), after.onProgress(), after.onEnd());
    REQUIRE (after.waitForEnd());
    INFO (after.detail());
    REQUIRE (after.result() != nullptr);
    CHECK (isRamp (*after.result()->audio[0].block, 1.0f));
}

} // namespace

TEST_CASE ("a real endpoint is described and processes a region, through the worker")
{
    describesAndProcesses (Backend::worker);
}

TEST_CASE ("a real endpoint is described and processes a region, in this process")
{
    describesAndProcesses (Backend::inProcess);
}

TEST_CASE ("server errors, dead addresses and cancellation, through the worker")
{
    failsAndCancels (Backend::worker);
}

TEST_CASE ("server errors, dead addresses and cancellation, in this process")
{
    failsAndCancels (Backend::inProcess);
}

TEST_CASE ("closing the bridge in the middle of a real job is quick and leaves nothing")
{
    for (const auto backend : { Backend::worker, Backend::inProcess })
    {
        auto patient = config (backend);
        patient.silenceLimit = std::chrono::minutes (20); // far above the limit below
        auto bridge = std::make_unique<Bridge> (patient);
        ProcessEar ear;
        bridge->submit (gain (0.0), ear.onProgress(), ear.onEnd());
        REQUIRE (eventually ([&] { return ! ear.progress().empty() && ear.progress().back().stage >= Stage::queued; }));
        const auto start = std::chrono::steady_clock::now();
        bridge.reset();
        CHECK (std::chrono::steady_clock::now() - start < std::chrono::minutes (2));
        CHECK (ear.code() == "cancelled");
    }
}

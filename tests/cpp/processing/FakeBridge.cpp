// SPDX-License-Identifier: GPL-3.0-or-later
#include "FakeBridge.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

namespace harp::test
{

namespace fs = std::filesystem;

namespace
{

fs::path makeFolder()
{
    auto pattern = (fs::temp_directory_path() / "harp-fake-XXXXXX").string();

    if (::mkdtemp (pattern.data()) == nullptr)
        throw std::runtime_error ("no temporary folder");

    return pattern;
}

} // namespace

FakeBridge::FakeBridge() : folder (makeFolder())
{
    // The worker inherits it when the bridge starts it; bridges of one test process live one after the other.
    ::setenv ("HARP_BRIDGE_FAKE_LOG", (folder / "log").c_str(), 1);

    bridge::Config config;
    config.worker = HARP_FAKE_WORKER;
    config.python = "/bin/sh"; // must be there and executable; the fake has no use for it
    bridge = std::make_shared<bridge::Bridge> (config);
}

FakeBridge::~FakeBridge()
{
    bridge.reset();
    std::error_code ignored;
    fs::remove_all (folder, ignored);
}

std::vector<nlohmann::json> FakeBridge::received (const std::string& op) const
{
    std::ifstream file (folder / "log");
    std::vector<nlohmann::json> result;

    for (std::string line; std::getline (file, line);)
    {
        auto message = nlohmann::json::parse (line, nullptr, false);

        if (message.is_object() && (op.empty() ? message["op"] != "ping" : message["op"] == op))
            result.push_back (std::move (message));
    }

    return result;
}

Bench::Bench()
{
    processing::Surroundings surroundings;
    surroundings.hasConsent = [this] (const std::string& host) { return allowed.contains (host); };
    surroundings.prepareTake = [] (const model::TakePtr&) { return core::Status (core::Done {}); };
    surroundings.changed = [this] { ++changes; };
    surroundings.clientVersion = "1.2.3";
    processor = std::make_unique<processing::Processor> (song.document, fake.bridge, surroundings);
}

void Bench::load (const std::string& mode)
{
    loadAddress ("http://127.0.0.1:1/" + mode);
}

void Bench::loadAddress (const std::string& address)
{
    if (! processor->load (address).ok())
        throw std::runtime_error ("the load was refused");

    if (! waitFor ([this] { return processor->loadState().phase != processing::LoadState::Phase::loading; }))
        throw std::runtime_error ("the load did not end");

    if (const auto state = processor->loadState(); state.phase != processing::LoadState::Phase::ready)
        throw std::runtime_error ("the load failed: " + (state.error ? std::string (core::nameOf (state.error->code)) + " " + state.error->detail : ""));
}

std::vector<processing::JobId> Bench::process (const std::vector<model::RegionId>& regions)
{
    auto ids = processor->process (regions);

    if (! ids.ok())
        throw std::runtime_error ("refused: " + std::string (core::nameOf (ids.error().code)) + " " + ids.error().detail);

    return ids.value();
}

std::vector<processing::Job> Bench::finished()
{
    const auto noneIsOpen = [this]
    {
        const auto jobs = processor->jobs();
        return std::none_of (jobs.begin(), jobs.end(), [] (const auto& j) { return j.isOpen(); });
    };

    if (! waitFor (noneIsOpen))
        throw std::runtime_error ("a job did not end");

    auto jobs = processor->jobs();
    std::sort (jobs.begin(), jobs.end(), [] (const auto& a, const auto& b) { return a.id < b.id; });
    return jobs;
}

processing::Job Bench::job (processing::JobId id) const
{
    for (const auto& job : processor->jobs())
        if (job.id == id)
            return job;

    throw std::runtime_error ("no such job");
}

bool Bench::waitForStage (processing::JobId id, processing::JobStage stage) const
{
    return waitFor ([&] { return job (id).stage == stage; });
}

} // namespace harp::test

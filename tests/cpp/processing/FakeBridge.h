// SPDX-License-Identifier: GPL-3.0-or-later
// The real bridge with the fake worker at its other end, and a processor on top of it.
#pragma once

#include "Song.h"
#include "WaitFor.h"

#include <harp_bridge/Bridge.h>
#include <nlohmann/json.hpp>
#include <processing/Processor.h>

#include <filesystem>
#include <set>

namespace harp::test
{

// A bridge of its own and the log of its worker; both go with it.
class FakeBridge
{
public:
    FakeBridge();
    ~FakeBridge();
    FakeBridge (const FakeBridge&) = delete;
    FakeBridge& operator= (const FakeBridge&) = delete;

    // What the worker was told so far, pings left out; with `op`, only those.
    std::vector<nlohmann::json> received (const std::string& op = {}) const;

    std::shared_ptr<bridge::Bridge> bridge;

private:
    std::filesystem::path folder;
};

// Consent that a test gives and takes.
class Allowed
{
public:
    bool contains (const std::string& host) const
    {
        const std::lock_guard lock (mutex);
        return hosts.contains (host);
    }

    void insert (const std::string& host)
    {
        const std::lock_guard lock (mutex);
        hosts.insert (host);
    }

    void clear()
    {
        const std::lock_guard lock (mutex);
        hosts.clear();
    }

private:
    mutable std::mutex mutex;
    std::set<std::string> hosts;
};

struct Bench
{
    Bench();

    // Loads http://127.0.0.1:1/<mode> and waits for it.
    void load (const std::string& mode);
    void loadAddress (const std::string& address);

    // Starts the jobs; throws when that is refused.
    std::vector<processing::JobId> process (const std::vector<model::RegionId>&);

    // Waits until no job is open and returns them, the first one first.
    std::vector<processing::Job> finished();
    processing::Job job (processing::JobId) const;
    bool waitForStage (processing::JobId, processing::JobStage) const;

    Song song;
    Allowed allowed;
    std::atomic<int> changes { 0 };
    FakeBridge fake;
    std::unique_ptr<processing::Processor> processor;
};

} // namespace harp::test

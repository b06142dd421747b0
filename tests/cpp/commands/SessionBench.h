// SPDX-License-Identifier: GPL-3.0-or-later
// A session on a document, the real bridge and the fake worker, driven as programs drive it: by JSON alone.
#pragma once

#include "FakeBridge.h"
#include "TemporaryFolder.h"

#include <shell/commands/ObjectNames.h>
#include <shell/commands/Session.h>

namespace harp::test
{

struct SessionBench
{
    SessionBench() { open(); }

    ~SessionBench()
    {
        session->close();
        engine->close();
    }

    // Opens a new session on the same document, as after a host's restart.
    void open()
    {
        if (engine != nullptr)
            engine->close();

        settings = std::make_shared<shell::Settings> (folder.path / "HARP" / "settings.json");
        engine = std::make_shared<render::Engine> (song.document);
        session = shell::makeSession ({ song.document, engine, settings, fake.bridge, "1.2.3" });
    }

    nlohmann::json command (const nlohmann::json& json) { return nlohmann::json::parse (session->command (json.dump())); }
    nlohmann::json state (std::int64_t since = -1) { return nlohmann::json::parse (session->state (since)); }

    // The error code of a command that must be refused; empty when it was not.
    std::string refusal (const nlohmann::json& json)
    {
        const auto reply = command (json);
        return reply["ok"] == true ? std::string() : reply["error"]["code"].get<std::string>();
    }

    bool waitForPhase (const std::string& phase)
    {
        return waitFor ([&] { return state()["endpoint"]["phase"] == phase; });
    }

    void load (const std::string& mode)
    {
        if (command ({ { "do", "load" }, { "address", "http://127.0.0.1:1/" + mode } })["ok"] != true || ! waitForPhase ("ready"))
            throw std::runtime_error ("the endpoint was not loaded");
    }

    // Processes regions and waits for the end of every job.
    void process (const std::vector<std::string>& regions)
    {
        if (command ({ { "do", "process" }, { "regions", regions } })["ok"] != true || ! waitFor ([&] { return openJobs() == 0; }))
            throw std::runtime_error ("not processed");
    }

    int openJobs()
    {
        const auto now = state();
        int count = 0;

        for (const auto& job : now["jobs"])
            count += job["stage"] != "done" && job["stage"] != "failed" && job["stage"] != "cancelled";

        return count;
    }

    std::string addRegion (double startInModification, double start, double duration)
    {
        return shell::nameOf (song.addRegion (startInModification, start, duration));
    }

    TemporaryFolder folder;
    Song song;
    FakeBridge fake;
    std::shared_ptr<shell::Settings> settings;
    std::shared_ptr<render::Engine> engine;
    std::shared_ptr<shell::Session> session;
};

} // namespace harp::test

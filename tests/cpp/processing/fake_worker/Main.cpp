// SPDX-License-Identifier: GPL-3.0-or-later
// A worker without Python: answers as the address asks it to, and logs what it was told.
//
// Lists of models: "list" (see Endpoints.h), "many" has 150, "dirty" holds what steers terminals; "refused" and "mute" as below.
// Describing: "refused" is no Gradio app, "unheard-of" fails with a code that nobody knows, "mute" never answers.
// Processing: see Models.h; "fail" stops with the server's own words, "die" ends the process, "at-<stage>" gets as far as that stage and
// stays there until it is cancelled, "steps" tells 0.25, 0.5 and 0.75 first. HARP_BRIDGE_FAKE_LOG names the log.
#include "Endpoints.h"
#include "Models.h"
#include "Wire.h"

#include <cstdlib>
#include <map>

namespace harp::fake
{

using Json = nlohmann::json;

class Worker
{
public:
    explicit Worker (Wire& w) : wire (w) {}

    void run()
    {
        wire.send ({ { "ev", "ready" }, { "protocol", 1 }, { "version", "fake" }, { "python", "none" } });

        while (const auto message = wire.receive())
        {
            if ((*message)["op"] == "quit")
                return;

            handle (*message);
        }
    }

private:
    struct Open
    {
        std::vector<Output> outputs;
        std::size_t written = 0;
    };

    void handle (const Json& message)
    {
        const auto op = message["op"].get<std::string>();

        if (op == "ping")
            wire.send ({ { "ev", "pong" }, { "n", message["n"] } });
        else if (op == "describe")
            describe (message["job"], message["address"]);
        else if (op == "models")
            list (message["job"], message["address"]);
        else if (op == "process")
            process (message);
        else if (op == "block")
            write (message["job"], message["output"]);
        else if (op == "cancel" || op == "no_block")
            end (message["job"], op == "cancel");
    }

    void describe (std::uint64_t job, const std::string& address)
    {
        const auto mode = modeOf (address);

        if (mode == "refused")
            fail (job, "not_gradio", "", "no /config");
        else if (mode == "unheard-of")
            fail (job, "moon_phase", "", "full");
        else if (mode == "asleep")
            wire.send ({ { "ev", "progress" }, { "job", job }, { "stage", "waking" }, { "message", "The Space is waking up." } });
        else if (mode != "mute")
            wire.send ({ { "ev", "described" }, { "job", job }, { "description", descriptionOf (address) } });
    }

    void list (std::uint64_t job, const std::string& address)
    {
        const auto mode = modeOf (address);

        if (mode == "refused")
            fail (job, "models_invalid", "", "the server answers 404");
        else if (mode != "mute")
            wire.send ({ { "ev", "models" }, { "job", job }, { "list", listOf (mode) } });
    }

    void process (const Json& message)
    {
        const std::uint64_t job = message["job"];
        const auto mode = modeOf (message["address"]);
        std::vector<Mapping> inputs;
        double rate = 0.0;

        for (const auto& entry : message["audio"])
        {
            inputs.emplace_back (wire.takeDescriptor(), entry["channels"].get<int>(), entry["frames"].get<std::int64_t>());
            rate = entry["rate"];
        }

        if (mode == "die")
            std::_Exit (7);

        if (mode == "fail")
            return fail (job, "server_error", "CUDA out of memory", "gr.Error");

        if (mode.starts_with ("at-"))
            return wire.send ({ { "ev", "progress" }, { "job", job }, { "stage", mode.substr (3) }, { "rank", 2 }, { "queue_size", 5 }, { "eta", 1.5 }, { "message", "patience" } });

        if (mode == "steps")
            for (const double fraction : { 0.25, 0.5, 0.75 })
                wire.send ({ { "ev", "progress" }, { "job", job }, { "stage", "running" }, { "fraction", fraction } });

        open[job] = { outputsOf (mode, message["values"].value ("1", 1.0), inputs.empty() ? nullptr : &inputs.front(), rate) };
        next (job);
    }

    // Asks for the memory of the next output, or ends the job.
    void next (std::uint64_t job)
    {
        const auto& state = open[job];

        if (state.written < state.outputs.size())
        {
            const auto& output = state.outputs[state.written];
            return wire.send ({ { "ev", "need_block" }, { "job", job }, { "output", std::to_string (state.written) },
                                { "frames", output.channels[0].size() }, { "channels", output.channels.size() } });
        }

        auto audio = Json::array();

        for (std::size_t i = 0; i < state.outputs.size(); ++i)
            audio.push_back ({ { "output", std::to_string (i) }, { "label", state.outputs[i].label }, { "rate", state.outputs[i].rate },
                               { "frames", state.outputs[i].channels[0].size() }, { "channels", state.outputs[i].channels.size() } });

        wire.send ({ { "ev", "done" }, { "job", job }, { "audio", audio },
                     { "data", { { { "output", "7" }, { "label", "Labels" }, { "kind", "labels" }, { "labels", Json::array() } } } },
                     { "notes", { "The server works with 16 bits." } } });
        open.erase (job);
    }

    void write (std::uint64_t job, const std::string& output)
    {
        const auto descriptor = wire.takeDescriptor();
        const auto found = open.find (job);

        if (found == open.end())
            return;

        const auto& channels = found->second.outputs[std::stoul (output)].channels;

        {
            Mapping mapping (descriptor, static_cast<int> (channels.size()), static_cast<std::int64_t> (channels[0].size()));

            for (std::size_t c = 0; c < channels.size(); ++c)
                std::copy (channels[c].begin(), channels[c].end(), mapping.channel (static_cast<int> (c)));
        }

        ++found->second.written;
        next (job);
    }

    void end (std::uint64_t job, bool tell)
    {
        open.erase (job);

        if (tell)
            wire.send ({ { "ev", "ended" }, { "job", job }, { "note", "The model may go on working." } });
    }

    void fail (std::uint64_t job, const char* code, const char* message, const char* detail)
    {
        wire.send ({ { "ev", "failed" }, { "job", job }, { "code", code }, { "message", message }, { "detail", detail } });
    }

    Wire& wire;
    std::map<std::uint64_t, Open> open;
};

} // namespace harp::fake

int main()
{
    harp::fake::Wire wire (std::getenv ("HARP_BRIDGE_FAKE_LOG"));
    harp::fake::Worker (wire).run();
}

// SPDX-License-Identifier: MIT
#include "Worker.h"

namespace pretend
{

void Worker::run()
{
    start();

    while (! leaving)
    {
        const auto message = wire.read();

        if (! message)
            return;

        handle (*message);
    }
}

void Worker::handle (const Json& message)
{
    const auto op = message.at ("op").get<std::string>();

    if (op == "ping")
        ping (message);
    else if (op == "quit")
        quit();
    else if (op == "describe")
        wire.say ({ { "ev", "described" }, { "job", message["job"] }, { "description", { { "address", message["address"] } } } });
    else if (op == "models")
        wire.say ({ { "ev", "models" }, { "job", message["job"] }, { "list", { { "address", message["address"] } } } });
    else if (op == "cancel")
        cancel (message["job"]);
    else if (op == "process")
        beginProcess (message);
    else if (op == "block")
        takeBlock (message);
    else if (op == "no_block" && open.erase (message["job"].get<std::uint64_t>()) != 0)
        wire.say ({ { "ev", "failed" }, { "job", message["job"] }, { "code", message["code"] }, { "message", "" }, { "detail", "" } });
}

void Worker::cancel (std::uint64_t job)
{
    open.erase (job);
    wire.say ({ { "ev", "ended" }, { "job", job } });
}

void Worker::beginProcess (const Json& message)
{
    Work work;
    work.job = message["job"];
    work.values = message["values"];
    work.audio = message["audio"];

    for (const auto& entry : work.audio)
        work.inputs.push_back (std::make_unique<Mapped> (wire.takeDescriptor(), entry["frames"], entry["channels"]));

    process (open[work.job] = std::move (work));
}

void Worker::takeBlock (const Json& message)
{
    const int descriptor = wire.takeDescriptor();
    auto& work = open.at (message["job"]);
    const std::string output = message["output"];
    const auto& source = work.audio.at (std::stoul (output));
    work.outputs[output] = std::make_unique<Mapped> (descriptor, source["frames"], source["channels"]);

    if (work.outputs.size() == work.inputs.size())
    {
        complete (work);
        open.erase (message["job"].get<std::uint64_t>());
    }
}

// With "hold" it works until it is cancelled.
void Worker::process (Work& work)
{
    if (work.values.contains ("hold"))
        return say ({ { "ev", "progress" }, { "stage", "queued" }, { "rank", 2 }, { "queue_size", 5 }, { "eta", 1.5 } }, work);

    for (const double fraction : { 0.25, 0.5, 0.75 })
        say ({ { "ev", "progress" }, { "stage", "running" }, { "fraction", fraction }, { "message", "half way" } }, work);

    if (work.inputs.empty())
    {
        sayDone (work, Json::array());
        open.erase (work.job);
        return;
    }

    for (std::size_t i = 0; i < work.inputs.size(); ++i)
        needBlock (work, std::to_string (i), work.audio[i]["frames"], work.audio[i]["channels"]);
}

void Worker::complete (Work& work)
{
    const auto gain = work.values.value ("gain", 1.0f);
    auto audio = Json::array();

    for (std::size_t i = 0; i < work.inputs.size(); ++i)
    {
        auto& output = *work.outputs.at (std::to_string (i));

        for (std::int64_t k = 0; k < output.count(); ++k)
            output.samples()[k] = gain * work.inputs[i]->samples()[k];

        audio.push_back (doneEntry (work, i));
    }

    work.outputs.clear();
    work.inputs.clear();
    sayDone (work, audio);
}

void Worker::needBlock (const Work& work, const std::string& output, std::int64_t frames, int channels)
{
    say ({ { "ev", "need_block" }, { "output", output }, { "frames", frames }, { "channels", channels } }, work);
}

void Worker::say (Json message, const Work& work)
{
    message["job"] = work.job;
    wire.say (message);
}

void Worker::sayDone (const Work& work, const Json& audio)
{
    say ({ { "ev", "done" }, { "audio", audio }, { "data", Json::array ({ { { "kind", "labels" } } }) }, { "notes", Json::array ({ "a note" }) } }, work);
}

Json Worker::doneEntry (const Work& work, std::size_t input)
{
    const auto& source = work.audio[input];
    return { { "output", std::to_string (input) }, { "label", "Result" }, { "rate", source["rate"] },
             { "frames", source["frames"] }, { "channels", source["channels"] } };
}

} // namespace pretend

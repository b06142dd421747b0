// SPDX-License-Identifier: MIT
// Every way in which a worker can go wrong, one class each.
#include "Worker.h"

#include <atomic>
#include <cmath>
#include <csignal>
#include <functional>
#include <thread>
#include <unistd.h>

namespace pretend
{

namespace
{

[[noreturn]] void sleepForEver()
{
    for (;;)
        pause();
}

// Does something else than its work when it is asked to process.
struct InProcess : Worker
{
    using Deed = std::function<void (InProcess&, Work&)>;
    explicit InProcess (Deed what) : deed (std::move (what)) {}
    void process (Work& work) override { deed (*this, work); }
    Deed deed;

    using Worker::doneEntry;
    using Worker::needBlock;
    using Worker::say;
    using Worker::sayDone;
    using Worker::wire;
    using Worker::Work;
    void processWell (Work& work) { Worker::process (work); }
};

// Does something at its start instead of saying that it is ready.
struct AtStart : Worker
{
    explicit AtStart (std::function<void (Wire&)> what) : deed (std::move (what)) {}
    void start() override { deed (wire); }
    std::function<void (Wire&)> deed;
};

// Announces a result that is not what it asked for.
struct WrongDone : Worker
{
    explicit WrongDone (std::function<void (Json&)> what) : change (std::move (what)) {}

    void complete (Work& work) override
    {
        auto audio = Json::array ({ doneEntry (work, 0) });
        change (audio);
        sayDone (work, audio);
    }

    std::function<void (Json&)> change;
};

struct Shrinking : Worker
{
    void complete (Work& work) override
    {
        auto& block = *work.outputs.at ("0");
        auto entry = doneEntry (work, 0);
        const bool refused = ftruncate (block.descriptor(), 0) != 0 && ftruncate (block.descriptor(), 1 << 30) != 0;
        entry["label"] = refused ? "size is sealed" : "size was changed";
        sayDone (work, Json::array ({ entry }));
    }
};

// Writes nonsense into its blocks for ever, also after it said that it was done.
struct Scribbling : Worker
{
    void complete (Work& work) override
    {
        auto* block = work.outputs.at ("0").release();
        work.inputs[0].release();

        std::thread ([block]
        {
            for (float value = 0.0f;; value += 1.0f)
                for (std::int64_t k = 0; k < block->count(); ++k)
                    block->samples()[k] = k % 3 == 0 ? std::nanf ("") : value;
        }).detach();

        sayDone (work, Json::array ({ doneEntry (work, 0) }));
    }
};

struct IgnoresCancel : Worker
{
    void cancel (std::uint64_t) override {}
};

// Leaves neither for words nor for SIGTERM, and has a child of its own.
struct Stubborn : Worker
{
    void start() override
    {
        std::signal (SIGTERM, SIG_IGN);

        if (fork() == 0)
            sleepForEver();

        Worker::start();
    }

    void ping (const Json&) override {} // an answer to a host that is gone would end it
    void quit() override { sleepForEver(); }
};

struct LyingPong : Worker
{
    void ping (const Json& message) override { wire.say ({ { "ev", "pong" }, { "n", message["n"].get<int>() + 7 } }); }
};

using Maker = std::function<std::unique_ptr<Worker>()>;

Maker doing (InProcess::Deed deed)
{
    return [deed] { return std::make_unique<InProcess> (deed); };
}

Maker starting (std::function<void (Wire&)> deed)
{
    return [deed] { return std::make_unique<AtStart> (deed); };
}

Maker announcing (std::function<void (Json&)> change)
{
    return [change] { return std::make_unique<WrongDone> (change); };
}

template <typename Type>
Maker plain()
{
    return [] { return std::make_unique<Type>(); };
}

const std::map<std::string, Maker>& makers()
{
    using Work = InProcess::Work;
    static const Json ready { { "ev", "ready" }, { "protocol", 1 }, { "version", "0" }, { "python", "0" } };

    static const std::map<std::string, Maker> all {
        { "good", plain<Worker>() },
        { "shrinks", plain<Shrinking>() },
        { "scribbles", plain<Scribbling>() },
        { "ignores cancel", plain<IgnoresCancel>() },
        { "stubborn", plain<Stubborn>() },
        { "lying pong", plain<LyingPong>() },

        { "exits at once", starting ([] (Wire&) { _exit (7); }) },
        { "never ready", starting ([] (Wire&) { sleepForEver(); }) },
        { "other protocol", starting ([] (Wire& wire) { wire.say ({ { "ev", "ready" }, { "protocol", 2 } }); }) },
        { "ready twice", starting ([] (Wire& wire) { wire.say (ready); wire.say (ready); }) },
        { "speaks early", starting ([] (Wire& wire) { wire.say ({ { "ev", "progress" }, { "job", 1 }, { "stage", "running" } }); }) },
        { "cannot start", starting ([] (Wire& wire) {
              wire.say ({ { "ev", "failed" }, { "job", 0 }, { "code", "worker_missing" }, { "message", "" }, { "detail", "no module" } });
              _exit (1);
          }) },

        { "hangs", doing ([] (InProcess&, Work&) { sleepForEver(); }) },
        { "dies by signal", doing ([] (InProcess& w, Work& work) {
              w.say ({ { "ev", "progress" }, { "stage", "running" } }, work);
              ::kill (getpid(), SIGKILL);
          }) },
        { "exits in the middle", doing ([] (InProcess&, Work&) { _exit (5); }) },
        { "prints garbage", doing ([] (InProcess& w, Work&) { w.wire.sayRaw ("\x01\xff{ not json\n"); }) },
        { "line without end", doing ([] (InProcess& w, Work&) { for (;;) w.wire.sayRaw (std::string (1 << 20, 'x')); }) },
        { "nests deeply", doing ([] (InProcess& w, Work& work) {
              w.wire.sayRaw (R"({"ev":"done","job":)" + std::to_string (work.job) + R"(,"audio":[],"data":)"
                             + std::string (4000000, '[') + std::string (4000000, ']') + "}\n");
          }) },
        { "floods", doing ([] (InProcess& w, Work& work) { for (;;) w.say ({ { "ev", "progress" }, { "stage", "running" }, { "fraction", 0.5 } }, work); }) },
        { "unknown job", doing ([] (InProcess& w, Work&) { w.wire.say ({ { "ev", "progress" }, { "job", 999 }, { "stage", "running" } }); }) },
        { "ends uncancelled", doing ([] (InProcess& w, Work& work) { w.say ({ { "ev", "ended" } }, work); }) },
        { "answers another kind", doing ([] (InProcess& w, Work& work) { w.say ({ { "ev", "described" }, { "description", Json::object() } }, work); }) },
        { "answers with a list", doing ([] (InProcess& w, Work& work) { w.say ({ { "ev", "models" }, { "list", Json::object() } }, work); }) },
        { "done twice", doing ([] (InProcess& w, Work& work) { w.sayDone (work, Json::array()); w.sayDone (work, Json::array()); }) },
        { "sends descriptors", doing ([] (InProcess& w, Work& work) {
              for (int i = 0; i < 50; ++i)
                  w.wire.sayWithDescriptor ({ { "ev", "progress" }, { "job", work.job }, { "stage", "running" } }, 2);
              w.processWell (work);
          }) },

        { "asks twice", doing ([] (InProcess& w, Work& work) { w.needBlock (work, "0", 8, 1); w.needBlock (work, "0", 8, 1); }) },
        { "asks for nothing", doing ([] (InProcess& w, Work& work) { w.needBlock (work, "0", 0, 1); }) },
        { "asks for less than nothing", doing ([] (InProcess& w, Work& work) { w.needBlock (work, "0", -5, 2); }) },
        { "asks for too many channels", doing ([] (InProcess& w, Work& work) { w.needBlock (work, "0", 8, 100000); }) },
        { "asks beyond integers", doing ([] (InProcess& w, Work& work) {
              w.wire.sayRaw (R"({"ev":"need_block","job":)" + std::to_string (work.job) + R"(,"output":"0","frames":1e300,"channels":2})" "\n");
          }) },
        { "asks for terabytes", doing ([] (InProcess& w, Work& work) { w.needBlock (work, "0", std::int64_t { 1 } << 39, 64); }) },

        { "announces other frames", announcing ([] (Json& audio) { audio[0]["frames"] = audio[0]["frames"].get<int>() * 1000; }) },
        { "announces fewer frames", announcing ([] (Json& audio) { audio[0]["frames"] = audio[0]["frames"].get<int>() / 2; }) },
        { "announces other channels", announcing ([] (Json& audio) { audio[0]["channels"] = 64; }) },
        { "announces another output", announcing ([] (Json& audio) { audio[0]["output"] = "7"; }) },
        { "announces no rate", announcing ([] (Json& audio) { audio[0].erase ("rate"); }) },
        { "announces twice", announcing ([] (Json& audio) { audio.push_back (Json (audio[0])); }) },
        { "forgets an output", announcing ([] (Json& audio) { audio.clear(); }) },
    };

    return all;
}

} // namespace

std::unique_ptr<Worker> makeWorker (const std::string& behaviour)
{
    const auto maker = makers().find (behaviour);
    return maker == makers().end() ? nullptr : maker->second();
}

} // namespace pretend

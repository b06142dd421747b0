// SPDX-License-Identifier: GPL-3.0-or-later
// harp_region_host PLUGIN ADDRESS CONTROL VALUE [--realtime]
//
// A host that holds no Python: one source of two seconds of noise, one region on its second half, processed through the
// endpoint at ADDRESS with one control set. Prints one line of JSON about what it heard before and after, relative to the
// original, and about the processes and the Python that were there before a model was loaded and at the end; a test says
// what that has to be. Exit code 1 with a sentence when anything went wrong.
#include <Document.h>
#include <Host.h>
#include <Instance.h>

#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <thread>

namespace
{

using Json = nlohmann::json;
using namespace harp::host;

constexpr double rate = 44100.0;
constexpr std::int64_t second = 44100;

std::shared_ptr<AudioSource> noise()
{
    auto source = std::make_shared<AudioSource>();
    source->name = "noise";
    source->persistentId = "org.harp.test.source";
    source->sampleRate = rate;
    std::mt19937 generator (7);
    std::uniform_real_distribution<float> values (-0.25f, 0.25f);
    Samples samples (2, std::vector<float> (2 * second));

    for (auto& channel : samples)
        for (auto& sample : channel)
            sample = values (generator);

    source->samples = std::make_shared<const Samples> (std::move (samples));
    return source;
}

Json sent (Instance& instance, const Json& command)
{
    const auto reply = Json::parse (instance.command (command.dump()).value_or ("{}"));

    if (! reply.value ("ok", false))
        throw std::runtime_error ("refused: " + command.dump() + " -> " + reply.dump());

    return reply;
}

// Waits until the state satisfies a condition; a minute is far more than any step needs.
template <typename Condition>
Json waitFor (Instance& instance, const char* what, Condition&& condition)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds (120);

    for (;;)
    {
        const auto state = Json::parse (instance.commandState (-1).value_or ("{}"));

        if (condition (state))
            return state;

        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error (std::string ("gave up waiting for ") + what + ": " + state.dump());

        std::this_thread::sleep_for (std::chrono::milliseconds (10));
    }
}

// What the region plays, as a factor of the original (least squares) and the largest deviation from that.
Json compare (const std::vector<float>& heard, const AudioSource& source)
{
    double product = 0.0, energy = 0.0, worst = 0.0;
    const auto original = [&source] (std::size_t i) { return (*source.samples)[i % 2][static_cast<std::size_t> (second) + i / 2]; };

    for (std::size_t i = 0; i < heard.size(); ++i)
    {
        product += static_cast<double> (heard[i]) * original (i);
        energy += static_cast<double> (original (i)) * original (i);
    }

    const auto factor = product / energy;

    for (std::size_t i = 0; i < heard.size(); ++i)
        worst = std::max (worst, std::abs (heard[i] - factor * original (i)));

    return { { "factor", factor }, { "deviation", worst } };
}

std::vector<float> listen (Instance& instance, bool realtime)
{
    AudioSetup setup;
    setup.sampleRate = rate;
    setup.offline = ! realtime;
    instance.activate (setup);
    RenderRequest request;
    request.start = 3 * second; // the region's place in the song
    request.frames = second;
    request.pace = realtime ? 1.0 : 0.0;

    if (realtime)
        waitFor (instance, "pages", [] (const Json& s) { return s.at ("playback").at ("pagesWaiting") == 0 && s.at ("playback").at ("takesWaiting") == 0; });

    auto result = instance.render (request);
    instance.deactivate();
    return result;
}

void load (Instance& instance, const std::string& address)
{
    sent (instance, { { "do", "load" }, { "address", address } });
    const auto state = waitFor (instance, "the endpoint", [] (const Json& s)
    {
        const auto phase = s.at ("endpoint").at ("phase");
        return phase == "ready" || phase == "failed";
    });

    if (state.at ("endpoint").at ("phase") != "ready")
        throw std::runtime_error (state.at ("endpoint").dump());
}

void process (Instance& instance)
{
    const auto region = Json::parse (instance.commandState (-1).value()).at ("regions").at (0).at ("id");
    sent (instance, { { "do", "process" }, { "regions", { region } } });
    const auto state = waitFor (instance, "the job", [] (const Json& s)
    {
        const auto stage = s.at ("jobs").at (0).at ("stage");
        return stage == "done" || stage == "failed" || stage == "cancelled";
    });

    if (state.at ("jobs").at (0).at ("stage") != "done")
        throw std::runtime_error (state.at ("jobs").at (0).dump());
}

struct Song
{
    SourcePtr source;
    RegionPtr region;
};

Song arrange (Document& document)
{
    Song song;
    document.beginEditing();
    const auto context = document.createContext ({});
    RegionSequence track;
    track.context = context;
    track.name = "Track";
    const auto sequence = document.createSequence (track);
    song.source = document.createSource (noise());
    AudioModification modification;
    modification.source = song.source;
    modification.persistentId = "org.harp.test.modification";
    const auto edit = document.createModification (modification);
    PlaybackRegion region;
    region.modification = edit;
    region.sequence = sequence;
    region.name = "second half";
    region.startInModification = 1.0;
    region.durationInModification = region.durationInPlayback = 1.0;
    region.startInPlayback = 3.0;
    song.region = document.createRegion (region);
    document.endEditing();
    document.setSampleAccess (*song.source, true);
    return song;
}

// What the plug-in has started so far, as Linux tells it.
Json started()
{
    Json children = Json::array();

    for (const auto& thread : std::filesystem::directory_iterator ("/proc/self/task"))
    {
        std::ifstream file (thread.path() / "children");

        for (std::string id; file >> id;)
            children.push_back (id);
    }

    std::ifstream maps ("/proc/self/maps");
    const std::string mapped ((std::istreambuf_iterator<char> (maps)), {});
    return { { "children", children.size() }, { "python", mapped.find ("libpython") != std::string::npos } };
}

int run (const std::string& plugin, const std::string& address, const std::string& control, const Json& value, bool realtime)
{
    const auto host = Host::open (plugin, {});
    const auto document = host->newDocument ("Song", {});
    const auto song = arrange (*document);
    Roles roles;
    roles.assigned = ARA::kARAPlaybackRendererRole;
    const auto instance = Instance::create (host, document, roles, true);
    instance->addRegion (song.region);

    Json report;
    report["before"] = compare (listen (*instance, realtime), *song.source);
    report["scanned"] = started();
    load (*instance, address);
    sent (*instance, { { "do", "set" }, { "control", control }, { "value", value } });
    process (*instance);
    report["after"] = compare (listen (*instance, realtime), *song.source);
    report["processed"] = started();
    report["violations"] = Json::array();

    instance->removeRegion (song.region);
    document->notifyModelUpdates();

    for (const auto& violation : document->violations())
        report["violations"].push_back (violation.text);

    instance->close();
    document->close();
    host->close();
    std::cout << report.dump() << std::endl;
    return 0;
}

} // namespace

int main (int argc, char** argv)
{
    if (argc < 5)
    {
        std::cerr << "usage: harp_region_host PLUGIN ADDRESS CONTROL VALUE [--realtime]\n";
        return 2;
    }

    try
    {
        return run (argv[1], argv[2], argv[3], Json::parse (argv[4]), argc > 5 && std::string (argv[5]) == "--realtime");
    }
    catch (const std::exception& error)
    {
        std::cerr << error.what() << "\n";
        return 1;
    }
}

// SPDX-License-Identifier: MIT
#include "Harness.h"

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace fs = std::filesystem;

namespace harp::test
{

bool eventually (const std::function<bool()>& condition, std::chrono::milliseconds limit)
{
    const auto deadline = std::chrono::steady_clock::now() + limit;

    while (! condition())
    {
        if (std::chrono::steady_clock::now() > deadline)
            return false;

        std::this_thread::sleep_for (std::chrono::milliseconds (2));
    }

    return true;
}

namespace
{

float rampSample (int channel, std::int64_t frame)
{
    return static_cast<float> (frame % 1000 + channel) / 1024.0f;
}

int entries (const char* folder)
{
    int count = 0;

    for (const auto& entry : fs::directory_iterator (folder))
    {
        static_cast<void> (entry);
        ++count;
    }

    return count;
}

} // namespace

std::shared_ptr<Block> ramp (int channels, std::int64_t frames)
{
    std::string error;
    auto block = Block::create (channels, frames, error);

    if (block == nullptr)
        throw std::runtime_error (error);

    for (int c = 0; c < channels; ++c)
        for (std::int64_t k = 0; k < frames; ++k)
            block->channel (c)[k] = rampSample (c, k);

    return block;
}

bool isRamp (const Block& block, float gain)
{
    for (int c = 0; c < block.channels(); ++c)
        for (std::int64_t k = 0; k < block.frames(); ++k)
            if (block.channel (c)[k] != gain * rampSample (c, k))
                return false;

    return true;
}

ProcessRequest request (const std::string& valuesJson, std::vector<std::shared_ptr<Block>> blocks)
{
    ProcessRequest result { "http://127.0.0.1:1", valuesJson, {}, {}, {} };

    for (auto& block : blocks)
        result.audio.push_back ({ std::to_string (result.audio.size()), std::move (block), 44100.0 });

    return result;
}

Folder::Folder()
{
    std::string pattern = (fs::temp_directory_path() / "harp-bridge-test-XXXXXX").string();

    if (mkdtemp (pattern.data()) == nullptr)
        throw std::runtime_error ("no temporary folder");

    name = pattern;
}

Folder::~Folder()
{
    std::error_code ignored;
    fs::remove_all (name, ignored);
}

std::string Folder::write (const std::string& file, const std::string& text) const
{
    const auto path = fs::path (name) / file;
    std::ofstream (path) << text;
    fs::permissions (path, fs::perms::owner_all);
    return path.string();
}

Config pretend (const Folder& folder, const std::vector<std::string>& behaviours)
{
    std::string script;

    for (const auto& behaviour : behaviours)
        script += behaviour + "\n";

    Config config;
    config.worker = HARP_PRETEND_WORKER;
    config.python = folder.write ("python", script);
    return config;
}

int openDescriptors()
{
    return entries ("/proc/self/fd");
}

int threads()
{
    return entries ("/proc/self/task");
}

bool isAlive (int pid)
{
    std::ifstream file ("/proc/" + std::to_string (pid) + "/stat");
    std::string text;

    if (! std::getline (file, text))
        return false;

    const auto state = text.substr (text.rfind (')') + 2, 1);
    return state != "Z" && state != "X";
}

bool hasNoChild()
{
    return eventually ([]
    {
        siginfo_t info {}; // looked at, and left for whoever started it
        return waitid (P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == -1 && errno == ECHILD;
    });
}

} // namespace harp::test

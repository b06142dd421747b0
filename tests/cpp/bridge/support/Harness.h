// SPDX-License-Identifier: MIT
// What the tests of the bridge share: calls that end within a deadline, blocks with known samples, counted resources.
#pragma once

#include <harp_bridge/Bridge.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace harp::test
{

using namespace harp::bridge;

constexpr std::chrono::seconds patience { 60 }; // a deadline against hanging, not a measurement

// Waits for a condition, by looking; false after the deadline.
bool eventually (const std::function<bool()>& condition, std::chrono::milliseconds limit = patience);

// Hears of one job, and outlives this object if the job does.
template <typename T>
class Ear
{
public:
    Ear() = default;
    Ear (const Ear&) = delete; // a copy would hear the same job
    Ear& operator= (const Ear&) = delete;

    std::function<void (Outcome<T>)> onEnd()
    {
        return [state = state] (Outcome<T> outcome)
        {
            const std::lock_guard lock (state->mutex);
            state->outcome = std::make_unique<Outcome<T>> (std::move (outcome));
            ++state->ends;
            state->changed.notify_all();
        };
    }

    std::function<void (const Progress&)> onProgress()
    {
        return [state = state] (const Progress& progress)
        {
            const std::lock_guard lock (state->mutex);
            if (state->progress.size() < 10000)
                state->progress.push_back (progress);
            state->changed.notify_all();
        };
    }

    bool waitForEnd (std::chrono::milliseconds limit = patience) const
    {
        std::unique_lock lock (state->mutex);
        return state->changed.wait_for (lock, limit, [this] { return state->ends > 0; });
    }

    bool waitForProgress() const
    {
        std::unique_lock lock (state->mutex);
        return state->changed.wait_for (lock, patience, [this] { return ! state->progress.empty(); });
    }

    int ends() const
    {
        const std::lock_guard lock (state->mutex);
        return state->ends;
    }

    std::vector<Progress> progress() const
    {
        const std::lock_guard lock (state->mutex);
        return state->progress;
    }

    // Only after waitForEnd.
    const Outcome<T>& outcome() const { return *state->outcome; }
    const T* result() const { return std::get_if<T> (state->outcome.get()); }

    // The code of the failure, "" for a result.
    std::string code() const
    {
        const auto* failure = std::get_if<Failure> (state->outcome.get());
        return failure != nullptr ? failure->code : std::string();
    }

    std::string detail() const
    {
        const auto* failure = std::get_if<Failure> (state->outcome.get());
        return failure != nullptr ? failure->detail : std::string();
    }

private:
    struct State
    {
        std::mutex mutex;
        std::condition_variable changed;
        std::unique_ptr<Outcome<T>> outcome;
        std::vector<Progress> progress;
        int ends = 0;
    };

    std::shared_ptr<State> state = std::make_shared<State>();
};

using ProcessEar = Ear<ProcessResult>;
using DescribeEar = Ear<Description>;
using ModelsEar = Ear<ModelList>;

// A block whose sample k of channel c is (k % 1000 + c) / 1024.
std::shared_ptr<Block> ramp (int channels, std::int64_t frames);
bool isRamp (const Block& block, float gain);

ProcessRequest request (const std::string& valuesJson, std::vector<std::shared_ptr<Block>> blocks);

// A folder that is removed at the end.
class Folder
{
public:
    Folder();
    ~Folder();
    Folder (const Folder&) = delete;
    Folder& operator= (const Folder&) = delete;

    const std::string& path() const { return name; }

    // A file with this text, made executable.
    std::string write (const std::string& file, const std::string& text) const;

private:
    std::string name;
};

// A bridge to pretended workers that behave like this one after the other, then well.
Config pretend (const Folder& folder, const std::vector<std::string>& behaviours);

int openDescriptors();
int threads();
bool isAlive (int pid); // a zombie is not

// Resources at the start, to be compared at the end: no more than then, a moment after a thread was joined at the latest,
// for so long does the system still list it.
struct Resources
{
    int descriptors = openDescriptors();
    int threadCount = threads();

    bool areBack() const
    {
        return eventually ([this] { return openDescriptors() <= descriptors && threads() <= threadCount; });
    }
};

// No process of ours is left, not even one that has ended; after a moment, for so long does a killed one take to end.
bool hasNoChild();

} // namespace harp::test

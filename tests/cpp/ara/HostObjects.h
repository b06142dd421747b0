// SPDX-License-Identifier: GPL-3.0-or-later
// What the mock host knows of its own document: plain objects whose addresses are the host refs. Test threads.
#pragma once

#include <ARA_API/ARAInterface.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace harp::test
{

using Samples = std::vector<std::vector<float>>; // channel, frame

struct HostContext
{
    std::string name = "song";
    ARA::ARAMusicalContextRef ref = nullptr;
};

struct HostSequence
{
    std::string name = "track";
    int order = 0;
    HostContext* context = nullptr;
    ARA::ARARegionSequenceRef ref = nullptr;
};

// Any thread may send it to sleep or wake it.
class SlowDisk
{
public:
    void sleep() { asleep = true; }

    void wake()
    {
        asleep = false;
        asleep.notify_all();
    }

    void wait() const { asleep.wait (true); }

private:
    std::atomic<bool> asleep { false };
};

struct HostSource
{
    std::string name = "recording";
    std::string id;
    double rate = 44100.0;
    Samples samples;
    ARA::ARAAudioSourceRef ref = nullptr;

    std::atomic<bool> access { false };      // from the beginning of enable (true) to the end of enable (false)
    std::atomic<bool> readsFail { false };
    std::atomic<int> readers { 0 };
    std::atomic<int> reads { 0 };
    std::atomic<std::int64_t> longestRead { 0 };

    // A read waits inside of the host while this sleeps. Shared: who wakes it may outlive the source.
    std::shared_ptr<SlowDisk> slowDisk = std::make_shared<SlowDisk>();
    std::atomic<int> waitingReads { 0 };

    std::int64_t frames() const { return samples.empty() ? 0 : static_cast<std::int64_t> (samples.front().size()); }
    int channels() const { return static_cast<int> (samples.size()); }
};

struct HostModification
{
    HostSource* source = nullptr;
    std::string name = "edit";
    std::string id;
    ARA::ARAAudioModificationRef ref = nullptr;
};

struct HostRegion
{
    HostModification* modification = nullptr;
    HostSequence* sequence = nullptr;
    std::string name = "region";
    double startInModification = 0.0, start = 0.0, duration = 0.0;
    ARA::ARAPlaybackRegionRef ref = nullptr;
};

struct HostReaderObject
{
    HostSource* source = nullptr;
    std::atomic<int> running { 0 };
};

struct HostArchive
{
    std::vector<std::uint8_t> bytes;
    const char* id = "org.harp.archive.1";
    std::size_t failAfter = SIZE_MAX; // bytes written or read, after which the disk fails
    std::size_t used = 0;
};

} // namespace harp::test

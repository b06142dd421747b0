// SPDX-License-Identifier: GPL-3.0-or-later
// The worker's end of the socket: lines with file descriptors, tests/contract/PROTOCOL.md, section 3. One thread.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <deque>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

namespace harp::fake
{

// A block as the worker sees it: mapped as long as this object lives.
class Mapping
{
public:
    Mapping (int descriptor, int channels, std::int64_t frames);
    ~Mapping();
    Mapping (Mapping&&) noexcept;
    Mapping& operator= (Mapping&&) = delete;

    int channels() const { return numChannels; }
    std::int64_t frames() const { return numFrames; }
    float* channel (int index) { return samples + index * numFrames; }

private:
    int numChannels;
    std::int64_t numFrames;
    float* samples = nullptr;
};

class Wire
{
public:
    // Every message received goes into the log, one line each; no log without a path.
    explicit Wire (const char* logPath);

    void send (const nlohmann::json&);

    // Waits for the next message; nothing when the other side is gone.
    std::optional<nlohmann::json> receive();

    // The oldest descriptor that has arrived and was not taken yet.
    int takeDescriptor();

private:
    bool readMore();

    std::string pending;
    std::deque<int> descriptors;
    std::ofstream log;
};

} // namespace harp::fake

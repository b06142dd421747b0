// SPDX-License-Identifier: MIT
// The worker's end of the protocol, as simple as it can be: blocking, on descriptor 3. One thread.
#pragma once

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>

namespace pretend
{

using Json = nlohmann::json;

class Wire
{
public:
    // The next message; nullopt at the end of the connection.
    std::optional<Json> read();

    // The next descriptor that came with a message.
    int takeDescriptor();

    void say (const Json& message) { sayRaw (message.dump() + "\n"); }
    void sayRaw (const std::string& bytes);
    void sayWithDescriptor (const Json& message, int descriptor);

private:
    static constexpr int socket = 3;
    std::string buffer;
    std::deque<int> descriptors;
};

// A block mapped for as long as this lives; the descriptor is closed with it.
class Mapped
{
public:
    Mapped (int descriptor, std::int64_t frames, int channels);
    ~Mapped();
    Mapped (const Mapped&) = delete;
    Mapped& operator= (const Mapped&) = delete;

    float* samples() { return data; }
    std::int64_t count() const { return static_cast<std::int64_t> (bytes / sizeof (float)); }
    int descriptor() const { return file; }

private:
    int file;
    std::size_t bytes;
    float* data;
};

} // namespace pretend

// SPDX-License-Identifier: MIT
// A block of planar float32 audio in memory that two processes share.
//
// The side that creates a block decides its size: the memory is allocated in full and the size sealed before anything
// is mapped, so that no other process can make an access fault by shrinking it. What another process wrote into a block
// may still change at any time: copy first, then check the copy.
//
// [any] thread; distinct blocks are independent, one block is not synchronised.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

namespace harp::bridge
{

class Block
{
public:
    // Allocates a zeroed block. Returns nullptr and fills `error` (a developer's sentence) when the size is not
    // positive, above `maxBytes`, or memory is short.
    static std::shared_ptr<Block> create (int channels, std::int64_t frames, std::string& error);

    ~Block();
    Block (const Block&) = delete;
    Block& operator= (const Block&) = delete;

    int channels() const { return numChannels; }
    std::int64_t frames() const { return numFrames; }

    // First sample of a channel; `frames()` samples follow. 0 <= index < channels().
    float* channel (int index) { return samples + static_cast<std::int64_t> (index) * numFrames; }
    const float* channel (int index) const { return samples + static_cast<std::int64_t> (index) * numFrames; }

    std::size_t bytes() const { return numBytes; }

    // Handle that another process can be given (a file descriptor on POSIX); it stays owned by the block.
    std::intptr_t handle() const { return shared; }

    // 8 GiB: more than six hours of stereo at 48 kHz.
    static constexpr std::size_t maxBytes = std::size_t { 8 } << 30;

private:
    Block() = default;

    int numChannels = 0;
    std::int64_t numFrames = 0;
    std::size_t numBytes = 0;
    float* samples = nullptr;
    std::intptr_t shared = -1;
};

} // namespace harp::bridge

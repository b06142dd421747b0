// SPDX-License-Identifier: MIT
#include "client/SharedMemory.h"

#include <harp_bridge/Block.h>

namespace harp::bridge
{

std::shared_ptr<Block> Block::create (int channels, std::int64_t frames, std::string& error)
{
    constexpr auto maxSamples = static_cast<std::int64_t> (maxBytes / sizeof (float));

    if (channels <= 0 || frames <= 0)
    {
        error = "a block needs at least one channel and one frame";
        return nullptr;
    }

    if (frames > maxSamples / channels)
    {
        error = "a block of " + std::to_string (channels) + " x " + std::to_string (frames) + " samples is too large";
        return nullptr;
    }

    const auto bytes = static_cast<std::size_t> (frames) * static_cast<std::size_t> (channels) * sizeof (float);
    SharedMemory memory;

    if (! allocateShared (bytes, memory, error))
        return nullptr;

    std::shared_ptr<Block> block (new Block);
    block->numChannels = channels;
    block->numFrames = frames;
    block->numBytes = bytes;
    block->samples = static_cast<float*> (memory.address);
    block->shared = memory.handle;
    return block;
}

Block::~Block()
{
    SharedMemory memory { shared, samples };
    releaseShared (memory, numBytes);
}

} // namespace harp::bridge

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ByteStore.h"

#include <atomic>

namespace harp::model
{

namespace
{

std::atomic<std::size_t> limit { std::size_t { 512 } << 20 };
std::atomic<std::size_t> inUse { 0 };

} // namespace

ByteStore::ByteStore (std::vector<std::uint8_t> bytes) : length (bytes.size()), memory (std::move (bytes))
{
    const auto before = inUse.fetch_add (length);

    // Where no file can be had, memory is still better than a lost take.
    if (length >= smallestFile && before + length > limit)
        file = TempFile::holding (memory);

    if (file != nullptr)
    {
        memory = {};
        inUse -= length;
    }
}

ByteStore::~ByteStore()
{
    if (isInMemory())
        inUse -= length;
}

void ByteStore::setMemoryLimit (std::size_t bytes) noexcept { limit = bytes; }
std::size_t ByteStore::memoryInUse() noexcept { return inUse; }

} // namespace harp::model

// SPDX-License-Identifier: MIT
// Memory that another process can map: one file per platform implements these two. [any] thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace harp::bridge
{

struct SharedMemory
{
    std::intptr_t handle = -1;
    void* address = nullptr;
};

// Zeroed, allocated in full, of a size that nobody can change any more where the platform can promise that.
bool allocateShared (std::size_t bytes, SharedMemory& memory, std::string& error);

void releaseShared (SharedMemory& memory, std::size_t bytes) noexcept;

} // namespace harp::bridge

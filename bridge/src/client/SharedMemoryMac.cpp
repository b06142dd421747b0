// SPDX-License-Identifier: MIT
// Written for macOS and not tested there. POSIX shared memory has no seals; its size can be set only once on macOS.
#include "client/SharedMemory.h"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace harp::bridge
{

bool allocateShared (std::size_t bytes, SharedMemory& memory, std::string& error)
{
    static std::atomic<unsigned> counter { 0 };
    const auto name = "/harp-" + std::to_string (getpid()) + "-" + std::to_string (counter++);
    const int file = shm_open (name.c_str(), O_RDWR | O_CREAT | O_EXCL, 0600);

    if (file < 0)
    {
        error = std::string ("shm_open: ") + std::strerror (errno);
        return false;
    }

    shm_unlink (name.c_str());
    fcntl (file, F_SETFD, FD_CLOEXEC);
    void* address = MAP_FAILED;

    if (ftruncate (file, static_cast<off_t> (bytes)) == 0)
        address = mmap (nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);

    if (address == MAP_FAILED)
    {
        error = std::string ("allocating a shared block: ") + std::strerror (errno);
        close (file);
        return false;
    }

    std::memset (address, 0, bytes); // takes the pages now, not in the middle of a copy
    memory = { file, address };
    return true;
}

void releaseShared (SharedMemory& memory, std::size_t bytes) noexcept
{
    if (memory.address != nullptr)
        munmap (memory.address, bytes);

    if (memory.handle >= 0)
        close (static_cast<int> (memory.handle));

    memory = {};
}

} // namespace harp::bridge

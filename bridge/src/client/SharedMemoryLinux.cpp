// SPDX-License-Identifier: MIT
#include "client/SharedMemory.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

namespace harp::bridge
{

namespace
{

// The kernel would rather end some process than refuse pages of a file in memory, so ask before taking them.
bool memoryIsShort (std::size_t bytes)
{
    std::FILE* file = std::fopen ("/proc/meminfo", "re");

    if (file == nullptr)
        return false;

    char line[128];
    unsigned long long kibibytes = 0;
    bool known = false;

    while (! known && std::fgets (line, sizeof line, file) != nullptr)
        known = std::sscanf (line, "MemAvailable: %llu kB", &kibibytes) == 1;

    std::fclose (file);
    return known && bytes / 1024 > kibibytes / 10 * 9;
}

bool allocatePages (int file, std::size_t bytes)
{
    if (ftruncate (file, static_cast<off_t> (bytes)) != 0)
        return false;

    // In pieces: a signal undoes the whole call it interrupts, and a host may have a timer that fires all the time.
    constexpr std::size_t piece = std::size_t { 32 } << 20;

    for (std::size_t at = 0; at < bytes; at += piece)
    {
        const auto length = std::min (piece, bytes - at);
        int result = EINTR;

        while (result == EINTR)
            result = posix_fallocate (file, static_cast<off_t> (at), static_cast<off_t> (length));

        if (result != 0)
        {
            errno = result;
            return false;
        }
    }

    return true;
}

bool fail (std::string& error, const char* what, int file)
{
    error = std::string (what) + ": " + std::strerror (errno);

    if (file >= 0)
        close (file);

    return false;
}

} // namespace

bool allocateShared (std::size_t bytes, SharedMemory& memory, std::string& error)
{
    if (memoryIsShort (bytes))
    {
        error = "a shared block of " + std::to_string (bytes) + " bytes does not fit into the free memory";
        return false;
    }

    const int file = memfd_create ("harp-block", MFD_CLOEXEC | MFD_ALLOW_SEALING);

    if (file < 0)
        return fail (error, "memfd_create", file);

    if (! allocatePages (file, bytes))
        return fail (error, "allocating a shared block", file);

    // Before mapping: from here on no access within the size can fault, whatever another process does.
    if (fcntl (file, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        return fail (error, "sealing a shared block", file);

    void* address = mmap (nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);

    if (address == MAP_FAILED)
        return fail (error, "mapping a shared block", file);

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

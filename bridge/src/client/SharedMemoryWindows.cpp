// SPDX-License-Identifier: MIT
// Written for Windows and not tested there. A section backed by the page file keeps its size while it lives.
#include "client/SharedMemory.h"

#include <windows.h>

namespace harp::bridge
{

bool allocateShared (std::size_t bytes, SharedMemory& memory, std::string& error)
{
    const auto size = static_cast<unsigned long long> (bytes);
    HANDLE section = CreateFileMappingW (INVALID_HANDLE_VALUE, nullptr, PAGE_READWRITE | SEC_COMMIT,
                                         static_cast<DWORD> (size >> 32), static_cast<DWORD> (size), nullptr);

    if (section == nullptr)
    {
        error = "CreateFileMapping failed with error " + std::to_string (GetLastError());
        return false;
    }

    void* address = MapViewOfFile (section, FILE_MAP_ALL_ACCESS, 0, 0, bytes);

    if (address == nullptr)
    {
        error = "MapViewOfFile failed with error " + std::to_string (GetLastError());
        CloseHandle (section);
        return false;
    }

    memory = { reinterpret_cast<std::intptr_t> (section), address };
    return true;
}

void releaseShared (SharedMemory& memory, std::size_t) noexcept
{
    if (memory.address != nullptr)
        UnmapViewOfFile (memory.address);

    if (memory.handle != -1)
        CloseHandle (reinterpret_cast<HANDLE> (memory.handle));

    memory = {};
}

} // namespace harp::bridge

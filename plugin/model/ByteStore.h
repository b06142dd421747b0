// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps immutable bytes in memory, or in a private temporary file once the process holds more than its limit. Private to
// the model. [any but audio] thread; reads may run at the same time.
#pragma once

#include "TempFile.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace harp::model
{

class ByteStore
{
public:
    explicit ByteStore (std::vector<std::uint8_t>);
    ~ByteStore();
    ByteStore (const ByteStore&) = delete;
    ByteStore& operator= (const ByteStore&) = delete;

    std::size_t size() const noexcept { return length; }
    bool isInMemory() const noexcept { return file == nullptr; }

    // Calls `use` with all bytes and returns what it returns; false when the file could not be read.
    template <typename Use>
    bool with (Use&& use) const
    {
        if (isInMemory())
            return use (std::span<const std::uint8_t> (memory));

        std::vector<std::uint8_t> bytes (length);
        return file->read (bytes) && use (std::span<const std::uint8_t> (bytes));
    }

    static void setMemoryLimit (std::size_t) noexcept;
    static std::size_t memoryInUse() noexcept;

    // Files are a scarce thing in a process that is not ours: less than this always stays in memory.
    static constexpr std::size_t smallestFile = 64 * 1024;

private:
    std::size_t length;
    std::vector<std::uint8_t> memory;
    std::unique_ptr<TempFile> file;
};

} // namespace harp::model

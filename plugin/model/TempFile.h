// SPDX-License-Identifier: GPL-3.0-or-later
// A private temporary file without a name: written once, read often, gone with the object or the process. Private to the
// model. [any but audio] thread; reads may run at the same time.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

namespace harp::model
{

class TempFile
{
public:
    // Nothing when the system gives no file, or the bytes do not fit on its disk.
    static std::unique_ptr<TempFile> holding (std::span<const std::uint8_t>);

    virtual ~TempFile() = default;

    // Fills `out` from the start of the file.
    virtual bool read (std::span<std::uint8_t> out) const = 0;
};

} // namespace harp::model

// SPDX-License-Identifier: GPL-3.0-or-later
// Small files that only the user may read, replaced as a whole or not at all. [any but audio] thread.
#pragma once

#include <core/Result.h>

#include <filesystem>
#include <optional>
#include <string>

namespace harp::shell
{

// Writes a file of mode 0600 beside `target` and renames it onto it; folders that are missing are made (0700). A half-written file is
// never seen. settings_unwritable names the path in its detail.
core::Status writePrivateFile (const std::filesystem::path& target, const std::string& content);

// Nothing when there is no such file; an error when it cannot be read or is above `mostBytes`.
core::Result<std::optional<std::string>> readSmallFile (const std::filesystem::path&, std::size_t mostBytes);

} // namespace harp::shell

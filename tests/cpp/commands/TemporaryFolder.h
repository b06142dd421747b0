// SPDX-License-Identifier: GPL-3.0-or-later
// A folder that goes with the object.
#pragma once

#include <filesystem>
#include <string>

namespace harp::test
{

class TemporaryFolder
{
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder (const TemporaryFolder&) = delete;
    TemporaryFolder& operator= (const TemporaryFolder&) = delete;

    const std::filesystem::path path;
};

std::string contentOf (const std::filesystem::path&);
void write (const std::filesystem::path&, const std::string& content);

} // namespace harp::test

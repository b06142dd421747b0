// SPDX-License-Identifier: GPL-3.0-or-later
#include "TemporaryFolder.h"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace harp::test
{

namespace fs = std::filesystem;

namespace
{

fs::path makeFolder()
{
    auto pattern = (fs::temp_directory_path() / "harp-commands-XXXXXX").string();

    if (::mkdtemp (pattern.data()) == nullptr)
        throw std::runtime_error ("no temporary folder");

    return pattern;
}

} // namespace

TemporaryFolder::TemporaryFolder() : path (makeFolder()) {}

TemporaryFolder::~TemporaryFolder()
{
    std::error_code ignored;
    fs::remove_all (path, ignored);
}

std::string contentOf (const fs::path& path)
{
    std::ostringstream content;
    content << std::ifstream (path).rdbuf();
    return content.str();
}

void write (const fs::path& path, const std::string& content)
{
    fs::create_directories (path.parent_path());
    std::ofstream (path) << content;
}

} // namespace harp::test

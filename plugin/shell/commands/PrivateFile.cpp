// SPDX-License-Identifier: GPL-3.0-or-later
#include "PrivateFile.h"

#include <atomic>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#if ! defined(_WIN32)
 #include <fcntl.h>
 #include <sys/stat.h>
 #include <unistd.h>
#endif

namespace harp::shell
{

using core::Error;
using core::ErrorCode;
namespace fs = std::filesystem;

namespace
{

Error unwritable (const fs::path& path, const std::string& reason)
{
    return { ErrorCode::settingsUnwritable, {}, path.string() + ": " + reason };
}

fs::path besides (const fs::path& target)
{
    static std::atomic<unsigned> counter { 0 };
#if defined(_WIN32)
    const auto process = 0;
#else
    const auto process = ::getpid();
#endif
    auto name = target.filename().string() + "." + std::to_string (process) + "-" + std::to_string (counter++) + ".new";
    return target.parent_path() / name;
}

#if defined(_WIN32)

// The user's own application data folder is private already.
bool writeNew (const fs::path& path, const std::string& content)
{
    std::ofstream file (path, std::ios::binary | std::ios::trunc);
    file << content;
    file.flush();
    return file.good();
}

#else

bool writeAll (int file, const std::string& content)
{
    for (std::size_t written = 0; written < content.size();)
    {
        const auto count = ::write (file, content.data() + written, content.size() - written);

        if (count < 0 && errno != EINTR)
            return false;

        written += count > 0 ? static_cast<std::size_t> (count) : 0;
    }

    return ::fsync (file) == 0;
}

bool writeNew (const fs::path& path, const std::string& content)
{
    const int file = ::open (path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (file < 0)
        return false;

    const bool written = writeAll (file, content);
    return (::close (file) == 0) && written;
}

#endif

} // namespace

core::Status writePrivateFile (const fs::path& target, const std::string& content)
{
    std::error_code problem;
    const auto folder = target.parent_path();

    if (! fs::exists (folder, problem))
    {
        fs::create_directories (folder, problem);

        if (problem)
            return unwritable (folder, problem.message());

        fs::permissions (folder, fs::perms::owner_all, problem);
    }

    const auto fresh = besides (target);

    if (! writeNew (fresh, content))
    {
        const std::string reason = std::strerror (errno);
        fs::remove (fresh, problem);
        return unwritable (fresh, reason);
    }

    fs::rename (fresh, target, problem);

    if (problem)
    {
        const auto reason = problem.message();
        fs::remove (fresh, problem);
        return unwritable (target, reason);
    }

    return core::Done {};
}

core::Result<std::optional<std::string>> readSmallFile (const fs::path& path, std::size_t mostBytes)
{
    std::error_code problem;
    const auto status = fs::status (path, problem);

    if (status.type() == fs::file_type::not_found)
        return std::optional<std::string>();

    if (! fs::is_regular_file (status))
        return Error { ErrorCode::settingsUnwritable, {}, path.string() + " is not a file that can be read" };

    if (const auto size = fs::file_size (path, problem); problem || size > mostBytes)
        return Error { ErrorCode::settingsUnwritable, {}, path.string() + " is too large" };

    std::ifstream file (path, std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();

    if (! file.good())
        return Error { ErrorCode::settingsUnwritable, {}, path.string() + " cannot be read" };

    return std::optional (content.str());
}

} // namespace harp::shell

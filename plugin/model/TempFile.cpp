// SPDX-License-Identifier: GPL-3.0-or-later
#include "TempFile.h"

#if defined(__unix__) || defined(__APPLE__)

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace harp::model
{

namespace
{

int openIn (const std::string& folder)
{
#if defined(O_TMPFILE)
    if (const auto file = ::open (folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC | O_EXCL, 0600); file >= 0)
        return file;
#endif

    // File systems without nameless files: the name lives for an instant, readable by nobody else.
    auto name = folder + "/harp-XXXXXX";
    const auto file = ::mkstemp (name.data());

    if (file >= 0)
    {
        ::fcntl (file, F_SETFD, FD_CLOEXEC);
        ::unlink (name.c_str());
    }

    return file;
}

int openTemporary()
{
    // /tmp often lies in memory, which is what these files are there to spare.
    const auto* asked = std::getenv ("TMPDIR");

    for (const std::string folder : { asked != nullptr ? asked : "", "/var/tmp", "/tmp" })
        if (! folder.empty())
            if (const auto file = openIn (folder); file >= 0)
                return file;

    return -1;
}

class PosixTempFile final : public TempFile
{
public:
    explicit PosixTempFile (int fileToOwn) noexcept : file (fileToOwn) {}
    ~PosixTempFile() override { ::close (file); }
    PosixTempFile (const PosixTempFile&) = delete;
    PosixTempFile& operator= (const PosixTempFile&) = delete;

    bool write (std::span<const std::uint8_t> bytes) const
    {
        while (! bytes.empty())
        {
            const auto count = ::write (file, bytes.data(), bytes.size());

            if (count > 0)
                bytes = bytes.subspan (static_cast<std::size_t> (count));
            else if (count == 0 || errno != EINTR)
                return false;
        }

        return true;
    }

    bool read (std::span<std::uint8_t> out) const override
    {
        for (off_t position = 0; ! out.empty();)
        {
            const auto count = ::pread (file, out.data(), out.size(), position);

            if (count > 0)
            {
                position += count;
                out = out.subspan (static_cast<std::size_t> (count));
            }
            else if (count == 0 || errno != EINTR)
            {
                return false;
            }
        }

        return true;
    }

private:
    int file;
};

} // namespace

std::unique_ptr<TempFile> TempFile::holding (std::span<const std::uint8_t> bytes)
{
    const auto file = openTemporary();

    if (file < 0)
        return nullptr;

    auto result = std::make_unique<PosixTempFile> (file);
    return result->write (bytes) ? std::move (result) : nullptr;
}

} // namespace harp::model

#else

#include <cstdio>
#include <mutex>

namespace harp::model
{

namespace
{

class PortableTempFile final : public TempFile
{
public:
    explicit PortableTempFile (std::FILE* fileToOwn) noexcept : file (fileToOwn) {}
    ~PortableTempFile() override { std::fclose (file); }
    PortableTempFile (const PortableTempFile&) = delete;
    PortableTempFile& operator= (const PortableTempFile&) = delete;

    bool write (std::span<const std::uint8_t> bytes) const
    {
        return std::fwrite (bytes.data(), 1, bytes.size(), file) == bytes.size() && std::fflush (file) == 0;
    }

    bool read (std::span<std::uint8_t> out) const override
    {
        const std::lock_guard lock (position);
        return std::fseek (file, 0, SEEK_SET) == 0 && std::fread (out.data(), 1, out.size(), file) == out.size();
    }

private:
    std::FILE* file;
    mutable std::mutex position;
};

} // namespace

std::unique_ptr<TempFile> TempFile::holding (std::span<const std::uint8_t> bytes)
{
    auto* file = std::tmpfile();

    if (file == nullptr)
        return nullptr;

    auto result = std::make_unique<PortableTempFile> (file);
    return result->write (bytes) ? std::move (result) : nullptr;
}

} // namespace harp::model

#endif

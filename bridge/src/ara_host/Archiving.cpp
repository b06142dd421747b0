// SPDX-License-Identifier: MIT
#include "Archiving.h"

#include <algorithm>
#include <cstring>

namespace harp::host
{
namespace
{

using namespace ARA;

// Far beyond any sensible project: a plug-in that writes there has lost its way.
constexpr std::size_t largestArchive = std::size_t { 1 } << 33;

} // namespace

const ARAArchivingControllerInterface& Archiving::controllerInterface() const
{
    static const auto make = [] (std::size_t size)
    {
        return ARAArchivingControllerInterface {
            size,
            [] (ARAArchivingControllerHostRef self, ARAArchiveReaderHostRef reader) noexcept -> ARASize
            {
                auto* const archiving = from (self, "getArchiveSize");
                auto* const stream = archiving != nullptr ? archiving->streamFor (reader, Call::restore, "getArchiveSize") : nullptr;
                return stream != nullptr ? stream->data.size() : 0;
            },
            [] (ARAArchivingControllerHostRef self, ARAArchiveReaderHostRef reader, ARASize position, ARASize length, ARAByte buffer[]) noexcept
                -> ARABool
            {
                auto* const archiving = from (self, "readBytesFromArchive");
                return archiving != nullptr && archiving->read (reader, position, length, buffer) ? kARATrue : kARAFalse;
            },
            [] (ARAArchivingControllerHostRef self, ARAArchiveWriterHostRef writer, ARASize position, ARASize length,
                const ARAByte buffer[]) noexcept -> ARABool
            {
                auto* const archiving = from (self, "writeBytesToArchive");
                return archiving != nullptr && archiving->write (writer, position, length, buffer) ? kARATrue : kARAFalse;
            },
            [] (ARAArchivingControllerHostRef self, float value) noexcept
            {
                if (auto* const archiving = from (self, "notifyDocumentArchivingProgress"))
                    archiving->progress (value, Call::store, "notifyDocumentArchivingProgress");
            },
            [] (ARAArchivingControllerHostRef self, float value) noexcept
            {
                if (auto* const archiving = from (self, "notifyDocumentUnarchivingProgress"))
                    archiving->progress (value, Call::restore, "notifyDocumentUnarchivingProgress");
            },
            [] (ARAArchivingControllerHostRef self, ARAArchiveReaderHostRef reader) noexcept -> ARAPersistentID
            {
                auto* const archiving = from (self, "getDocumentArchiveID");
                auto* const stream = archiving != nullptr ? archiving->streamFor (reader, Call::restore, "getDocumentArchiveID") : nullptr;

                if (archiving != nullptr && archiving->side.quirks.shortStructs)
                    archiving->side.violation ("interface", "getDocumentArchiveID was called although structSize does not reach it");

                return stream != nullptr && ! stream->archiveId.empty() ? stream->archiveId.c_str() : nullptr;
            }
        };
    };
    static const auto whole = make (sizeof (ARAArchivingControllerInterface));
    static const auto cut = make (kARAArchivingControllerInterfaceMinSize);
    return side.quirks.shortStructs ? cut : whole;
}

ArchiveStream* Archiving::streamFor (const void* reference, Call wanted, const char* function)
{
    if (! side.calls.isModelThread())
        side.violation ("thread", std::string (function) + " was called on a thread that is not the model thread");
    else if (current == nullptr || call != wanted || ! side.calls.inside (wanted))
        side.violation ("context", std::string (function) + " was called outside of its store or restore call");
    else if (reference != current)
        side.violation ("reference", std::string (function) + " was called with a reference that is not the running archive");
    else
        return current;

    return nullptr;
}

bool Archiving::fails (ArchiveStream& stream, std::size_t length) const
{
    stream.transferred += static_cast<std::int64_t> (length);
    return stream.failAfterBytes >= 0 && stream.transferred > stream.failAfterBytes;
}

bool Archiving::read (const void* reference, std::size_t position, std::size_t length, unsigned char* buffer)
{
    auto* const stream = streamFor (reference, Call::restore, "readBytesFromArchive");

    if (stream == nullptr)
        return false;

    if (length == 0)
        side.violation ("archive", "0 bytes were read from an archive");

    if (position > stream->data.size() || length > stream->data.size() - position)
    {
        side.violation ("archive", "bytes beyond the end of the archive were read");
        return false;
    }

    if (fails (*stream, length))
        return false;

    std::copy_n (stream->data.begin() + static_cast<std::ptrdiff_t> (position), length, buffer);
    return true;
}

bool Archiving::write (const void* reference, std::size_t position, std::size_t length, const unsigned char* buffer)
{
    auto* const stream = streamFor (reference, Call::store, "writeBytesToArchive");

    if (stream == nullptr)
        return false;

    if (length == 0)
        side.violation ("archive", "0 bytes were written to an archive");

    if (position > largestArchive || length > largestArchive - position)
    {
        side.violation ("archive", "an archive position beyond any sense was written");
        return false;
    }

    if (fails (*stream, length))
        return false;

    if (stream->data.size() < position + length)
        stream->data.resize (position + length); // gaps become 0

    std::copy_n (buffer, length, stream->data.begin() + static_cast<std::ptrdiff_t> (position));
    return true;
}

void Archiving::progress (float value, Call wanted, const char* function)
{
    auto* const stream = streamFor (current, wanted, function);

    if (stream == nullptr)
        return;

    if (! (value >= 0.0f && value <= 1.0f) || (! stream->progress.empty() && value < stream->progress.back()))
        side.violation ("archive", std::string (function) + " reported " + std::to_string (value) + ": progress rises from 0 to 1");

    stream->progress.push_back (value);
}

} // namespace harp::host

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ArchiveIndex.h"
#include "ArchiveLayout.h"
#include "JsonAccess.h"

#include <algorithm>
#include <new>

namespace harp::model
{

namespace
{

struct Failure
{
    core::ErrorCode code;
    std::string detail;
};

[[noreturn]] void damaged (std::string detail)
{
    throw Failure { core::ErrorCode::archiveDamaged, std::move (detail) };
}

// The host's bytes. What is asked for has been found to lie within them.
class HostBytes
{
public:
    HostBytes (const ArchiveBytes& b, const ArchiveProgress& p) : source (b), progress (p) {}

    std::uint64_t size() const { return source.size; }

    // From now on progress counts towards this.
    void expect (std::uint64_t bytes) { total = bytes; }

    void read (std::uint64_t position, std::span<std::uint8_t> out)
    {
        constexpr std::size_t chunk = 1 << 20;

        while (! out.empty())
        {
            const auto part = out.first (std::min (chunk, out.size()));

            if (! source.read (position, part))
                damaged ("the host could not read the archive");

            position += part.size();
            out = out.subspan (part.size());
            done += part.size();

            if (progress && total > 0)
                progress (std::min (1.0f, static_cast<float> (static_cast<double> (done) / static_cast<double> (total))));
        }
    }

private:
    const ArchiveBytes& source;
    const ArchiveProgress& progress;
    std::uint64_t total = 0, done = 0;
};

ArchiveHeader readHeader (HostBytes& host)
{
    if (host.size() < ArchiveHeader::size)
        damaged ("shorter than a header");

    std::array<std::uint8_t, ArchiveHeader::size> bytes;
    host.read (0, bytes);
    const auto header = headerFrom (bytes);

    if (! header || header->major == 0)
        damaged ("not a header of this format");

    if (header->major > ArchiveHeader::currentMajor)
        throw Failure { core::ErrorCode::archiveNewer, "version " + std::to_string (header->major) + "." + std::to_string (header->minor) };

    if (header->indexLength > host.size() - ArchiveHeader::size)
        damaged ("shorter than its index");

    return *header;
}

ArchiveIndex readIndex (HostBytes& host, const ArchiveHeader& header, const ModificationFilter& wanted)
{
    std::string text (static_cast<std::size_t> (header.indexLength), '\0');
    const std::span bytes (reinterpret_cast<std::uint8_t*> (text.data()), text.size());
    host.read (ArchiveHeader::size, bytes);

    if (checksum (bytes) != header.indexChecksum)
        damaged ("the checksum of the index is wrong");

    return indexFromJson (text, wanted, host.size() - ArchiveHeader::size - header.indexLength);
}

std::shared_ptr<const StoredAudio> readAudio (HostBytes& host, std::uint64_t blobs, const ArchivedAudio& audio)
{
    std::vector<std::uint8_t> bytes (static_cast<std::size_t> (audio.size));
    ChecksumBytes sum;
    host.read (blobs + audio.offset, bytes);
    host.read (blobs + audio.offset + audio.size, sum);

    if (checksum (bytes) != checksumFrom (sum))
        damaged ("the checksum of a take's audio is wrong");

    return StoredAudio::fromBytes (audio.format, audio.channels, audio.frames, audio.rate, std::move (bytes));
}

// The audio that the modifications of the index name, and nothing else, by position in the table.
std::map<std::size_t, std::shared_ptr<const StoredAudio>> readAllAudio (HostBytes& host, const ArchiveHeader& header, const ArchiveIndex& index)
{
    std::map<std::size_t, std::shared_ptr<const StoredAudio>> result;
    const auto blobs = ArchiveHeader::size + header.indexLength;
    auto total = blobs;

    for (const auto& [id, modification] : index.modifications)
        for (const auto& take : modification.takes)
            for (const auto position : take.audio)
                if (result.emplace (position, nullptr).second)
                    total += index.audio[position].size + sizeof (ChecksumBytes);

    host.expect (total);

    for (auto& [position, audio] : result)
        audio = readAudio (host, blobs, index.audio[position]);

    return result;
}

ArchiveContent read (HostBytes& host, const ModificationFilter& wanted)
{
    const auto header = readHeader (host);
    auto index = readIndex (host, header, wanted);
    const auto audio = readAllAudio (host, header, index);
    ArchiveContent content { std::move (index.endpoint), std::move (index.sources), {} };

    for (auto& [id, indexed] : index.modifications)
    {
        auto& modification = content.modifications[id];
        modification.comp = std::move (indexed.comp);
        modification.sourceRate = indexed.rate;

        for (auto& item : indexed.takes)
        {
            auto take = std::make_shared<Take> (std::move (item.take));

            for (std::size_t output = 0; output < item.audio.size(); ++output)
                take->outputs[output].audio = audio.at (item.audio[output]);

            modification.takes.push_back (std::move (take));
        }
    }

    return content;
}

} // namespace

core::Result<ArchiveContent> readArchive (const ArchiveBytes& bytes, const std::function<bool (const std::string&)>& wanted,
                                          const ArchiveProgress& progress)
{
    try
    {
        HostBytes host (bytes, progress);
        auto content = read (host, wanted);

        if (progress)
            progress (1.0f);

        return content;
    }
    catch (const Failure& failure)
    {
        return core::Error { failure.code, {}, failure.detail };
    }
    catch (const BadJson& bad)
    {
        return core::Error { core::ErrorCode::archiveDamaged, {}, bad.what() };
    }
    catch (const std::bad_alloc&)
    {
        return core::Error { core::ErrorCode::outOfMemory, {}, "reading an archive" };
    }
}

} // namespace harp::model

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ArchiveIndex.h"
#include "ArchiveLayout.h"

#include <algorithm>
#include <new>

namespace harp::model
{

namespace
{

// The audio of an archive, each content once, in the order of first use.
class AudioTable
{
public:
    std::size_t positionOf (const std::shared_ptr<const StoredAudio>& audio)
    {
        const auto [first, last] = byHash.equal_range (audio->hash());

        for (auto candidate = first; candidate != last; ++candidate)
            if (blobs[candidate->second]->isSameAs (*audio))
                return candidate->second;

        byHash.emplace (audio->hash(), blobs.size());
        blobs.push_back (audio);
        entries.push_back ({ end, audio->size(), audio->format(), audio->channels(), audio->frames(), audio->rate() });
        end += audio->size() + sizeof (ChecksumBytes);
        return blobs.size() - 1;
    }

    std::vector<std::shared_ptr<const StoredAudio>> blobs;
    std::vector<ArchivedAudio> entries;
    std::uint64_t end = 0;

private:
    std::multimap<std::uint64_t, std::size_t> byHash;
};

class HostSink
{
public:
    HostSink (const ArchiveSink& s, const ArchiveProgress& p, std::uint64_t bytes) : sink (s), progress (p), total (bytes) {}

    bool write (std::span<const std::uint8_t> bytes)
    {
        constexpr std::size_t chunk = 1 << 20; // so that a large archive shows progress

        while (! bytes.empty())
        {
            const auto part = bytes.first (std::min (chunk, bytes.size()));

            if (! sink (part))
                return false;

            bytes = bytes.subspan (part.size());
            written += part.size();

            if (progress)
                progress (static_cast<float> (static_cast<double> (written) / static_cast<double> (total)));
        }

        return true;
    }

private:
    const ArchiveSink& sink;
    const ArchiveProgress& progress;
    std::uint64_t total, written = 0;
};

bool isComplete (const TakePtr& take)
{
    return take != nullptr && ! take->id.empty() && ! take->span.isEmpty() && ! take->outputs.empty()
           && std::ranges::all_of (take->outputs, [] (const TakeOutput& output) { return output.audio != nullptr; });
}

IndexedModification indexed (const ArchivedModification& modification, AudioTable& audio)
{
    IndexedModification result;
    result.rate = modification.sourceRate;

    for (const auto& take : modification.takes)
    {
        if (! isComplete (take))
            continue;

        IndexedTake item { *take, {} };

        for (const auto& output : take->outputs)
            item.audio.push_back (audio.positionOf (output.audio));

        result.takes.push_back (std::move (item));
    }

    // A reader refuses a comp that names what is not there; the rest must not be lost for that.
    for (const auto& segment : modification.comp.segments())
    {
        const auto take = std::ranges::find (result.takes, segment.take, [] (const IndexedTake& t) { return t.take.id; });

        if (take != result.takes.end() && segment.output >= 0 && segment.output < static_cast<int> (take->audio.size()))
            result.comp.paint (segment.span.intersection (take->take.span), segment.take, segment.output);
    }

    return result;
}

core::Error refused() { return { core::ErrorCode::internal, {}, "the host did not take the bytes of the archive" }; }

// What has just arrived may still be waiting for its encoding.
core::Status settleAll (const ArchiveContent& content)
{
    for (const auto& [id, modification] : content.modifications)
        for (const auto& take : modification.takes)
            if (isComplete (take))
                for (const auto& output : take->outputs)
                    if (auto status = output.audio->settle(); ! status.ok())
                        return status;

    return core::Done {};
}

core::Status write (const ArchiveContent& content, const ArchiveSink& sink, const ArchiveProgress& progress)
{
    if (auto status = settleAll (content); ! status.ok())
        return status;

    AudioTable audio;
    ArchiveIndex index { content.endpoint, content.sources, {}, {} };

    for (const auto& [id, modification] : content.modifications)
        index.modifications.emplace (id, indexed (modification, audio));

    index.audio = audio.entries;

    const auto json = indexToJson (index);
    const std::span jsonBytes (reinterpret_cast<const std::uint8_t*> (json.data()), json.size());
    const ArchiveHeader header { .indexChecksum = checksum (jsonBytes), .indexLength = json.size() };
    HostSink output (sink, progress, ArchiveHeader::size + json.size() + audio.end);

    if (! output.write (bytesOf (header)) || ! output.write (jsonBytes))
        return refused();

    for (const auto& blob : audio.blobs)
    {
        const auto bytes = blob->bytes();

        if (! bytes)
            return bytes.error();

        if (! output.write (bytes.value()) || ! output.write (checksumBytes (checksum (bytes.value()))))
            return refused();
    }

    return core::Done {};
}

} // namespace

core::Status writeArchive (const ArchiveContent& content, const ArchiveSink& sink, const ArchiveProgress& progress)
{
    try
    {
        return write (content, sink, progress);
    }
    catch (const std::bad_alloc&)
    {
        return core::Error { core::ErrorCode::outOfMemory, {}, "writing an archive" };
    }
}

} // namespace harp::model

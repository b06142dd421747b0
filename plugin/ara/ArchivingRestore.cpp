// SPDX-License-Identifier: GPL-3.0-or-later
#include "Archiving.h"
#include "Progress.h"
#include "Properties.h"

#include <string_view>

namespace harp::ara
{

using namespace ARA;

namespace
{

// The archive as the model reads it. The host is never asked for nothing, nor past the end.
model::ArchiveBytes bytesOf (const HostArchiving& host, ARAArchiveReaderHostRef reader)
{
    model::ArchiveBytes bytes;
    bytes.size = host.size (reader);
    bytes.read = [&host, reader, size = bytes.size] (std::uint64_t position, std::span<std::uint8_t> out)
    {
        return position <= size && out.size() <= size - position && host.read (reader, position, out);
    };
    return bytes;
}

} // namespace

Archiving::Targets Archiving::targetsOf (const ARARestoreObjectsFilter* filter) const
{
    Targets current;

    for (const auto& modification : graph.allModifications())
        current.emplace (modification->persistentId, modification);

    // What is kept for undo alone keeps its state where a live object bears its identifier now.
    for (const auto& modification : graph.allModifications())
        if (! modification->onlyForUndo)
            std::erase_if (current, [&modification] (const auto& entry)
            {
                return entry.first == modification->persistentId && entry.second->onlyForUndo;
            });

    if (filter == nullptr)
        return current;

    Targets result;
    const auto* archived = filter->audioModificationArchiveIDs;
    const auto* mapped = filter->audioModificationCurrentIDs != nullptr ? filter->audioModificationCurrentIDs : archived;

    for (ARASize index = 0; archived != nullptr && index < filter->audioModificationIDsCount; ++index)
    {
        const auto archivedId = persistentIdFrom (archived[index]);
        const auto [first, last] = current.equal_range (persistentIdFrom (mapped[index]));

        for (auto target = first; target != last; ++target)
            result.emplace (archivedId, target->second);
    }

    return result;
}

core::Result<model::ArchiveContent> Archiving::read (ARAArchiveReaderHostRef reader, const Targets& targets) const
{
    const auto id = doc.host.archiving.archiveId (reader);

    if (! id.empty() && id != model::archiveId)
    {
        const bool ours = id.starts_with ("org.harp.archive.");
        return core::Error { ours ? core::ErrorCode::archiveNewer : core::ErrorCode::archiveDamaged, {}, "the archive was stored as " + id };
    }

    const auto wanted = [&targets] (const std::string& modification) { return targets.contains (modification); };
    return model::readArchive (bytesOf (doc.host.archiving, reader), wanted,
                               Progress ([this] (float value) { doc.host.archiving.restoreProgress (value); }));
}

ARABool Archiving::restoreObjectsFromArchive (ARAArchiveReaderHostRef reader, const ARARestoreObjectsFilter* filter)
{
    doc.expectEditing (reader);

    if (filter != nullptr && ! isUsable (filter, kARARestoreObjectsFilterMinSize))
        return kARAFalse;

    const auto targets = targetsOf (filter);
    auto content = read (reader, targets);

    if (! content)
        return fail (content.error());

    const model::Document::Batch oneChange (*doc.document);

    for (const auto& [archivedId, modification] : targets)
    {
        const auto found = content.value().modifications.find (archivedId);

        if (found == content.value().modifications.end())
            continue;

        const auto& state = found->second;
        doc.document->restoreModification (modification->id, state.takes, state.comp, state.sourceRate);
    }

    const bool documentData = filter == nullptr || filter->documentData != kARAFalse;

    if (documentData && content.value().endpoint.has_value())
        doc.document->restoreEndpoint (std::move (*content.value().endpoint));

    return kARATrue;
}

ARABool Archiving::beginRestoringDocumentFromArchive (ARAArchiveReaderHostRef reader)
{
    hostAssert (Misuse::state, reader, "archives are restored by restoreObjectsFromArchive since ARA 2");
    return kARAFalse;
}

ARABool Archiving::endRestoringDocumentFromArchive (ARAArchiveReaderHostRef reader)
{
    hostAssert (Misuse::state, reader, "archives are restored by restoreObjectsFromArchive since ARA 2");
    return kARAFalse;
}

} // namespace harp::ara

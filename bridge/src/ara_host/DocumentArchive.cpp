// SPDX-License-Identifier: MIT
// The part of Document that stores and restores.
#include "Document.h"
#include "Host.h"
#include "HostError.h"

#include <algorithm>

namespace harp::host
{

using namespace ARA;

namespace
{

template <typename Ref, typename Objects>
std::vector<Ref> refsOf (const Objects& objects)
{
    std::vector<Ref> refs;

    for (const auto& object : objects)
        refs.push_back (object->ref);

    return refs;
}

std::vector<ARAPersistentID> archivedIds (const RestoreFilter::Ids& ids)
{
    std::vector<ARAPersistentID> result;

    for (const auto& id : ids)
        result.push_back (id.first.c_str());

    return result;
}

// Empty when every object kept its id: the list may then be NULL.
std::vector<ARAPersistentID> currentIds (const RestoreFilter::Ids& ids)
{
    std::vector<ARAPersistentID> result;

    if (std::ranges::any_of (ids, [] (auto& id) { return id.first != id.second; }))
        for (const auto& id : ids)
            result.push_back (id.second.c_str());

    return result;
}

template <typename Type>
const Type* dataOrNull (const std::vector<Type>& list) { return list.empty() ? nullptr : list.data(); }

} // namespace

bool Document::store (const StoreFilter* filter, ArchiveStream& archive)
{
    requireNotEditing();
    archive.archiveId = host->araFactory().documentArchiveID;
    ARAStoreObjectsFilter araFilter {};
    std::vector<ARAAudioSourceRef> sources;
    std::vector<ARAAudioModificationRef> modifications;

    if (filter != nullptr)
    {
        sources = refsOf<ARAAudioSourceRef> (filter->sources);
        modifications = refsOf<ARAAudioModificationRef> (filter->modifications);
        araFilter = { sizeof (araFilter), filter->documentData ? kARATrue : kARAFalse, sources.size(), dataOrNull (sources),
                      modifications.size(), dataOrNull (modifications) };
    }

    const Archiving::Session session (hostSide->archiving, archive, Call::store);
    return call (Call::store, nullptr, [&]
    {
        return controller->storeObjectsToArchive (ref, reinterpret_cast<ARAArchiveWriterHostRef> (&archive),
                                                  filter != nullptr ? &araFilter : nullptr) != kARAFalse;
    });
}

bool Document::restore (const RestoreFilter* filter, ArchiveStream& archive)
{
    requireEditing();
    ARARestoreObjectsFilter araFilter {};
    std::vector<ARAPersistentID> sources, currentSources, modifications, currentModifications;

    if (filter != nullptr)
    {
        sources = archivedIds (filter->sources);
        currentSources = currentIds (filter->sources);
        modifications = archivedIds (filter->modifications);
        currentModifications = currentIds (filter->modifications);
        araFilter = { sizeof (araFilter), filter->documentData ? kARATrue : kARAFalse, sources.size(), dataOrNull (sources),
                      dataOrNull (currentSources), modifications.size(), dataOrNull (modifications), dataOrNull (currentModifications) };
    }

    const Archiving::Session session (hostSide->archiving, archive, Call::restore);
    return call (Call::restore, nullptr, [&]
    {
        return controller->restoreObjectsFromArchive (ref, reinterpret_cast<ARAArchiveReaderHostRef> (&archive),
                                                      filter != nullptr ? &araFilter : nullptr) != kARAFalse;
    });
}

AudioFileChunk Document::storeChunk (const AudioSource& source, ArchiveStream& chunk)
{
    requireNotEditing();
    requireImplemented (ARA_IMPLEMENTED_STRUCT_SIZE (ARADocumentControllerInterface, storeAudioSourceToAudioFileChunk), "audio file chunks");
    const auto& factory = host->araFactory();

    if (factory.structSize < ARA_IMPLEMENTED_STRUCT_SIZE (ARAFactory, supportsStoringAudioFileChunks)
        || factory.supportsStoringAudioFileChunks == kARAFalse)
        throw HostError ("The plug-in does not offer audio file chunks");

    ARAPersistentID archiveId = nullptr;
    ARABool openAutomatically = kARAFalse;
    const Archiving::Session session (hostSide->archiving, chunk, Call::store);
    const auto ok = call (Call::store, nullptr, [&]
    {
        return controller->storeAudioSourceToAudioFileChunk (ref, reinterpret_cast<ARAArchiveWriterHostRef> (&chunk), source.ref, &archiveId,
                                                             &openAutomatically) != kARAFalse;
    });

    const auto own = archiveId == factory.documentArchiveID
                  || std::ranges::find (factory.compatibleDocumentArchiveIDs,
                                        factory.compatibleDocumentArchiveIDs + factory.compatibleDocumentArchiveIDsCount, archiveId)
                         != factory.compatibleDocumentArchiveIDs + factory.compatibleDocumentArchiveIDsCount;

    if (ok && ! own)
        hostSide->side.violation ("archive", "the archive ID of an audio file chunk must be the address of one of the factory's own strings");

    chunk.archiveId = archiveId != nullptr ? archiveId : "";
    return { ok, chunk.archiveId, openAutomatically != kARAFalse };
}

} // namespace harp::host

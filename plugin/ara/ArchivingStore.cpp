// SPDX-License-Identifier: GPL-3.0-or-later
#include "Archiving.h"
#include "Factory.h"
#include "Progress.h"
#include "Properties.h"

namespace harp::ara
{

using namespace ARA;

namespace
{

// Refs of a filter, wrong ones told to the host and left out.
template <typename Ref>
auto objectsFrom (const Graph& graph, const Ref* refs, ARASize count)
{
    std::vector<decltype (graph.expect (Ref {}))> result;

    for (ARASize index = 0; refs != nullptr && index < count; ++index)
        if (auto object = graph.expect (refs[index]))
            result.push_back (std::move (object));

    return result;
}

} // namespace

ARABool Archiving::fail (const core::Error& error)
{
    doc.session->report (error);
    return kARAFalse;
}

model::ArchiveContent Archiving::contentFor (const ARAStoreObjectsFilter* filter) const
{
    model::ArchiveContent content;

    if (filter == nullptr || filter->documentData != kARAFalse)
        content.endpoint = doc.document->endpoint();

    const auto sources = filter == nullptr ? graph.allSources() : objectsFrom (graph, filter->audioSourceRefs, filter->audioSourceRefsCount);

    for (const auto& source : sources)
        content.sources.push_back (source->properties.persistentId);

    auto modifications = filter == nullptr ? graph.allModifications()
                                           : objectsFrom (graph, filter->audioModificationRefs, filter->audioModificationRefsCount);

    // An object that is only kept for undo may share its ID with the one that took its place: the latter wins.
    std::stable_partition (modifications.begin(), modifications.end(), [] (const auto& m) { return ! m->onlyForUndo; });

    const auto arrangement = doc.document->arrangement();

    for (const auto& modification : modifications)
    {
        const auto found = arrangement->modifications.find (modification->id);

        if (found == arrangement->modifications.end())
            continue;

        const auto* source = arrangement->sourceOf (found->second);
        const double rate = source != nullptr ? source->rate : 0.0;
        content.modifications.try_emplace (modification->persistentId,
                                           model::ArchivedModification { found->second.takes, found->second.comp, rate });
    }

    return content;
}

ARABool Archiving::storeObjectsToArchive (ARAArchiveWriterHostRef writer, const ARAStoreObjectsFilter* filter)
{
    if (doc.isEditing())
        hostAssert (Misuse::state, writer, "an archive is stored inside of an edit cycle");

    if (filter != nullptr && ! isUsable (filter, kARAStoreObjectsFilterMinSize))
        return kARAFalse;

    std::uint64_t position = 0;
    const auto sink = [&] (std::span<const std::uint8_t> bytes)
    {
        const bool written = doc.host.archiving.write (writer, position, bytes);
        position += bytes.size();
        return written;
    };

    const Progress progress ([this] (float value) { doc.host.archiving.storeProgress (value); });
    const auto status = model::writeArchive (contentFor (filter), sink, progress);
    return status ? kARATrue : fail (status.error());
}

ARABool Archiving::storeAudioSourceToAudioFileChunk (ARAArchiveWriterHostRef, ARAAudioSourceRef source, ARAPersistentID* archiveId,
                                                     ARABool* openAutomatically)
{
    graph.expect (source);
    hostAssert (Misuse::state, source, "the factory does not offer storing audio file chunks");

    if (archiveId != nullptr)
        *archiveId = factory()->documentArchiveID;

    if (openAutomatically != nullptr)
        *openAutomatically = kARAFalse;

    return kARAFalse;
}

ARABool Archiving::storeDocumentToArchive (ARAArchiveWriterHostRef writer)
{
    hostAssert (Misuse::state, writer, "archives are stored by storeObjectsToArchive since ARA 2");
    return kARAFalse;
}

} // namespace harp::ara

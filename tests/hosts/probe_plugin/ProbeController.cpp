// SPDX-License-Identifier: MIT
// The function table of the probe's document controller, and its ARA factory.
#include "ProbeDocument.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace probe
{
namespace
{

using Controller = ARADocumentControllerRef;

std::string text (const char* value) { return value != nullptr ? value : ""; }

template <typename Object, typename Ref>
Object& object (Ref ref)
{
    return *reinterpret_cast<Object*> (ref);
}

template <typename Ref, typename Object>
Ref add (Document& d, std::vector<std::unique_ptr<Object>>& list, std::unique_ptr<Object> made)
{
    const std::scoped_lock lock (d.mutex);
    return reinterpret_cast<Ref> (list.emplace_back (std::move (made)).get());
}

template <typename Object, typename Ref>
void remove (Document& d, std::vector<std::unique_ptr<Object>>& list, Ref ref)
{
    const std::scoped_lock lock (d.mutex);
    std::erase_if (list, [&] (auto& o) { return o.get() == reinterpret_cast<Object*> (ref); });
}

void take (Source& source, const ARAAudioSourceProperties& p)
{
    source.name = text (p.name);
    source.id = text (p.persistentID);
    source.frames = p.sampleCount;
    source.rate = p.sampleRate;
    source.channels = p.channelCount;
}

void take (Region& region, const ARAPlaybackRegionProperties& p)
{
    region.startInModification = p.startInModificationTime;
    region.duration = p.durationInPlaybackTime;
    region.startInSong = p.startInPlaybackTime;
    region.sequence = reinterpret_cast<Sequence*> (p.regionSequenceRef);
}

ARAContentReaderRef notesReader (ContentReader* reader) { return reinterpret_cast<ARAContentReaderRef> (reader); }

void fillGraph (ARADocumentControllerInterface& t)
{
    t.createMusicalContext = [] (Controller c, ARAMusicalContextHostRef host, const ARAMusicalContextProperties*)
    {
        auto& d = Document::of (c);
        auto context = std::make_unique<Context>();
        context->hostRef = host;
        return add<ARAMusicalContextRef> (d, d.contexts, std::move (context));
    };
    t.updateMusicalContextProperties = [] (Controller, ARAMusicalContextRef, const ARAMusicalContextProperties*) {};
    t.updateMusicalContextContent = [] (Controller, ARAMusicalContextRef, const ARAContentTimeRange*, ARAContentUpdateFlags) {};
    t.destroyMusicalContext = [] (Controller c, ARAMusicalContextRef ref) { remove (Document::of (c), Document::of (c).contexts, ref); };
    t.createRegionSequence = [] (Controller c, ARARegionSequenceHostRef, const ARARegionSequenceProperties* p)
    {
        auto sequence = std::make_unique<Sequence>();
        sequence->context = &object<Context> (p->musicalContextRef);
        return add<ARARegionSequenceRef> (Document::of (c), Document::of (c).sequences, std::move (sequence));
    };
    t.updateRegionSequenceProperties = [] (Controller, ARARegionSequenceRef, const ARARegionSequenceProperties*) {};
    t.destroyRegionSequence = [] (Controller c, ARARegionSequenceRef ref) { remove (Document::of (c), Document::of (c).sequences, ref); };
    t.createAudioModification = [] (Controller c, ARAAudioSourceRef source, ARAAudioModificationHostRef host, const ARAAudioModificationProperties* p)
    {
        auto made = std::make_unique<Modification> (Modification { &object<Source> (source), host, text (p->name), text (p->persistentID), 1.0f });
        return add<ARAAudioModificationRef> (Document::of (c), Document::of (c).modifications, std::move (made));
    };
    t.cloneAudioModification = [] (Controller c, ARAAudioModificationRef original, ARAAudioModificationHostRef host,
                                   const ARAAudioModificationProperties* p)
    {
        auto made = std::make_unique<Modification> (object<Modification> (original));
        made->hostRef = host;
        made->name = text (p->name);
        made->id = text (p->persistentID);
        return add<ARAAudioModificationRef> (Document::of (c), Document::of (c).modifications, std::move (made));
    };
    t.updateAudioModificationProperties = [] (Controller, ARAAudioModificationRef ref, const ARAAudioModificationProperties* p)
    {
        object<Modification> (ref).name = text (p->name);
        object<Modification> (ref).id = text (p->persistentID);
    };
    t.deactivateAudioModificationForUndoHistory = [] (Controller, ARAAudioModificationRef, ARABool) {};
    t.destroyAudioModification = [] (Controller c, ARAAudioModificationRef ref) { remove (Document::of (c), Document::of (c).modifications, ref); };
    t.createPlaybackRegion = [] (Controller c, ARAAudioModificationRef modification, ARAPlaybackRegionHostRef host, const ARAPlaybackRegionProperties* p)
    {
        auto region = std::make_unique<Region>();
        region->modification = &object<Modification> (modification);
        region->hostRef = host;
        take (*region, *p);
        return add<ARAPlaybackRegionRef> (Document::of (c), Document::of (c).regions, std::move (region));
    };
    t.updatePlaybackRegionProperties = [] (Controller c, ARAPlaybackRegionRef ref, const ARAPlaybackRegionProperties* p)
    {
        const std::scoped_lock lock (Document::of (c).mutex);
        take (object<Region> (ref), *p);
    };
    t.destroyPlaybackRegion = [] (Controller c, ARAPlaybackRegionRef ref) { remove (Document::of (c), Document::of (c).regions, ref); };
    t.getPlaybackRegionHeadAndTailTime = [] (Controller c, ARAPlaybackRegionRef, ARATimeDuration* head, ARATimeDuration* tail)
    { *head = *tail = Document::of (c).wants ("negative-tail") ? -1.0 : 0.0; };
}

void fillSources (ARADocumentControllerInterface& t)
{
    t.createAudioSource = [] (Controller c, ARAAudioSourceHostRef host, const ARAAudioSourceProperties* p)
    {
        auto& d = Document::of (c);
        auto source = std::make_unique<Source>();
        source->hostRef = host;
        take (*source, *p);
        mistakeInCreateSource (d, *source);
        return add<ARAAudioSourceRef> (d, d.sources, std::move (source));
    };
    t.updateAudioSourceProperties = [] (Controller, ARAAudioSourceRef ref, const ARAAudioSourceProperties* p) { take (object<Source> (ref), *p); };
    t.updateAudioSourceContent = [] (Controller, ARAAudioSourceRef, const ARAContentTimeRange*, ARAContentUpdateFlags) {};
    t.enableAudioSourceSamplesAccess = [] (Controller c, ARAAudioSourceRef ref, ARABool enable)
    { Document::of (c).setAccess (object<Source> (ref), enable != kARAFalse); };
    t.deactivateAudioSourceForUndoHistory = [] (Controller, ARAAudioSourceRef, ARABool) {};
    t.destroyAudioSource = [] (Controller c, ARAAudioSourceRef ref)
    {
        Document::of (c).forget (object<Source> (ref));
        remove (Document::of (c), Document::of (c).sources, ref);
    };
    t.isAudioSourceContentAnalysisIncomplete = [] (Controller, ARAAudioSourceRef ref, ARAContentType) -> ARABool
    { return object<Source> (ref).analysis == Source::requested || object<Source> (ref).analysis == Source::running ? kARATrue : kARAFalse; };
    t.requestAudioSourceContentAnalysis = [] (Controller c, ARAAudioSourceRef ref, ARASize, const ARAContentType*)
    { object<Source> (ref).analysis = object<Source> (ref).access && ! Document::of (c).editing ? Source::running : Source::requested; };
    t.getProcessingAlgorithmsCount = [] (Controller) -> ARAInt32 { return 2; };
    t.getProcessingAlgorithmProperties = [] (Controller, ARAInt32 index)
    {
        static const ARAProcessingAlgorithmProperties list[] { { sizeof (list[0]), "org.example.probe.slow", "Slow" },
                                                               { sizeof (list[0]), "org.example.probe.fast", "Fast" } };
        return &list[index];
    };
    t.getProcessingAlgorithmForAudioSource = [] (Controller, ARAAudioSourceRef ref) -> ARAInt32 { return object<Source> (ref).algorithm; };
    t.requestProcessingAlgorithmForAudioSource = [] (Controller, ARAAudioSourceRef ref, ARAInt32 index) { object<Source> (ref).algorithm = index; };
    t.isLicensedForCapabilities = [] (Controller, ARABool, ARASize, const ARAContentType*, ARAPlaybackTransformationFlags) -> ARABool
    { return kARATrue; };
    t.isAudioModificationPreservingAudioSourceSignal = [] (Controller, ARAAudioModificationRef ref) -> ARABool
    { return object<Modification> (ref).gain == 1.0f ? kARATrue : kARAFalse; };
}

ARABool knows (const Source& source, ARAContentType type) { return type == kARAContentTypeNotes && source.analysis == Source::done ? kARATrue : kARAFalse; }

void fillContent (ARADocumentControllerInterface& t)
{
    t.isAudioSourceContentAvailable = [] (Controller, ARAAudioSourceRef ref, ARAContentType type) { return knows (object<Source> (ref), type); };
    t.isAudioModificationContentAvailable = [] (Controller, ARAAudioModificationRef ref, ARAContentType type)
    { return knows (*object<Modification> (ref).source, type); };
    t.isPlaybackRegionContentAvailable = [] (Controller, ARAPlaybackRegionRef ref, ARAContentType type)
    { return knows (*object<Region> (ref).modification->source, type); };
    t.getAudioSourceContentGrade = [] (Controller, ARAAudioSourceRef, ARAContentType) -> ARAContentGrade { return kARAContentGradeDetected; };
    t.getAudioModificationContentGrade = [] (Controller, ARAAudioModificationRef, ARAContentType) -> ARAContentGrade { return kARAContentGradeDetected; };
    t.getPlaybackRegionContentGrade = [] (Controller, ARAPlaybackRegionRef, ARAContentType) -> ARAContentGrade { return kARAContentGradeDetected; };
    t.createAudioSourceContentReader = [] (Controller c, ARAAudioSourceRef ref, ARAContentType, const ARAContentTimeRange*)
    { return notesReader (Document::of (c).readNotes (object<Source> (ref), 0)); };
    t.createAudioModificationContentReader = [] (Controller c, ARAAudioModificationRef ref, ARAContentType, const ARAContentTimeRange*)
    { return notesReader (Document::of (c).readNotes (*object<Modification> (ref).source, 0)); };
    t.createPlaybackRegionContentReader = [] (Controller c, ARAPlaybackRegionRef ref, ARAContentType, const ARAContentTimeRange*)
    {
        const auto& region = object<Region> (ref);
        return notesReader (Document::of (c).readNotes (*region.modification->source, region.startInSong - region.startInModification));
    };
    t.getContentReaderEventCount = [] (Controller, ARAContentReaderRef ref) -> ARAInt32
    { return static_cast<ARAInt32> (object<ContentReader> (ref).notes.size()); };
    t.getContentReaderDataForEvent = [] (Controller, ARAContentReaderRef ref, ARAInt32 index) -> const void*
    { return &object<ContentReader> (ref).notes[static_cast<std::size_t> (index)]; };
    t.destroyContentReader = [] (Controller, ARAContentReaderRef ref) { delete &object<ContentReader> (ref); };
}

void fillDocument (ARADocumentControllerInterface& t)
{
    t.destroyDocumentController = [] (Controller c)
    {
        auto& d = Document::of (c);
        d.hostIsDone = true;

        if (d.instances == 0)
            delete &d;
    };
    t.getFactory = [] (Controller c) -> const ARAFactory*
    {
        static ARAFactory other;
        other = factory();
        return Document::of (c).wants ("other-factory") ? &other : &factory();
    };
    t.beginEditing = [] (Controller c) { Document::of (c).editing = true; };
    t.endEditing = [] (Controller c) { Document::of (c).endEditing(); };
    t.notifyModelUpdates = [] (Controller c) { Document::of (c).poll(); };
    t.beginRestoringDocumentFromArchive = [] (Controller, ARAArchiveReaderHostRef) -> ARABool { return kARAFalse; };
    t.endRestoringDocumentFromArchive = [] (Controller, ARAArchiveReaderHostRef) -> ARABool { return kARAFalse; };
    t.storeDocumentToArchive = [] (Controller, ARAArchiveWriterHostRef) -> ARABool { return kARAFalse; };
    t.updateDocumentProperties = [] (Controller c, const ARADocumentProperties*) { mistakeInUpdateDocument (Document::of (c)); };
    t.restoreObjectsFromArchive = [] (Controller c, ARAArchiveReaderHostRef reader, const ARARestoreObjectsFilter* filter) -> ARABool
    { return Document::of (c).restore (reader, filter) ? kARATrue : kARAFalse; };
    t.storeObjectsToArchive = [] (Controller c, ARAArchiveWriterHostRef writer, const ARAStoreObjectsFilter* filter) -> ARABool
    { return Document::of (c).store (writer, filter) ? kARATrue : kARAFalse; };
    t.storeAudioSourceToAudioFileChunk = [] (Controller c, ARAArchiveWriterHostRef writer, ARAAudioSourceRef source, ARAPersistentID* id,
                                             ARABool* openAutomatically) -> ARABool
    {
        static const std::string copy = factory().documentArchiveID;
        *id = Document::of (c).wants ("copied-archive-id") ? copy.c_str() : factory().documentArchiveID;
        *openAutomatically = kARATrue;
        const ARAStoreObjectsFilter filter { sizeof (filter), kARAFalse, 1, &source, 0, nullptr };
        return Document::of (c).store (writer, &filter) ? kARATrue : kARAFalse;
    };
}

} // namespace

const ARADocumentControllerInterface& controllerInterface (const Document& document)
{
    static const auto good = []
    {
        ARADocumentControllerInterface table {};
        table.structSize = sizeof (table);
        fillDocument (table);
        fillGraph (table);
        fillSources (table);
        fillContent (table);
        return table;
    }();
    static const auto withHole = []
    {
        auto table = good;
        table.getProcessingAlgorithmsCount = nullptr;
        return table;
    }();
    static const auto old = []
    {
        auto table = good;
        table.structSize = ARA_IMPLEMENTED_STRUCT_SIZE (ARADocumentControllerInterface, getPlaybackRegionHeadAndTailTime);
        return table;
    }();
    return document.wants ("null-function") ? withHole : document.wants ("old-controller") ? old : good;
}

} // namespace probe

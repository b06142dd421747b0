// SPDX-License-Identifier: GPL-3.0-or-later
#include "ControllerTable.h"

#include "DocumentController.h"
#include "Trampoline.h"

namespace harp::ara
{

using namespace ARA;
using Table = ARADocumentControllerInterface;

namespace
{

struct Gate
{
    using Ref = ARADocumentControllerRef;
    static constexpr const char* unknown = "no such document controller";

    static std::shared_ptr<DocumentController> find (Ref ref) { return DocumentController::find (ref); }

    template <typename Part>
    static Part& part (DocumentController& controller)
    {
        if constexpr (std::is_same_v<Part, Graph>)
            return controller.graph();
        else if constexpr (std::is_same_v<Part, Archiving>)
            return controller.archiving();
        else if constexpr (std::is_same_v<Part, Content>)
            return controller.content();
        else
            return controller;
    }
};

template <auto method>
constexpr auto to = &Trampoline<Gate, method>::call;

// May be called by render threads: nothing is looked up. Every region sounds exactly from its start to its end.
void noHeadAndTail (ARADocumentControllerRef, ARAPlaybackRegionRef, ARATimeDuration* head, ARATimeDuration* tail) noexcept
{
    if (head != nullptr)
        *head = 0.0;

    if (tail != nullptr)
        *tail = 0.0;
}

void addDocument (Table& t)
{
    t.destroyDocumentController = to<&DocumentController::destroy>;
    t.getFactory = to<&DocumentController::getFactory>;
    t.beginEditing = to<&DocumentController::beginEditing>;
    t.endEditing = to<&DocumentController::endEditing>;
    t.notifyModelUpdates = to<&DocumentController::notifyModelUpdates>;
    t.updateDocumentProperties = to<&DocumentController::updateProperties>;
    t.isLicensedForCapabilities = to<&Content::isLicensed>;
}

void addTimeline (Table& t)
{
    t.createMusicalContext = to<&Graph::createMusicalContext>;
    t.updateMusicalContextProperties = to<&Graph::updateMusicalContextProperties>;
    t.updateMusicalContextContent = to<&Graph::updateMusicalContextContent>;
    t.destroyMusicalContext = to<&Graph::destroyMusicalContext>;
    t.createRegionSequence = to<&Graph::createRegionSequence>;
    t.updateRegionSequenceProperties = to<&Graph::updateRegionSequenceProperties>;
    t.destroyRegionSequence = to<&Graph::destroyRegionSequence>;
}

void addSources (Table& t)
{
    t.createAudioSource = to<&Graph::createAudioSource>;
    t.updateAudioSourceProperties = to<&Graph::updateAudioSourceProperties>;
    t.updateAudioSourceContent = to<&Graph::updateAudioSourceContent>;
    t.enableAudioSourceSamplesAccess = to<&Graph::enableAudioSourceSamplesAccess>;
    t.deactivateAudioSourceForUndoHistory = to<&Graph::deactivateAudioSourceForUndoHistory>;
    t.destroyAudioSource = to<&Graph::destroyAudioSource>;
}

void addModifications (Table& t)
{
    t.createAudioModification = to<&Graph::createAudioModification>;
    t.cloneAudioModification = to<&Graph::cloneAudioModification>;
    t.updateAudioModificationProperties = to<&Graph::updateAudioModificationProperties>;
    t.deactivateAudioModificationForUndoHistory = to<&Graph::deactivateAudioModificationForUndoHistory>;
    t.destroyAudioModification = to<&Graph::destroyAudioModification>;
    t.isAudioModificationPreservingAudioSourceSignal = to<&Graph::isAudioModificationPreservingAudioSourceSignal>;
}

void addRegions (Table& t)
{
    t.createPlaybackRegion = to<&Graph::createPlaybackRegion>;
    t.updatePlaybackRegionProperties = to<&Graph::updatePlaybackRegionProperties>;
    t.destroyPlaybackRegion = to<&Graph::destroyPlaybackRegion>;
    t.getPlaybackRegionHeadAndTailTime = noHeadAndTail;
}

void addContent (Table& t)
{
    t.isAudioSourceContentAvailable = to<&Content::isAvailable<ARAAudioSourceRef>>;
    t.getAudioSourceContentGrade = to<&Content::grade<ARAAudioSourceRef>>;
    t.createAudioSourceContentReader = to<&Content::createReader<ARAAudioSourceRef>>;
    t.isAudioModificationContentAvailable = to<&Content::isAvailable<ARAAudioModificationRef>>;
    t.getAudioModificationContentGrade = to<&Content::grade<ARAAudioModificationRef>>;
    t.createAudioModificationContentReader = to<&Content::createReader<ARAAudioModificationRef>>;
    t.isPlaybackRegionContentAvailable = to<&Content::isAvailable<ARAPlaybackRegionRef>>;
    t.getPlaybackRegionContentGrade = to<&Content::grade<ARAPlaybackRegionRef>>;
    t.createPlaybackRegionContentReader = to<&Content::createReader<ARAPlaybackRegionRef>>;
    t.getContentReaderEventCount = to<&Content::eventCount>;
    t.getContentReaderDataForEvent = to<&Content::event>;
    t.destroyContentReader = to<&Content::destroyReader>;
}

void addAnalysis (Table& t)
{
    t.isAudioSourceContentAnalysisIncomplete = to<&Content::isAnalysisIncomplete>;
    t.requestAudioSourceContentAnalysis = to<&Content::requestAnalysis>;
    t.getProcessingAlgorithmsCount = to<&Content::algorithmsCount>;
    t.getProcessingAlgorithmProperties = to<&Content::algorithm>;
    t.getProcessingAlgorithmForAudioSource = to<&Content::algorithmOf>;
    t.requestProcessingAlgorithmForAudioSource = to<&Content::requestAlgorithm>;
}

void addArchiving (Table& t)
{
    t.storeObjectsToArchive = to<&Archiving::storeObjectsToArchive>;
    t.restoreObjectsFromArchive = to<&Archiving::restoreObjectsFromArchive>;
    t.storeAudioSourceToAudioFileChunk = to<&Archiving::storeAudioSourceToAudioFileChunk>;

    // Left over from ARA 1.
    t.storeDocumentToArchive = to<&Archiving::storeDocumentToArchive>;
    t.beginRestoringDocumentFromArchive = to<&Archiving::beginRestoringDocumentFromArchive>;
    t.endRestoringDocumentFromArchive = to<&Archiving::endRestoringDocumentFromArchive>;
}

Table makeTable()
{
    Table t {};
    t.structSize = ARA_IMPLEMENTED_STRUCT_SIZE (ARADocumentControllerInterface, isAudioModificationPreservingAudioSourceSignal);
    addDocument (t);
    addTimeline (t);
    addSources (t);
    addModifications (t);
    addRegions (t);
    addContent (t);
    addAnalysis (t);
    addArchiving (t);
    return t;
}

} // namespace

const Table* controllerTable() noexcept
{
    static const Table table = makeTable();
    return &table;
}

} // namespace harp::ara

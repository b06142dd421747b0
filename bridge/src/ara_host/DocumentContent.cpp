// SPDX-License-Identifier: MIT
// The part of Document that asks the plug-in: content, analysis, licences, algorithms, heads and tails.
#include "Document.h"
#include "Host.h"
#include "HostError.h"

#include <functional>

namespace harp::host
{

using namespace ARA;

// The three content functions of whichever kind of object is meant.
struct Document::ContentFunctions
{
    std::string name;
    std::function<bool (ARAContentType)> available;
    std::function<ARAContentGrade (ARAContentType)> grade;
    std::function<ARAContentReaderRef (ARAContentType, const ARAContentTimeRange*)> create;
    const void* source = nullptr; // set when the calls belong to the audio source group
};

Document::ContentFunctions Document::contentFunctions (const void* object) const
{
    const auto* const c = controller;
    const auto r = ref;

    if (const auto source = graph().sources.find (object))
        return { "audio source '" + source->name + "'",
                 [=] (ARAContentType type) { return c->isAudioSourceContentAvailable (r, source->ref, type) != kARAFalse; },
                 [=] (ARAContentType type) { return c->getAudioSourceContentGrade (r, source->ref, type); },
                 [=] (ARAContentType type, const ARAContentTimeRange* range) { return c->createAudioSourceContentReader (r, source->ref, type, range); },
                 source.get() };

    if (const auto modification = graph().modifications.find (object))
        return { "audio modification '" + modification->name + "'",
                 [=] (ARAContentType type) { return c->isAudioModificationContentAvailable (r, modification->ref, type) != kARAFalse; },
                 [=] (ARAContentType type) { return c->getAudioModificationContentGrade (r, modification->ref, type); },
                 [=] (ARAContentType type, const ARAContentTimeRange* range)
                 { return c->createAudioModificationContentReader (r, modification->ref, type, range); } };

    if (const auto region = graph().regions.find (object))
        return { "playback region '" + region->name + "'",
                 [=] (ARAContentType type) { return c->isPlaybackRegionContentAvailable (r, region->ref, type) != kARAFalse; },
                 [=] (ARAContentType type) { return c->getPlaybackRegionContentGrade (r, region->ref, type); },
                 [=] (ARAContentType type, const ARAContentTimeRange* range) { return c->createPlaybackRegionContentReader (r, region->ref, type, range); } };

    throw HostError ("This object is not (or no longer) part of the document");
}

bool Document::contentAvailable (const void* object, ARAContentType type)
{
    const auto functions = contentFunctions (object);
    const auto kind = functions.source != nullptr ? Call::audioSource : Call::other;
    const auto available = call (kind, functions.source, [&] { return functions.available (type); });

    if (available && ! isContentType (type))
        hostSide->side.violation ("content", functions.name + " claims to have content of the unknown type " + std::to_string (type));

    return available;
}

ContentList Document::readContent (const void* object, ARAContentType type, std::optional<ARAContentTimeRange> range)
{
    const auto functions = contentFunctions (object);

    if (! contentAvailable (object, type))
        throw HostError ("The plug-in has no such content for the " + functions.name);

    const auto kind = functions.source != nullptr ? Call::audioSource : Call::other;
    ContentList result;
    call (kind, functions.source, [&]
    {
        result.grade = functions.grade (type);
        const auto reader = functions.create (type, range ? &*range : nullptr);

        if (reader == nullptr)
        {
            hostSide->side.violation ("content", functions.name + " gave no reader for content that it has");
            return;
        }

        const auto count = controller->getContentReaderEventCount (ref, reader);

        for (ARAInt32 i = 0; i < count; ++i)
        {
            if (const auto* const event = controller->getContentReaderDataForEvent (ref, reader, i))
                result.events.push_back (fromAra (type, event));
            else
                hostSide->side.violation ("content", functions.name + " gave no data for event " + std::to_string (i));
        }

        controller->destroyContentReader (ref, reader);
    });

    if (result.grade < kARAContentGradeInitial || result.grade > kARAContentGradeApproved)
        hostSide->side.violation ("content", functions.name + " has content of an unknown grade");

    if (! range)
        for (const auto& sentence : checkEvents (type, result.events))
            hostSide->side.violation ("content", functions.name + ": " + sentence);

    return result;
}

void Document::requestAnalysis (const AudioSource& source, std::span<const ARAContentType> types)
{
    const auto& offered = host->analyseableTypes();

    for (const auto type : types)
        if (std::ranges::find (offered, type) == offered.end())
            throw HostError ("The plug-in does not offer to analyse content of type " + std::to_string (type));

    if (types.empty())
        throw HostError ("An analysis needs at least one content type");

    call (Call::other, &source, [&] { controller->requestAudioSourceContentAnalysis (ref, source.ref, types.size(), types.data()); });
}

bool Document::analysisIncomplete (const AudioSource& source, ARAContentType type)
{
    return call (Call::other, &source, [&] { return controller->isAudioSourceContentAnalysisIncomplete (ref, source.ref, type) != kARAFalse; });
}

bool Document::licensed (bool dialog, std::span<const ARAContentType> types, ARAPlaybackTransformationFlags flags)
{
    requireImplemented (ARA_IMPLEMENTED_STRUCT_SIZE (ARADocumentControllerInterface, isLicensedForCapabilities), "a licence query");
    return call (Call::other, nullptr, [&]
    {
        return controller->isLicensedForCapabilities (ref, dialog ? kARATrue : kARAFalse, types.size(), types.empty() ? nullptr : types.data(),
                                                      flags) != kARAFalse;
    });
}

std::vector<std::pair<std::string, std::string>> Document::algorithms()
{
    if (controller->structSize < ARA_IMPLEMENTED_STRUCT_SIZE (ARADocumentControllerInterface, requestProcessingAlgorithmForAudioSource))
        return {};

    return call (Call::other, nullptr, [&]
    {
        std::vector<std::pair<std::string, std::string>> result;
        const auto count = controller->getProcessingAlgorithmsCount (ref);

        for (ARAInt32 i = 0; i < count; ++i)
        {
            const auto* const algorithm = controller->getProcessingAlgorithmProperties (ref, i);

            if (algorithm == nullptr || algorithm->persistentID == nullptr || algorithm->name == nullptr)
                hostSide->side.violation ("interface", "processing algorithm " + std::to_string (i) + " has no id or no name");
            else
                result.emplace_back (algorithm->persistentID, algorithm->name);
        }

        return result;
    });
}

int Document::algorithmOf (const AudioSource& source)
{
    requireImplemented (ARA_IMPLEMENTED_STRUCT_SIZE (ARADocumentControllerInterface, requestProcessingAlgorithmForAudioSource), "algorithms");
    return call (Call::other, &source, [&] { return controller->getProcessingAlgorithmForAudioSource (ref, source.ref); });
}

void Document::requestAlgorithm (const AudioSource& source, int index)
{
    requireEditing();

    if (index < 0 || index >= static_cast<int> (algorithms().size()))
        throw HostError ("The plug-in has no processing algorithm " + std::to_string (index));

    call (Call::other, &source, [&] { controller->requestProcessingAlgorithmForAudioSource (ref, source.ref, index); });
}

std::pair<double, double> Document::headAndTail (const PlaybackRegion& region)
{
    double head = -1, tail = -1;
    call (Call::other, &region, [&] { controller->getPlaybackRegionHeadAndTailTime (ref, region.ref, &head, &tail); });

    if (! (head >= 0.0 && tail >= 0.0))
        hostSide->side.violation ("interface", "head and tail of a playback region are at least 0 seconds");

    return { head, tail };
}

bool Document::preservesSignal (const AudioModification& modification)
{
    requireImplemented (ARA_IMPLEMENTED_STRUCT_SIZE (ARADocumentControllerInterface, isAudioModificationPreservingAudioSourceSignal),
                        "to tell whether a modification preserves the signal");
    return call (Call::other, &modification,
                 [&] { return controller->isAudioModificationPreservingAudioSourceSignal (ref, modification.ref) != kARAFalse; });
}

} // namespace harp::host

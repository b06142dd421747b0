// SPDX-License-Identifier: MIT
// The part of Document that edits the graph.
#include "Document.h"
#include "HostError.h"
#include "Instance.h"

namespace harp::host
{

using namespace ARA;

namespace
{

const char* textOrNull (const std::string& text) { return text.empty() ? nullptr : text.c_str(); }
const ARAColor* colourOrNull (const Colour& colour) { return colour ? &*colour : nullptr; }

// Every structure points into the object it describes, and is used while that object does not change.
ARAMusicalContextProperties propertiesOf (const MusicalContext& context)
{
    return { sizeof (ARAMusicalContextProperties), textOrNull (context.name), context.order, colourOrNull (context.colour) };
}

ARARegionSequenceProperties propertiesOf (const RegionSequence& sequence)
{
    return { sizeof (ARARegionSequenceProperties), textOrNull (sequence.name), sequence.order, sequence.context->ref, colourOrNull (sequence.colour) };
}

ARAAudioSourceProperties propertiesOf (const AudioSource& source, bool shortStructs)
{
    return { shortStructs ? kARAAudioSourcePropertiesMinSize : sizeof (ARAAudioSourceProperties), textOrNull (source.name),
             source.persistentId.c_str(), source.length(), source.sampleRate, source.channels(), source.merits64Bit ? kARATrue : kARAFalse,
             kARAChannelArrangementUndefined, nullptr };
}

ARAAudioModificationProperties propertiesOf (const AudioModification& modification)
{
    return { sizeof (ARAAudioModificationProperties), textOrNull (modification.name), modification.persistentId.c_str() };
}

ARAPlaybackRegionProperties propertiesOf (const PlaybackRegion& region)
{
    // The left-over of ARA 1 holds garbage on purpose: some hosts leave it so.
    return { sizeof (ARAPlaybackRegionProperties), region.transformation, region.startInModification, region.durationInModification,
             region.startInPlayback, region.durationInPlayback, reinterpret_cast<ARAMusicalContextRef> (std::uintptr_t { 0xdead }),
             region.sequence->ref, textOrNull (region.name), colourOrNull (region.colour) };
}

template <typename Object>
void requireAlive (const Object& object, const char* what)
{
    if (! object.alive)
        throw HostError (std::string ("This ") + what + " has been destroyed");
}

} // namespace

ContextPtr Document::createContext (MusicalContext properties)
{
    requireEditing();
    auto context = std::make_shared<MusicalContext> (std::move (properties));
    hostSide->side.graph.contexts.add (context);
    const auto info = propertiesOf (*context);
    context->ref = call (Call::contextObject, context.get(),
                         [&] { return controller->createMusicalContext (ref, hostRef<ARAMusicalContextHostRef> (*context), &info); });

    if (context->ref == nullptr)
        hostSide->side.violation ("reference", "createMusicalContext returned NULL");

    return context;
}

void Document::updateContext (MusicalContext& context, bool contentChanged, ARAContentUpdateFlags flags)
{
    requireEditing();
    requireAlive (context, "musical context");
    const auto info = propertiesOf (context);
    call (Call::contextObject, &context, [&] { controller->updateMusicalContextProperties (ref, context.ref, &info); });

    if (contentChanged)
        call (Call::contextObject, &context, [&] { controller->updateMusicalContextContent (ref, context.ref, nullptr, flags); });
}

void Document::destroy (const ContextPtr& context)
{
    requireEditing();
    requireAlive (*context, "musical context");

    for (const auto& sequence : graph().sequences.all())
        if (sequence->context == context)
            destroy (sequence);

    call (Call::contextObject, context.get(), [&] { controller->destroyMusicalContext (ref, context->ref); });
    context->alive = false;
    hostSide->side.graph.contexts.remove (context.get());
}

SequencePtr Document::createSequence (RegionSequence properties)
{
    requireEditing();
    requireAlive (*properties.context, "musical context");
    auto sequence = std::make_shared<RegionSequence> (std::move (properties));
    hostSide->side.graph.sequences.add (sequence);
    const auto info = propertiesOf (*sequence);
    sequence->ref = call (Call::other, sequence.get(),
                          [&] { return controller->createRegionSequence (ref, hostRef<ARARegionSequenceHostRef> (*sequence), &info); });

    if (sequence->ref == nullptr)
        hostSide->side.violation ("reference", "createRegionSequence returned NULL");

    return sequence;
}

void Document::updateSequence (RegionSequence& sequence)
{
    requireEditing();
    requireAlive (sequence, "track");
    const auto info = propertiesOf (sequence);
    call (Call::other, &sequence, [&] { controller->updateRegionSequenceProperties (ref, sequence.ref, &info); });
}

void Document::destroy (const SequencePtr& sequence)
{
    requireEditing();
    requireAlive (*sequence, "track");

    for (const auto& region : graph().regions.all())
        if (region->sequence == sequence)
            destroy (region);

    for (const auto& weak : instances)
        if (const auto instance = weak.lock())
            instance->dropSequence (sequence);

    call (Call::other, sequence.get(), [&] { controller->destroyRegionSequence (ref, sequence->ref); });
    sequence->alive = false;
    hostSide->side.graph.sequences.remove (sequence.get());
}

SourcePtr Document::createSource (SourcePtr source)
{
    requireEditing();
    hostSide->side.graph.sources.add (source);
    const auto info = propertiesOf (*source, hostSide->side.quirks.shortStructs);
    source->ref = call (Call::audioSource, source.get(),
                        [&] { return controller->createAudioSource (ref, hostRef<ARAAudioSourceHostRef> (*source), &info); });

    if (source->ref == nullptr)
        hostSide->side.violation ("reference", "createAudioSource returned NULL");

    return source;
}

void Document::updateSource (AudioSource& source)
{
    requireEditing();
    requireAlive (source, "audio source");
    const auto info = propertiesOf (source, hostSide->side.quirks.shortStructs);
    call (Call::audioSource, &source, [&] { controller->updateAudioSourceProperties (ref, source.ref, &info); });
}

void Document::updateSourceContent (AudioSource& source, ARAContentUpdateFlags flags)
{
    requireEditing();
    requireAlive (source, "audio source");
    call (Call::audioSource, &source, [&] { controller->updateAudioSourceContent (ref, source.ref, nullptr, flags); });
}

void Document::setSampleAccess (AudioSource& source, bool enable)
{
    requireAlive (source, "audio source");

    if (enable)
        source.access = true; // readers are made inside the call

    call (Call::audioSource, &source,
          [&] { controller->enableAudioSourceSamplesAccess (ref, source.ref, enable ? kARATrue : kARAFalse); });

    if (! enable)
    {
        hostSide->audio.requireNoReaders (source, "after sample access was switched off");
        source.access = false; // reads were allowed until the call returned
    }
}

void Document::deactivate (AudioSource& source, bool deactivated)
{
    requireEditing();
    requireAlive (source, "audio source");
    call (Call::audioSource, &source,
          [&] { controller->deactivateAudioSourceForUndoHistory (ref, source.ref, deactivated ? kARATrue : kARAFalse); });
}

void Document::destroy (const SourcePtr& source)
{
    requireEditing();
    requireAlive (*source, "audio source");

    for (const auto& modification : graph().modifications.all())
        if (modification->source == source)
            destroy (modification);

    call (Call::audioSource, source.get(), [&] { controller->destroyAudioSource (ref, source->ref); });
    hostSide->audio.requireNoReaders (*source, "after the audio source was destroyed");
    source->access = false;
    source->alive = false;
    hostSide->side.graph.sources.remove (source.get());
}

ModificationPtr Document::createModification (AudioModification properties)
{
    requireEditing();
    requireAlive (*properties.source, "audio source");
    auto modification = std::make_shared<AudioModification> (std::move (properties));
    hostSide->side.graph.modifications.add (modification);
    const auto info = propertiesOf (*modification);
    modification->ref = call (Call::other, modification.get(), [&]
    {
        return controller->createAudioModification (ref, modification->source->ref, hostRef<ARAAudioModificationHostRef> (*modification), &info);
    });

    if (modification->ref == nullptr)
        hostSide->side.violation ("reference", "createAudioModification returned NULL");

    return modification;
}

ModificationPtr Document::cloneModification (const AudioModification& original, const std::string& name, const std::string& persistentId)
{
    requireEditing();
    requireAlive (original, "audio modification");
    auto clone = std::make_shared<AudioModification> (AudioModification { original.source, name, persistentId });
    hostSide->side.graph.modifications.add (clone);
    const auto info = propertiesOf (*clone);
    clone->ref = call (Call::other, clone.get(), [&]
    {
        return controller->cloneAudioModification (ref, original.ref, hostRef<ARAAudioModificationHostRef> (*clone), &info);
    });

    if (clone->ref == nullptr)
        hostSide->side.violation ("reference", "cloneAudioModification returned NULL");

    return clone;
}

void Document::updateModification (AudioModification& modification)
{
    requireEditing();
    requireAlive (modification, "audio modification");
    const auto info = propertiesOf (modification);
    call (Call::other, &modification, [&] { controller->updateAudioModificationProperties (ref, modification.ref, &info); });
}

void Document::deactivate (AudioModification& modification, bool deactivated)
{
    requireEditing();
    requireAlive (modification, "audio modification");
    call (Call::other, &modification, [&]
    {
        controller->deactivateAudioModificationForUndoHistory (ref, modification.ref, deactivated ? kARATrue : kARAFalse);
    });
}

void Document::destroy (const ModificationPtr& modification)
{
    requireEditing();
    requireAlive (*modification, "audio modification");

    for (const auto& region : graph().regions.all())
        if (region->modification == modification)
            destroy (region);

    call (Call::other, modification.get(), [&] { controller->destroyAudioModification (ref, modification->ref); });
    modification->alive = false;
    hostSide->side.graph.modifications.remove (modification.get());
}

RegionPtr Document::createRegion (PlaybackRegion properties)
{
    requireEditing();
    requireAlive (*properties.modification, "audio modification");
    requireAlive (*properties.sequence, "track");
    auto region = std::make_shared<PlaybackRegion> (std::move (properties));
    hostSide->side.graph.regions.add (region);
    const auto info = propertiesOf (*region);
    region->ref = call (Call::other, region.get(), [&]
    {
        return controller->createPlaybackRegion (ref, region->modification->ref, hostRef<ARAPlaybackRegionHostRef> (*region), &info);
    });

    if (region->ref == nullptr)
        hostSide->side.violation ("reference", "createPlaybackRegion returned NULL");

    return region;
}

void Document::updateRegion (PlaybackRegion& region)
{
    requireEditing();
    requireAlive (region, "playback region");
    requireAlive (*region.sequence, "track");
    const auto info = propertiesOf (region);
    call (Call::other, &region, [&] { controller->updatePlaybackRegionProperties (ref, region.ref, &info); });
}

void Document::destroy (const RegionPtr& region)
{
    requireEditing();
    requireAlive (*region, "playback region");

    // Renderers let go of a region before it dies; a selection in a view may keep naming it.
    for (const auto& weak : instances)
        if (const auto instance = weak.lock())
            instance->dropRegion (region);

    call (Call::other, region.get(), [&] { controller->destroyPlaybackRegion (ref, region->ref); });
    region->alive = false;
    hostSide->side.graph.regions.remove (region.get());
}

} // namespace harp::host

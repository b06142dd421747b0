// SPDX-License-Identifier: MIT
// The part of Document that edits the arrangement: musical contexts, tracks, regions.
#include "Document.h"
#include "DocumentHelpers.h"
#include "Instance.h"

namespace harp::host
{

using namespace ARA;

namespace
{

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

ARAPlaybackRegionProperties propertiesOf (const PlaybackRegion& region)
{
    // The left-over of ARA 1 holds garbage on purpose: some hosts leave it so.
    return { sizeof (ARAPlaybackRegionProperties), region.transformation, region.startInModification, region.durationInModification,
             region.startInPlayback, region.durationInPlayback, reinterpret_cast<ARAMusicalContextRef> (std::uintptr_t { 0xdead }),
             region.sequence->ref, textOrNull (region.name), colourOrNull (region.colour) };
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

// SPDX-License-Identifier: GPL-3.0-or-later
// Musical contexts and region sequences.
#include "Graph.h"
#include "Properties.h"

namespace harp::ara
{

using namespace ARA;

std::shared_ptr<MusicalContext> Graph::expect (ARAMusicalContextRef ref) const
{
    auto context = contexts.find (ref);

    if (context == nullptr)
        hostAssert (Misuse::argument, ref, "no such musical context");

    return context;
}

std::shared_ptr<RegionSequence> Graph::expect (ARARegionSequenceRef ref) const
{
    auto sequence = sequences.find (ref);

    if (sequence == nullptr)
        hostAssert (Misuse::argument, ref, "no such region sequence");

    return sequence;
}

// --- musical contexts -----------------------------------------------------------------------------------------------------
ARAMusicalContextRef Graph::createMusicalContext (ARAMusicalContextHostRef hostRef, const ARAMusicalContextProperties* properties)
{
    doc.expectEditing (hostRef);

    if (! isUsable (properties, kARAMusicalContextPropertiesMinSize))
        return nullptr;

    return contexts.add (std::make_shared<MusicalContext> (MusicalContext { hostRef }));
}

void Graph::updateMusicalContextProperties (ARAMusicalContextRef ref, const ARAMusicalContextProperties* properties)
{
    doc.expectEditing (ref);

    if (expect (ref) != nullptr)
        isUsable (properties, kARAMusicalContextPropertiesMinSize);
}

void Graph::updateMusicalContextContent (ARAMusicalContextRef ref, const ARAContentTimeRange*, ARAContentUpdateFlags)
{
    doc.expectEditing (ref);
    expect (ref);
}

void Graph::destroyMusicalContext (ARAMusicalContextRef ref)
{
    doc.expectEditing (ref);
    const auto context = expect (ref);

    for (const auto& sequence : sequences.all())
        if (context != nullptr && sequence->context.lock() == context)
            hostAssert (Misuse::state, ref, "a region sequence still refers to the musical context");

    contexts.remove (ref);
}

// --- region sequences -----------------------------------------------------------------------------------------------------
ARARegionSequenceRef Graph::createRegionSequence (ARARegionSequenceHostRef hostRef, const ARARegionSequenceProperties* properties)
{
    doc.expectEditing (hostRef);

    if (! isUsable (properties, kARARegionSequencePropertiesMinSize))
        return nullptr;

    auto sequence = std::make_shared<RegionSequence>();
    sequence->hostRef = hostRef;
    sequence->context = expect (properties->musicalContextRef);
    sequence->id = doc.document->addTrack (trackFrom (*properties));
    return sequences.add (std::move (sequence));
}

void Graph::updateRegionSequenceProperties (ARARegionSequenceRef ref, const ARARegionSequenceProperties* properties)
{
    doc.expectEditing (ref);
    const auto sequence = expect (ref);

    if (sequence == nullptr || ! isUsable (properties, kARARegionSequencePropertiesMinSize))
        return;

    sequence->context = expect (properties->musicalContextRef);
    doc.document->setTrack (sequence->id, trackFrom (*properties));
}

void Graph::destroyRegionSequence (ARARegionSequenceRef ref)
{
    doc.expectEditing (ref);
    const auto sequence = expect (ref);

    if (sequence == nullptr)
        return;

    // The regions stay, without a track: their modifications may still be needed.
    for (const auto& region : regions.all())
    {
        if (region->sequence.lock() != sequence)
            continue;

        hostAssert (Misuse::state, ref, "a playback region still lies on the region sequence");
        region->properties.track = {};
        doc.document->setRegion (region->id, region->properties);
    }

    doc.document->removeTrack (sequence->id);
    sequences.remove (ref);
}

} // namespace harp::ara

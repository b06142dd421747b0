// SPDX-License-Identifier: GPL-3.0-or-later
// Audio modifications: the takes and the comp in the model belong to them, whatever becomes of their regions.
#include "Graph.h"
#include "Properties.h"

namespace harp::ara
{

using namespace ARA;

std::shared_ptr<AudioModification> Graph::expect (ARAAudioModificationRef ref) const
{
    auto modification = modifications.find (ref);

    if (modification == nullptr)
        hostAssert (Misuse::argument, ref, "no such audio modification");

    return modification;
}

ARAAudioModificationRef Graph::createAudioModification (ARAAudioSourceRef sourceRef, ARAAudioModificationHostRef hostRef,
                                                        const ARAAudioModificationProperties* properties)
{
    doc.expectEditing (hostRef);
    const auto source = expect (sourceRef);

    if (source == nullptr || ! isUsable (properties, kARAAudioModificationPropertiesMinSize))
        return nullptr;

    auto modification = std::make_shared<AudioModification>();
    modification->hostRef = hostRef;
    modification->source = source;
    modification->persistentId = persistentIdFrom (properties->persistentID);
    modification->id = doc.document->addModification (source->id, modification->persistentId, textFrom (properties->name));
    modification->ref = modifications.add (modification);
    return modification->ref;
}

ARAAudioModificationRef Graph::cloneAudioModification (ARAAudioModificationRef originalRef, ARAAudioModificationHostRef hostRef,
                                                       const ARAAudioModificationProperties* properties)
{
    doc.expectEditing (hostRef);
    const auto original = expect (originalRef);

    if (original == nullptr || ! isUsable (properties, kARAAudioModificationPropertiesMinSize))
        return nullptr;

    auto clone = std::make_shared<AudioModification>();
    clone->hostRef = hostRef;
    clone->source = original->source;
    clone->persistentId = persistentIdFrom (properties->persistentID);
    clone->id = doc.document->cloneModification (original->id, clone->persistentId, textFrom (properties->name));
    clone->ref = modifications.add (clone);
    return clone->ref;
}

void Graph::updateAudioModificationProperties (ARAAudioModificationRef ref, const ARAAudioModificationProperties* properties)
{
    doc.expectEditing (ref);
    const auto modification = expect (ref);

    if (modification == nullptr || ! isUsable (properties, kARAAudioModificationPropertiesMinSize))
        return;

    modification->persistentId = persistentIdFrom (properties->persistentID);
    doc.document->setModification (modification->id, modification->persistentId, textFrom (properties->name));
}

void Graph::deactivateAudioModificationForUndoHistory (ARAAudioModificationRef ref, ARABool deactivate)
{
    doc.expectEditing (ref);
    const auto modification = expect (ref);

    if (modification == nullptr)
        return;

    if (deactivate != kARAFalse && ! regionsOf (*modification).empty())
        hostAssert (Misuse::state, ref, "a modification that is only kept for undo still has regions");

    // Its takes stay: they come back with it.
    modification->onlyForUndo = deactivate != kARAFalse;
}

void Graph::destroyAudioModification (ARAAudioModificationRef ref)
{
    doc.expectEditing (ref);
    const auto modification = expect (ref);

    if (modification == nullptr)
        return;

    for (const auto& region : regionsOf (*modification))
    {
        hostAssert (Misuse::state, ref, "the audio modification still has a playback region");
        destroyPlaybackRegion (region->ref);
    }

    doc.document->removeModification (modification->id);
    modifications.remove (ref);
}

ARABool Graph::isAudioModificationPreservingAudioSourceSignal (ARAAudioModificationRef ref)
{
    const auto modification = expect (ref);

    if (modification == nullptr)
        return kARAFalse;

    const auto arrangement = doc.document->arrangement();
    const auto found = arrangement->modifications.find (modification->id);
    return found != arrangement->modifications.end() && found->second.comp.isEmpty() ? kARATrue : kARAFalse;
}

} // namespace harp::ara

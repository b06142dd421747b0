// SPDX-License-Identifier: MIT
// The part of Document that edits audio sources and modifications, and switches sample access.
#include "Document.h"
#include "DocumentHelpers.h"

namespace harp::host
{

using namespace ARA;

namespace
{

// Both structures point into the object they describe, and are used while that object does not change.
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

} // namespace

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

} // namespace harp::host

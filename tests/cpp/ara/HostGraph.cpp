// SPDX-License-Identifier: GPL-3.0-or-later
// The graph of the mock host: how a host adds, updates and removes objects.
#include "HostDocument.h"

namespace harp::test
{

using namespace ARA;

namespace
{

template <typename Ref, typename Object>
Ref hostRef (Object& object)
{
    return reinterpret_cast<Ref> (&object);
}

constexpr ARAColor red { 1.0f, 0.0f, 0.0f };

ARAMusicalContextProperties propertiesOf (const HostContext& context)
{
    return { ARA_IMPLEMENTED_STRUCT_SIZE (ARAMusicalContextProperties, color), context.name.c_str(), 0, nullptr };
}

ARARegionSequenceProperties propertiesOf (const HostSequence& sequence)
{
    return { ARA_IMPLEMENTED_STRUCT_SIZE (ARARegionSequenceProperties, color), sequence.name.c_str(), sequence.order, sequence.context->ref, &red };
}

ARAAudioModificationProperties propertiesOf (const HostModification& modification)
{
    return { kARAAudioModificationPropertiesMinSize, modification.name.c_str(), modification.id.c_str() };
}

template <typename Object>
Object& newest (std::list<Object>& objects, MockHost& host)
{
    auto& object = objects.emplace_back();
    host.liveObjects.insert (&object);
    return object;
}

} // namespace

// --- adding -------------------------------------------------------------------------------------------------------------
HostContext& HostDocument::addContext()
{
    auto& context = newest (contexts, host);
    const auto properties = test::propertiesOf (context);
    context.ref = table().createMusicalContext (ref(), hostRef<ARAMusicalContextHostRef> (context), &properties);
    return context;
}

HostSequence& HostDocument::addSequence (HostContext& context, std::string name, int order)
{
    auto& sequence = newest (sequences, host);
    sequence.name = std::move (name);
    sequence.order = order;
    sequence.context = &context;
    const auto properties = test::propertiesOf (sequence);
    sequence.ref = table().createRegionSequence (ref(), hostRef<ARARegionSequenceHostRef> (sequence), &properties);
    return sequence;
}

HostSource& HostDocument::addSource (std::string id, Samples samples, double rate)
{
    auto& source = newest (sources, host);
    source.id = std::move (id);
    source.samples = std::move (samples);
    source.rate = rate;
    const auto properties = propertiesOf (source);
    const MockHost::Call call (host, Inside::sourceCall, &source);
    source.ref = table().createAudioSource (ref(), hostRef<ARAAudioSourceHostRef> (source), &properties);
    return source;
}

HostModification& HostDocument::addModification (HostSource& source, std::string id)
{
    auto& modification = newest (modifications, host);
    modification.source = &source;
    modification.id = std::move (id);
    const auto properties = test::propertiesOf (modification);
    modification.ref = table().createAudioModification (ref(), source.ref, hostRef<ARAAudioModificationHostRef> (modification), &properties);
    return modification;
}

HostModification& HostDocument::clone (HostModification& original, std::string id)
{
    auto& modification = newest (modifications, host);
    modification.source = original.source;
    modification.id = std::move (id);
    const auto properties = test::propertiesOf (modification);
    modification.ref = table().cloneAudioModification (ref(), original.ref, hostRef<ARAAudioModificationHostRef> (modification), &properties);
    return modification;
}

HostRegion& HostDocument::addRegion (HostModification& modification, HostSequence& sequence, double start, double duration, double startInModification)
{
    auto& region = newest (regions, host);
    region.modification = &modification;
    region.sequence = &sequence;
    region.start = start;
    region.duration = duration;
    region.startInModification = startInModification;
    const auto properties = propertiesOf (region);
    region.ref = table().createPlaybackRegion (ref(), modification.ref, hostRef<ARAPlaybackRegionHostRef> (region), &properties);
    return region;
}

// --- updating -----------------------------------------------------------------------------------------------------------
ARAAudioSourceProperties HostDocument::propertiesOf (const HostSource& source) const
{
    return { kARAAudioSourcePropertiesMinSize, source.name.c_str(), source.id.c_str(), source.frames(), source.rate, source.channels(), kARAFalse,
             kARAChannelArrangementUndefined, nullptr };
}

ARAPlaybackRegionProperties HostDocument::propertiesOf (const HostRegion& region) const
{
    return { ARA_IMPLEMENTED_STRUCT_SIZE (ARAPlaybackRegionProperties, color), kARAPlaybackTransformationNoChanges, region.startInModification,
             region.duration, region.start, region.duration, nullptr, region.sequence->ref, region.name.c_str(), &red };
}

void HostDocument::update (HostSequence& sequence)
{
    const auto properties = test::propertiesOf (sequence);
    table().updateRegionSequenceProperties (ref(), sequence.ref, &properties);
}

void HostDocument::update (HostSource& source)
{
    const MockHost::Call call (host, Inside::sourceCall, &source);
    const auto properties = propertiesOf (source);
    table().updateAudioSourceProperties (ref(), source.ref, &properties);
}

void HostDocument::update (HostModification& modification)
{
    const auto properties = test::propertiesOf (modification);
    table().updateAudioModificationProperties (ref(), modification.ref, &properties);
}

void HostDocument::update (HostRegion& region)
{
    const auto properties = propertiesOf (region);
    table().updatePlaybackRegionProperties (ref(), region.ref, &properties);
}

void HostDocument::contentChanged (HostSource& source, ARAContentUpdateFlags flags)
{
    const MockHost::Call call (host, Inside::sourceCall, &source);
    table().updateAudioSourceContent (ref(), source.ref, nullptr, flags);
}

void HostDocument::enable (HostSource& source, bool on)
{
    const MockHost::Call call (host, Inside::sourceCall, &source);

    if (on)
        source.access = true;

    table().enableAudioSourceSamplesAccess (ref(), source.ref, on ? kARATrue : kARAFalse);
    source.access = on;

    if (! on && source.readers != 0)
        host.violation ("a reader outlived the end of sample access");
}

void HostDocument::deactivate (HostSource& source, bool off)
{
    const MockHost::Call call (host, Inside::sourceCall, &source);
    table().deactivateAudioSourceForUndoHistory (ref(), source.ref, off ? kARATrue : kARAFalse);
}

void HostDocument::deactivate (HostModification& modification, bool off)
{
    table().deactivateAudioModificationForUndoHistory (ref(), modification.ref, off ? kARATrue : kARAFalse);
}

// --- destroying ---------------------------------------------------------------------------------------------------------
namespace
{

template <typename Object>
void forget (std::list<Object>& objects, Object& object, MockHost& host)
{
    host.liveObjects.erase (&object);
    objects.remove_if ([&object] (const Object& other) { return &other == &object; });
}

} // namespace

void HostDocument::destroy (HostRegion& region)
{
    table().destroyPlaybackRegion (ref(), region.ref);
    forget (regions, region, host);
}

void HostDocument::destroy (HostModification& modification)
{
    table().destroyAudioModification (ref(), modification.ref);
    forget (modifications, modification, host);
}

void HostDocument::destroy (HostSource& source)
{
    {
        const MockHost::Call call (host, Inside::sourceCall, &source);
        table().destroyAudioSource (ref(), source.ref);
    }

    if (source.readers != 0)
        host.violation ("a reader outlived its source");

    forget (sources, source, host);
}

void HostDocument::destroy (HostSequence& sequence)
{
    table().destroyRegionSequence (ref(), sequence.ref);
    forget (sequences, sequence, host);
}

void HostDocument::destroy (HostContext& context)
{
    table().destroyMusicalContext (ref(), context.ref);
    forget (contexts, context, host);
}

} // namespace harp::test

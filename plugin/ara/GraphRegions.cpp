// SPDX-License-Identifier: GPL-3.0-or-later
// Playback regions: windows of a modification, placed in the song.
#include "Graph.h"
#include "Properties.h"

namespace harp::ara
{

using namespace ARA;

std::shared_ptr<PlaybackRegion> Graph::expect (ARAPlaybackRegionRef ref) const
{
    auto region = regions.find (ref);

    if (region == nullptr)
        hostAssert (Misuse::argument, ref, "no such playback region");

    return region;
}

std::vector<std::shared_ptr<PlaybackRegion>> Graph::regionsOf (const AudioModification& modification) const
{
    auto result = regions.all();
    std::erase_if (result, [&] (const auto& region) { return region->modification.lock().get() != &modification; });
    return result;
}

void Graph::placeRegion (PlaybackRegion& region, const ARAPlaybackRegionProperties& properties)
{
    const auto modification = region.properties.modification;
    region.properties = regionFrom (properties);
    region.properties.modification = modification;

    // Without a sequence the region still plays; it is on no track.
    const auto sequence = expect (sequenceOf (properties));
    region.sequence = sequence;
    region.properties.track = sequence != nullptr ? sequence->id : model::TrackId {};
}

ARAPlaybackRegionRef Graph::createPlaybackRegion (ARAAudioModificationRef modificationRef, ARAPlaybackRegionHostRef hostRef,
                                                  const ARAPlaybackRegionProperties* properties)
{
    doc.expectEditing (hostRef);
    const auto modification = expect (modificationRef);

    if (modification == nullptr || ! isUsable (properties, kARAPlaybackRegionPropertiesMinSize))
        return nullptr;

    auto region = std::make_shared<PlaybackRegion>();
    region->hostRef = hostRef;
    region->modification = modification;
    region->properties.modification = modification->id;
    placeRegion (*region, *properties);
    region->id = doc.document->addRegion (region->properties);
    region->ref = regions.add (region);
    return region->ref;
}

void Graph::updatePlaybackRegionProperties (ARAPlaybackRegionRef ref, const ARAPlaybackRegionProperties* properties)
{
    doc.expectEditing (ref);
    const auto region = expect (ref);

    if (region == nullptr || ! isUsable (properties, kARAPlaybackRegionPropertiesMinSize))
        return;

    placeRegion (*region, *properties);
    doc.document->setRegion (region->id, region->properties);
}

void Graph::destroyPlaybackRegion (ARAPlaybackRegionRef ref)
{
    doc.expectEditing (ref);
    const auto region = expect (ref);

    if (region == nullptr)
        return;

    doc.document->removeRegion (region->id);
    regions.remove (ref);
}

} // namespace harp::ara

// SPDX-License-Identifier: MIT
// The part of Instance that plays its ARA roles: which regions it renders, what its view is told.
#include "HostError.h"
#include "Instance.h"

#include <algorithm>

namespace harp::host
{

using namespace ARA;

void Instance::requireRole (int role, const char* what) const
{
    requireOpen();

    if (document == nullptr || ! document->isOpen())
        throw HostError (std::string ("This needs an open document: ") + what);

    if (! roles.effective (role))
        throw HostError (std::string ("This instance has no such role: ") + what);
}

void Instance::addRegion (const RegionPtr& region)
{
    requireRole (kARAPlaybackRendererRole, "playback renderer");

    if (active)
        throw HostError ("Regions of a playback renderer change only while it is inactive");

    if (std::ranges::find (regions, region) != regions.end())
        throw HostError ("The renderer plays this region already");

    call ([&] { extension->playbackRendererInterface->addPlaybackRegion (extension->playbackRendererRef, region->ref); });
    regions.push_back (region);
}

void Instance::removeRegion (const RegionPtr& region)
{
    requireRole (kARAPlaybackRendererRole, "playback renderer");

    if (active)
        throw HostError ("Regions of a playback renderer change only while it is inactive");

    if (std::erase (regions, region) == 0)
        throw HostError ("The renderer does not play this region");

    call ([&] { extension->playbackRendererInterface->removePlaybackRegion (extension->playbackRendererRef, region->ref); });
}

void Instance::addEditorRegion (const RegionPtr& region)
{
    requireRole (kARAEditorRendererRole, "editor renderer");

    if (! editorSequences.empty())
        throw HostError ("An editor renderer holds either regions or tracks");

    call ([&] { extension->editorRendererInterface->addPlaybackRegion (extension->editorRendererRef, region->ref); });
    editorRegions.push_back (region);
}

void Instance::removeEditorRegion (const RegionPtr& region)
{
    requireRole (kARAEditorRendererRole, "editor renderer");

    if (std::erase (editorRegions, region) == 0)
        throw HostError ("The editor renderer does not hold this region");

    call ([&] { extension->editorRendererInterface->removePlaybackRegion (extension->editorRendererRef, region->ref); });
}

void Instance::addEditorSequence (const SequencePtr& sequence)
{
    requireRole (kARAEditorRendererRole, "editor renderer");

    if (! editorRegions.empty())
        throw HostError ("An editor renderer holds either regions or tracks");

    call ([&] { extension->editorRendererInterface->addRegionSequence (extension->editorRendererRef, sequence->ref); });
    editorSequences.push_back (sequence);
}

void Instance::removeEditorSequence (const SequencePtr& sequence)
{
    requireRole (kARAEditorRendererRole, "editor renderer");

    if (std::erase (editorSequences, sequence) == 0)
        throw HostError ("The editor renderer does not hold this track");

    call ([&] { extension->editorRendererInterface->removeRegionSequence (extension->editorRendererRef, sequence->ref); });
}

void Instance::dropRegion (const RegionPtr& region)
{
    if (! isOpen())
        return;

    if (std::ranges::find (editorRegions, region) != editorRegions.end())
        removeEditorRegion (region);

    if (std::ranges::find (regions, region) == regions.end())
        return;

    const auto wasActive = active;
    deactivate();
    removeRegion (region);

    if (wasActive)
        activate (AudioSetup (audio));
}

void Instance::dropSequence (const SequencePtr& sequence)
{
    if (isOpen() && std::ranges::find (editorSequences, sequence) != editorSequences.end())
        removeEditorSequence (sequence);
}

void Instance::select (const std::vector<RegionPtr>& selected, const std::vector<SequencePtr>& sequences, std::optional<ARAContentTimeRange> range)
{
    requireRole (kARAEditorViewRole, "editor view");
    std::vector<ARAPlaybackRegionRef> regionRefs;
    std::vector<ARARegionSequenceRef> sequenceRefs;

    for (const auto& region : selected)
        regionRefs.push_back (region->ref);

    for (const auto& sequence : sequences)
        sequenceRefs.push_back (sequence->ref);

    const ARAViewSelection selection { sizeof (selection), regionRefs.size(), regionRefs.empty() ? nullptr : regionRefs.data(),
                                       sequenceRefs.size(), sequenceRefs.empty() ? nullptr : sequenceRefs.data(), range ? &*range : nullptr };
    call ([&] { extension->editorViewInterface->notifySelection (extension->editorViewRef, &selection); });
}

void Instance::hideSequences (const std::vector<SequencePtr>& sequences)
{
    requireRole (kARAEditorViewRole, "editor view");
    std::vector<ARARegionSequenceRef> refs;

    for (const auto& sequence : sequences)
        refs.push_back (sequence->ref);

    call ([&]
    {
        extension->editorViewInterface->notifyHideRegionSequences (extension->editorViewRef, refs.size(), refs.empty() ? nullptr : refs.data());
    });
}

} // namespace harp::host

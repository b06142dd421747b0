// SPDX-License-Identifier: GPL-3.0-or-later
#include "Roles.h"

#include "Properties.h"

#include <cmath>

namespace harp::ara
{

using namespace ARA;

bool Role::isDocumentOpen() const noexcept
{
    if (controller->isOpen())
        return true;

    hostAssert (Misuse::state, nullptr, "the document of this instance is gone");
    return false;
}

// --- playback renderer ----------------------------------------------------------------------------------------------------
PlaybackRendererRole::PlaybackRendererRole (std::shared_ptr<DocumentController> c)
    : Role (std::move (c)), renderer (controller->engine()->createRenderer())
{
}

void PlaybackRendererRole::addPlaybackRegion (ARAPlaybackRegionRef ref)
{
    if (! isDocumentOpen())
        return;

    const auto region = controller->graph().expect (ref);

    if (region == nullptr)
        return;

    if (std::any_of (regions.begin(), regions.end(), [ref] (const Entry& entry) { return entry.ref == ref; }))
    {
        hostAssert (Misuse::argument, ref, "the renderer has this playback region already");
        return;
    }

    regions.push_back ({ ref, region->id });
    publish();
}

void PlaybackRendererRole::removePlaybackRegion (ARAPlaybackRegionRef ref)
{
    // The region may be dead already: only our own list is asked.
    if (std::erase_if (regions, [ref] (const Entry& entry) { return entry.ref == ref; }) == 0)
        hostAssert (Misuse::argument, ref, "the renderer does not have this playback region");
    else
        publish();
}

void PlaybackRendererRole::publish()
{
    if (! controller->isOpen())
        return;

    std::vector<model::RegionId> ids;

    for (const auto& entry : regions)
        ids.push_back (entry.id);

    renderer->setRegions (std::move (ids));
}

// --- editor renderer ------------------------------------------------------------------------------------------------------
namespace
{

template <typename Ref>
void remember (std::set<Ref>& refs, Ref ref)
{
    if (! refs.insert (ref).second)
        hostAssert (Misuse::argument, ref, "the editor renderer has this object already");
}

template <typename Ref>
void forget (std::set<Ref>& refs, Ref ref)
{
    if (refs.erase (ref) == 0)
        hostAssert (Misuse::argument, ref, "the editor renderer does not have this object");
}

} // namespace

void EditorRendererRole::addPlaybackRegion (ARAPlaybackRegionRef ref)
{
    if (isDocumentOpen() && controller->graph().expect (ref) != nullptr)
        remember (regions, ref);
}

void EditorRendererRole::removePlaybackRegion (ARAPlaybackRegionRef ref)
{
    forget (regions, ref);
}

void EditorRendererRole::addRegionSequence (ARARegionSequenceRef ref)
{
    if (isDocumentOpen() && controller->graph().expect (ref) != nullptr)
        remember (sequences, ref);
}

void EditorRendererRole::removeRegionSequence (ARARegionSequenceRef ref)
{
    forget (sequences, ref);
}

// --- editor view ----------------------------------------------------------------------------------------------------------
namespace
{

template <typename Ref>
std::vector<Ref> listFrom (const Ref* refs, ARASize count)
{
    if (refs != nullptr)
        return { refs, refs + count };

    if (count > 0)
        hostAssert (Misuse::argument, nullptr, "a list of objects is missing");

    return {};
}

} // namespace

void EditorViewRole::notifySelection (const ARAViewSelection* selection)
{
    if (! isDocumentOpen() || ! isUsable (selection, kARAViewSelectionMinSize))
        return;

    std::optional<Selection::Range> range;

    if (const auto* given = selection->timeRange; given != nullptr && std::isfinite (given->start) && std::isfinite (given->duration))
        range = Selection::Range { given->start, std::max (0.0, given->duration) };

    controller->select (listFrom (selection->playbackRegionRefs, selection->playbackRegionRefsCount),
                        listFrom (selection->regionSequenceRefs, selection->regionSequenceRefsCount), range);
}

void EditorViewRole::notifyHideRegionSequences (ARASize count, const ARARegionSequenceRef* refs)
{
    if (! isDocumentOpen())
        return;

    hidden.clear();

    for (const auto ref : listFrom (refs, count))
        if (const auto sequence = controller->graph().expect (ref))
            hidden.insert (sequence->id);
}

} // namespace harp::ara

// SPDX-License-Identifier: GPL-3.0-or-later
#include "Notifications.h"

#include "Factory.h"

namespace harp::ara
{

using namespace ARA;

namespace
{

// The sound changed; notes, tempo, tuning and harmony are nothing that HARP knows of.
ARAContentUpdateFlags soundChanged() noexcept
{
    const ARAContentUpdateFlags firstVersion = kARAContentUpdateNoteScopeRemainsUnchanged | kARAContentUpdateTimingScopeRemainsUnchanged;
    const ARAContentUpdateFlags later = kARAContentUpdateTuningScopeRemainsUnchanged | kARAContentUpdateHarmonicScopeRemainsUnchanged;
    return apiGeneration() >= kARAAPIGeneration_2_0_Final ? firstVersion | later : firstVersion;
}

void tellOf (const OpenDocument& doc, const Graph& graph, const AudioModification& modification)
{
    doc.host.updates.modificationChanged (modification.hostRef, soundChanged());

    // The host may call back from inside of each notification, so every region is looked up again.
    for (const auto& region : graph.regionsOf (modification))
        if (graph.find (region->ref) != nullptr)
            doc.host.updates.regionChanged (region->hostRef, soundChanged());
}

} // namespace

void sendNotifications (OpenDocument& doc, const Graph& graph)
{
    if (doc.isEditing())
    {
        hostAssert (Misuse::state, nullptr, "model updates are polled inside of an edit cycle");
        return;
    }

    const auto changes = doc.document->takeChanges();

    for (const auto& modification : graph.allModifications())
        if (changes.modifications.contains (modification->id) && graph.find (modification->ref) != nullptr)
            tellOf (doc, graph, *modification);

    if (changes.documentData)
        doc.host.updates.documentDataChanged();
}

} // namespace harp::ara

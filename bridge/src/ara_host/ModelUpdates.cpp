// SPDX-License-Identifier: MIT
#include "ModelUpdates.h"

namespace harp::host
{

using namespace ARA;

namespace
{

using Self = ARAModelUpdateControllerHostRef;

constexpr int knownFlags = kARAContentUpdateSignalScopeRemainsUnchanged | kARAContentUpdateNoteScopeRemainsUnchanged
                         | kARAContentUpdateTimingScopeRemainsUnchanged | kARAContentUpdateTuningScopeRemainsUnchanged
                         | kARAContentUpdateHarmonicScopeRemainsUnchanged;

} // namespace

const ARAModelUpdateControllerInterface& ModelUpdates::controllerInterface() const
{
    static const auto make = [] (std::size_t size)
    {
        return ARAModelUpdateControllerInterface {
            size,
            [] (Self self, ARAAudioSourceHostRef source, ARAAnalysisProgressState state, float value) noexcept
            {
                if (auto* const u = from (self, "notifyAudioSourceAnalysisProgress"))
                    u->analysis (source, state, value);
            },
            [] (Self self, ARAAudioSourceHostRef source, const ARAContentTimeRange* range, ARAContentUpdateFlags flags) noexcept
            {
                if (auto* const u = from (self, "notifyAudioSourceContentChanged"))
                    u->changed ("source", source, u->side.graph.sources.find (source) != nullptr, range, flags, "notifyAudioSourceContentChanged");
            },
            [] (Self self, ARAAudioModificationHostRef modification, const ARAContentTimeRange* range, ARAContentUpdateFlags flags) noexcept
            {
                if (auto* const u = from (self, "notifyAudioModificationContentChanged"))
                    u->changed ("modification", modification, u->side.graph.modifications.find (modification) != nullptr, range, flags,
                                "notifyAudioModificationContentChanged");
            },
            [] (Self self, ARAPlaybackRegionHostRef region, const ARAContentTimeRange* range, ARAContentUpdateFlags flags) noexcept
            {
                if (auto* const u = from (self, "notifyPlaybackRegionContentChanged"))
                    u->changed ("region", region, u->side.graph.regions.find (region) != nullptr, range, flags,
                                "notifyPlaybackRegionContentChanged");
            },
            [] (Self self) noexcept
            {
                if (auto* const u = from (self, "notifyDocumentDataChanged"))
                    u->changed ("document", nullptr, true, nullptr, 0, "notifyDocumentDataChanged");
            }
        };
    };
    static const auto whole = make (sizeof (ARAModelUpdateControllerInterface));
    static const auto cut = make (ARA_IMPLEMENTED_STRUCT_SIZE (ARAModelUpdateControllerInterface, notifyPlaybackRegionContentChanged));
    return side.quirks.shortStructs ? cut : whole;
}

bool ModelUpdates::allowed (const char* function)
{
    if (! side.inHostCall (function))
        return false;

    if (! side.calls.inside (Call::notifyModelUpdates))
        side.violation ("context", std::string (function) + " was called outside of notifyModelUpdates");

    return true;
}

void ModelUpdates::analysis (const void* source, int state, float value)
{
    if (! allowed ("notifyAudioSourceAnalysisProgress"))
        return;

    if (side.graph.sources.find (source) == nullptr)
    {
        side.violation ("reference", "notifyAudioSourceAnalysisProgress was called for an audio source that does not exist");
        return;
    }

    const auto wasRunning = running.contains (source);
    const auto last = wasRunning ? running[source] : 0.0f;

    if (! (value >= 0.0f && value <= 1.0f) || value < last)
        side.violation ("update", "analysis progress fell or left 0..1");

    if (state == kARAAnalysisProgressStarted ? wasRunning : ! wasRunning)
        side.violation ("update", "analysis progress comes as started, updated, completed; here the order is different");

    if (state < kARAAnalysisProgressStarted || state > kARAAnalysisProgressCompleted)
        side.violation ("update", "analysis progress has an unknown state");

    if (state == kARAAnalysisProgressCompleted)
        running.erase (source);
    else
        running[source] = value;

    updates.push_back ({ "analysis", source, 0, false, 0, 0, state, value });
}

void ModelUpdates::changed (const char* kind, const void* object, bool known, const ARAContentTimeRange* range, int flags, const char* function)
{
    if (! allowed (function))
        return;

    if (! known)
    {
        side.violation ("reference", std::string (function) + " was called for an object that does not exist");
        return;
    }

    if (side.quirks.shortStructs && std::string_view (kind) == "document")
        side.violation ("interface", "notifyDocumentDataChanged was called although structSize does not reach it");

    if ((flags & ~knownFlags) != 0)
        side.violation ("update", std::string (function) + " has unknown flags");

    if (std::string_view (kind) == "source" && flags != kARAContentUpdateEverythingChanged
        && (flags & kARAContentUpdateSignalScopeRemainsUnchanged) == 0)
        side.violation ("update", "a plug-in never changes the samples of a source: the signal flag must be set");

    if (range != nullptr && ! (range->duration >= 0.0))
        side.violation ("update", std::string (function) + " has a range of negative length");

    updates.push_back ({ kind, object, flags, range != nullptr, range != nullptr ? range->start : 0, range != nullptr ? range->duration : 0, 0, 0 });
}

} // namespace harp::host

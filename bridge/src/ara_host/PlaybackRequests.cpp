// SPDX-License-Identifier: MIT
#include "PlaybackRequests.h"

#include "RenderThread.h"

namespace harp::host
{

using namespace ARA;

const ARAPlaybackControllerInterface& PlaybackRequests::controllerInterface()
{
    using Self = ARAPlaybackControllerHostRef;
    static const ARAPlaybackControllerInterface table {
        sizeof (ARAPlaybackControllerInterface),
        [] (Self self) noexcept
        {
            if (auto* const requests = from (self, "requestStartPlayback"))
                requests->add ({ "start" });
        },
        [] (Self self) noexcept
        {
            if (auto* const requests = from (self, "requestStopPlayback"))
                requests->add ({ "stop" });
        },
        [] (Self self, ARATimePosition position) noexcept
        {
            if (auto* const requests = from (self, "requestSetPlaybackPosition"))
                requests->add ({ "position", position });
        },
        [] (Self self, ARATimePosition start, ARATimeDuration duration) noexcept
        {
            if (auto* const requests = from (self, "requestSetCycleRange"))
                requests->add ({ "cycle_range", start, duration });
        },
        [] (Self self, ARABool enable) noexcept
        {
            if (auto* const requests = from (self, "requestEnableCycle"))
                requests->add ({ "cycle", 0, 0, enable != kARAFalse });
        }
    };
    return table;
}

void PlaybackRequests::add (PlaybackRequest request)
{
    if (currentRenderMode() != RenderMode::none)
        side.violation ("thread", "the transport was asked for something (" + request.kind + ") on a render thread");

    if (request.duration < 0.0)
        side.violation ("playback", "a cycle range of negative length was asked for");

    const std::scoped_lock lock (mutex);
    requests.push_back (std::move (request));
}

std::vector<PlaybackRequest> PlaybackRequests::take()
{
    const std::scoped_lock lock (mutex);
    return std::exchange (requests, {});
}

} // namespace harp::host

// SPDX-License-Identifier: MIT
// The host's playback controller: remembers what the plug-in asked of the transport.
#pragma once

#include "CallbackTarget.h"
#include "DocumentSide.h"

namespace harp::host
{

struct PlaybackRequest
{
    std::string kind; // start, stop, position, cycle_range or cycle
    double position = 0, duration = 0;
    bool enable = false;
};

class PlaybackRequests : public CallbackTarget<PlaybackRequests>
{
public:
    explicit PlaybackRequests (DocumentSide& documentSide) : side (documentSide) {}

    static const ARA::ARAPlaybackControllerInterface& controllerInterface();

    // [any] What came since the last call.
    std::vector<PlaybackRequest> take();

private:
    void add (PlaybackRequest request);

    DocumentSide& side;
    std::mutex mutex;
    std::vector<PlaybackRequest> requests;
};

} // namespace harp::host

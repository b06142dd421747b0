// SPDX-License-Identifier: MIT
// Everything that the plug-in may call back for one document; lives until the module is unloaded. [any]
#pragma once

#include "Archiving.h"
#include "AudioAccess.h"
#include "ContentAccess.h"
#include "ModelUpdates.h"
#include "PlaybackRequests.h"

namespace harp::host
{

struct HostSide
{
    explicit HostSide (const HostQuirks& quirks);

    DocumentSide side;
    AudioAccess audio { side };
    Archiving archiving { side };
    ContentAccess content { side };
    ModelUpdates updates { side };
    PlaybackRequests playback { side };
    ARA::ARADocumentControllerHostInstance instance {};
};

inline HostSide::HostSide (const HostQuirks& quirks)
{
    using namespace ARA;
    side.quirks = quirks;
    instance.structSize = sizeof (instance);
    instance.audioAccessControllerHostRef = reinterpret_cast<ARAAudioAccessControllerHostRef> (&audio);
    instance.audioAccessControllerInterface = &audio.controllerInterface();
    instance.archivingControllerHostRef = reinterpret_cast<ARAArchivingControllerHostRef> (&archiving);
    instance.archivingControllerInterface = &archiving.controllerInterface();

    if (quirks.contentAccess)
    {
        instance.contentAccessControllerHostRef = reinterpret_cast<ARAContentAccessControllerHostRef> (&content);
        instance.contentAccessControllerInterface = &content.controllerInterface();
    }

    if (quirks.modelUpdates)
    {
        instance.modelUpdateControllerHostRef = reinterpret_cast<ARAModelUpdateControllerHostRef> (&updates);
        instance.modelUpdateControllerInterface = &updates.controllerInterface();
    }

    if (quirks.playback)
    {
        instance.playbackControllerHostRef = reinterpret_cast<ARAPlaybackControllerHostRef> (&playback);
        instance.playbackControllerInterface = &playback.controllerInterface();
    }
}

} // namespace harp::host

// SPDX-License-Identifier: GPL-3.0-or-later
// The objects of the host's document as the host sees them: its refs beside the ids of the model. [model] thread.
#pragma once

#include "HostReader.h"

#include <model/Arrangement.h>

#include <memory>
#include <string>

namespace harp::ara
{

// Nothing of a musical context is used; it exists so that refs to it can be checked.
struct MusicalContext
{
    ARA::ARAMusicalContextHostRef hostRef = nullptr;
};

struct RegionSequence
{
    ARA::ARARegionSequenceHostRef hostRef = nullptr;
    std::weak_ptr<MusicalContext> context;
    model::TrackId id {};
};

struct AudioSource
{
    ARA::ARAAudioSourceHostRef hostRef = nullptr;
    ARA::ARAAudioSourceRef ref = nullptr;
    model::SourceId id {};
    model::Source properties; // as given to the document
    std::shared_ptr<HostReader> reader;
    bool accessEnabled = false;
    bool onlyForUndo = false;
};

struct AudioModification
{
    ARA::ARAAudioModificationHostRef hostRef = nullptr;
    ARA::ARAAudioModificationRef ref = nullptr;
    std::weak_ptr<AudioSource> source;
    model::ModificationId id {};
    std::string persistentId;
    bool onlyForUndo = false;
};

struct PlaybackRegion
{
    ARA::ARAPlaybackRegionHostRef hostRef = nullptr;
    ARA::ARAPlaybackRegionRef ref = nullptr;
    std::weak_ptr<AudioModification> modification;
    std::weak_ptr<RegionSequence> sequence;
    model::RegionId id {};
    model::Region properties; // as given to the document
};

} // namespace harp::ara

// SPDX-License-Identifier: GPL-3.0-or-later
// The object graph of one ARA document: checks every ref and writes the host's changes into the model. [model] thread.
//
// The functions carry the signatures of the ARA table. A ref that names no live object is told to the host and changes
// nothing. What hangs on an object that is destroyed too early is destroyed with it.
#pragma once

#include "GraphObjects.h"
#include "OpenDocument.h"
#include "Registry.h"

#include <set>
#include <string>
#include <vector>

namespace harp::ara
{

class Graph
{
public:
    explicit Graph (OpenDocument& open) noexcept : doc (open) {}

    // --- contexts and sequences: GraphTimeline.cpp
    ARA::ARAMusicalContextRef createMusicalContext (ARA::ARAMusicalContextHostRef, const ARA::ARAMusicalContextProperties*);
    void updateMusicalContextProperties (ARA::ARAMusicalContextRef, const ARA::ARAMusicalContextProperties*);
    void updateMusicalContextContent (ARA::ARAMusicalContextRef, const ARA::ARAContentTimeRange*, ARA::ARAContentUpdateFlags);
    void destroyMusicalContext (ARA::ARAMusicalContextRef);
    ARA::ARARegionSequenceRef createRegionSequence (ARA::ARARegionSequenceHostRef, const ARA::ARARegionSequenceProperties*);
    void updateRegionSequenceProperties (ARA::ARARegionSequenceRef, const ARA::ARARegionSequenceProperties*);
    void destroyRegionSequence (ARA::ARARegionSequenceRef);

    // --- sources: GraphSources.cpp
    ARA::ARAAudioSourceRef createAudioSource (ARA::ARAAudioSourceHostRef, const ARA::ARAAudioSourceProperties*);
    void updateAudioSourceProperties (ARA::ARAAudioSourceRef, const ARA::ARAAudioSourceProperties*);
    void updateAudioSourceContent (ARA::ARAAudioSourceRef, const ARA::ARAContentTimeRange*, ARA::ARAContentUpdateFlags);
    void enableAudioSourceSamplesAccess (ARA::ARAAudioSourceRef, ARA::ARABool enable);
    void deactivateAudioSourceForUndoHistory (ARA::ARAAudioSourceRef, ARA::ARABool deactivate);
    void destroyAudioSource (ARA::ARAAudioSourceRef);

    // --- modifications: GraphModifications.cpp
    ARA::ARAAudioModificationRef createAudioModification (ARA::ARAAudioSourceRef, ARA::ARAAudioModificationHostRef,
                                                          const ARA::ARAAudioModificationProperties*);
    ARA::ARAAudioModificationRef cloneAudioModification (ARA::ARAAudioModificationRef, ARA::ARAAudioModificationHostRef,
                                                         const ARA::ARAAudioModificationProperties*);
    void updateAudioModificationProperties (ARA::ARAAudioModificationRef, const ARA::ARAAudioModificationProperties*);
    void deactivateAudioModificationForUndoHistory (ARA::ARAAudioModificationRef, ARA::ARABool deactivate);
    void destroyAudioModification (ARA::ARAAudioModificationRef);
    ARA::ARABool isAudioModificationPreservingAudioSourceSignal (ARA::ARAAudioModificationRef);

    // --- regions: GraphRegions.cpp
    ARA::ARAPlaybackRegionRef createPlaybackRegion (ARA::ARAAudioModificationRef, ARA::ARAPlaybackRegionHostRef,
                                                    const ARA::ARAPlaybackRegionProperties*);
    void updatePlaybackRegionProperties (ARA::ARAPlaybackRegionRef, const ARA::ARAPlaybackRegionProperties*);
    void destroyPlaybackRegion (ARA::ARAPlaybackRegionRef);

    // --- for the other parts: live objects only, nullptr otherwise; `expect` also tells the host of a wrong ref
    std::shared_ptr<RegionSequence> find (ARA::ARARegionSequenceRef ref) const { return sequences.find (ref); }
    std::shared_ptr<AudioModification> find (ARA::ARAAudioModificationRef ref) const { return modifications.find (ref); }
    std::shared_ptr<PlaybackRegion> find (ARA::ARAPlaybackRegionRef ref) const { return regions.find (ref); }
    std::shared_ptr<RegionSequence> expect (ARA::ARARegionSequenceRef) const;
    std::shared_ptr<AudioSource> expect (ARA::ARAAudioSourceRef) const;
    std::shared_ptr<AudioModification> expect (ARA::ARAAudioModificationRef) const;
    std::shared_ptr<PlaybackRegion> expect (ARA::ARAPlaybackRegionRef) const;

    std::vector<std::shared_ptr<AudioSource>> allSources() const { return sources.all(); }
    std::vector<std::shared_ptr<AudioModification>> allModifications() const { return modifications.all(); }
    std::vector<std::shared_ptr<PlaybackRegion>> regionsOf (const AudioModification&) const;

    // After an edit cycle: sources whose samples the host has changed are fetched again.
    void applyContentChanges();

    // Ends what is left when the host destroys the document; the host is told when it is not empty, as it should be.
    void close();

private:
    std::shared_ptr<MusicalContext> expect (ARA::ARAMusicalContextRef) const;
    void placeRegion (PlaybackRegion&, const ARA::ARAPlaybackRegionProperties&);
    void replaceReader (AudioSource&);

    OpenDocument& doc;
    Registry<MusicalContext, ARA::ARAMusicalContextRef> contexts;
    Registry<RegionSequence, ARA::ARARegionSequenceRef> sequences;
    Registry<AudioSource, ARA::ARAAudioSourceRef> sources;
    Registry<AudioModification, ARA::ARAAudioModificationRef> modifications;
    Registry<PlaybackRegion, ARA::ARAPlaybackRegionRef> regions;
    std::set<model::SourceId> changedSamples;
};

} // namespace harp::ara

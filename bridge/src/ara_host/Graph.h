// SPDX-License-Identifier: MIT
// The host's side of an ARA document: the objects of the graph, with the references that the plug-in gave them.
//
// Written on the [model] thread; what render and worker threads of the plug-in touch through callbacks is atomic or shared.
#pragma once

#include "Content.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace harp::host
{

using Colour = std::optional<ARA::ARAColor>;

// Planar samples: one vector per channel, all of the same length.
using Samples = std::vector<std::vector<float>>;

struct MusicalContext
{
    std::string name;
    int order = 0;
    Colour colour;
    Content content;
    ARA::ARAMusicalContextRef ref = nullptr;
    bool alive = true;
};

struct RegionSequence
{
    std::shared_ptr<MusicalContext> context;
    std::string name;
    int order = 0;
    Colour colour;
    ARA::ARARegionSequenceRef ref = nullptr;
    bool alive = true;
};

// How reads of a source shall go wrong, for tests of the plug-in.
struct ReadFaults
{
    std::atomic<bool> fail { false };
    std::atomic<std::int64_t> failAfterSamples { -1 }; // total samples per channel that succeed first; -1 = no limit
    std::atomic<int> delayMilliseconds { 0 };
};

struct ReadRecord
{
    std::int64_t position = 0, count = 0;
    bool offline = false; // on an offline render thread
    bool ok = false;
};

struct AudioSource
{
    std::string name, persistentId;
    double sampleRate = 44100;
    std::shared_ptr<const Samples> samples;
    bool merits64Bit = false;
    Content content;
    ReadFaults faults;
    ARA::ARAAudioSourceRef ref = nullptr;
    bool alive = true;
    std::atomic<bool> access { false };

    std::int64_t length() const { return samples->empty() ? 0 : static_cast<std::int64_t> (samples->front().size()); }
    int channels() const { return static_cast<int> (samples->size()); }

    void log (ReadRecord record)
    {
        const std::scoped_lock lock (readsMutex);
        reads.push_back (record);
    }

    std::vector<ReadRecord> takeReads()
    {
        const std::scoped_lock lock (readsMutex);
        return std::exchange (reads, {});
    }

private:
    std::mutex readsMutex;
    std::vector<ReadRecord> reads;
};

struct AudioModification
{
    std::shared_ptr<AudioSource> source;
    std::string name, persistentId;
    ARA::ARAAudioModificationRef ref = nullptr;
    bool alive = true;
};

struct PlaybackRegion
{
    std::shared_ptr<AudioModification> modification;
    std::shared_ptr<RegionSequence> sequence;
    std::string name;
    Colour colour;
    double startInModification = 0, durationInModification = 0, startInPlayback = 0, durationInPlayback = 0;
    ARA::ARAPlaybackTransformationFlags transformation = ARA::kARAPlaybackTransformationNoChanges;
    ARA::ARAPlaybackRegionRef ref = nullptr;
    bool alive = true;
};

// A host reference is the address of the object.
template <typename HostRef, typename Object>
HostRef hostRef (const Object& object)
{
    return reinterpret_cast<HostRef> (const_cast<Object*> (&object));
}

// Objects in the order of their creation; answers from any thread whether a reference names one of them.
template <typename Object>
class ObjectList
{
public:
    std::shared_ptr<Object> find (const void* reference) const
    {
        const std::scoped_lock lock (mutex);

        for (const auto& object : objects)
            if (object.get() == reference)
                return object;

        return nullptr;
    }

    void add (std::shared_ptr<Object> object)
    {
        const std::scoped_lock lock (mutex);
        objects.push_back (std::move (object));
    }

    void remove (const Object* object)
    {
        const std::scoped_lock lock (mutex);
        std::erase_if (objects, [&] (auto& o) { return o.get() == object; });
    }

    std::vector<std::shared_ptr<Object>> all() const
    {
        const std::scoped_lock lock (mutex);
        return objects;
    }

private:
    mutable std::mutex mutex;
    std::vector<std::shared_ptr<Object>> objects;
};

struct Graph
{
    ObjectList<MusicalContext> contexts;
    ObjectList<RegionSequence> sequences;
    ObjectList<AudioSource> sources;
    ObjectList<AudioModification> modifications;
    ObjectList<PlaybackRegion> regions;
};

} // namespace harp::host

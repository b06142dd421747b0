// SPDX-License-Identifier: GPL-3.0-or-later
// The host's side of a document: tracks, sources, modifications, regions.
#include "DocumentImpl.h"

namespace harp::model
{

namespace
{

// Stands in where the host gave no reader.
class NoReader final : public SampleReader
{
public:
    NoReader (int numChannels, core::Frame numFrames, double sampleRate)
        : channelCount (numChannels), frameCount (numFrames), sourceRate (sampleRate)
    {
    }

    Outcome read (core::Frame, core::Frame count, float* const* buffers) override
    {
        for (int c = 0; c < channelCount; ++c)
            std::fill_n (buffers[c], count, 0.0f);

        return Outcome::unavailable;
    }

    bool isAvailable() const override { return false; }
    int channels() const override { return channelCount; }
    core::Frame frames() const override { return frameCount; }
    double rate() const override { return sourceRate; }

private:
    int channelCount;
    core::Frame frameCount;
    double sourceRate;
};

std::shared_ptr<SampleReader> readerFor (const Source& source)
{
    return std::make_shared<NoReader> (source.channels, source.frames, source.rate);
}

// The reader that stays when new properties come without one.
std::shared_ptr<SampleReader> readerAfter (const Source& before, const Source& now)
{
    return dynamic_cast<const NoReader*> (before.reader.get()) != nullptr ? readerFor (now) : before.reader;
}

template <typename Map, typename Id>
bool take (Map& objects, Id id, Trash& trash)
{
    const auto found = objects.find (id);

    if (found == objects.end())
        return false;

    trash.add (std::move (found->second));
    objects.erase (found);
    return true;
}

template <typename Map, typename Id, typename Object>
bool replace (Map& objects, Id id, Object& object, Trash& trash)
{
    const auto found = objects.find (id);

    if (found == objects.end())
        return false;

    std::swap (found->second, object);
    trash.add (std::move (object));
    return true;
}

} // namespace

void Document::setName (std::string name)
{
    impl->change ([&] (Trash&) { return std::exchange (impl->live.name, name) != name; });
}

TrackId Document::addTrack (Track track)
{
    TrackId id {};
    impl->change ([&] (Trash&)
    {
        id = TrackId { impl->nextId() };
        return impl->live.tracks.emplace (id, std::move (track)).second;
    });
    return id;
}

void Document::setTrack (TrackId id, Track track)
{
    impl->change ([&] (Trash& trash) { return replace (impl->live.tracks, id, track, trash); });
}

void Document::removeTrack (TrackId id)
{
    impl->change ([&] (Trash& trash) { return take (impl->live.tracks, id, trash); });
}

SourceId Document::addSource (Source source)
{
    if (source.reader == nullptr)
        source.reader = readerFor (source);

    SourceId id {};
    impl->change ([&] (Trash&)
    {
        id = SourceId { impl->nextId() };

        if (isRate (source.rate))
            impl->rates[id] = source.rate;

        return impl->live.sources.emplace (id, std::move (source)).second;
    });
    return id;
}

void Document::setSource (SourceId id, Source source)
{
    impl->change ([&] (Trash& trash)
    {
        const auto found = impl->live.sources.find (id);

        if (found == impl->live.sources.end())
            return false;

        if (source.reader == nullptr)
            source.reader = readerAfter (found->second, source);

        if (isRate (source.rate))
            impl->rescale (trash, id, source.rate);

        return replace (impl->live.sources, id, source, trash);
    });
}

void Document::removeSource (SourceId id)
{
    impl->change ([&] (Trash& trash)
    {
        impl->rates.erase (id);
        return take (impl->live.sources, id, trash);
    });
}

ModificationId Document::addModification (SourceId source, std::string persistentId, std::string name)
{
    ModificationId id {};
    impl->change ([&] (Trash&)
    {
        id = ModificationId { impl->nextId() };
        impl->live.modifications.emplace (id, Modification { source, std::move (persistentId), std::move (name), {}, {} });
        return true;
    });
    return id;
}

ModificationId Document::cloneModification (ModificationId original, std::string persistentId, std::string name)
{
    ModificationId id {};
    impl->change ([&] (Trash&)
    {
        const auto* from = impl->find (original);
        auto copy = from != nullptr ? *from : Modification {};
        copy.persistentId = std::move (persistentId);
        copy.name = std::move (name);
        id = ModificationId { impl->nextId() };
        return impl->live.modifications.emplace (id, std::move (copy)).second;
    });
    return id;
}

void Document::setModification (ModificationId id, std::string persistentId, std::string name)
{
    impl->change ([&] (Trash&)
    {
        auto* modification = impl->find (id);

        if (modification == nullptr)
            return false;

        modification->persistentId = std::move (persistentId);
        modification->name = std::move (name);
        return true;
    });
}

void Document::removeModification (ModificationId id)
{
    impl->change ([&] (Trash& trash)
    {
        impl->dropSteps (trash, id);
        impl->changes.modifications.erase (id);
        return take (impl->live.modifications, id, trash);
    });
}

RegionId Document::addRegion (Region region)
{
    RegionId id {};
    impl->change ([&] (Trash&)
    {
        id = RegionId { impl->nextId() };
        return impl->live.regions.emplace (id, std::move (region)).second;
    });
    return id;
}

void Document::setRegion (RegionId id, Region region)
{
    impl->change ([&] (Trash& trash) { return replace (impl->live.regions, id, region, trash); });
}

void Document::removeRegion (RegionId id)
{
    impl->change ([&] (Trash& trash) { return take (impl->live.regions, id, trash); });
}

} // namespace harp::model

// SPDX-License-Identifier: MIT
#include "Bindings.h"

#include <pybind11/numpy.h>

namespace harp::host::python
{
namespace
{

using ColourTuple = std::optional<std::tuple<float, float, float>>;

ColourTuple toTuple (const Colour& colour)
{
    return colour ? ColourTuple ({ colour->r, colour->g, colour->b }) : std::nullopt;
}

Colour fromTuple (const ColourTuple& tuple)
{
    return tuple ? Colour (ARA::ARAColor { std::get<0> (*tuple), std::get<1> (*tuple), std::get<2> (*tuple) }) : std::nullopt;
}

template <typename Class, typename Object>
void bindCommon (Class& bound, std::string Object::*name)
{
    bound.def_readwrite ("name", name)
        .def_readonly ("alive", &Object::alive)
        .def_property_readonly ("id", [] (const Object& o) { return reinterpret_cast<std::uintptr_t> (&o); });
}

template <typename Class, typename Object>
void bindColour (Class& bound, Colour Object::*colour)
{
    bound.def_property ("colour", [colour] (const Object& o) { return toTuple (o.*colour); },
                        [colour] (Object& o, const ColourTuple& value) { o.*colour = fromTuple (value); });
}

using Events = std::vector<ContentEvent>;

template <typename Class, typename Object>
void bindContent (Class& bound)
{
    bound.def ("set_content", [] (Object& o, int type, int grade, Events events) { o.content[type] = { grade, std::move (events) }; })
        .def ("clear_content", [] (Object& o) { o.content.clear(); });
}

void bindSource (py::module_& module)
{
    py::class_<AudioSource, SourcePtr> source (module, "AraSource");
    bindCommon (source, &AudioSource::name);
    bindContent<decltype (source), AudioSource> (source);
    source.def_readwrite ("persistent_id", &AudioSource::persistentId)
        .def_readonly ("sample_rate", &AudioSource::sampleRate)
        .def_readwrite ("merits_64_bit", &AudioSource::merits64Bit)
        .def_property_readonly ("frames", &AudioSource::length)
        .def_property_readonly ("channels", &AudioSource::channels)
        .def_property_readonly ("access", [] (const AudioSource& s) { return s.access.load(); })
        .def_property ("fail_reads", [] (const AudioSource& s) { return s.faults.fail.load(); },
                       [] (AudioSource& s, bool fail) { s.faults.fail = fail; })
        .def_property ("fail_after", [] (const AudioSource& s) { return s.faults.failAfterSamples.load(); },
                       [] (AudioSource& s, std::int64_t samples) { s.faults.failAfterSamples = samples; })
        .def_property ("read_delay", [] (const AudioSource& s) { return s.faults.delayMilliseconds.load() / 1000.0; },
                       [] (AudioSource& s, double seconds) { s.faults.delayMilliseconds = static_cast<int> (seconds * 1000.0); })
        .def ("set_samples", [] (AudioSource& s, const Frames& frames, double rate)
              {
                  s.samples = std::make_shared<const Samples> (planar (frames));
                  s.sampleRate = rate;
              })
        .def ("take_reads", [] (AudioSource& s)
              {
                  py::list reads;

                  for (const auto& r : s.takeReads())
                      reads.append (py::make_tuple (r.position, r.count, r.offline, r.ok));

                  return reads;
              });
}

void bindRegion (py::module_& module)
{
    py::class_<PlaybackRegion, RegionPtr> region (module, "AraRegion");
    bindCommon (region, &PlaybackRegion::name);
    bindColour (region, &PlaybackRegion::colour);
    region.def_readonly ("modification", &PlaybackRegion::modification)
        .def_readwrite ("track", &PlaybackRegion::sequence)
        .def_readwrite ("start", &PlaybackRegion::startInModification)
        .def_readwrite ("duration", &PlaybackRegion::durationInModification)
        .def_readwrite ("at", &PlaybackRegion::startInPlayback)
        .def_readwrite ("playback_duration", &PlaybackRegion::durationInPlayback)
        .def_readwrite ("transformation", &PlaybackRegion::transformation);
}

} // namespace

Samples planar (const Frames& frames)
{
    if (frames.ndim() != 2)
        throw HostError ("Samples have the shape (frames, channels)");

    const auto view = frames.unchecked<2>();
    Samples samples (static_cast<std::size_t> (view.shape (1)));

    for (py::ssize_t channel = 0; channel < view.shape (1); ++channel)
    {
        auto& out = samples[static_cast<std::size_t> (channel)];
        out.resize (static_cast<std::size_t> (view.shape (0)));

        for (py::ssize_t i = 0; i < view.shape (0); ++i)
            out[static_cast<std::size_t> (i)] = view (i, channel);
    }

    return samples;
}

void registerGraph (py::module_& module)
{
    py::class_<MusicalContext, ContextPtr> context (module, "AraContext");
    bindCommon (context, &MusicalContext::name);
    bindColour (context, &MusicalContext::colour);
    bindContent<decltype (context), MusicalContext> (context);
    context.def_readwrite ("order", &MusicalContext::order);

    py::class_<RegionSequence, SequencePtr> track (module, "AraTrack");
    bindCommon (track, &RegionSequence::name);
    bindColour (track, &RegionSequence::colour);
    track.def_readwrite ("order", &RegionSequence::order).def_readwrite ("context", &RegionSequence::context);

    bindSource (module);

    py::class_<AudioModification, ModificationPtr> modification (module, "AraModification");
    bindCommon (modification, &AudioModification::name);
    modification.def_readwrite ("persistent_id", &AudioModification::persistentId).def_readonly ("source", &AudioModification::source);

    bindRegion (module);
}

} // namespace harp::host::python

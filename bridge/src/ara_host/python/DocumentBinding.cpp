// SPDX-License-Identifier: MIT
#include "Bindings.h"

namespace harp::host::python
{
namespace
{

using Types = std::vector<ARA::ARAContentType>;
using BoundDocument = py::class_<Document, std::shared_ptr<Document>>;

ArchiveStream streamOf (const std::string& data, const std::string& archiveId, std::int64_t failAfter)
{
    return { Bytes (data.begin(), data.end()), archiveId, failAfter, {}, 0 };
}

py::bytes toBytes (const Bytes& data) { return py::bytes (reinterpret_cast<const char*> (data.data()), data.size()); }

std::optional<ARA::ARAContentTimeRange> rangeOf (const std::optional<std::pair<double, double>>& range)
{
    return range ? std::optional (ARA::ARAContentTimeRange { range->first, range->second }) : std::nullopt;
}

void bindLife (BoundDocument& document)
{
    document.def ("close", &Document::close, NoLock())
        .def_property_readonly ("is_open", &Document::isOpen)
        .def_property_readonly ("is_editing", &Document::isEditing)
        .def ("violations", &Document::violations)
        .def ("clear_violations", &Document::clearViolations)
        .def ("require_editing", &Document::requireEditing)
        .def ("begin_editing", &Document::beginEditing, NoLock())
        .def ("end_editing", &Document::endEditing, NoLock())
        .def ("rename", &Document::rename, NoLock())
        .def ("poll", [] (Document& d)
              {
                  {
                      const py::gil_scoped_release unlocked;
                      d.notifyModelUpdates();
                  }

                  py::list updates;

                  for (const auto& u : d.takeUpdates())
                      updates.append (py::make_tuple (u.kind, reinterpret_cast<std::uintptr_t> (u.object), u.flags,
                                                      u.hasRange ? py::object (py::make_tuple (u.start, u.duration)) : py::none(), u.state,
                                                      u.progress));

                  return updates;
              })
        .def ("take_playback_requests", [] (Document& d)
              {
                  py::list requests;

                  for (const auto& r : d.takePlaybackRequests())
                      requests.append (py::make_tuple (r.kind, r.position, r.duration, r.enable));

                  return requests;
              })
        .def ("open_readers", [] (const Document& d, const AudioSource* source) { return d.openReaders (source); }, py::arg ("source").none (true));
}

void bindEdits (BoundDocument& document)
{
    document
        .def ("create_context", [] (Document& d, const MusicalContext& properties) { return d.createContext (properties); }, NoLock())
        .def ("create_track", [] (Document& d, ContextPtr context, const std::string& name, int order)
              { return d.createSequence ({ std::move (context), name, order, {} }); }, NoLock())
        .def ("create_source", [] (Document& d, const SourcePtr& source) { return d.createSource (source); }, NoLock())
        .def ("create_modification", [] (Document& d, SourcePtr source, const std::string& name, const std::string& id)
              { return d.createModification ({ std::move (source), name, id }); }, NoLock())
        .def ("clone_modification", [] (Document& d, const AudioModification& original, const std::string& name, const std::string& id)
              { return d.cloneModification (original, name, id); }, NoLock())
        .def ("create_region", [] (Document& d, ModificationPtr modification, SequencePtr track, const std::string& name, double at, double start,
                                   double duration, double playbackDuration, int transformation)
              {
                  return d.createRegion ({ std::move (modification), std::move (track), name, {}, start, duration, at, playbackDuration,
                                           transformation });
              }, NoLock())
        .def ("update_context", &Document::updateContext, NoLock())
        .def ("update_track", &Document::updateSequence, NoLock())
        .def ("update_source", &Document::updateSource, NoLock())
        .def ("update_source_content", &Document::updateSourceContent, NoLock())
        .def ("update_modification", &Document::updateModification, NoLock())
        .def ("update_region", &Document::updateRegion, NoLock())
        .def ("deactivate", py::overload_cast<AudioSource&, bool> (&Document::deactivate), NoLock())
        .def ("deactivate", py::overload_cast<AudioModification&, bool> (&Document::deactivate), NoLock())
        .def ("destroy", py::overload_cast<const ContextPtr&> (&Document::destroy), NoLock())
        .def ("destroy", py::overload_cast<const SequencePtr&> (&Document::destroy), NoLock())
        .def ("destroy", py::overload_cast<const SourcePtr&> (&Document::destroy), NoLock())
        .def ("destroy", py::overload_cast<const ModificationPtr&> (&Document::destroy), NoLock())
        .def ("destroy", py::overload_cast<const RegionPtr&> (&Document::destroy), NoLock())
        .def ("set_sample_access", &Document::setSampleAccess, NoLock())
        .def ("head_and_tail", &Document::headAndTail, NoLock())
        .def ("preserves_signal", &Document::preservesSignal, NoLock());
}

py::tuple store (Document& d, bool filtered, bool documentData, std::vector<SourcePtr> sources, std::vector<ModificationPtr> modifications,
                 std::int64_t failAfter)
{
    auto stream = streamOf ({}, {}, failAfter);
    auto ok = false;

    {
        const py::gil_scoped_release unlocked;
        const StoreFilter filter { documentData, std::move (sources), std::move (modifications) };
        ok = d.store (filtered ? &filter : nullptr, stream);
    }

    return py::make_tuple (ok, toBytes (stream.data), stream.archiveId, stream.progress);
}

py::tuple restore (Document& d, const std::string& data, const std::string& archiveId, bool filtered, bool documentData, RestoreFilter::Ids sources,
                   RestoreFilter::Ids modifications, std::int64_t failAfter)
{
    auto stream = streamOf (data, archiveId, failAfter);
    auto ok = false;

    {
        const py::gil_scoped_release unlocked;
        const RestoreFilter filter { documentData, std::move (sources), std::move (modifications) };
        ok = d.restore (filtered ? &filter : nullptr, stream);
    }

    return py::make_tuple (ok, stream.progress);
}

void bindArchives (BoundDocument& document)
{
    document.def ("store", &store)
        .def ("restore", [] (Document& d, const py::bytes& data, const std::string& archiveId, bool filtered, bool documentData,
                             RestoreFilter::Ids sources, RestoreFilter::Ids modifications, std::int64_t failAfter)
              { return restore (d, data, archiveId, filtered, documentData, std::move (sources), std::move (modifications), failAfter); })
        .def ("store_chunk", [] (Document& d, const AudioSource& source)
              {
                  ArchiveStream stream;
                  AudioFileChunk chunk;

                  {
                      const py::gil_scoped_release unlocked;
                      chunk = d.storeChunk (source, stream);
                  }

                  return py::make_tuple (chunk.ok, toBytes (stream.data), chunk.archiveId, chunk.openAutomatically);
              });
}

// `object` is the `id` of a source, modification or region.
void bindQuestions (BoundDocument& document)
{
    document.def ("content_available", [] (Document& d, std::uintptr_t object, int type)
                  { return d.contentAvailable (reinterpret_cast<const void*> (object), type); }, NoLock())
        .def ("read_content", [] (Document& d, std::uintptr_t object, int type, std::optional<std::pair<double, double>> range)
              {
                  const py::gil_scoped_release unlocked;
                  auto list = d.readContent (reinterpret_cast<const void*> (object), type, rangeOf (range));
                  return std::pair (list.grade, std::move (list.events));
              })
        .def ("request_analysis", [] (Document& d, const AudioSource& source, const Types& types) { d.requestAnalysis (source, types); }, NoLock())
        .def ("analysis_incomplete", &Document::analysisIncomplete, NoLock())
        .def ("licensed", [] (Document& d, bool dialog, const Types& types, int flags) { return d.licensed (dialog, types, flags); }, NoLock())
        .def ("algorithms", &Document::algorithms, NoLock())
        .def ("algorithm_of", &Document::algorithmOf, NoLock())
        .def ("request_algorithm", &Document::requestAlgorithm, NoLock());
}

} // namespace

void registerDocument (py::module_& module)
{
    module.def ("new_context", [] (const std::string& name, int order) { return std::make_shared<MusicalContext> (MusicalContext { name, order, {}, {} }); });
    module.def ("new_source", [] (const std::string& name, const std::string& id, const Frames& frames, double rate, bool merits64Bit)
                {
                    auto source = std::make_shared<AudioSource>();
                    source->name = name;
                    source->persistentId = id;
                    source->sampleRate = rate;
                    source->samples = std::make_shared<const Samples> (planar (frames));
                    source->merits64Bit = merits64Bit;
                    return source;
                });

    BoundDocument document (module, "AraDocument");
    bindLife (document);
    bindEdits (document);
    bindArchives (document);
    bindQuestions (document);
}

} // namespace harp::host::python

// SPDX-License-Identifier: MIT
#include "Bindings.h"

namespace harp::host::python
{
namespace
{

std::string text (const char* value) { return value != nullptr ? value : ""; }

py::dict describe (const Host& host)
{
    const auto& factory = host.araFactory();
    py::list compatible;

    for (std::size_t i = 0; factory.compatibleDocumentArchiveIDs != nullptr && i < factory.compatibleDocumentArchiveIDsCount; ++i)
        compatible.append (text (factory.compatibleDocumentArchiveIDs[i]));

    const auto hasChunks = factory.structSize >= ARA_IMPLEMENTED_STRUCT_SIZE (ARAFactory, supportsStoringAudioFileChunks)
                        && factory.supportsStoringAudioFileChunks != ARA::kARAFalse;
    using namespace py::literals;
    return py::dict ("factory_id"_a = text (factory.factoryID), "name"_a = text (factory.plugInName),
                     "manufacturer"_a = text (factory.manufacturerName), "url"_a = text (factory.informationURL),
                     "version"_a = text (factory.version), "archive_id"_a = text (factory.documentArchiveID),
                     "compatible_archive_ids"_a = compatible, "lowest_generation"_a = factory.lowestSupportedApiGeneration,
                     "highest_generation"_a = factory.highestSupportedApiGeneration, "analyseable_types"_a = host.analyseableTypes(),
                     "transformations"_a = factory.supportedPlaybackTransformationFlags, "stores_chunks"_a = hasChunks,
                     "struct_size"_a = factory.structSize);
}

} // namespace

void registerHost (py::module_& module)
{
    py::class_<Host, std::shared_ptr<Host>> (module, "AraHost")
        .def_static ("open", [] (const std::filesystem::path& path, int generation, bool assertFunction)
                     { return Host::open (path, { generation, assertFunction }); }, NoLock())
        .def ("close", &Host::close, NoLock())
        .def_property_readonly ("is_open", &Host::isOpen)
        .def_property_readonly ("has_ara", &Host::hasAra)
        .def_property_readonly ("name", &Host::effectName)
        .def_property_readonly ("generation", &Host::generation)
        .def_property_readonly ("binary", &Host::binary)
        .def ("describe", &describe)
        .def ("classes", [] (const Host& host)
              {
                  std::vector<std::pair<std::string, std::string>> classes;

                  for (const auto& info : host.classes())
                      classes.emplace_back (info.category, info.name);

                  return classes;
              })
        .def ("violations", &Host::violations)
        .def ("new_document", [] (Host& host, const std::string& name, bool contentAccess, bool modelUpdates, bool playback, bool shortStructs,
                                  bool strict)
              { return host.newDocument (name, { contentAccess, modelUpdates, playback, shortStructs, strict }); }, NoLock())
        .def ("new_instance", [] (const std::shared_ptr<Host>& host, const std::shared_ptr<Document>& document, int known, int assigned,
                                  bool hostContext)
              { return Instance::create (host, document, { known, assigned }, hostContext); }, NoLock(), py::arg ("document").none (true),
              py::arg ("known"), py::arg ("assigned"), py::arg ("host_context"));
}

} // namespace harp::host::python

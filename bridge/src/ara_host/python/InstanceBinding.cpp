// SPDX-License-Identifier: MIT
#include "Bindings.h"

#include "PluginView.h"

#include <algorithm>

namespace harp::host::python
{
namespace
{

using BoundInstance = py::class_<Instance, std::shared_ptr<Instance>>;

py::array_t<float> render (Instance& instance, std::int64_t start, std::int64_t frames, int channels, std::vector<int> blocks, bool playing,
                           bool inPlace, double tempo, double pace, const std::optional<Frames>& input)
{
    RenderRequest request { start, frames, std::move (blocks), playing, inPlace, tempo, pace, {} };

    if (input)
        request.input.assign (input->data(), input->data() + input->size());

    std::vector<float> output;

    {
        const py::gil_scoped_release unlocked;
        output = instance.render (request);
    }

    py::array_t<float> result ({ static_cast<py::ssize_t> (frames), static_cast<py::ssize_t> (channels) });
    std::ranges::copy (output, result.mutable_data());
    return result;
}

void bindRoles (BoundInstance& instance)
{
    instance.def ("bind_again", &Instance::bindAgain, NoLock())
        .def ("add_region", &Instance::addRegion, NoLock())
        .def ("remove_region", &Instance::removeRegion, NoLock())
        .def ("add_editor_region", &Instance::addEditorRegion, NoLock())
        .def ("remove_editor_region", &Instance::removeEditorRegion, NoLock())
        .def ("add_editor_track", &Instance::addEditorSequence, NoLock())
        .def ("remove_editor_track", &Instance::removeEditorSequence, NoLock())
        .def ("select", [] (Instance& i, const std::vector<RegionPtr>& regions, const std::vector<SequencePtr>& tracks,
                            std::optional<std::pair<double, double>> range)
              {
                  i.select (regions, tracks,
                            range ? std::optional (ARA::ARAContentTimeRange { range->first, range->second }) : std::nullopt);
              }, NoLock())
        .def ("hide_tracks", &Instance::hideSequences, NoLock());
}

void bindView (py::module_& module)
{
    py::class_<PluginView, std::shared_ptr<PluginView>> (module, "AraView")
        .def_property_readonly ("size", &PluginView::size)
        .def_property_readonly ("resizable", &PluginView::resizable)
        .def_property_readonly ("requested_size", &PluginView::requestedSize)
        .def ("resize", &PluginView::resize, NoLock())
        .def ("attach", &PluginView::attach, NoLock())
        .def ("detach", &PluginView::detach, NoLock())
        .def ("close", &PluginView::close, NoLock())
        .def ("pump", [] (PluginView& view, double seconds)
              { view.pump (std::chrono::milliseconds (static_cast<int> (seconds * 1000.0))); }, NoLock());
}

} // namespace

void registerInstance (py::module_& module)
{
    bindView (module);
    BoundInstance instance (module, "AraInstance");
    bindRoles (instance);
    instance.def ("close", &Instance::close, NoLock())
        .def_property_readonly ("is_open", &Instance::isOpen)
        .def_property_readonly ("is_active", &Instance::isActive)
        .def ("activate", [] (Instance& i, double sampleRate, int maxBlock, int channels, bool offline)
              { i.activate ({ sampleRate, maxBlock, channels, offline }); }, NoLock())
        .def ("deactivate", &Instance::deactivate, NoLock())
        .def_property_readonly ("latency", &Instance::latency)
        .def_property_readonly ("tail", &Instance::tail)
        .def ("render", &render)
        .def ("state", [] (Instance& i)
              {
                  const auto bytes = i.state();
                  return py::bytes (reinterpret_cast<const char*> (bytes.data()), bytes.size());
              })
        .def ("set_state", [] (Instance& i, const py::bytes& data)
              {
                  const std::string text = data;
                  i.setState (Bytes (text.begin(), text.end()));
              })
        .def ("command", &Instance::command, NoLock())
        .def ("command_state", &Instance::commandState, NoLock())
        .def_property_readonly ("embeds_view", &Instance::embedsView)
        .def ("create_view", &Instance::createView, NoLock());
}

} // namespace harp::host::python

// SPDX-License-Identifier: MIT
// What the parts of the native module share. The interpreter lock is given up around every call into a plug-in. [main]
#pragma once

#include "Host.h"
#include "Instance.h"

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

namespace harp::host::python
{

namespace py = pybind11;
using NoLock = py::call_guard<py::gil_scoped_release>;

// (frames, channels), C order: what a NumPy caller passes.
using Frames = py::array_t<float, py::array::c_style | py::array::forcecast>;

Samples planar (const Frames& frames);

void registerContent (py::module_& module);
void registerGraph (py::module_& module);
void registerHost (py::module_& module);
void registerDocument (py::module_& module);
void registerInstance (py::module_& module);

} // namespace harp::host::python

// SPDX-License-Identifier: MIT
// The native module that gives Python a shared block as a numpy array. Needs the interpreter's lock.
#pragma once

#include <pybind11/pybind11.h>

namespace harp::bridge::embed
{

// `_harp_embed`, made and registered at the first call: map_block(fd, channels, frames, writable).
pybind11::module_ blockModule();

} // namespace harp::bridge::embed

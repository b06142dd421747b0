// SPDX-License-Identifier: MIT
// Ends the worker when its host is gone and Python does not notice, for example in a model that never returns.
#pragma once

namespace harp::bridge::worker
{

// Starts a thread that watches the socket without reading from it. Two seconds after the other end was closed the whole
// process group is ended, for a worker that leads one; a worker that leaves by itself is long gone then.
void watchForHangUp (int descriptor);

} // namespace harp::bridge::worker

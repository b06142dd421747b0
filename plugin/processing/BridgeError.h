// SPDX-License-Identifier: GPL-3.0-or-later
// Errors of requests to the bridge, in the words of the plug-in. [any] thread.
#pragma once

#include <core/Error.h>
#include <harp_bridge/Types.h>

namespace harp::processing
{

// A code that nobody here knows is an internal error that names it.
core::Error errorFrom (const bridge::Failure&);

// What is asked of a document that is closed.
core::Error closedDocument();

} // namespace harp::processing

// SPDX-License-Identifier: GPL-3.0-or-later
// Tells the host, when it polls, what HARP itself changed: modifications, their regions, document data. [model] thread.
//
// Changes wait in the document until then; nothing else depends on it, because some hosts never poll. What the host
// changed, and what an archive brought back, is not among them.
#pragma once

#include "Graph.h"

namespace harp::ara
{

// Only inside of notifyModelUpdates.
void sendNotifications (OpenDocument&, const Graph&);

} // namespace harp::ara

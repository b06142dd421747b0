// SPDX-License-Identifier: GPL-3.0-or-later
// Joins the rooms once per loaded module: the ARA identity, the sessions, the settings, the bridge. [any] thread.
//
// Starts nothing: neither Python nor a process nor a thread exists because a host scanned or instantiated the plug-in.
#pragma once

namespace harp::shell
{

void wireModule();

} // namespace harp::shell

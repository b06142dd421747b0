// SPDX-License-Identifier: GPL-3.0-or-later
// The one bridge of this process: made when the first document needs it, gone with the last. [any but audio] thread.
//
// Where its parts are, inside of the bundle unless an environment variable says otherwise (for development and tests):
//
//   HARP_WORKER    the harp_worker executable               Contents/Resources/bin/harp_worker
//   HARP_PYTHON    <environment>/bin/python                 Contents/Resources/python/bin/python
//   HARP_EMBEDDED  the library of the in-process backend    Contents/Resources/bin/libharp_bridge_embedded.so (.dll)
//   HARP_BACKEND   "inprocess": run Python in this process instead of in a worker
#pragma once

#include <harp_bridge/Bridge.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>

namespace harp::shell
{

// `variable` gives the value of an environment variable, or nullptr.
bridge::Config bridgeConfig (const std::filesystem::path& bundle, const std::function<const char* (const char*)>& variable);

class BridgeHolder
{
public:
    // `bundle`: the folder that holds Contents/ (HARP.vst3).
    explicit BridgeHolder (std::filesystem::path bundle);

    // Starts nothing: a bridge starts its worker with the first request.
    std::shared_ptr<bridge::Bridge> get();

private:
    const std::filesystem::path bundle;
    std::mutex mutex;
    std::weak_ptr<bridge::Bridge> current;
};

} // namespace harp::shell

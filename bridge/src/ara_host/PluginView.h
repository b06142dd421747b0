// SPDX-License-Identifier: MIT
// The editor of an instance: attached to a window of the caller's, kept alive by turning its run loop. [main]
//
// On Linux a plug-in has no event loop of its own: file descriptors and timers are registered with the frame, and run when the
// caller calls pump(). The window (an X11 window id there) is made by the caller, so that nothing here needs X11.
#pragma once

#include "ComPtr.h"

#include <pluginterfaces/gui/iplugview.h>

#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace harp::host
{

class PluginView
{
public:
    explicit PluginView (Steinberg::IPlugView* view); // takes over the reference
    ~PluginView();
    PluginView (const PluginView&) = delete;
    PluginView& operator= (const PluginView&) = delete;

    std::pair<int, int> size() const; // width, height in pixels
    bool resizable() const;
    void resize (int width, int height);

    // HostError when the view refuses the window.
    void attach (std::uintptr_t window);
    void detach();

    // Detaches and lets go of the view; the instance does so when it ends. Everything else then throws HostError.
    void close();

    // Runs timers and descriptors of the view for so long.
    void pump (std::chrono::milliseconds duration);

    // The size that the view last asked the host for.
    std::optional<std::pair<int, int>> requestedSize() const;

private:
    class Frame;
    Steinberg::IPlugView& open() const;

    ComPtr<Steinberg::IPlugView> view;
    std::unique_ptr<Frame> frame;
    bool attached = false;
};

} // namespace harp::host

// SPDX-License-Identifier: MIT
#include "PluginView.h"

#include "HostError.h"

#include <algorithm>
#include <thread>

#if defined(__linux__)
 #include <poll.h>
#endif

namespace harp::host
{

using namespace Steinberg;
using Clock = std::chrono::steady_clock;

#if defined(__linux__)
constexpr auto windowType = kPlatformTypeX11EmbedWindowID;

// The frame and its run loop. References are not counted: it outlives the view.
class PluginView::Frame final : public IPlugFrame, public Linux::IRunLoop
{
public:
    tresult PLUGIN_API resizeView (IPlugView* view, ViewRect* size) override
    {
        requested = std::pair (int { size->right - size->left }, int { size->bottom - size->top });
        return view->onSize (size);
    }

    tresult PLUGIN_API registerEventHandler (Linux::IEventHandler* handler, Linux::FileDescriptor descriptor) override
    {
        descriptors.emplace_back (handler, descriptor);
        return kResultOk;
    }

    tresult PLUGIN_API unregisterEventHandler (Linux::IEventHandler* handler) override
    {
        std::erase_if (descriptors, [&] (auto& d) { return d.first == handler; });
        return kResultOk;
    }

    tresult PLUGIN_API registerTimer (Linux::ITimerHandler* handler, Linux::TimerInterval milliseconds) override
    {
        timers.push_back ({ handler, std::chrono::milliseconds (std::max<Linux::TimerInterval> (1, milliseconds)), Clock::now() });
        return kResultOk;
    }

    tresult PLUGIN_API unregisterTimer (Linux::ITimerHandler* handler) override
    {
        std::erase_if (timers, [&] (auto& t) { return t.handler == handler; });
        return kResultOk;
    }

    tresult PLUGIN_API queryInterface (const TUID iid, void** object) override
    {
        *object = nullptr;

        if (FUnknownPrivate::iidEqual (iid, IPlugFrame_iid) || FUnknownPrivate::iidEqual (iid, FUnknown_iid))
            *object = static_cast<IPlugFrame*> (this);
        else if (FUnknownPrivate::iidEqual (iid, Linux::IRunLoop_iid))
            *object = static_cast<Linux::IRunLoop*> (this);

        return *object != nullptr ? kResultOk : kNoInterface;
    }

    uint32 PLUGIN_API addRef() override { return 1; }
    uint32 PLUGIN_API release() override { return 1; }

    void turn()
    {
        std::vector<pollfd> waiting;

        for (const auto& [handler, descriptor] : descriptors)
            waiting.push_back ({ descriptor, POLLIN, 0 });

        poll (waiting.data(), static_cast<nfds_t> (waiting.size()), 5);

        for (const auto& entry : waiting)
            if ((entry.revents & POLLIN) != 0)
                for (const auto& [handler, descriptor] : std::vector (descriptors)) // handlers may unregister
                    if (descriptor == entry.fd)
                        handler->onFDIsSet (descriptor);

        for (const auto& timer : std::vector (timers))
        {
            const auto found = std::ranges::find (timers, timer.handler, &Timer::handler);

            if (found == timers.end() || Clock::now() < found->last + found->interval)
                continue;

            found->last = Clock::now();
            timer.handler->onTimer();
        }
    }

    std::optional<std::pair<int, int>> requested;

private:
    struct Timer
    {
        Linux::ITimerHandler* handler;
        std::chrono::milliseconds interval;
        Clock::time_point last;
    };

    std::vector<std::pair<Linux::IEventHandler*, Linux::FileDescriptor>> descriptors;
    std::vector<Timer> timers;
};

#else

 #if defined(_WIN32)
constexpr auto windowType = kPlatformTypeHWND;
 #else
constexpr auto windowType = kPlatformTypeNSView;
 #endif

// Written for macOS and Windows, not tested there: the system's own loop runs, pump() only waits.
class PluginView::Frame final : public IPlugFrame
{
public:
    tresult PLUGIN_API resizeView (IPlugView* view, ViewRect* size) override
    {
        requested = std::pair (int (size->right - size->left), int (size->bottom - size->top));
        return view->onSize (size);
    }

    tresult PLUGIN_API queryInterface (const TUID iid, void** object) override
    {
        const auto known = FUnknownPrivate::iidEqual (iid, IPlugFrame_iid) || FUnknownPrivate::iidEqual (iid, FUnknown_iid);
        *object = known ? this : nullptr;
        return known ? kResultOk : kNoInterface;
    }

    uint32 PLUGIN_API addRef() override { return 1; }
    uint32 PLUGIN_API release() override { return 1; }
    void turn() { std::this_thread::sleep_for (std::chrono::milliseconds (5)); }

    std::optional<std::pair<int, int>> requested;
};

#endif

PluginView::PluginView (IPlugView* owned) : view (owned), frame (std::make_unique<Frame>()) {}

PluginView::~PluginView() { close(); }

void PluginView::close()
{
    detach();
    view.reset();
}

IPlugView& PluginView::open() const
{
    if (! view)
        throw HostError ("This editor has been closed");

    return *view.get();
}

bool PluginView::resizable() const { return open().canResize() == kResultTrue; }

std::pair<int, int> PluginView::size() const
{
    ViewRect rect;

    if (open().getSize (&rect) != kResultOk)
        throw HostError ("The editor does not tell its size");

    return { rect.right - rect.left, rect.bottom - rect.top };
}

void PluginView::resize (int width, int height)
{
    ViewRect rect { 0, 0, width, height };

    if (open().checkSizeConstraint (&rect) != kResultOk || open().onSize (&rect) != kResultOk)
        throw HostError ("The editor refuses that size");
}

void PluginView::attach (std::uintptr_t window)
{
    if (attached)
        throw HostError ("The editor is attached already");

    open().setFrame (frame.get());

    if (view->isPlatformTypeSupported (windowType) != kResultOk || view->attached (reinterpret_cast<void*> (window), windowType) != kResultOk)
    {
        view->setFrame (nullptr);
        throw HostError ("The editor could not be attached to the window");
    }

    attached = true;
}

void PluginView::detach()
{
    if (! std::exchange (attached, false))
        return;

    view->removed();
    view->setFrame (nullptr);
}

void PluginView::pump (std::chrono::milliseconds duration)
{
    open();
    const auto end = Clock::now() + duration;

    do
        frame->turn();
    while (Clock::now() < end);
}

std::optional<std::pair<int, int>> PluginView::requestedSize() const { return frame->requested; }

} // namespace harp::host

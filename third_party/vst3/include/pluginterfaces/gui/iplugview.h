// SPDX-License-Identifier: MIT
// The view of a plug-in, the frame a host gives it, and the run loop it needs on Linux. [main]
#pragma once

#include "pluginterfaces/base/funknown.h"

namespace Steinberg
{

inline constexpr FIDString kPlatformTypeHWND = "HWND";
inline constexpr FIDString kPlatformTypeNSView = "NSView";
inline constexpr FIDString kPlatformTypeX11EmbedWindowID = "X11EmbedWindowID";

struct ViewRect
{
    int32 left = 0;
    int32 top = 0;
    int32 right = 0;
    int32 bottom = 0;
};

class IPlugFrame;

class IPlugView : public FUnknown
{
public:
    virtual tresult PLUGIN_API isPlatformTypeSupported (FIDString type) = 0;
    virtual tresult PLUGIN_API attached (void* parent, FIDString type) = 0;
    virtual tresult PLUGIN_API removed() = 0;
    virtual tresult PLUGIN_API onWheel (float distance) = 0;
    virtual tresult PLUGIN_API onKeyDown (char16 key, int16 keyCode, int16 modifiers) = 0;
    virtual tresult PLUGIN_API onKeyUp (char16 key, int16 keyCode, int16 modifiers) = 0;
    virtual tresult PLUGIN_API getSize (ViewRect* size) = 0;
    virtual tresult PLUGIN_API onSize (ViewRect* size) = 0;
    virtual tresult PLUGIN_API onFocus (TBool state) = 0;
    virtual tresult PLUGIN_API setFrame (IPlugFrame* frame) = 0;
    virtual tresult PLUGIN_API canResize() = 0;
    virtual tresult PLUGIN_API checkSizeConstraint (ViewRect* rect) = 0;

protected:
    ~IPlugView() = default;
};

class IPlugFrame : public FUnknown
{
public:
    virtual tresult PLUGIN_API resizeView (IPlugView* view, ViewRect* size) = 0;

protected:
    ~IPlugFrame() = default;
};

DECLARE_CLASS_IID (IPlugView, 0x5BC32507, 0xD06049EA, 0xA6151B52, 0x2B755B29)
DECLARE_CLASS_IID (IPlugFrame, 0x367FAF01, 0xAFA94693, 0x8D4DA2A0, 0xED0882A3)

#if defined(__linux__)
namespace Linux
{

using TimerInterval = uint64;
using FileDescriptor = int;

class IEventHandler : public FUnknown
{
public:
    virtual void PLUGIN_API onFDIsSet (FileDescriptor descriptor) = 0;

protected:
    ~IEventHandler() = default;
};

class ITimerHandler : public FUnknown
{
public:
    virtual void PLUGIN_API onTimer() = 0;

protected:
    ~ITimerHandler() = default;
};

// Answered by the frame (and by the host context): the plug-in has no event loop of its own on X11.
class IRunLoop : public FUnknown
{
public:
    virtual tresult PLUGIN_API registerEventHandler (IEventHandler* handler, FileDescriptor descriptor) = 0;
    virtual tresult PLUGIN_API unregisterEventHandler (IEventHandler* handler) = 0;
    virtual tresult PLUGIN_API registerTimer (ITimerHandler* handler, TimerInterval milliseconds) = 0;
    virtual tresult PLUGIN_API unregisterTimer (ITimerHandler* handler) = 0;

protected:
    ~IRunLoop() = default;
};

DECLARE_CLASS_IID (IEventHandler, 0x561E65C9, 0x13A0496F, 0x813A2C35, 0x654D7983)
DECLARE_CLASS_IID (ITimerHandler, 0x10BDD94F, 0x41424774, 0x821FAD8F, 0xECA72CA9)
DECLARE_CLASS_IID (IRunLoop, 0x18C35366, 0x97764F1A, 0x9C5B8385, 0x7A871389)

} // namespace Linux
#endif

} // namespace Steinberg

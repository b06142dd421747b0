# SPDX-License-Identifier: MIT
"""A display of our own (Xvfb with a window manager), windows on it, what is seen there, and a mouse and keys."""

from __future__ import annotations

import ctypes
import os
import subprocess
import time
from types import TracebackType

import numpy as np
import numpy.typing as npt
from support.wire import wait_for


class _Attributes(ctypes.Structure):
    """XWindowAttributes"""

    _fields_ = [
        *[(name, ctypes.c_int) for name in ("x", "y", "width", "height", "border_width", "depth")],
        *[("visual", ctypes.c_void_p), ("root", ctypes.c_ulong)],
        *[(name, ctypes.c_int) for name in ("kind", "bit_gravity", "win_gravity", "backing_store")],
        *[(name, ctypes.c_ulong) for name in ("backing_planes", "backing_pixel")],
        *[("save_under", ctypes.c_int), ("colormap", ctypes.c_ulong)],
        *[(name, ctypes.c_int) for name in ("map_installed", "map_state")],
        *[(name, ctypes.c_long) for name in ("all_event_masks", "your_event_mask", "do_not_propagate_mask")],
        *[("override_redirect", ctypes.c_int), ("screen", ctypes.c_void_p)],
    ]


_SUBSTRUCTURE_REDIRECT = 1 << 20


def is_managed(name: str) -> bool:
    """Whether a window manager looks after this display: it alone has a say in what happens to other windows."""
    x = ctypes.CDLL("libX11.so.6")
    x.XOpenDisplay.restype, x.XDefaultRootWindow.restype = ctypes.c_void_p, ctypes.c_ulong
    display = ctypes.c_void_p(x.XOpenDisplay(name.encode()))
    if not display:
        return False
    seen = _Attributes()
    x.XGetWindowAttributes(display, ctypes.c_ulong(x.XDefaultRootWindow(display)), ctypes.byref(seen))
    x.XCloseDisplay(display)
    return bool(seen.all_event_masks & _SUBSTRUCTURE_REDIRECT)


class Screen:
    """Use with ``with``; ``name`` is the value for DISPLAY."""

    def __init__(self, width: int = 1200, height: int = 900) -> None:
        reading, writing = os.pipe()
        size = f"{width}x{height}x24"
        self.server = subprocess.Popen(
            # It would begin anew, and hang up on whoever comes, when the one who looks for the manager has left.
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", size, "-nolisten", "tcp", "-noreset"],
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as answer:
            self.name = f":{answer.readline().strip()}"
        environment = {**os.environ, "DISPLAY": self.name}
        # JUCE's windows need a window manager: without one they raise an X error.
        self.manager = subprocess.Popen(["matchbox-window-manager"], env=environment, stderr=subprocess.DEVNULL)
        wait_for(lambda: is_managed(self.name))

    def __enter__(self) -> Screen:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in (self.manager, self.server):
            process.terminate()
            process.wait()


class _Image(ctypes.Structure):
    _fields_ = [
        *[(name, ctypes.c_int) for name in ("width", "height", "xoffset", "format")],
        ("data", ctypes.POINTER(ctypes.c_ubyte)),
        *[
            (name, ctypes.c_int)
            for name in ("order", "unit", "bits", "pad", "depth", "bytes_per_line", "bits_per_pixel")
        ],
    ]


class _Press(ctypes.Structure):
    """XKeyEvent and XButtonEvent, which differ in the name of `detail` alone; padded to the size of XEvent."""

    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        *[(name, ctypes.c_ulong) for name in ("window", "root", "subwindow", "time")],
        *[(name, ctypes.c_int) for name in ("x", "y", "x_root", "y_root")],
        ("state", ctypes.c_uint),
        ("detail", ctypes.c_uint),
        ("same_screen", ctypes.c_int),
        ("rest", ctypes.c_long * 12),
    ]


_KEY_PRESS, _KEY_RELEASE, _BUTTON_PRESS, _BUTTON_RELEASE = 2, 3, 4, 5
_SHIFT, _FIRST_BUTTON = 1, 1 << 8
KEYS = {"return": 0xFF0D, "escape": 0xFF1B, "down": 0xFF54, "tab": 0xFF09}


class Window:
    """A plain X11 window on the display that DISPLAY names; ``id`` is what a plug-in's view is attached to."""

    def __init__(self, width: int, height: int) -> None:
        self.x = ctypes.CDLL("libX11.so.6")
        for name in ("XOpenDisplay", "XCreateSimpleWindow", "XDefaultRootWindow", "XGetImage"):
            getattr(self.x, name).restype = ctypes.c_void_p
        self.x.XKeycodeToKeysym.restype = ctypes.c_ulong
        self.display = ctypes.c_void_p(self.x.XOpenDisplay(None))
        assert self.display, "no display"
        root = ctypes.c_ulong(self.x.XDefaultRootWindow(self.display))
        self.id = int(self.x.XCreateSimpleWindow(self.display, root, 0, 0, width, height, 0, 0, 0))
        self.size = (width, height)
        self.x.XMapWindow(self.display, ctypes.c_ulong(self.id))
        self.x.XSync(self.display, 0)

    def picture(self) -> npt.NDArray[np.uint8]:
        """What the window shows: (height, width, 3), red, green, blue."""
        width, height = self.size
        planes, pixmap = ctypes.c_ulong(0xFFFFFF), 2
        address = self.x.XGetImage(self.display, ctypes.c_ulong(self.id), 0, 0, width, height, planes, pixmap)
        image = ctypes.cast(address, ctypes.POINTER(_Image)).contents
        raw = np.ctypeslib.as_array(image.data, shape=(height, image.bytes_per_line))[:, : 4 * width]
        return raw.reshape(height, width, 4)[:, :, 2::-1].copy()

    def click(self, x: int, y: int) -> None:
        """The left button of the mouse, on the view that lies in this window."""
        self._send(_BUTTON_PRESS, 1, 0, x, y)
        self._send(_BUTTON_RELEASE, 1, _FIRST_BUTTON, x, y)

    def type(self, text: str) -> None:
        for character in text:
            self._key(ord(character))

    def press(self, name: str) -> None:
        """One of KEYS."""
        self._key(KEYS[name])

    def _key(self, symbol: int) -> None:
        code = int(self.x.XKeysymToKeycode(self.display, ctypes.c_ulong(symbol))) & 0xFF
        assert code, f"no key for {symbol}"
        state = 0 if self.x.XKeycodeToKeysym(self.display, ctypes.c_uint(code), 0) == symbol else _SHIFT
        self._send(_KEY_PRESS, code, state)
        self._send(_KEY_RELEASE, code, state)

    def _send(self, kind: int, detail: int, state: int, x: int = 0, y: int = 0) -> None:
        view = self._view()
        press = _Press(type=kind, display=self.display, window=view, root=self._root(), x=x, y=y, detail=detail)
        press.state, press.same_screen, press.time = state, 1, int(time.monotonic() * 1000) & 0xFFFFFFFF
        self.x.XSendEvent(self.display, ctypes.c_ulong(view), 1, ctypes.c_long(0), ctypes.byref(press))
        self.x.XSync(self.display, 0)

    def _view(self) -> int:
        """The window that the plug-in has put into this one."""
        root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
        children = ctypes.POINTER(ctypes.c_ulong)()
        found = [ctypes.byref(entry) for entry in (root, parent, children, count)]
        self.x.XQueryTree(self.display, ctypes.c_ulong(self.id), *found)
        assert count.value, "no view lies in the window"
        return int(children[0])

    def _root(self) -> int:
        return int(self.x.XDefaultRootWindow(self.display))

    def close(self) -> None:
        self.x.XDestroyWindow(self.display, ctypes.c_ulong(self.id))
        self.x.XCloseDisplay(self.display)

# SPDX-License-Identifier: MIT
"""The editor inside of a real window of a host: opens, shows the document, resizes, closes, opens again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from .built import BUNDLE, ROOT
from .screen import Screen

#: Runs in a process of its own, because an X error would end the one that it happens in.
SCENE = """
import sys
sys.path[:0] = [{tests!r}]
import numpy as np
from harp_bridge.ara_host import Host
from plugin.screen import Window
from plugin.studio import Studio, noise

with Host({bundle!r}) as host:
    studio = Studio(host)
    verse = studio.place(studio.add(noise(2.0)), at=1.0, start=0.0, duration=2.0, name="Verse")
    studio.song.plugin.select([verse])
    studio.load({address!r})
    if {bound}:
        instance = studio.song.plugin
    else:
        instance = host.effect()
    for visit in (1, 2):
        view = instance.create_view()
        window = Window(*view.size)
        assert view.resizable
        view.attach(window.id)
        if visit == 1 and {bound}:
            studio.processed()
        for _ in range(200):
            view.pump(0.5)
            if len(np.unique(window.picture().reshape(-1, 3), axis=0)) > 20:  # text and widgets, not one flat colour
                break
        np.save({picture!r}, window.picture())
        view.resize(900, 700)
        view.pump(0.2)
        view.close()
        window.close()
print("ok")
"""


#: A list of models is opened, its address typed, a model of it searched and chosen: with one click, the rest by keys.
BROWSING = """
import json, sys, time
sys.path[:0] = [{tests!r}]
import numpy as np
from harp_bridge.ara_host import Host
from plugin.screen import Window
from plugin.studio import Studio
from support.hosted import hosted

entries = [dict(name="Gain " + str(n), address=a, inputs=["audio"], outputs=["audio"])
           for n, a in enumerate(["https://a.example", "https://b.example/x", {address!r}])]

def until(condition):
    end = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < end, (studio.state()["browser"], studio.state()["endpoint"])
        view.pump(0.05)

def below():
    return window.picture()[60:]

with Host({bundle!r}) as host, hosted(json.dumps(dict(version=1, models=entries)).encode()) as address:
    studio = Studio(host)
    view = studio.song.plugin.create_view()
    window = Window(*view.size)
    view.attach(window.id)
    browser = lambda: studio.state()["browser"]
    until(lambda: len(np.unique(below())) > 20)
    before = below()
    models = (view.size[0] - 50, 27)
    window.click(*models)
    until(lambda: not np.array_equal(below(), before))
    window.press("escape")
    until(lambda: np.array_equal(below(), before))
    window.click(*models)
    until(lambda: not np.array_equal(below(), before))
    window.type(address)
    window.press("return")
    until(lambda: browser()["phase"] == "ready")
    window.press("escape")
    until(lambda: np.array_equal(below(), before))
    window.click(*models)
    until(lambda: not np.array_equal(below(), before))
    window.type("gain 2")
    until(lambda: browser()["words"] == "gain 2")
    until(lambda: browser()["found"] == 1)
    until(lambda: len(np.unique(window.picture()[200:300])) <= 3)  # one row is left: the rest is of one colour
    window.press("down")
    window.press("return")
    until(lambda: studio.state()["endpoint"]["phase"] == "ready")
    assert studio.state()["endpoint"]["address"] == {address!r}
    view.close()
    window.close()
print("ok")
"""

#: A value that the model does not take is typed, and the next click is on Process; then the same with a good one.
TYPING = """
import sys, time
sys.path[:0] = [{tests!r}]
import numpy as np
from harp_bridge.ara_host import Host
from plugin.screen import Window
from plugin.studio import Studio, noise

def until(condition):
    end = time.monotonic() + 120
    while not condition():
        assert time.monotonic() < end, studio.state()["jobs"]
        view.pump(0.05)

def card():
    return window.picture()[60:120]

def number():
    return window.picture()[150:200]

def values():
    return [take["values"] for take in studio.state()["takes"]]

with Host({bundle!r}) as host:
    studio = Studio(host)
    studio.song.plugin.select([studio.place(studio.add(noise(1.0)), at=0.0, start=0.0, duration=1.0)])
    assert studio.load({address!r})["phase"] == "ready"
    view = studio.song.plugin.create_view()
    window = Window(*view.size)
    view.attach(window.id)
    until(lambda: len(np.unique(card())) > 20)
    before, without_keyboard = card(), number()
    field, process = (view.size[0] - 200, 177), (72, view.size[1] - 29)
    window.click(*field)
    until(lambda: not np.array_equal(number(), without_keyboard))
    window.type("12")
    window.click(*process)
    until(lambda: not np.array_equal(card(), before))  # the reason stands where the card was
    window.type("7")
    window.click(*process)
    until(lambda: values())
    assert values() == [{{"1": 7}}], values()
    until(lambda: np.array_equal(card(), before))
    view.close()
    window.close()
print("ok")
"""


def test_process_takes_the_value_that_was_typed_or_nothing(tmp_path: Path, servers: Any) -> None:
    scene = TYPING.format(tests=str(ROOT / "tests/python"), bundle=str(BUNDLE), address=servers("number").address)
    with Screen() as screen:
        done = subprocess.run(
            [sys.executable, "-c", scene],
            capture_output=True,
            text=True,
            timeout=300,
            env={**os.environ, "DISPLAY": screen.name},
        )
    assert done.returncode == 0, done.stderr


def test_a_list_of_models_is_used_with_mouse_and_keys(tmp_path: Path, servers: Any) -> None:
    scene = BROWSING.format(tests=str(ROOT / "tests/python"), bundle=str(BUNDLE), address=servers("gain").address)
    with Screen() as screen:
        done = subprocess.run(
            [sys.executable, "-c", scene],
            capture_output=True,
            text=True,
            timeout=300,
            env={**os.environ, "DISPLAY": screen.name},
        )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("bound", [True, False])
def test_the_editor_opens_in_a_window_of_the_host(tmp_path: Path, servers: Any, bound: bool) -> None:
    picture = tmp_path / "editor.npy"
    scene = SCENE.format(
        tests=str(ROOT / "tests/python"),
        bundle=str(BUNDLE),
        address=servers("gain").address,
        picture=str(picture),
        bound=bound,
    )
    with Screen() as screen:
        done = subprocess.run(
            [sys.executable, "-c", scene],
            capture_output=True,
            text=True,
            timeout=300,
            env={**os.environ, "DISPLAY": screen.name},
        )
    assert done.returncode == 0, done.stderr
    seen = np.load(picture)
    assert len(np.unique(seen.reshape(-1, 3), axis=0)) > 20

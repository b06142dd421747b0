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

# SPDX-License-Identifier: MIT
"""`python -m pyharp check` as a person and as a continuous integration run it, on files."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from support.environment import environment_with
from support.servers import REPOSITORY

APP = """\
import gradio as gr
import pyharp

def process(audio):
    samples, rate = pyharp.load_audio(audio)
    return pyharp.save_audio(samples[:, [0, 1]], rate)

with gr.Blocks() as demo:
    pyharp.build_endpoint(
        pyharp.ModelCard("File", "From a file.", "me", ["example"]),
        [gr.Audio(type="filepath", label="In")],
        [gr.Audio(type="filepath", label="Out")],
        process,
    )
"""


def run(app: Path, *further: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pyharp", "check", str(app), "--patience", "60", *further],
        cwd=app.parent,
        env=environment_with(REPOSITORY / "pyharp" / "src", PYTHONDONTWRITEBYTECODE="1"),
        capture_output=True,
        text=True,
    )


def test_a_file_is_started_used_and_its_line_is_named(tmp_path: Path) -> None:
    app = tmp_path / "app.py"
    app.write_text(APP + "\ndemo.launch(server_port=7860)\n")
    report = run(app, "--json")
    assert report.returncode == 1, report.stdout + report.stderr
    document = json.loads(report.stdout)
    (fault,) = [finding for finding in document["findings"] if finding["level"] == "fault"]
    assert fault["code"] == "fails_mono"
    assert "index 1 is out of bounds" in fault["what"]
    assert fault["what"].endswith("(app.py, line 6)")
    assert "Traceback" in fault["detail"]
    assert [client["usable"] for client in document["clients"][1:3]] == [True, True]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["app.py"]


def test_a_file_that_launches_nothing_is_told_so(tmp_path: Path) -> None:
    app = tmp_path / "app.py"
    app.write_text(APP)
    report = run(app)
    assert report.returncode == 3, report.stdout + report.stderr
    assert "The file ran to its end and launched no app." in report.stdout
    assert "-> The end of the file must start the app: pyharp.serve(demo)." in report.stdout

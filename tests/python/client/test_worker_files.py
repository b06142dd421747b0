# SPDX-License-Identifier: MIT
"""Files that go along with a region, and files that come back."""

from __future__ import annotations

import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from .asking import returning
from .fake_gradio import FakeGradio
from .worker_jobs import failure, input_block, start
from .worker_process import WorkerProcess


def test_files_that_the_user_chose_go_along_and_files_come_back(
    worker: WorkerProcess, fake: FakeGradio, tmp_path: Path
) -> None:
    score, recipes = tmp_path / "my song.mid", [tmp_path / "one.txt", tmp_path / "two ü.txt"]
    score.write_bytes(b"MThd" + bytes(20))
    for number, recipe in enumerate(recipes):
        recipe.write_text(f"salt {number}")
    fake.config["dependencies"] = [{"id": 3, "api_name": "harp_controls"}, {"id": 8, "api_name": "harp_process"}]
    fake.controls = {
        "protocol": 1,
        "process": "harp_process",
        "card": {},
        "inputs": [
            {"type": "audio_track", "label": "In"},
            {"type": "midi_track", "label": "Score"},
            {"type": "generic_file", "label": "Recipes", "multiple": True},
            {"type": "generic_file", "label": "Notes", "required": False},
        ],
        "outputs": [{"type": "midi_track", "label": "Melody"}, {"type": "generic_file", "label": "Report"}],
    }
    fake.files |= {"/melody": b"MThd" + bytes(30), "/report": b"A report.\n"}
    given: list[object] = []

    async def work(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        given.extend(data)
        output = [{"path": "/melody", "orig_name": "../x.mid"}, {"path": "/report"}]
        yield {"msg": "process_completed", "success": True, "output": {"data": output}}

    fake.events = work
    start(worker, fake, input_block(), files={"1": [str(score)], "2": [str(path) for path in recipes]})
    done = worker.hear_until("done")

    def arrived(value: object) -> bytes:
        assert isinstance(value, dict)
        return fake.files[value["path"]]

    _, melody_in, recipes_in, notes_in = given
    assert arrived(melody_in) == score.read_bytes()
    assert isinstance(recipes_in, list)
    assert [arrived(entry) for entry in recipes_in] == [b"salt 0", b"salt 1"]
    assert notes_in is None
    assert str(tmp_path).encode() not in b"".join(request.body for request in fake.requests)
    melody, report = done["data"]
    assert (melody["kind"], melody["output"], melody["name"]) == ("midi", "0", "Melody.mid")
    assert base64.b64decode(melody["content"]) == fake.files["/melody"]
    assert (report["kind"], report["output"], report["name"]) == ("file", "1", "Report.txt")
    assert base64.b64decode(report["content"]) == b"A report.\n"
    assert (done["audio"], done["notes"]) == ([], [])


def test_a_file_that_the_worker_cannot_send_back_is_left_out_with_a_note(
    worker: WorkerProcess, fake: FakeGradio
) -> None:
    fake.controls = {
        "inputs": [{"type": "audio_track", "label": "In"}],
        "outputs": [{"type": "generic_file", "label": "Huge"}, {"type": "generic_file", "label": "Small"}],
    }
    fake.files |= {"/huge": bytes(9 << 20), "/small": b"words"}
    returning(fake, {"path": "/huge"}, {"path": "/small"})
    start(worker, fake, input_block())
    done = worker.hear_until("done")
    assert [entry["label"] for entry in done["data"]] == ["Small"]
    assert done["notes"] == ['The file "Huge" of 9.4 MB is too large to be shown here.']


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"1": ["/no/such/file.mid"]}, "file_unreadable"),
        ({"1": []}, "required_input_missing"),
        ({"1": ["/etc/hostname", "/etc/hostname"]}, "control_out_of_range"),
        ({"7": ["/etc/hostname"]}, "control_unknown"),
        ({"1": "/etc/hostname"}, "internal"),
        ({"1": [7]}, "internal"),
        ([], "internal"),
    ],
)
def test_files_that_do_not_fit_end_the_job_before_the_model_runs(
    worker: WorkerProcess, fake: FakeGradio, files: object, code: str
) -> None:
    inputs = [{"type": "audio_track", "label": "In"}, {"type": "midi_track", "label": "Score"}]
    fake.controls = {"inputs": inputs, "outputs": [{"type": "audio_track", "label": "Out"}]}
    start(worker, fake, input_block(), files=files)
    assert failure(worker)["code"] == code
    assert [entry.json()["fn_index"] for entry in fake.seen("/gradio_api/queue/join")] in ([], [3])
    assert worker.open_blocks() == []

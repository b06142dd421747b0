# SPDX-License-Identifier: MIT
"""Everything that can be wrong gives one clear sentence with the next step, and leaves the document as it was."""

from __future__ import annotations

import json
import os
import signal
import socket
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from harp_bridge.ara_host import Archive, ArchiveError

from .built import ROOT
from .studio import Studio, noise

TABLE = {e["code"]: e for e in json.loads((ROOT / "tests/contract/errors.json").read_text())["errors"]}


def said(error: dict[str, Any], code: str) -> None:
    """The error is this one, in the words of the table, with something for developers where there is more to say."""
    assert error["code"] == code, error
    assert (error["sentence"], error["next"]) == (TABLE[code]["sentence"], TABLE[code]["next"])
    assert error["detail"] or error["message"] or code in ("not_loaded", "nothing_selected")


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port that is taken, so that nobody else gets it, and at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        yield int(probe.getsockname()[1])


@pytest.fixture
def ready(studio: Studio, servers: Any) -> Studio:
    """A studio with a processed region and a loaded endpoint, so that there is something to lose."""
    studio.place(studio.add(noise(2.0)), at=0.0, start=0.0, duration=2.0)
    studio.load(servers("gain").address)
    studio.processed()
    return studio


def unchanged(studio: Studio) -> Callable[[], None]:
    """Remembers the document; the returned function insists that it still is the same."""

    def look() -> tuple[Any, ...]:
        state = studio.state()
        return (
            [(r["sounds"], r["take"]) for r in state["regions"]],
            [t["id"] for t in state["takes"]],
            state["endpoint"]["description"],
            state["endpoint"]["values"],
        )

    before, sound = look(), studio.listen(2.0)

    def check() -> None:
        assert look() == before
        np.testing.assert_array_equal(studio.listen(2.0), sound)

    return check


@pytest.mark.parametrize("address", ["what is this", "ftp://127.0.0.1", "http://"])
def test_something_that_is_no_address(ready: Studio, address: str) -> None:
    check = unchanged(ready)
    said(ready.load(address)["error"], "address_invalid")
    said(ready.send(do="load", address="")["error"], "address_invalid")
    check()


def test_a_server_that_is_not_there(ready: Studio, closed_port: int) -> None:
    check = unchanged(ready)
    said(ready.load(f"http://127.0.0.1:{closed_port}")["error"], "host_unreachable")
    check()


def test_a_server_that_is_no_gradio_app(ready: Studio, plain_http: str) -> None:
    check = unchanged(ready)
    said(ready.load(plain_http)["error"], "not_gradio")
    check()


@pytest.mark.parametrize(
    ("endpoint", "code"),
    [("plain_gradio", "not_harp"), ("newer", "protocol_newer"), ("needs_midi", "inputs_unsupported")],
)
def test_an_app_that_cannot_be_used(ready: Studio, servers: Any, endpoint: str, code: str) -> None:
    check = unchanged(ready)
    said(ready.load(servers(endpoint).address)["error"], code)
    check()


@pytest.mark.parametrize(
    ("way", "code"),
    [
        ("gradio_error", "server_error"),
        ("exception", "server_error"),
        ("no_audio", "result_missing"),
        ("garbage", "result_invalid"),
        ("empty", "result_missing"),
    ],
)
def test_a_model_that_fails_or_sends_nonsense(ready: Studio, servers: Any, way: str, code: str) -> None:
    ready.load(servers("failing").address)
    ready.ok(do="set", control="Way", value=way)
    check = unchanged(ready)
    job = ready.process()[0]
    assert job["stage"] == "failed"
    said(job["error"], code)
    if way == "gradio_error":
        assert job["error"]["message"] == "The model is out of breath."
    check()


@pytest.mark.parametrize("way", ["nan", "longer", "shorter", "other_rate", "mono"])
def test_a_result_of_another_shape_is_made_to_fit(ready: Studio, servers: Any, way: str) -> None:
    ready.load(servers("failing").address)
    ready.ok(do="set", control="Way", value=way)
    ready.processed()
    heard = ready.listen(2.0)
    assert np.isfinite(heard).all()
    assert np.abs(heard[:22050]).max() > 0.1


def test_a_server_that_dies_in_the_middle(ready: Studio, endpoint_of_its_own: Any) -> None:
    ready.load(endpoint_of_its_own("failing").address)
    ready.ok(do="set", control="Way", value="vanish")
    check = unchanged(ready)
    said(ready.process()[0]["error"], "server_lost")
    check()


def test_a_worker_that_is_killed_fails_the_job_and_the_next_one_works(
    ready: Studio, servers: Any, workers: Any
) -> None:
    ready.load(servers("slow").address)
    ready.ok(do="set", control="Steps", value=2000)  # far more than is waited for
    check = unchanged(ready)
    job = ready.ok(do="process", regions=ready.ids())["jobs"][0]
    ready.wait(lambda: ready.job(job)["stage"] == "running")
    for pid in workers():
        os.kill(pid, signal.SIGKILL)
    ready.wait(lambda: ready.job(job)["stage"] == "failed")
    said(ready.job(job)["error"], "worker_lost")
    check()
    ready.load(servers("gain").address)
    ready.processed()


def test_a_cancelled_job_changes_nothing_and_the_model_stops(
    ready: Studio, endpoint_of_its_own: Any, tmp_path: Path
) -> None:
    log = tmp_path / "slow.log"
    ready.load(endpoint_of_its_own("slow", env={"HARP_TEST_LOG": str(log)}).address)
    ready.ok(do="set", control="Steps", value=2000)
    check = unchanged(ready)
    job = ready.ok(do="process", regions=ready.ids())["jobs"][0]
    ready.wait(lambda: log.is_file() and "job step" in log.read_text())  # "running" is said before the model begins
    ready.ok(do="cancel", job=job)
    ready.wait(lambda: ready.job(job)["stage"] == "cancelled")
    ready.wait(lambda: "job cancelled" in log.read_text())
    check()


def test_control_values_out_of_range_are_refused_with_the_range(ready: Studio) -> None:
    check = unchanged(ready)
    for value in (25, -61, "loud", None, [1]):
        said(ready.send(do="set", control="Gain", value=value)["error"], "control_out_of_range")
    said(ready.send(do="set", control="Volume", value=1)["error"], "control_unknown")
    assert "-60" in ready.send(do="set", control="Gain", value=25)["error"]["detail"]
    check()


def test_processing_needs_a_model_and_a_region(studio: Studio, servers: Any) -> None:
    studio.place(studio.add(noise(1.0)), at=0.0, start=0.0, duration=1.0)
    said(studio.send(do="process", regions=studio.ids())["error"], "not_loaded")
    studio.load(servers("gain").address)
    said(studio.send(do="process")["error"], "nothing_selected")
    said(studio.send(do="process", regions=["r999999"])["error"], "region_unknown")


def test_an_empty_region(studio: Studio, servers: Any) -> None:
    studio.place(studio.add(noise(1.0)), at=0.0, start=0.5, duration=0.0)
    studio.load(servers("gain").address)
    said(studio.send(do="process", regions=studio.ids())["error"], "region_empty")


def test_a_source_whose_samples_are_not_available(ready: Studio) -> None:
    check = unchanged(ready)
    ready.song.sources[0].access = False
    said(ready.send(do="process", regions=ready.ids())["error"], "source_unavailable")
    assert not ready.state()["regions"][0]["available"]
    ready.song.sources[0].access = True
    check()
    ready.processed()


def test_a_source_that_cannot_be_read(ready: Studio) -> None:
    check = unchanged(ready)
    ready.song.sources[0].fail_reads = True
    said(ready.process()[0]["error"], "region_unreadable")
    ready.song.sources[0].fail_reads = False
    check()


def test_commands_that_make_no_sense(ready: Studio) -> None:
    check = unchanged(ready)
    for command in (
        {},
        {"do": "fly"},
        {"do": "load"},
        {"do": "process", "region": "r1"},
        {"do": "cancel", "job": "one"},
    ):
        said(ready.song.plugin.command(command)["error"], "command_invalid")
    said(ready.send(do="choose", region=ready.ids()[0], take="0" * 32)["error"], "take_unknown")
    check()


def test_a_damaged_archive_is_refused_and_said_so(ready: Studio) -> None:
    archive = ready.song.store()
    check = unchanged(ready)
    for broken in (archive.truncated(len(archive) // 2), archive.with_flipped_bit(len(archive) // 2)):
        with pytest.raises(ArchiveError), ready.song.edit():
            ready.song.restore(broken)
        (notice,) = ready.state()["notices"]
        said(notice["error"], "archive_damaged")
        ready.ok(do="dismiss", notice=notice["id"])
    check()


def of_version(archive: Archive, major: int) -> Archive:
    """The archive with another major version in its header, its checksum made to fit."""
    header = bytearray(archive.data[:28])
    header[8:10] = major.to_bytes(2, "little")
    return replace(archive, data=bytes(header) + zlib.crc32(header).to_bytes(4, "little") + archive.data[32:])


def test_an_archive_of_a_newer_version_is_refused_and_said_so(ready: Studio) -> None:
    check = unchanged(ready)
    archive = ready.song.store()
    with ready.song.edit():
        ready.song.restore(of_version(archive, 1))
    check()
    with pytest.raises(ArchiveError), ready.song.edit():
        ready.song.restore(of_version(archive, 2))
    said(ready.state()["notices"][0]["error"], "archive_newer")
    check()

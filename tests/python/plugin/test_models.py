# SPDX-License-Identifier: MIT
"""A list of models on a web server, looked into through the real plug-in and its worker."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

from harp_bridge.ara_host import Host
from support.hosted import hosted

from .built import BUNDLE, ROOT
from .studio import Studio, noise
from .test_bad_input import said

GOLDEN = ROOT / "tests/contract/models.json"
DOCUMENT: dict[str, Any] = json.loads(GOLDEN.read_text())


def listed(studio: Studio, address: str | None = None) -> dict[str, Any]:
    """Asks for a list and waits; the part of the state that tells of it."""
    studio.ok(do="browse", **({} if address is None else {"address": address}))
    studio.song.wait_until(lambda: studio.state()["browser"]["phase"] in ("ready", "failed"), timeout=60)
    shown: dict[str, Any] = studio.state()["browser"]
    return shown


def test_a_list_is_fetched_searched_and_a_model_of_it_processes_a_region(studio: Studio, servers: Any) -> None:
    gain = servers("gain").address
    entry = {"name": "Gain", "address": gain, "tags": ["loudness"], "inputs": ["audio"], "outputs": ["audio"]}
    document = {**DOCUMENT, "models": [*DOCUMENT["models"], entry]}
    studio.place(studio.add(noise(1.0)), at=0.0, start=0.0, duration=1.0)
    assert studio.state()["browser"]["phase"] == "idle"
    with hosted(json.dumps(document).encode()) as address:
        shown = listed(studio, address)
    assert (shown["name"], shown["count"], shown["notes"]) == ("Models of a lab", 4, [])
    assert shown["models"][0] == {
        key: DOCUMENT["models"][0][key]
        for key in ("name", "address", "description", "author", "licence", "tags", "inputs", "outputs")
    }
    studio.ok(do="find", words="LOUDNESS")
    (model,) = studio.state()["browser"]["models"]
    assert model["address"] == gain
    assert studio.load(model["address"])["phase"] == "ready"
    studio.processed()


def test_what_is_wrong_in_a_list_is_left_out_and_said(studio: Studio) -> None:
    first, *others = DOCUMENT["models"]
    wrong = [
        {**first, "name": "\x1b[2Jcleared"},
        {**first, "address": "https://lab.example/\u202emoc.elpmaxe"},
        {**first, "description": "long " * 1000},
        {**first, "tags": ["tag"] * 33},
        "not even an object",
    ]
    with hosted(json.dumps({**DOCUMENT, "models": [*wrong, *others]}).encode()) as address:
        shown = listed(studio, address)
    assert [model["name"] for model in shown["models"]] == ["Onsets", "Tone"]
    assert [note.split(":")[0] for note in shown["notes"]] == [f"Entry {n} was left out" for n in range(1, 6)]


def test_a_long_list_is_shown_in_part_and_the_state_stays_small(studio: Studio) -> None:
    models = [
        {"name": f"Model {n}", "address": f"lab/model-{n}", "inputs": ["audio"], "outputs": ["audio"]}
        for n in range(10_000)
    ]
    with hosted(json.dumps({"version": 1, "models": models}).encode()) as address:
        shown = listed(studio, address)
    assert (shown["count"], shown["found"], len(shown["models"])) == (10_000, 10_000, 100)
    assert len(json.dumps(shown)) < 50_000
    studio.ok(do="find", words="9999")
    assert [model["address"] for model in studio.state()["browser"]["models"]] == ["lab/model-9999"]


def test_what_is_no_list_is_said_with_the_next_step(studio: Studio) -> None:
    page, newer, endless = b"<html>Welcome to my band.</html>", b'{"version": 2, "models": []}', b" " * (5 << 20)
    for content, status in ((page, 200), (newer, 200), (b"", 404), (b"[" * 100_000, 200), (endless, 200)):
        with hosted(content, status) as address:
            shown = listed(studio, address)
        said(shown["error"], "models_invalid")
        assert shown["models"] == []


def test_an_address_that_leads_to_no_list(studio: Studio) -> None:
    for address in ("what is this", "file:///etc/hostname", str(GOLDEN), "http://192.168.1.5/models.json"):
        said(listed(studio, address)["error"], "models_invalid")
    with socket.socket() as taken:  # a port of ours on which nobody listens
        taken.bind(("127.0.0.1", 0))
        said(listed(studio, f"http://127.0.0.1:{taken.getsockname()[1]}/models.json")["error"], "host_unreachable")


def test_the_list_is_remembered_for_the_user_and_fetched_only_when_asked_for(tmp_path: Path) -> None:
    with hosted(GOLDEN.read_bytes()) as address:
        with Host(BUNDLE) as host:
            studio = Studio(host)
            assert listed(studio, address)["phase"] == "ready"
            archive = studio.song.store()
        settings = next((tmp_path / "settings").rglob("*.json"))
        assert json.loads(settings.read_text())["modelList"] == address
        assert settings.stat().st_mode & 0o077 == 0
        with Host(BUNDLE) as host:
            studio = Studio(host)
            shown = studio.state()["browser"]
            assert (shown["phase"], shown["address"], shown["models"]) == ("idle", address, [])
            assert listed(studio)["count"] == 3
    assert address.encode() not in archive.data

# SPDX-License-Identifier: MIT
"""State documents for the editor's tests, in the shape that plugin/shell/commands/README.md writes down."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

CONTRACT = Path(__file__).parents[2] / "contract"
SENTENCES: dict[str, dict[str, str]] = {
    entry["code"]: {"sentence": entry["sentence"], "next": entry["next"]}
    for entry in json.loads((CONTRACT / "errors.json").read_text(encoding="utf-8"))["errors"]
}

DESCRIPTION: dict[str, Any] = {
    "protocol": "harp-0.3",
    "address": "http://127.0.0.1:7860",
    "host": "127.0.0.1",
    "local": True,
    "card": {
        "name": "Pitch Shift",
        "description": "Moves the pitch of a sound and keeps its timing. A phase vocoder, no neural network.",
        "author": "The HARP authors",
        "tags": ["pitch", "example"],
    },
    "inputs": [
        {"id": "0", "kind": "audio", "label": "Input", "info": "", "required": True},
        {
            "id": "1",
            "kind": "slider",
            "label": "Pitch",
            "info": "in semitones",
            "minimum": -24,
            "maximum": 24,
            "step": 0.1,
            "value": 7,
        },
        {"id": "2", "kind": "number", "label": "Seed", "info": "", "minimum": 0, "maximum": None, "value": 3},
        {"id": "3", "kind": "text", "label": "Prompt", "info": "what it should sound like", "value": "warm strings"},
        {
            "id": "4",
            "kind": "toggle",
            "label": "Keep formants",
            "info": "a voice stays the same person",
            "value": False,
        },
        {
            "id": "5",
            "kind": "choice",
            "label": "Made for",
            "info": "",
            "choices": [{"label": "Rhythm", "value": "r"}, {"label": "Balanced", "value": "b"}],
            "value": "b",
        },
    ],
    "outputs": [{"id": "0", "kind": "audio", "label": "Shifted", "info": ""}],
}

VALUES: dict[str, Any] = {"1": 5, "2": 3, "3": "warm strings", "4": False, "5": "b"}


def error(code: str = "server_error") -> dict[str, str]:
    return {"code": code, **SENTENCES[code], "message": "Out of voices.", "detail": "gr.Error from /process"}


def region(number: int, name: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"r{number}",
        "name": name,
        "track": "t1",
        "start": 2.0 * number,
        "duration": 2.0,
        "modification": "m1",
        "startInModification": 0.0,
        "selected": False,
        "available": True,
        "sounds": "original",
        "take": "",
        "output": 0,
        "takes": [],
        "job": None,
        **changes,
    }


def job(number: int, regions: list[str], **changes: Any) -> dict[str, Any]:
    return {
        "id": number,
        "regions": regions,
        "stage": "running",
        "fraction": 0.5,
        "message": "",
        "rank": None,
        "queueSize": None,
        "eta": None,
        "seconds": 1.2,
        "endpoint": "Pitch Shift",
        "error": None,
        "take": "",
        **changes,
    }


MODELS: list[dict[str, Any]] = [
    {
        "name": "Pitch Shift",
        "address": "some-lab/pitch-shift",
        "description": "Moves the pitch of a sound and keeps its timing.\nA phase vocoder.",
        "author": "Some Lab",
        "licence": "MIT",
        "tags": ["pitch", "voice"],
        "inputs": ["audio"],
        "outputs": ["audio"],
    },
    {
        "name": "Onsets",
        "address": "https://models.lab.example/onsets",
        "description": "Marks where notes begin.",
        "author": "Some Lab",
        "licence": "",
        "tags": [],
        "inputs": ["audio"],
        "outputs": ["audio", "labels"],
    },
    {
        "name": "Tone",
        "address": "http://127.0.0.1:7861",
        "description": "",
        "author": "",
        "licence": "",
        "tags": ["prompt"],
        "inputs": ["text"],
        "outputs": ["audio"],
    },
]


def browser(phase: str = "idle", **changes: Any) -> dict[str, Any]:
    """What the state tells of the list of models; `models` of a list that is there."""
    models = changes.get("models", MODELS if phase == "ready" else [])
    return {
        "phase": phase,
        "address": "",
        "error": None,
        "name": "Models of a lab" if models else "",
        "description": "",
        "updated": "2026-11-22" if models else "",
        "notes": [],
        "words": "",
        "count": len(models),
        "found": len(models),
        "models": models,
        **changes,
    }


def state(**changes: Any) -> dict[str, Any]:
    return {
        "revision": 1,
        "document": {"name": "Song", "open": True},
        "endpoint": {"phase": "idle", "address": "", "error": None, "description": None, "values": {}},
        "consent": {"host": "", "local": False, "given": False},
        "browser": browser(),
        "tracks": [{"id": "t1", "name": "Vocals", "order": 0, "colour": None}],
        "regions": [],
        "takes": [],
        "jobs": [],
        "selection": [],
        "canUndo": False,
        "canRedo": False,
        "notices": [],
        "playback": {"misses": 0, "pagesWaiting": 0, "takesWaiting": 0},
        **changes,
    }


def loaded(host: str = "127.0.0.1", **changes: Any) -> dict[str, Any]:
    local = host == "127.0.0.1"
    description = {**DESCRIPTION, "host": host, "local": local}
    return state(
        endpoint={
            "phase": "ready",
            "address": f"http://{host}:7860",
            "error": None,
            "description": description,
            "values": VALUES,
        },
        consent={"host": host, "local": local, "given": local},
        **changes,
    )


def refused(code: str, **changes: Any) -> dict[str, Any]:
    """Another address was tried in vain; the model before it is still there."""
    before = loaded(**changes)
    return {**before, "endpoint": {**before["endpoint"], "phase": "failed", "error": error(code)}}


def take(name: str, title: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": name,
        "name": title,
        "modification": "m1",
        "start": 0.0,
        "duration": 2.0,
        "outputs": [],
        "notes": [],
        "data": [],
        "address": "",
        "values": {},
        "time": "",
        **changes,
    }


def working() -> dict[str, Any]:
    """One region done, one running and selected, one untouched."""
    return loaded(
        regions=[
            region(0, "Verse", sounds="take", take="k1", takes=["k1"]),
            region(1, "Chorus", selected=True, job=2),
            region(2, "Bridge"),
        ],
        takes=[take("k1", "Pitch Shift")],
        jobs=[job(2, ["r1"], fraction=0.45, message="Shifting by +5 semitones")],
        selection=["r1"],
        canUndo=True,
    )

# SPDX-License-Identifier: MIT
"""A reader that is as strict as HARP 3.0.1, and crashes where that one does, with a sentence instead.

Each check is one sentence of what an endpoint must return so that HARP 3.0.1 accepts it.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from support.wire import Wire

__all__ = ["arguments_of", "call", "read_description", "read_result"]

_INPUTS = {"audio_track", "midi_track", "slider", "text_box", "number_box", "toggle", "dropdown"}
_OUTPUTS = {"audio_track", "midi_track", "json"}
_LABELS = {"OutputLabel", "AudioLabel", "SpectrogramLabel", "MidiLabel"}


def call(wire: Wire, name: str, values: list[Any]) -> list[Any]:
    """POST to /call, status exactly 200 and an object with event_id; then lines until one holds the word complete."""
    reply = wire.http.post(f"{wire.prefix}/call/{name}", json={"data": values})
    assert reply.status_code == 200, f"{name} answers with status {reply.status_code}"
    event = reply.json()["event_id"]
    assert isinstance(event, str)
    with wire.http.stream("GET", f"{wire.prefix}/call/{name}/{event}") as stream:
        lines = stream.iter_lines()
        for line in lines:
            assert "error" not in line, f"HARP 3 takes this line of {name} for a failure: {line}"
            if "complete" in line:
                data = next(lines)
                assert data.startswith("data: "), f"no data follows the completion of {name}: {data}"
                result = json.loads(data[6:])
                assert isinstance(result, list)
                return result
    raise AssertionError(f"the stream of {name} ends without completion")


def read_description(description: Any) -> None:
    """Raises AssertionError where HARP 3.0.1 refuses, skips or crashes."""
    assert isinstance(description, dict), "the description must be an object"
    card = description["card"]
    assert isinstance(card, dict), "card must be an object"
    assert isinstance(card["tags"], list), "tags must be an array, or loading fails"
    assert all(isinstance(tag, str) for tag in card["tags"]), "tags are plain strings"
    assert all(isinstance(card[key], str) for key in ("name", "description", "author"))
    assert isinstance(description["inputs"], list)
    assert isinstance(description["outputs"], list)
    for entry in description["inputs"]:
        kind, label = entry["type"], entry["label"]
        assert isinstance(label, str)
        assert kind in _INPUTS, f"{label}: {kind} is skipped, which shifts every later argument"
        if kind == "dropdown":
            assert entry["choices"], f"{label} has no choices"
            for choice in entry["choices"]:
                assert isinstance(choice, list), f"{label}: a choice that is no array is a null dereference"
                assert isinstance(choice[0], str)
            assert entry["value"] in [value for _, value in entry["choices"]]
        elif kind == "toggle":
            assert entry["value"] is True or entry["value"] is False, f"{label}: a toggle is true or false"
        elif kind == "slider":
            assert entry["minimum"] <= entry["value"] <= entry["maximum"]
        elif kind == "text_box":
            assert isinstance(entry["value"], str)
    # 3.0.1 ignores other outputs, its successor refuses them.
    assert {entry["type"] for entry in description["outputs"]} <= _OUTPUTS


def arguments_of(description: Any, files: dict[str, Any], chosen: int = 0) -> list[Any]:
    """What HARP 3.0.1 sends: the text of a choice and not its value, null for a track that is left out.

    Args:
        files: FileData for "audio_track" and "midi_track".
        chosen: number of the choice in each dropdown.
    """
    values = []
    for entry in description["inputs"]:
        if entry["type"] in ("audio_track", "midi_track"):
            values.append(files.get(entry["type"]) if entry["required"] else None)
        elif entry["type"] == "dropdown":
            values.append(entry["choices"][chosen % len(entry["choices"])][0])
        else:
            values.append(entry["value"])
    return values


def read_result(wire: Wire, description: Any, result: list[Any]) -> list[tuple[str, Any]]:
    """The tracks in the order of the declared ones and the label lists, as (kind, FileData or labels)."""
    tracks = [entry["type"] for entry in description["outputs"] if entry["type"] != "json"]
    found: list[tuple[str, Any]] = []
    for value in result:
        assert isinstance(value, dict), f"{value!r} is no object, which fails the whole run"
        kind = value["meta"]["_type"]
        if kind == "pyharp.LabelList":
            assert isinstance(value["labels"], list)
            assert {label["label_type"] for label in value["labels"]} <= _LABELS
            found.append(("labels", value["labels"]))
            continue
        assert kind == "gradio.FileData", f"{kind} fails the whole run"
        assert tracks, "there are more files than tracks"
        url = urlsplit(value["url"])
        assert url.scheme and url.netloc, "the url must be absolute"
        assert "." in url.path.rsplit("/", 1)[-1], "the kind of file is taken from the url"
        assert wire.http.get(value["url"]).status_code == 200
        found.append((tracks.pop(0), value))
    assert not tracks, "fewer files than tracks: HARP 3.0.1 reads past the end"
    return found

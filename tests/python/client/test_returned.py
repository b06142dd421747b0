# SPDX-License-Identifier: MIT
"""What functions return, as typed results: whatever a stranger sends, and under names that were made here."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from harp_bridge import Card, Description, FileResult, HarpError, JsonResult, MidiResult, Output, TextResult
from harp_bridge._endpoints.files import safe_name
from harp_bridge._endpoints.returned import Returned, Wanted, file_result, read_returned
from harp_bridge._result import data_to_json
from hypothesis import given
from hypothesis import strategies as st

from .apps.published import LABELS, MIDI_FILE
from .helpers import raises

KINDS = ("audio", "midi", "file", "labels", "text", "json", "classes")


def description(*outputs: Output) -> Description:
    return Description("gradio", "http://x", "x", False, Card(), (), outputs)


def returned(kind: str, value: object, required: bool = False) -> Returned:
    return read_returned(description(Output("0", kind, "Out", "", required)), [value])


def data(kind: str, value: object) -> dict[str, Any]:
    (entry,) = returned(kind, value).data
    return entry.to_json()


@pytest.mark.parametrize(
    "value",
    [
        {"path": "/tmp/a.wav", "url": "http://elsewhere/", "meta": {"_type": "gradio.FileData"}},
        {"name": "/tmp/a.wav", "data": None, "is_file": True},
        {"__type__": "update", "value": {"path": "/tmp/a.wav"}, "visible": True},
        [{"path": "/tmp/a.wav"}],
    ],
)
def test_a_file_is_found_in_the_shape_of_every_gradio(value: object) -> None:
    for kind in ("audio", "midi", "file"):
        (wanted,) = returned(kind, value).wanted
        assert (wanted.path, wanted.is_audio) == ("/tmp/a.wav", kind == "audio")


@pytest.mark.parametrize("value", ["/etc/passwd", 3, {"path": None}, {"path": ""}, {"path": 3}, [[]], [None]])
def test_what_is_no_file_is_refused(value: object) -> None:
    for kind in ("audio", "file"):
        with raises("result_invalid"):
            returned(kind, value)


def test_several_files_are_all_fetched_and_audio_goes_first() -> None:
    outputs = description(Output("0", "file", "F", ""), Output("1", "audio", "A", ""))
    found = read_returned(outputs, [[{"path": "/1"}, {"path": "/2"}], {"path": "/a"}])
    assert [entry.path for entry in found.wanted] == ["/a", "/1", "/2"]


def test_of_several_sounds_in_one_output_the_first_is_taken_and_that_is_said() -> None:
    found = returned("audio", [{"path": "/1"}, {"path": "/2"}])
    assert [entry.path for entry in found.wanted] == ["/1"]
    assert '"Out" holds 2 files' in found.notes[0]


def test_without_the_sound_that_was_promised_a_job_has_failed() -> None:
    for kind, code in (("audio", "result_missing"), ("text", "result_missing")):
        with raises(code):
            returned(kind, None, required=True)
    both = description(Output("0", "audio", "A", "", True), Output("1", "text", "T", ""))
    with raises("result_missing"):
        read_returned(both, [None, "words"])
    optional = description(Output("0", "audio", "A", "", False), Output("1", "text", "T", ""))
    assert [entry.kind for entry in read_returned(optional, [None, "words"]).data] == ["text"]
    with raises("result_missing"):
        read_returned(optional, [None])


def test_texts_json_and_classes() -> None:
    assert data("text", "hello") == {"kind": "text", "output": "0", "label": "Out", "text": "hello"}
    assert data("text", 120.5)["text"] == "120.5"
    assert data("json", {"a": [1, 1e999]})["value"] == {"a": [1, None]}
    scored = [{"label": "a", "confidence": 0.25}, {"label": "b", "confidence": 0.75}]
    classes = data("classes", {"label": "b", "confidences": scored})
    assert classes["top"] == "b"
    assert classes["classes"] == scored[::-1]
    assert data("classes", {"label": 3})["top"] == "3"


def test_a_list_of_labels_is_known_wherever_json_is_returned() -> None:
    for kind in ("labels", "json"):
        assert data(kind, LABELS)["labels"] == LABELS["labels"]
    assert isinstance(returned("json", {"labels": []}).data[0], JsonResult)


def test_what_is_not_of_its_kind_is_left_out_with_a_note() -> None:
    for kind, value in (("text", {"a": 1}), ("text", True), ("labels", {"a": 1})):
        outputs = description(Output("0", kind, "Out", ""), Output("1", "text", "T", ""))
        found = read_returned(outputs, [value, "words"])
        assert [entry.label for entry in found.data] == ["T"]
        assert '"Out"' in found.notes[0]


def test_json_that_is_nested_too_deeply_is_refused() -> None:
    value: object = 1
    for _ in range(200):
        value = [value]
    with raises("result_invalid"):
        returned("json", value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["path", "name", "label", "confidences", "confidence", "value"]), inner)
    ),
    max_leaves=15,
)


@pytest.mark.parametrize("kind", KINDS)
@given(JSON)
def test_any_value_is_a_result_or_an_error(kind: str, value: object) -> None:
    try:
        found = returned(kind, value)
    except HarpError as error:
        assert error.code in ("result_missing", "result_invalid")
    else:
        written, _ = data_to_json(found.data)
        json.dumps(written, allow_nan=False).encode()


# --- files ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "path", "ending"),
    [
        (MIDI_FILE, "/x.exe", ".mid"),
        (b"RIFF\0\0\0\0WAVEfmt ", "/x", ".wav"),
        (b"RIFF\0\0\0\0EVIL", "/x.exe", ".bin"),
        (b"fLaC\0", "/x.wav", ".flac"),
        (b"%PDF-1.7", "/x.txt", ".pdf"),
        (b"\x89PNG\r\n\x1a\n", "/x", ".png"),
        (b'{"a": 1}', "/x.json", ".json"),
        (b"1,2\n", "/x.csv", ".csv"),
        (b"#!/bin/sh\nrm -rf ~\n", "/x.sh", ".txt"),
        (b"[Desktop Entry]\n", "/x.desktop", ".txt"),
        (b"<html>", "/x.html", ".txt"),
        (b"\x7fELF\0\0", "/x.mid", ".bin"),
        (b"", "/x", ".txt"),
        ("ä".encode() * 4096, "/x.txt", ".txt"),
        (b"x" + "ä".encode() * 4096, "/x.txt", ".txt"),  # cut in the middle of a character
        (b"\xff\xff" * 10, "/x.txt", ".bin"),
    ],
)
def test_the_ending_of_a_file_is_that_of_its_content(content: bytes, path: str, ending: str) -> None:
    assert safe_name("Report", path, content) == "Report" + ending


@given(st.text(max_size=100), st.text(max_size=100), st.binary(max_size=20))
def test_a_name_is_never_a_way_to_somewhere_else(label: str, path: str, content: bytes) -> None:
    name = safe_name(label, path, content)
    assert 4 < len(name) < 80
    assert not set(name) & set('/\\:*?"<>|\0\n')
    assert not name.startswith((".", "-", " "))
    assert name.count(".") == 1


def test_a_midi_output_that_is_none_is_a_file() -> None:
    wanted = Wanted(Output("3", "midi", "Notes", ""), "/x.mid")
    found = file_result(wanted, MIDI_FILE)
    assert isinstance(found, MidiResult)
    assert (found.kind, found.name) == ("midi", "Notes.mid")
    assert found.to_json() == {
        "kind": "midi",
        "output": "3",
        "label": "Notes",
        "name": "Notes.mid",
        "content": base64.b64encode(MIDI_FILE).decode(),
    }
    other = file_result(wanted, b"<html>")
    assert (other.kind, other.name) == ("file", "Notes.txt")


def test_files_beyond_what_one_answer_holds_are_left_out_with_a_note() -> None:
    large = FileResult("0", "Large", "Large.bin", bytes(6 << 20))
    words = TextResult("1", "T", "words")
    written, notes = data_to_json([large, large, words])
    assert [entry["output"] for entry in written] == ["0", "1"]
    assert notes == ['The file "Large" of 6.3 MB is too large to be shown here.']

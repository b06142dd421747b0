# SPDX-License-Identifier: MIT
"""Server-sent events, JSON and the reply of /controls, as strangers write them."""

from __future__ import annotations

import json
import re

import pytest
from harp_bridge import Address, Description, HarpError
from harp_bridge._endpoints.harp03 import read_description
from harp_bridge._endpoints.labels import is_label_list, read_labels
from harp_bridge._json import Malformed, loads
from harp_bridge._transport.sse import EventParser
from hypothesis import example, given
from hypothesis import strategies as st

from .helpers import contract, raises, run

HERE = Address("http://127.0.0.1:7860", "127.0.0.1", True)


def described(controls: object) -> Description:
    return read_description(controls, HERE)


def with_input(**entry: object) -> dict[str, object]:
    return {"card": {}, "inputs": [{"label": "X", "info": None, **entry}], "outputs": []}


# What lines are made of, and what may go wrong in them: fields of all kinds, comments, ends of all kinds, no UTF-8.
NAMES = st.sampled_from([b"data", b"event", b"id", b"retry", b"", b"Data", b"data "])
VALUES = st.binary(max_size=12) | st.sampled_from(
    [b"", b" ", b"  two", b'{"msg": "x"}', b"\xff\xfe", b"\xef\xbb\xbf", b":"]
)
LINES = st.tuples(NAMES, st.sampled_from([b":", b": ", b""]), VALUES).map(b"".join) | st.just(b"")
ENDS = st.sampled_from([b"\n", b"\r\n", b"\r"])
STREAMS = st.lists(st.tuples(LINES, ENDS), max_size=12).map(lambda lines: b"".join(map(b"".join, lines)))


def data_of_events(stream: bytes) -> list[bytes]:
    """As the standard says it, line by line, with the whole stream at hand."""
    lines = re.split(rb"\r\n|\r|\n", stream.removeprefix(b"\xef\xbb\xbf"))[:-1]  # the last one has not ended
    events, data = [], []
    for line in lines:
        if not line:
            events += [b"\n".join(data)] if data else []
            data = []
        name, _, value = line.partition(b":")
        if name == b"data":
            data.append(value[1:] if value.startswith(b" ") else value)
    return events


@given(STREAMS | st.binary(max_size=60), st.data())
@example(b"data: 1\r\n\r\ndata: 2\r\rdata: 3\n\n", None)
@example(b"\xef\xbb\xbfdata: 1\n\n", None)
def test_any_stream_gives_the_same_events_however_it_is_cut(stream: bytes, data: st.DataObject | None) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8))) if data else range(len(stream))
    parser = EventParser(1000)
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    assert [event for piece in pieces for event in parser.feed(piece)] == data_of_events(stream)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_an_event_is_given_out_as_soon_as_it_is_complete(end: bytes) -> None:
    parser = EventParser(1000)
    assert parser.feed(b"data: 1" + end + end[:1]) == [b"1"]
    assert parser.feed(end[1:] + b"data: 2" + end + end) == [b"2"]


@given(st.binary(max_size=300), st.integers(1, 40))
def test_whatever_comes_no_more_than_one_event_is_held(stream: bytes, size: int) -> None:
    parser = EventParser(50)
    try:
        for start in range(0, len(stream), size):
            parser.feed(stream[start : start + size])
            assert len(parser._buffer) + parser._held <= 50
    except Malformed as error:
        assert "longer than 50" in str(error)
        assert len(stream) > 50


@pytest.mark.parametrize("flood", [b"data: " + b"x" * 200, b"data: 0123456789\n" * 20, b"x" * 200])
def test_an_event_without_end_is_refused(flood: bytes) -> None:
    parser = EventParser(100)
    with pytest.raises(Malformed, match="longer than 100"):
        for position in range(0, len(flood), 7):
            parser.feed(flood[position : position + 7])


@pytest.mark.parametrize(
    "text",
    [b"", b"<html>", b"\xff\xfe", b"[" * 100_000, b'{"a": NaN}', b"[-Infinity]", b"[" + b"[]," * 2_000_000 + b"[]]"],
)
def test_what_is_no_reasonable_json_is_refused(text: bytes) -> None:
    with pytest.raises(Malformed):
        run(loads(text))


def test_the_golden_description() -> None:
    golden = contract("description.json")
    kinds = {"audio": "audio_track", "midi": "midi_track", "text": "text_box", "number": "number_box"}
    kinds |= {"choice": "dropdown", "slider": "slider", "toggle": "toggle", "labels": "json"}
    wire = {"card": golden["card"], "inputs": [], "outputs": [], "from_the_future": 1}
    for side in ("inputs", "outputs"):
        for entry in golden[side]:
            sent = {**entry, "type": kinds[entry["kind"]], "info": entry["info"] or None, "unknown": [1]}
            if "choices" in entry:
                sent["choices"] = [[choice["label"], choice["value"]] for choice in entry["choices"]]
            wire[side].append(sent)
    assert described(wire).to_json() == golden


def test_a_card_may_be_empty() -> None:
    card = described({"inputs": [], "outputs": []}).to_json()["card"]
    assert card == {"name": "", "description": "", "author": "", "tags": []}


@pytest.mark.parametrize(
    "controls",
    [
        None,
        [],
        "text",
        {},
        {"inputs": {}, "outputs": []},
        {"inputs": [1], "outputs": []},
        {"inputs": [], "outputs": [[]]},
        {"inputs": [], "outputs": [], "card": []},
        {"inputs": [], "outputs": [], "card": {"tags": "one"}},
        {"inputs": [], "outputs": [], "protocol": "1"},
        with_input(type="slider", minimum=1, maximum=0, step=1, value=0),
        with_input(type="slider", minimum=None, maximum=0, step=1, value=0),
        with_input(type="slider", minimum=0, maximum=1e999, step=1, value=0),
        with_input(type="toggle", value="yes"),
        with_input(type="dropdown", choices=None, value=None),
        with_input(type="dropdown", choices=[["a", "a", "a"]], value=None),
        with_input(type="dropdown", choices=[["a", {}]], value=None),
        with_input(type="audio_track", required="maybe"),
        {"inputs": [{"type": "text_box"}] * 1000, "outputs": []},
    ],
)
def test_a_malformed_description_is_no_harp_endpoint(controls: object) -> None:
    with raises("not_harp") as caught:
        described(controls)
    assert caught.value.detail.startswith("/controls:")


def test_a_newer_protocol_is_refused_as_such() -> None:
    assert described({"inputs": [], "outputs": [], "protocol": 0}).protocol == "harp-0.3"
    with raises("protocol_newer"):
        described({"inputs": "of a shape that is not known yet", "protocol": 1})


def test_an_input_of_an_unknown_kind_is_named() -> None:
    with raises("inputs_unsupported") as caught:
        described(with_input(type="hologram"))
    assert "hologram" in caught.value.detail
    assert '"X"' in caught.value.detail


def test_an_output_of_an_unknown_kind_does_no_harm() -> None:
    outputs = [{"type": "hologram", "label": "H"}, {"type": "audio_track", "label": "A"}]
    found = described({"inputs": [], "outputs": outputs}).outputs
    assert [(output.id, output.kind) for output in found] == [("1", "audio")]


KEYS = st.sampled_from(
    ["card", "inputs", "outputs", "type", "label", "value", "choices", "minimum", "maximum", "required", "protocol"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=20,
)


@given(JSON)
def test_any_reply_is_a_description_or_an_error(controls: object) -> None:
    try:
        json.dumps(described(controls).to_json(), allow_nan=False).encode()
    except HarpError as error:
        assert error.code in ("not_harp", "protocol_newer", "inputs_unsupported")


def test_labels_are_checked_one_by_one() -> None:
    good = {"t": 0.5, "label": "onset", "duration": 1, "color": 2164195328, "label_type": "MidiLabel", "pitch": 60}
    entries = [good, {"t": 1e999, "label": "x"}, "text", {"label": "no time"}, {"t": 1, "link": "file:///etc/passwd"}]
    value = {"meta": {"_type": "pyharp.LabelList"}, "labels": entries}
    assert is_label_list(value)
    labels, dropped = read_labels(value)  # type: ignore[arg-type]
    assert dropped == 3
    assert labels[0] == {**good, "description": None, "link": None}
    assert labels[1]["link"] is None
    assert labels[1]["label_type"] == "OutputLabel"


@pytest.mark.parametrize("value", [None, [], {}, {"meta": 1}, {"meta": {"_type": "pyharp.LabelList"}, "labels": {}}])
def test_what_is_no_label_list(value: object) -> None:
    assert not is_label_list(value)

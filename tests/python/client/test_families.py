# SPDX-License-Identifier: MIT
"""What strangers say of their endpoints, in every generation: read, refused with a reason, and never anything else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from harp_bridge import Address, Description, HarpError, SyncClient
from harp_bridge._endpoints.config import App, Function, load_app, read_app
from harp_bridge._endpoints.detect import find_endpoint
from harp_bridge._endpoints.endpoint import Endpoint
from harp_bridge._endpoints.values import check_all
from harp_bridge._transport.seam import Reply
from hypothesis import given, settings
from hypothesis import strategies as st

from .apps.published import PUBLISHED
from .asking import BRISK
from .expected import description
from .fake_gradio import FakeGradio
from .helpers import raises, run

BASE = "http://127.0.0.1:7860"


def found(app: App, replies: dict[str, object], endpoint: str = "") -> tuple[Endpoint, list[str]]:
    """The endpoint, and what was called to find it."""
    asked: list[str] = []

    async def ask(function: Function, data: list[object]) -> list[object]:
        asked.append(function.name)
        return [replies[function.name]]

    finding = find_endpoint(app, Address(BASE, "127.0.0.1", True, endpoint=endpoint), ask)
    try:
        finding.send(None)  # it has nothing to wait for
    except StopIteration as done:
        return done.value, asked
    raise AssertionError("it waits")


def app_with(*names: str, version: str = "5.28.0", **more: Any) -> App:
    dependencies = [{"id": place, "api_name": name} for place, name in enumerate(names)]
    return read_app({"version": version, "dependencies": dependencies, **more})


def published(generation: str, **changes: object) -> Endpoint:
    names, reply = PUBLISHED[generation]
    return found(app_with(*filter(None, names)), {names[0]: {**reply, **changes}})[0]


@pytest.mark.parametrize("generation", PUBLISHED)
def test_a_generation_is_known_by_looking(generation: str) -> None:
    names, reply = PUBLISHED[generation]
    endpoint, asked = found(app_with("other", *filter(None, names)), {names[0]: reply})
    assert endpoint.description.to_json() == description(generation, BASE)
    assert asked == [names[0]]
    assert endpoint.function.name == names[1]


def test_our_own_additions_go_before_what_older_clients_understand() -> None:
    replies = {names[0]: reply for names, reply in PUBLISHED.values()}
    app = app_with("wav2wav-ctrls", "wav2wav", "controls", "process", "harp_controls", "harp_process")
    endpoint, asked = found(app, replies)
    assert (endpoint.description.generation, asked) == ("harp-1.0", ["harp_controls"])
    endpoint, asked = found(app_with("wav2wav-ctrls", "wav2wav", "controls", "process"), replies)
    assert (endpoint.description.protocol, asked) == ("harp-0.3", ["controls"])


def test_the_name_after_the_hash_chooses_among_generations_too() -> None:
    replies = {names[0]: reply for names, reply in PUBLISHED.values()}
    app = app_with("wav2wav-ctrls", "wav2wav", "controls", "process", "harp_controls", "harp_process")
    assert found(app, replies, "process")[1] == ["controls"]
    assert found(app, replies, "wav2wav")[1] == ["wav2wav-ctrls"]
    assert found(app, replies, "harp_process")[1] == ["harp_controls"]
    with raises("endpoint_unknown"):
        found(app, replies, "other")


@pytest.mark.parametrize(
    ("version", "more", "style"),
    [
        ("3.50.2", {}, "run"),
        ("3.45.1", {"protocol": "ws"}, "run"),
        ("4.7.1", {"protocol": "sse"}, "old_queue"),
        ("4.9.0", {"protocol": "sse_v1"}, "queue"),
        ("4.37.2", {"protocol": "sse_v3"}, "queue"),
        ("6.31.0", {"protocol": "sse_v3", "api_prefix": "/gradio_api"}, "queue"),
        ("7.0.0", {"protocol": "sse_v9"}, "queue"),
    ],
)
def test_how_a_function_is_called_depends_on_gradio(version: str, more: dict[str, str], style: str) -> None:
    app = app_with("process", version=version, **more)
    assert app.functions["process"].style == style


def test_functions_that_nobody_may_call_are_left_out() -> None:
    dependencies = [
        {"id": 0, "api_name": "page_only", "backend_fn": False},
        {"id": 1, "api_name": False},
        {"id": 2, "api_name": "hidden", "api_visibility": "private"},
        {"id": 3, "api_name": "/spoken_of"},
        {"id": 4, "api_name": "quiet", "api_visibility": "undocumented"},
    ]
    app = read_app({"version": "6.31.0", "dependencies": dependencies})
    assert {name: function.index for name, function in app.functions.items()} == {"spoken_of": 3, "quiet": 4}


@pytest.mark.parametrize("version", ["4.37.2", "4.44.1", "3.50.2"])
def test_old_gradios_are_known_to_keep_no_more_than_16_bit(version: str) -> None:
    assert app_with("process", version=version).sixteen_bit


@pytest.mark.parametrize("version", ["5.28.0", "6.31.0", "from the future", ""])
def test_newer_gradios_keep_sound_as_it_is(version: str) -> None:
    assert not app_with("process", version=version).sixteen_bit


def test_a_newer_major_version_of_our_additions_is_refused_a_newer_minor_is_not() -> None:
    assert published("harp-1.0", minor=7).description.generation == "harp-1.7"
    with raises("protocol_newer"):
        published("harp-1.0", protocol=2, inputs="of a shape that is not known yet")


@pytest.mark.parametrize("process", ["nothing", None, "", 3])
def test_the_function_that_works_must_be_there(process: object) -> None:
    with raises("not_harp"):
        published("harp-1.0", process=process)


def test_the_card_says_more_and_what_is_malformed_there_stops_nobody() -> None:
    card = {
        "name": "N",
        "licence": 3,
        "links": [{"label": "bad", "url": "file:///etc/passwd"}, {"url": "https://example.org"}],
        "sample_rate": -1,
        "channels": "two",
        "max_duration": 1e999,
        "keeps_audio": "no",
        "categories": {},
    }
    written = published("harp-1.0", card=card).description.to_json()["card"]
    link = {"label": "https://example.org", "url": "https://example.org"}
    assert written == {"name": "N", "description": "", "author": "", "tags": [], "links": [link]}


def test_midi_goes_in_and_out_in_generations_0_1_1_and_0_2() -> None:
    for generation, label in (("0.1.1", "Midi Input"), ("0.2", "Input Midi")):
        ctrls = [{"label": label, "ctrl_type": "midi_in"}]
        endpoint = published(generation, ctrls=ctrls, card={"midi_in": True, "midi_out": True})
        entry = {"kind": "midi", "id": "0", "label": label, "info": "", "required": True}
        assert endpoint.description.to_json()["inputs"] == [entry]
        assert endpoint.description.outputs[0].kind == "midi"
        with raises("required_input_missing") as caught:
            endpoint.check([])
        assert label in caught.value.detail
        endpoint.check(["0"])


def test_what_cancels_a_job_for_certain_is_known() -> None:
    certain = {name: published(name).stops for name in PUBLISHED}
    assert [name for name, stops in certain.items() if stops] == ["0.3.1", "harp-1.0"]
    assert {name for name in PUBLISHED if published(name).cancel} == {"0.3", "0.3.1"}


def test_a_hidden_default_that_cannot_be_sent_is_refused() -> None:
    hidden = {"label": "H", "type": "number_box", "hidden": True, "value": [1e999]}
    with raises("not_harp"):
        published("harp-1.0", inputs=[hidden])
    config = plain_config()
    config["components"][9]["props"]["value"] = {"deep": 1e999}
    with raises("inputs_unsupported"):
        found(read_app(config), {})


# --- whatever comes ---------------------------------------------------------------------------------------------------

KEYS = st.sampled_from(
    [
        *("card", "inputs", "outputs", "ctrls", "type", "ctrl_type", "label", "info", "value", "choices", "minimum"),
        *("maximum", "step", "required", "protocol", "minor", "process", "hidden", "multiselect", "file_types", "tags"),
        *("multiple", "lines", "links", "url", "channels", "components", "dependencies", "props", "id", "api_name"),
    ]
)
WORDS = st.sampled_from(
    [
        *(
            "audio_track",
            "midi_track",
            "slider",
            "number_box",
            "text_box",
            "toggle",
            "dropdown",
            "generic_file",
            "json",
        ),
        *("audio_in", "midi_in", "text", "process", "Duration", "audio", "file", "checkboxgroup", "state", "\ud800"),
    ]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | WORDS
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=20
)


def spoilt(data: st.DataObject, value: object) -> object:
    """A good document with something else at one place."""
    if isinstance(value, dict) and value and data.draw(st.booleans()):
        key = data.draw(st.sampled_from(sorted(value)))
        if data.draw(st.integers(0, 3)) == 0:
            return {name: entry for name, entry in value.items() if name != key}
        return {**value, key: spoilt(data, value[key])}
    if isinstance(value, list) and value and data.draw(st.booleans()):
        place = data.draw(st.integers(0, len(value) - 1))
        return [*value[:place], spoilt(data, value[place]), *value[place + 1 :]]
    return data.draw(JSON)


def assert_usable(endpoint: Endpoint) -> None:
    """Can be written as JSON, and its defaults can be sent."""
    found: Description = endpoint.description
    json.dumps(found.to_json(), allow_nan=False).encode()
    arguments = endpoint.arguments({}, check_all(found, {}))
    assert len(arguments) == len(found.inputs) + len(endpoint.fixed)
    json.dumps(arguments, allow_nan=False)
    assert all(entry.id.isdigit() for entry in (*found.inputs, *found.outputs))


@pytest.mark.parametrize("generation", ["0.1.0", "0.1.1", "0.2", "0.3", "0.3.1", "harp-1.0"])
@given(st.data())
def test_any_reply_is_a_usable_description_or_an_error(generation: str, data: st.DataObject) -> None:
    names, reply = PUBLISHED[generation]
    app = app_with(*filter(None, names))
    try:
        endpoint, _ = found(app, {names[0]: spoilt(data, reply)})
    except HarpError as error:
        assert error.code in ("not_harp", "protocol_newer", "inputs_unsupported")
    else:
        assert_usable(endpoint)


def plain_config() -> dict[str, Any]:
    props: list[tuple[str, dict[str, object]]] = [
        ("audio", {"label": "In", "type": "numpy"}),
        ("file", {"label": "F", "file_types": [".mid"]}),
        ("slider", {"label": "Duration", "minimum": 0, "maximum": 10, "step": 1, "value": 3}),
        ("number", {"label": "N", "precision": 0, "value": 3}),
        ("dropdown", {"label": "D", "choices": [["A", "a"], ["B", "b"]], "value": "a"}),
        ("checkboxgroup", {"label": "G", "choices": [["A", "a"]], "value": ["a"]}),
        ("checkbox", {"label": "C", "value": True}),
        ("textbox", {"label": "T", "value": "t", "lines": 2}),
        ("state", {}),
        ("image", {"label": "I", "value": {"path": "x"}}),
        ("audio", {"label": "Out"}),
        ("label", {"label": "L"}),
        ("markdown", {"value": "# Title\n<b>text"}),
        ("button", {"value": "Go"}),
    ]
    components = [{"id": place, "type": kind, "props": entry} for place, (kind, entry) in enumerate(props)]
    click = {"id": 0, "api_name": "go", "inputs": list(range(10)), "outputs": [10, 11], "targets": [[13, "click"]]}
    return {
        "version": "5.28.0",
        "api_prefix": "/gradio_api",
        "title": "App",
        "components": components,
        "dependencies": [click, {**click, "id": 1, "api_name": "again", "outputs": [10]}],
    }


class Told:
    """As much of a connection as reading the configuration needs."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    async def get(self, path: str) -> Reply:
        assert path == "/config"
        return Reply(200, self._body)


def loaded(config: object) -> App:
    return run(load_app(Told(json.dumps(config).encode())))  # type: ignore[arg-type]


@given(st.data())
def test_any_configuration_is_a_usable_description_or_an_error(data: st.DataObject) -> None:
    try:
        endpoint, _ = found(loaded(spoilt(data, plain_config())), {})
    except HarpError as error:
        assert error.code in ("not_gradio", "not_harp", "inputs_unsupported")
    else:
        assert_usable(endpoint)


def test_the_unspoilt_configuration_is_usable() -> None:
    endpoint, asked = found(read_app(plain_config()), {})
    assert asked == []
    assert [entry.kind for entry in endpoint.description.inputs] == [
        *("audio", "midi", "slider", "number", "choice", "choices", "toggle", "text")
    ]
    assert endpoint.description.address == f"{BASE}#go"
    assert found(read_app(plain_config()), {}, "again")[0].description.address == f"{BASE}#again"
    assert endpoint.fixed == {8: None, 9: {"path": "x"}}
    assert_usable(endpoint)


@pytest.fixture(scope="module")
def strangers() -> Iterator[tuple[FakeGradio, SyncClient]]:
    """A server that has any answer, and a client that asks it again and again."""
    fake = FakeGradio()
    with SyncClient(BRISK) as client:
        yield fake, client
    fake.stop()


@settings(max_examples=30)
@given(st.data())
def test_whatever_a_server_answers_the_client_describes_it_or_says_what_is_wrong(
    strangers: tuple[FakeGradio, SyncClient], data: st.DataObject
) -> None:
    fake, client = strangers
    names, reply = PUBLISHED["0.3"]
    dependencies = [{"id": 3, "api_name": names[0]}, {"id": 8, "api_name": names[1]}]
    config = data.draw(st.sampled_from([{**plain_config(), "dependencies": dependencies}, plain_config()]))
    answer = spoilt(data, config) if data.draw(st.booleans()) else config
    fake.config = answer  # type: ignore[assignment]
    fake.controls = spoilt(data, reply)
    try:
        json.dumps(client.describe(fake.address).to_json(), allow_nan=False).encode()
    except HarpError as error:
        assert error.code in ("not_gradio", "not_harp", "inputs_unsupported", "protocol_newer", "server_error")

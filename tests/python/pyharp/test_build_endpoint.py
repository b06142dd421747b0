# SPDX-License-Identifier: MIT
"""What cannot become an endpoint is refused while it is built, in a sentence that says what to do."""

from __future__ import annotations

import functools
import inspect
import pydoc
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr
import numpy as np
import pytest
from pyharp._results import finished, for_older
from pyharp.testing import FakeClient
from support.environment import environment_with
from support.servers import REPOSITORY
from support.sounds import noise

import pyharp

CARD = pyharp.ModelCard("Test")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    return tmp_path


def build(inputs: list[Any], outputs: list[Any], function: Callable[..., Any], **options: Any) -> pyharp.Endpoint:
    with gr.Blocks():
        return pyharp.build_endpoint(CARD, inputs, outputs, function, **options)


def audio(**options: Any) -> gr.Audio:
    return gr.Audio(type="filepath", **options)


@pytest.mark.parametrize(
    ("component", "words"),
    [
        (
            lambda: gr.Image(label="Cover"),
            r'cannot show gr.Image\(label="Cover"\).*Use one of these as input: gr.Audio',
        ),
        (lambda: gr.File(type="binary"), r"Remove type='binary'"),
        (lambda: gr.Dropdown([]), r"Give it some"),
        (lambda: audio(streaming=True), r"Remove streaming=True"),
        (lambda: gr.JSON(), r"cannot show gr.JSON, and there is no value to send"),
        (lambda: gr.Slider, r"gr\.Slider is a class\. Write gr\.Slider\(\.\.\.\)"),
    ],
)
def test_an_input_that_harp_can_neither_show_nor_send_is_refused(component: Callable[[], Any], words: str) -> None:
    with pytest.raises(pyharp.EndpointError, match=words):
        build([component()], [audio()], lambda value: None)


@pytest.mark.parametrize("component", [lambda: gr.Slider(0, 1), lambda: gr.Image(), lambda: gr.State()])
def test_outputs_of_which_harp_can_use_none_are_refused(component: Callable[[], Any]) -> None:
    with pytest.raises(pyharp.EndpointError, match=r"HARP cannot use gr\.\w+.*one of these as output: gr\.Audio"):
        build([audio()], [component()], lambda value: None)


def needs_two(first: Any, second: Any) -> None: ...


def by_name_alone(first: Any, *, second: Any) -> None: ...


def request_by_name(path: str, *, request: gr.Request) -> str:
    return path


def request_last(path: str, gain: float, request: gr.Request) -> str:
    return path


def unreadable(gain: float, path: Nowhere) -> str:  # type: ignore[name-defined]  # noqa: F821
    return path


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (request_by_name, r"takes 'request' by its name alone, but Gradio gives arguments by their places"),
        (functools.partial(request_last, gain=2.0), r"'request' by its name alone.*put it before those that a partial"),
        (needs_two, r"takes 2 values, but there are 1"),
        (lambda: None, r"takes 0 values"),
        ("name", r"must be a function"),
        (by_name_alone, r"takes 'second' by its name alone.*Remove the \*"),
        (max, r"cannot tell which arguments max takes.*def process\(audio\): return max\(audio\)"),
    ],
)
def test_a_function_that_does_not_fit_is_refused(function: Any, words: str) -> None:
    with pytest.raises(pyharp.EndpointError, match=words):
        build([audio()], [audio()], function)


def test_arguments_that_gradio_supplies_are_not_counted() -> None:
    def process(path: str, request: gr.Request, report: gr.Progress = gr.Progress()) -> str:  # noqa: B008
        return path

    assert build([audio()], [audio()], process).description["inputs"][0]["type"] == "audio_track"


def test_a_partial_whose_annotations_cannot_be_read_is_a_function_as_well() -> None:
    endpoint = build([audio()], [audio()], functools.partial(unreadable, 2.0))
    assert endpoint.description["inputs"][0]["type"] == "audio_track"


class Served:
    """A model that can be called, asynchronously."""

    async def __call__(self, path: str, request: gr.Request) -> str:
        return path if request else ""


def with_request(gain: float, path: str, request: gr.Request) -> str:
    return path if request and gain == 2.0 else ""


@pytest.mark.parametrize("function", [Served(), functools.partial(with_request, 2.0)], ids=["object", "partial"])
def test_objects_and_partials_are_functions_as_well(function: Any) -> None:
    with gr.Blocks() as demo:
        pyharp.build_endpoint(CARD, [audio()], [audio()], function)
    sound = noise(100)
    with FakeClient(demo) as client:
        np.testing.assert_array_equal(client.process(sound, 44100).audio[0].samples, sound)


def test_help_and_inspect_tell_the_call() -> None:
    told = inspect.signature(pyharp.build_endpoint)
    assert list(told.parameters)[:4] == ["model_card", "input_components", "output_components", "process_fn"]
    assert told.bind(CARD, [], [], process_fn=max).arguments["process_fn"] is max
    assert "build_endpoint(model_card: " in pydoc.plain(pydoc.render_doc(pyharp.build_endpoint))


def test_it_must_be_called_inside_of_blocks_once_and_with_an_output() -> None:
    with pytest.raises(pyharp.EndpointError, match=r"inside of `with gr\.Blocks"):
        pyharp.build_endpoint(CARD, [audio()], [audio()], lambda path: path)
    with gr.Blocks():
        pyharp.build_endpoint(CARD, [audio()], [audio()], lambda path: path)
        with pytest.raises(pyharp.EndpointError, match="once per app"):
            pyharp.build_endpoint(CARD, [audio()], [audio()], lambda path: path)
    with pytest.raises(pyharp.EndpointError, match="at least one of these as output"):
        build([audio()], [], lambda path: path)


def answers(demo: gr.Blocks) -> dict[str, Any]:
    """What the functions say that take nothing."""
    found = {function.api_name: function for function in demo.fns.values() if function.api_name}
    return {name: found[name].fn() for name in ("controls", "wav2wav-ctrls") if name in found}


@pytest.mark.parametrize(
    ("inputs", "outputs", "served", "flags"),
    [
        (["audio", "slider"], ["audio"], ("controls", "wav2wav-ctrls"), True),
        (["slider", "audio"], ["audio"], ("wav2wav-ctrls",), False),
        (["midi", "slider"], ["midi"], ("controls", "wav2wav-ctrls"), True),
        (["slider", "midi"], ["midi"], (), False),
        (["slider", "audio"], ["midi"], (), False),
        (["audio", "audio"], ["audio"], (), False),
        (["slider"], ["audio"], (), False),
        (["audio"], ["text"], (), False),
    ],
    ids=str,
)
def test_older_generations_are_served_what_they_understand(
    inputs: list[str], outputs: list[str], served: tuple[str, ...], flags: bool
) -> None:
    makers: dict[str, Callable[[], Any]] = {
        "audio": audio,
        "midi": lambda: gr.File(file_types=[".mid"]),
        "slider": lambda: gr.Slider(0, 1),
        "text": gr.Textbox,
    }
    with gr.Blocks() as demo:
        made = [[makers[kind]() for kind in kinds] for kinds in (inputs, outputs)]
        pyharp.build_endpoint(CARD, *made, lambda *values: None)
    told = {name: document for name, document in answers(demo).items() if "ctrls" in document}
    assert tuple(told) == served
    for document in told.values():
        kinds = {"audio": "audio_in", "midi": "midi_in", "slider": "slider"}
        assert [entry["ctrl_type"] for entry in document["ctrls"]] == [kinds[kind] for kind in inputs]
        assert ("midi_in" in document["card"]) == flags


def test_a_file_that_may_be_midi_is_a_midi_track_as_it_was() -> None:
    files = [gr.File(file_types=kinds) for kinds in ([".MIDI"], [".mid", ".musicxml"], [".musicxml"])]
    described = build([*files, gr.File(file_types=[".mid"], file_count="multiple")], [audio()], lambda *values: None)
    assert [entry["type"] for entry in described.description["inputs"]] == (["midi_track"] * 2 + ["generic_file"] * 2)
    with pytest.raises(pyharp.EndpointError, match=r"hands over bytes\. Remove type='binary'"):
        build([gr.File(type="binary", file_types=[".mid"])], [audio()], lambda value: None)


def test_what_is_returned_answers_as_the_published_dict_and_triple() -> None:
    app = build([audio()], [audio()], lambda path: path)
    assert app["controls_output"] is app["controls_data"] is app.get("controls_data") is app.controls_data
    data, button, process = app
    assert (data, button, process) == (app["controls_data"], app["controls_button"], app[2])
    assert "cancel_button" in app
    assert "label" not in app
    assert app.get("label") is None
    with pytest.raises(KeyError):
        app["label"]


FALLBACK = [
    (lambda: gr.ColorPicker("#ff0000"), "#ff0000"),
    (lambda: gr.Code("x = 1"), "x = 1"),
    (lambda: gr.Markdown("words"), "words"),
    (lambda: gr.State({"a": [1]}), None),
    (lambda: gr.JSON({"a": [1, None]}), {"a": [1, None]}),
]


@pytest.mark.parametrize(("component", "value"), FALLBACK, ids=["colour", "code", "markdown", "state", "json"])
def test_what_harp_cannot_show_is_hidden_and_its_value_sent(component: Callable[[], Any], value: Any) -> None:
    described = build([audio(), component()], [audio()], lambda path, other: path)
    assert described.description["inputs"][1] | {"hidden": True, "value": value} == described.description["inputs"][1]
    assert [entry["type"] for entry in described.controls["inputs"]] == ["audio_track"]


def test_reading_audio_as_16_bit_is_warned_about() -> None:
    with pytest.warns(UserWarning, match=r"16-bit.*load_audio"):
        build([gr.Audio(label="In")], [audio()], lambda sound: None)


def test_components_made_outside_of_the_app_appear_in_it() -> None:
    inputs, outputs = [gr.Slider(0, 1)], [gr.Audio()]
    build(inputs, outputs, lambda value: None)
    assert inputs[0].is_rendered
    assert outputs[0].is_rendered


def test_radio_is_a_dropdown_and_missing_defaults_become_usable_ones() -> None:
    inputs = [gr.Radio(["x", "y"]), gr.Textbox(), gr.Slider(2, 4), gr.Number()]
    described = build(inputs, [audio()], lambda *values: None).controls["inputs"]
    assert described[0] == {"label": "Radio", "info": None, "choices": [["x", "x"], ["y", "y"]], "value": "x"} | {
        "type": "dropdown"
    }
    assert [control["value"] for control in described[1:3]] == ["", 2]
    assert described[3]["minimum"] is None


def test_a_card_needs_a_name_and_a_list_of_tags() -> None:
    with pytest.raises(ValueError, match="name"):
        pyharp.ModelCard(" ")
    with pytest.raises(TypeError, match="list of strings"):
        pyharp.ModelCard("x", tags="pitch")
    with pytest.raises(TypeError, match="tags must be a list; leave it out"):
        pyharp.ModelCard("x", tags=None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="author must be a string"):
        pyharp.ModelCard("x", author=3)  # type: ignore[arg-type]
    assert pyharp.ModelCard("x", author=None).author == ""  # type: ignore[arg-type]


def test_a_card_may_be_changed_until_the_app_is_built() -> None:
    card = pyharp.ModelCard("x")
    card.author = "me"
    with gr.Blocks():
        assert pyharp.build_endpoint(card, [audio()], [audio()], lambda path: path).controls["card"]["author"] == "me"
    card.tags = "pitch"
    with gr.Blocks(), pytest.raises(pyharp.EndpointError, match="list of strings"):
        pyharp.build_endpoint(card, [audio()], [audio()], lambda path: path)


def test_existing_methods_of_components_are_not_replaced() -> None:
    program = (
        "import gradio as gr; mine = lambda self, text: 'mine'; gr.Audio.set_info = mine;"
        "before = dict(vars(gr.Slider)); import pyharp; assert gr.Audio.set_info is mine;"
        "added = set(vars(gr.Slider)) - set(before); assert added == {'set_info', 'harp_required'}, added;"
        "assert all(vars(gr.Slider)[key] is before[key] for key in before)"
    )
    environment = environment_with(REPOSITORY / "pyharp" / "src")
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)


AUDIO: dict[str, Any] = {"type": "audio_track", "label": "Out", "required": True}
LABELS: dict[str, Any] = {"type": "json", "label": "Marks"}


def test_results_that_do_not_fit_are_refused_in_words(tmp_path: Path) -> None:
    for value, words in [
        (("a", "b", "c"), "returned 3 results where it promised 2"),
        ((3, None), "returned int instead of a file for 'Out'"),
        ((str(tmp_path / "none.wav"), None), "does not exist"),
    ]:
        with pytest.raises(gr.Error, match=re.escape(words)):
            finished([AUDIO, LABELS], value)
    with pytest.raises(gr.Error, match=r"'Marks' that cannot be used\. A label's t is nan"):
        finished([LABELS], [pyharp.OutputLabel(float("nan"), "x")])


def test_no_labels_are_an_empty_list_because_harp_3_fails_on_null() -> None:
    empty = {"meta": {"_type": "pyharp.LabelList"}, "labels": []}
    assert finished([LABELS], None) == [empty]
    assert finished([LABELS], {"tempo": 120}) == [{"tempo": 120}]
    assert for_older(LABELS, {"tempo": 120}) == empty


def test_a_track_that_is_missing_is_an_error_or_silence_for_older_clients(folder: Path) -> None:
    with pytest.raises(gr.Error, match="returned nothing for 'Out'"):
        for_older(AUDIO, None)
    silence, rate = pyharp.load_audio(for_older({**AUDIO, "required": False}, None))
    assert len(silence) / rate == 0.1
    assert not silence.any()
    assert pyharp.Midi.load(for_older({**AUDIO, "type": "midi_track", "required": False}, None)).notes() == []


def test_arrays_are_written_without_normalising(folder: Path) -> None:
    quiet = np.full((10, 2), 0.001, np.float32)
    for value in [(44100, quiet), (quiet, 44100), pyharp.Audio(quiet, 44100)]:
        np.testing.assert_array_equal(pyharp.load_audio(finished([AUDIO], value)[0]).samples, quiet)
    integers = np.array([16384, -32768], np.int16)
    assert pyharp.load_audio(finished([AUDIO], (44100, integers))[0]).samples.ravel().tolist() == [0.5, -1.0]

    changed = pyharp.Audio(quiet, 44100)
    changed.audio_data = changed.audio_data * 0.5
    np.testing.assert_allclose(pyharp.load_audio(finished([AUDIO], changed)[0]).samples, quiet * 0.5)

    for alone in (pyharp.Audio(quiet, 44100), (44100, quiet)):  # a pair, but one sound
        with pytest.raises(gr.Error, match="1 results where it promised 2"):
            finished([AUDIO, AUDIO], alone)
        path, labels = finished([AUDIO, LABELS], alone, labels_optional=True)
        np.testing.assert_array_equal(pyharp.load_audio(path).samples, quiet)
        assert labels["labels"] == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"concurrency_limit": 0}, "concurrency_limit is 0"),
        ({"concurrency_limit": "many"}, "concurrency_limit is 'many'"),
        ({"timeout": -1}, "timeout is -1"),
        ({"timeout": "60"}, "timeout is '60'"),
        ({"keep_files": 0}, "keep_files is 0"),
    ],
)
def test_options_that_cannot_work_are_refused_when_the_app_is_built(options: dict[str, object], said: str) -> None:
    with gr.Blocks(), pytest.raises(pyharp.EndpointError, match=said):
        build([gr.Audio(type="filepath")], [gr.Audio(type="filepath")], lambda path: path, **options)


def test_outside_of_a_job_nothing_is_cancelled_and_progress_is_silent() -> None:
    assert not pyharp.cancelled()
    pyharp.check_cancelled()
    pyharp.progress(0.5, "half")

# SPDX-License-Identifier: MIT
"""Any Gradio app that takes or returns audio: which of its functions to use, and how, from `/config` alone."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from .._errors import fail
from .._places.address import Address
from .._text import clean
from .components import Fixed, Unusable, media_kind, read_argument, read_output
from .config import App, Component, Function
from .description import AudioInput, Candidate, Description, Input, Output
from .duration import find_duration
from .endpoint import Endpoint
from .plain_card import read_card

__all__ = ["read_endpoint"]

_OLDEST: Final = (4, 0)
_USUAL_NAMES: Final = ("process", "predict")
# Names that nobody chose: Gradio made them, or they serve the page.
_MADE_UP: Final = re.compile(r"^(lambda|fn|load_example|unnamed|_)|_\d+$")
_STARTS: Final = ("click", "submit")
_MOST_FUNCTIONS: Final = 500
_MOST_ARGUMENTS: Final = 256


@dataclass(frozen=True)
class _Reading:
    """One function as HARP sees it."""

    function: Function
    label: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    fixed: dict[int, object]
    foreign: int
    sounds: tuple[bool, bool]
    """Whether audio goes in, and whether it comes out."""
    started: bool
    """True when a person starts it, and not a change somewhere on the page."""
    reason: str = ""

    def rank(self) -> tuple[object, ...]:
        """Lower is better."""
        into, out = self.sounds
        audio_inputs = sum(isinstance(entry, AudioInput) for entry in self.inputs)
        name = self.function.name
        called = 0 if name in _USUAL_NAMES else 2 if _MADE_UP.search(name) else 1
        alone = abs(audio_inputs - 1) if into else 0
        return (bool(self.reason), not (into and out), not out, called, not self.started, self.foreign, alone)


def read_endpoint(app: App, address: Address) -> Endpoint:
    """The best function, or the one that the address names.

    Raises not_harp when nothing takes or returns audio, endpoint_unknown, and inputs_unsupported with the reason.
    """
    if app.release < _OLDEST:
        raise fail("not_harp", detail=f"no pyharp, and Gradio {app.version} is too old for apps without it")
    first = itertools.islice(app.functions.values(), _MOST_FUNCTIONS)
    found = [reading for function in first if (reading := _read(app, function)) is not None]
    found.sort(key=_Reading.rank)
    if address.endpoint:
        chosen = next((reading for reading in found if reading.function.name == address.endpoint), None)
        if chosen is None:
            names = ", ".join(reading.function.name for reading in found) or "none"
            raise fail("endpoint_unknown", detail=f'"{address.endpoint}"; functions that take or return audio: {names}')
    elif found:
        chosen = found[0]
    else:
        raise fail("not_harp", detail="no function of the app takes or returns audio")
    if chosen.reason:
        raise fail("inputs_unsupported", detail=f'the function "{chosen.function.name}": {chosen.reason}')
    return _endpoint(app, address, chosen, found)


def _endpoint(app: App, address: Address, chosen: _Reading, found: Sequence[_Reading]) -> Endpoint:
    several = len(found) > 1
    coarse = [
        entry.label for entry in chosen.inputs if isinstance(entry, AudioInput) and _reads_numbers(app, chosen, entry)
    ]
    description = Description(
        protocol="gradio",
        generation="gradio",
        # With the name: what is asked for later is the very function whose inputs these are.
        address=replace(address, endpoint=chosen.function.name).text if several else address.text,
        host=address.host,
        local=address.local,
        card=read_card(app, chosen.label, several),
        inputs=chosen.inputs,
        outputs=chosen.outputs,
        endpoint=chosen.function.name if several else "",
        endpoints=tuple(Candidate(r.function.name, r.label, r.reason) for r in found) if several else (),
        duration=find_duration(chosen.inputs),
    )
    notes = tuple(f'The app takes "{label}" in as 16 bit; the result is no finer than that.' for label in coarse)
    return Endpoint(
        app, description, chosen.function, chosen.fixed, notes=notes, sixteen_bit=app.sixteen_bit or bool(coarse)
    )


def _reads_numbers(app: App, chosen: _Reading, entry: AudioInput) -> bool:
    """True for gr.Audio(type="numpy"), its default: Gradio turns whatever was sent into numbers of 16 bit."""
    component = app.components[chosen.function.inputs[int(entry.id)]]
    return component.type == "audio" and component.props.get("type") == "numpy"


def _read(app: App, function: Function) -> _Reading | None:
    """None for a function that has nothing to do with audio, as far as the app says."""
    unknown = Component(-1, "unknown", {})
    ins = [app.components.get(identity, unknown) for identity in function.inputs[:_MOST_ARGUMENTS]]
    outs = [app.components.get(identity, unknown) for identity in function.outputs[:_MOST_ARGUMENTS]]
    sounds = (any(media_kind(entry) == "audio" for entry in ins), any(media_kind(entry) == "audio" for entry in outs))
    if not any(sounds):
        return None
    inputs: list[Input] = []
    outputs: list[Output] = []
    fixed: dict[int, object] = {}
    foreign, reason = 0, ""
    label, started = _started_by(app, function)
    needed = _needed(ins)
    try:
        if len(function.inputs) > _MOST_ARGUMENTS:
            raise Unusable(f"it has more than {_MOST_ARGUMENTS} arguments")
        for place, component in enumerate(ins):
            argument = read_argument(place, component, place == needed)
            if isinstance(argument, Fixed):
                fixed[place] = argument.value
                foreign += argument.foreign
            else:
                inputs.append(argument)
        outputs = [output for entry in enumerate(outs) if (output := read_output(*entry)) is not None]
        if not started and _MADE_UP.search(function.name):
            raise Unusable("it only follows changes of the page")
    except Unusable as error:
        reason = str(error)
    return _Reading(function, label, tuple(inputs), tuple(outputs), fixed, foreign, sounds, started, reason)


def _needed(components: Sequence[Component]) -> int:
    """The place of the one file without which the function makes no sense: the first audio, else the first file."""
    shown = [(place, media_kind(entry)) for place, entry in enumerate(components) if entry.props.get("visible", True)]
    audio = [place for place, kind in shown if kind == "audio"]
    return next(iter(audio or [place for place, kind in shown if kind]), -1)


def _started_by(app: App, function: Function) -> tuple[str, bool]:
    """What a person reads on the button, or the function's own name in words; and whether there is such a button."""
    started = not function.targets
    for identity, event in function.targets:
        component = app.components.get(identity)
        if event in _STARTS:
            started = True
            words = component.props.get("value") if component is not None and component.type == "button" else None
            if isinstance(words, str) and clean(words).strip():
                return clean(words, 100).strip(), True
    return re.sub(r"[_\s/-]+", " ", function.name).strip().capitalize() or function.name, started

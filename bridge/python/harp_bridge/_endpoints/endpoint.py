# SPDX-License-Identifier: MIT
"""A description bound to the function that does the work: how its arguments are made and its results are read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from .._errors import fail
from .config import App, Function
from .description import AudioInput, Description, FileInput, MidiInput, Value
from .returned import Returned, read_returned

__all__ = ["Endpoint", "Uploaded"]


@dataclass(frozen=True)
class Uploaded:
    """A file that the server has. `path` is what upload answered, `name` what the file shall be called there."""

    path: str
    name: str


@dataclass(frozen=True)
class Endpoint:
    """What a client has to know to run jobs; one value for every generation."""

    app: App
    description: Description
    function: Function
    """What does the work."""
    fixed: Mapping[int, object] = field(default_factory=dict)
    """Arguments that nobody is shown, by position: hidden inputs, the state of the page."""
    cancel: Function | None = None
    """To be called beside Gradio's own way when a job is cancelled: some endpoints end the model by it."""
    stops: bool = False
    """True when a model of this kind is known to end when its job is cancelled."""
    notes: tuple[str, ...] = ()
    """Whole sentences that hold for each result."""
    sixteen_bit: bool = False
    """True when audio passes through 16 bit on this server whatever is sent."""

    def check(self, given: Collection[str]) -> None:
        """`given` holds the ids of the inputs for which there is audio or a file.

        Raises control_unknown, required_input_missing.
        """
        media = {entry.id: entry for entry in self.description.inputs if _is_media(entry)}
        for identity in given:
            if identity not in media:
                raise fail("control_unknown", detail=f'the model has no audio or file input "{identity}"')
        for identity, entry in media.items():
            if getattr(entry, "required", False) and identity not in given:
                kind = {"audio": "audio input", "midi": "MIDI file"}.get(entry.kind, "file")
                raise fail("required_input_missing", detail=f'the {kind} "{entry.label}"')

    def arguments(self, uploaded: Mapping[str, Sequence[Uploaded]], values: Mapping[str, Value]) -> list[object]:
        """One value per argument of the function: files by the id of their input, `values` as `check_all` gave them."""
        inputs = {entry.id: entry for entry in self.description.inputs}
        result: list[object] = []
        for position in range(len(inputs) + len(self.fixed)):
            entry = inputs.get(str(position))
            if entry is None:
                result.append(self.fixed[position])
            elif _is_media(entry):
                files = [self._file(file) for file in uploaded.get(entry.id, ())]
                several = isinstance(entry, FileInput) and entry.multiple
                result.append((files if several else files[0]) if files else None)
            else:
                result.append(values[entry.id])
        return result

    def outputs(self, returned: list[object]) -> Returned:
        """What the function returned, as files to fetch and typed data. Raises result_missing, result_invalid."""
        result = read_returned(self.description, returned)
        result.notes.extend(self.notes)
        return result

    def _file(self, file: Uploaded) -> dict[str, object]:
        if (0, 0) < self.app.release < (4, 0):
            return {"name": file.path, "data": None, "is_file": True, "orig_name": file.name}
        return {"path": file.path, "orig_name": file.name, "meta": {"_type": "gradio.FileData"}}


def _is_media(entry: object) -> bool:
    return isinstance(entry, (AudioInput, MidiInput, FileInput))

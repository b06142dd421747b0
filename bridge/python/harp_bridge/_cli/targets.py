# SPDX-License-Identifier: MIT
"""Where results go: beside the inputs, into a folder, to a file, to standard output. Nothing is overwritten unasked."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from .._endpoints.description import Description
from .._result import Result
from .._saving import Part, parts_of, place, place_as, slug
from .._sound import wav
from .common import FileProblem
from .sources import STANDARD, Source

__all__ = ["Targets"]

_KNOWN_TAILS = {"labels": ".labels.json", "midi": ".mid", "text": ".txt", "json": ".json", "classes": ".classes.json"}


class Targets:
    """Names of the results of a command. `output` is what was typed behind -o; None: beside the inputs."""

    def __init__(self, output: str | None, *, force: bool, audio_only: bool, jobs: int) -> None:
        """Raises FileProblem before anything is sent."""
        self._force = force
        self._audio_only = audio_only
        self._inputs: list[Path] = []
        self._file: Path | None = None
        self._folder: Path | None = None
        self.standard = output is not None and Path(output) == STANDARD
        if output is None or self.standard:
            single = self.standard
        else:
            path = Path(output)
            folder = path.is_dir() or output.endswith(("/", os.sep))
            single = not folder
            if folder:
                self._folder = path
            else:
                self._file = _checked_file(path)
        if single and jobs > 1:
            raise FileProblem(f"{output}: {jobs} results do not go into one file. Choose a folder.")
        if self.standard and sys.stdout.isatty():
            raise FileProblem(
                "Audio is not written to a terminal. Choose a file, or send the output to another program."
            )

    def check(self, sources: Sequence[Source], description: Description | None) -> None:
        """Raises FileProblem when a file that would be written is in the way, as far as that can be known."""
        if self._folder is not None:
            _make(self._folder)
        if self.standard and description is not None and not any(each.kind == "audio" for each in description.outputs):
            raise FileProblem("This model returns no audio, and standard output takes nothing else. Choose a folder.")
        if self._file is None:
            return
        kinds = ["audio"] if description is None else [output.kind for output in description.outputs]
        audio = self._audio_files(max(kinds.count("audio"), 1))
        data = [self._file.with_suffix(tail) for kind, tail in _KNOWN_TAILS.items() if kinds.count(kind) == 1]
        for path in audio + ([] if self._audio_only else data):
            if not os.path.lexists(path):
                continue
            if self._is_input(path) or any(_same(path, source.path) for source in sources):
                raise FileProblem(f"{path} is the input; it is never overwritten. Choose another output.")
            if not self._force:
                raise FileProblem(f"{path} exists already. Choose another output, or add --force.")

    def protect(self, inputs: Iterable[Path]) -> None:
        """These files are read, and not overwritten whatever happens."""
        self._inputs += inputs

    def _is_input(self, path: Path) -> bool:
        return any(_same(path, given) for given in self._inputs)

    def write(self, source: Source | None, result: Result) -> list[Path]:
        """Writes everything and returns the names. Each file appears complete or not at all. Raises FileProblem."""
        parts = parts_of(result, audio_only=self._audio_only)
        try:
            if self.standard:
                return _to_standard_output(result)
            if self._file is not None:
                return self._to_file(parts, len(result.audio))
            folder = self._folder or (Path() if source is None or source.path == STANDARD else source.path.parent)
            folder.mkdir(exist_ok=True)
            return place(parts, folder, result_stem(source, result.description))
        except OSError as error:
            raise FileProblem(f"{error.filename or 'The result'} cannot be written: {error.strerror}") from None

    def left_out(self, result: Result) -> list[str]:
        """What is not written although the model returned it, in a whole sentence; none when nothing is left out."""
        if not self.standard:
            return []
        labels = [entry.label for entry in (*result.audio[1:], *(() if self._audio_only else result.data))]
        if not labels:
            return []
        return [
            f"Standard output takes the first sound alone. Not written: {', '.join(labels)}. Choose a folder for all."
        ]

    def _audio_files(self, count: int) -> list[Path]:
        assert self._file is not None
        first = self._file
        return [first, *(first.with_name(f"{first.stem}-{number}.wav") for number in range(2, count + 1))]

    def _to_file(self, parts: Sequence[Part], audio: int) -> list[Path]:
        assert self._file is not None
        names = self._audio_files(audio)
        targets = [
            names[position] if position < audio else self._file.with_name(self._file.stem + part.tail)
            for position, part in enumerate(parts)
        ]
        try:
            # What a result is called decides the server: no name that it comes to may be that of an input.
            may_replace = self._force and not any(self._is_input(target) for target in targets)
            place_as(parts, targets, replace=may_replace)
        except FileExistsError:
            # Made by somebody else in the meantime: the result is kept under the next free name.
            return place(parts, self._file.parent, self._file.stem)
        return targets


def _make(folder: Path) -> None:
    """Now, and not when the result is there and has nowhere to go."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise FileProblem(f"{folder} cannot be made: {error.strerror}") from None
    if not os.access(folder, os.W_OK):
        raise FileProblem(f"{folder} cannot be written to.")


def _same(path: Path, other: Path) -> bool:
    return path.exists() and other.exists() and path.samefile(other)


def result_stem(source: Source | None, description: Description) -> str:
    """The name of what a model made of a source: song-Pitch-Shift, and behind it the span."""
    model = slug(description.card.name) or "harp"
    if source is None:
        return model
    span = "" if source.span is None else f"-{source.span.name}"
    return f"{source.stem}-{model}{span}"


def _checked_file(path: Path) -> Path:
    if path.suffix.lower() != ".wav":
        raise FileProblem(f"{path}: results are written as .wav")
    if not path.parent.is_dir():
        raise FileProblem(f"{path.parent} is no folder.")
    return path


def _to_standard_output(result: Result) -> list[Path]:
    first = result.audio[0] if result.audio else None
    if first is None:
        raise FileProblem("The model returned no audio for standard output.")
    out = sys.stdout.buffer
    out.write(wav.header(first.frames, first.channels, round(first.rate)))
    for chunk in wav.chunks(first.samples):
        out.write(chunk)
    out.flush()
    return [STANDARD]

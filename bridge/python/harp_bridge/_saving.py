# SPDX-License-Identifier: MIT
"""Writes the outputs of a job as files. Nothing that exists is ever overwritten, and no file appears half written."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ._result import AudioResult, ClassesResult, DataResult, FileResult, LabelsResult, Result, TextResult
from ._sound import wav
from ._sound.audio import FloatArray

__all__ = ["Part", "parts_of", "place", "place_as", "save", "slug", "write_wav"]

_MOST_NUMBERS = 100_000


@dataclass(frozen=True)
class Part:
    """One file to be: `tail` comes behind the name, "-vocals.wav" for example."""

    tail: str
    output: str
    """Id of the output that it holds."""
    write: Callable[[Path], None]
    """Writes a file that does not exist yet."""


def save(result: Result, folder: str | os.PathLike[str], name: str = "result") -> list[Path]:
    """Writes every output of `result` into `folder`, and returns the files in the order of the outputs.

    Audio becomes `name.wav` (float32: nothing is clipped or rounded; several outputs `name-vocals.wav`, ...), labels
    `name.labels.json`, MIDI `name.mid`, text `name.txt`, classes and other data `name.classes.json` and `name.json`.
    When one of these exists already, all of them get the next free number: `name-2.wav`, ... Raises OSError.
    """
    return place(parts_of(result), Path(folder), slug(name) or "result")


def parts_of(result: Result, *, audio_only: bool = False) -> list[Part]:
    """The files that hold the outputs of a job, audio first; their tails are all different."""
    entries: list[AudioResult | DataResult] = [*result.audio] if audio_only else [*result.audio, *result.data]
    endings = [_ending(entry) for entry in entries]
    parts: list[Part] = []
    taken: set[str] = set()
    for entry, ending in zip(entries, endings, strict=True):
        label = f"-{slug(entry.label) or 'output'}" if endings.count(ending) > 1 else ""
        tail, number = label + ending, 2
        while tail.lower() in taken:
            tail, number = f"{label}-{number}{ending}", number + 1
        taken.add(tail.lower())
        parts.append(Part(tail, entry.output, _writer(entry)))
    return parts


def place(parts: Sequence[Part], folder: Path, name: str) -> list[Path]:
    """Writes all parts under `name`, or under the first number for which none of them exists. Raises OSError."""
    for number in range(1, _MOST_NUMBERS):
        stem = name if number == 1 else f"{name}-{number}"
        targets = [folder / (stem + part.tail) for part in parts]
        if any(os.path.lexists(target) for target in targets):
            continue
        try:
            place_as(parts, targets)
        except FileExistsError:
            continue  # somebody made one of them in the meantime
        return targets
    raise FileExistsError(f"{folder / name}: every number is taken")


def place_as(parts: Sequence[Part], targets: Sequence[Path], *, replace: bool = False) -> None:
    """Writes each part to its target: all of them, or none.

    Raises FileExistsError when a target exists (with `replace` it is replaced), and other kinds of OSError.
    """
    drafts = [target.with_name(f".harp-{secrets.token_hex(8)}.part") for target in targets]
    made: list[Path] = []
    try:
        for part, draft in zip(parts, drafts, strict=True):
            part.write(draft)
        for draft, target in zip(drafts, targets, strict=True):
            if replace:
                draft.replace(target)
            else:
                _appear(draft, target)
                made.append(target)
    except BaseException:
        for target in made:
            with contextlib.suppress(OSError):
                target.unlink()
        raise
    finally:
        for draft in drafts:
            with contextlib.suppress(OSError):
                draft.unlink()


def _appear(draft: Path, target: Path) -> None:
    try:
        os.link(draft, target)  # fails when the target exists, whoever made it
    except FileExistsError:
        raise
    except OSError:
        # A file system without links: the name is claimed first, and then replaced by what is complete.
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        draft.replace(target)


def slug(text: str) -> str:
    """A piece of a file name made of any text: letters, digits, dots and dashes; empty when nothing is left of it."""
    return re.sub(r"[^\w.]+", "-", text.replace("_", " "))[:60].strip("-. ")


def _ending(entry: AudioResult | DataResult) -> str:
    if isinstance(entry, AudioResult):
        return ".wav"
    if isinstance(entry, FileResult):
        return Path(entry.name).suffix or ".bin"
    if isinstance(entry, TextResult):
        return ".txt"
    return {"labels": ".labels.json", "classes": ".classes.json"}.get(entry.kind, ".json")


def _writer(entry: AudioResult | DataResult) -> Callable[[Path], None]:
    if isinstance(entry, AudioResult):
        return lambda path: write_wav(path, entry.samples, round(entry.rate))
    if isinstance(entry, FileResult):
        return lambda path: _write(path, entry.content)
    if isinstance(entry, TextResult):
        return lambda path: _write(path, (entry.text.rstrip("\n") + "\n").encode())
    return lambda path: _write(path, (json.dumps(_content(entry), ensure_ascii=False, indent=2) + "\n").encode())


def _content(entry: DataResult) -> object:
    document = entry.to_json()
    if isinstance(entry, (LabelsResult, ClassesResult)):
        return document
    return document.get("value", document)


def write_wav(path: Path, samples: FloatArray, rate: int) -> None:
    """Float32 WAV: nothing is clipped or rounded. `samples` is shaped (frames, channels). Raises FileExistsError."""
    with path.open("xb") as file:
        file.write(wav.header(samples.shape[0], samples.shape[1], rate))
        for chunk in wav.chunks(samples):
            file.write(chunk)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)

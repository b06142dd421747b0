# SPDX-License-Identifier: MIT
"""What is processed: files, the files of folders, standard input, and spans of them."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from .._errors import HarpError, fail
from .._sound.audio import Audio
from .spans import Span

__all__ = ["STANDARD", "Source", "find_sources", "is_audio", "read_file"]

#: Standard input, or standard output.
STANDARD = Path("-")

_ENDINGS = {f".{name.lower()}" for name in soundfile.available_formats()} | {".aif", ".oga", ".opus", ".wave"}


@dataclass(frozen=True)
class Source:
    """One job's audio: a file, or a span of it. `problem` says why it cannot be read."""

    path: Path
    span: Span | None = None
    seconds: float = 0.0
    from_folder: bool = False
    content: bytes | None = None
    """What came through standard input."""
    problem: HarpError | None = None

    @property
    def shown(self) -> str:
        """For a person: the name of the file, and the span."""
        name = "standard input" if self.path == STANDARD else str(self.path)
        return name if self.span is None else f"{name} [{self.span.name}]"

    @property
    def stem(self) -> str:
        """The name of the file without its ending."""
        return "input" if self.path == STANDARD else self.path.stem

    def read(self) -> Audio:
        """The samples of the span alone. Raises region_unreadable, region_empty."""
        return read_file(self.path if self.content is None else io.BytesIO(self.content), self.span, self.shown)


def find_sources(given: Sequence[Path], spans: Sequence[Span]) -> list[Source]:
    """One for each file (folders stand for the audio files in them, without those in folders below) and each span.

    Raises region_unreadable when a folder has no audio file.
    """
    sources: list[Source] = []
    for path in given:
        inside = _files_of(path) if path.is_dir() else [path]
        content = sys.stdin.buffer.read() if path == STANDARD else None
        for file in inside:
            for span in spans or [None]:  # type: ignore[list-item]
                sources.append(_looked_at(Source(file, span, 0.0, path.is_dir(), content)))
    return sources


def is_audio(path: Path) -> bool:
    """Judged by its name alone."""
    return path.suffix.lower() in _ENDINGS


def _files_of(folder: Path) -> list[Path]:
    found = [
        path for path in sorted(folder.iterdir()) if path.is_file() and is_audio(path) and not path.name.startswith(".")
    ]
    if not found:
        raise fail("region_unreadable", detail=f"{folder} holds no audio file")
    return found


def _looked_at(source: Source) -> Source:
    try:
        file = source.path if source.content is None else io.BytesIO(source.content)
        with _opened(file, source.shown) as sound:
            first, behind = _frames(sound, source.span, source.shown)
            seconds = (behind - first) / sound.samplerate
            return Source(source.path, source.span, seconds, source.from_folder, source.content)
    except HarpError as error:
        return Source(source.path, source.span, 0.0, source.from_folder, None, error)


def read_file(file: Path | io.BytesIO, span: Span | None, shown: str) -> Audio:
    """A file, or a span of it, as float32. Raises region_unreadable, region_empty."""
    with _opened(file, shown) as sound:
        first, behind = _frames(sound, span, shown)
        try:
            if first:
                sound.seek(first)
            samples = sound.read(behind - first, dtype="float32", always_2d=True)
        except (soundfile.SoundFileError, OSError, ValueError) as error:
            raise fail("region_unreadable", detail=f"{shown}: {error}") from None
        if len(samples) == 0:
            raise fail("region_empty", detail=shown)
        return Audio(np.asarray(samples, np.float32), float(sound.samplerate))


def _opened(file: Path | io.BytesIO, shown: str) -> soundfile.SoundFile:
    try:
        return soundfile.SoundFile(file)
    except (soundfile.SoundFileError, OSError, ValueError, TypeError) as error:
        raise fail("region_unreadable", detail=f"{shown}: {error}") from None


def _frames(sound: soundfile.SoundFile, span: Span | None, shown: str) -> tuple[int, int]:
    if sound.frames == 0:
        raise fail("region_empty", detail=shown)
    return (0, sound.frames) if span is None else span.frames(sound.samplerate, sound.frames)

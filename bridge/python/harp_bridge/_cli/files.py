# SPDX-License-Identifier: MIT
"""The files of the command line: read one, plan where results go, write without ever overwriting by surprise."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from pathlib import Path

import soundfile

from .._errors import fail
from .._result import AudioResult, DataResult
from .._sound import wav
from .._sound.audio import Audio, FloatArray

__all__ = ["FileProblem", "Plan", "read_audio", "write_json", "write_wav"]


class FileProblem(Exception):
    """A file cannot be read or written; the text is a sentence."""


def read_audio(path: Path) -> Audio:
    """A whole file as float32. Raises region_unreadable, region_empty."""
    try:
        samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError, ValueError) as error:
        raise fail("region_unreadable", detail=f"{path}: {error}") from None
    if len(samples) == 0:
        raise fail("region_empty", detail=str(path))
    return Audio(samples, float(rate))


class Plan:
    """Names of the results: out.wav, out-2.wav, ..., and out.labels.json. Checked before anything is sent."""

    def __init__(self, output: Path, source: Path | None, force: bool, labels: bool) -> None:
        if output.suffix.lower() != ".wav":
            raise FileProblem(f"{output}: results are written as .wav")
        if not output.parent.is_dir():
            raise FileProblem(f"{output.parent} is no folder.")
        self._output = output
        self._source = source
        self._force = force
        self.labels = output.with_suffix(".labels.json") if labels else None

    def audio(self, number: int) -> Path:
        """The file of the audio output `number`, counted from 0."""
        return self._output if number == 0 else self._output.with_name(f"{self._output.stem}-{number + 1}.wav")

    def check(self, outputs: int) -> None:
        """Raises FileProblem when a file is in the way."""
        for path in [self.audio(number) for number in range(max(outputs, 1))] + [self.labels]:
            if path is None or not path.exists():
                continue
            if self._source is not None and self._source.exists() and path.samefile(self._source):
                raise FileProblem(f"{path} is the input; it is never overwritten. Choose another output.")
            if not self._force:
                raise FileProblem(f"{path} exists already. Choose another output, or add --force.")

    def write(self, results: list[AudioResult], data: list[DataResult]) -> list[Path]:
        """Writes everything and returns the names. Each file appears complete or not at all."""
        written = []
        for number, result in enumerate(results):
            written.append(self.audio(number))
            self._place(written[-1], result)
        if self.labels is not None:
            written.append(self.labels)
            self._place(self.labels, data)
        return written

    def _place(self, target: Path, content: AudioResult | list[DataResult]) -> None:
        draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
        try:
            if isinstance(content, AudioResult):
                write_wav(draft, content.samples, round(content.rate))
            else:
                write_json(draft, [entry.to_json() for entry in content])
            if self._force:
                draft.replace(target)
            else:
                os.link(draft, target)  # fails when somebody made that file in the meantime
        except OSError as error:
            raise FileProblem(f"{target} cannot be written: {error.strerror}") from None
        finally:
            with contextlib.suppress(OSError):
                draft.unlink()


def write_wav(path: Path, samples: FloatArray, rate: int) -> None:
    """Float32 WAV: nothing is clipped or rounded. `samples` is shaped (frames, channels)."""
    with path.open("xb") as file:
        file.write(wav.header(samples.shape[0], samples.shape[1], rate))
        for chunk in wav.chunks(samples):
            file.write(chunk)


def write_json(path: Path, content: object) -> None:
    with path.open("x", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, indent=2)
        file.write("\n")

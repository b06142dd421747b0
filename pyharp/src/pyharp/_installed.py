# SPDX-License-Identifier: MIT
"""The libraries whose objects the published pyharp handed out, where an app has them: audiotools and symusic.

pyharp needs neither, and installs neither. An app that has one of them goes on to get its objects.
"""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from types import ModuleType
from typing import Any

__all__ = ["import_published", "installed", "published_reading", "published_signal"]


def installed(name: str, wanted: str) -> ModuleType | None:
    """The module of that name; None where it is not installed, cannot be imported, or is another one of this name.

    Args:
        name: of the module.
        wanted: a name that it must have.
    """
    module = _imported(name)
    return module if module is not None and hasattr(module, wanted) else None


@lru_cache
def _imported(name: str) -> ModuleType | None:
    try:
        # One that another thread is importing is waited for.
        return importlib.import_module(name) if sys.modules.get(name) or find_spec(name) else None
    except Exception as error:  # whatever such a library raises while it is imported
        warnings.warn(
            f"{name} is installed but cannot be imported ({type(error).__name__}: {error}), so pyharp uses objects of "
            "its own instead.",
            stacklevel=2,
        )
        return None


def import_published(inputs: Iterable[dict[str, Any]]) -> None:
    """Import what reading these inputs needs, which may take seconds, before a job has to wait for it.

    Args:
        inputs: their descriptions.
    """
    kinds = {entry["type"] for entry in inputs}
    if "audio_track" in kinds:
        installed("audiotools", "AudioSignal")
    if "midi_track" in kinds:
        installed("symusic", "Score")


def published_signal(samples: Any, rate: int, path: str) -> Any:
    """A signal of audiotools with these samples, None where audiotools is not installed.

    Args:
        samples: float32, shape (frames, channels).
        rate: in hertz.
        path: of the file that was read.
    """
    audiotools = installed("audiotools", "AudioSignal")
    if audiotools is None:
        return None
    signal = _signal_class(audiotools.AudioSignal)(_tensor(samples), rate)
    signal.path_to_file = path
    return signal


def published_reading(path: str) -> Any:
    """What audiotools makes of a file that libsndfile cannot read, such as M4A; None where it cannot either."""
    audiotools = installed("audiotools", "AudioSignal")
    try:
        return None if audiotools is None else _signal_class(audiotools.AudioSignal)(path)
    except Exception:  # of whichever of its decoders was the last to try
        return None


def _tensor(samples: Any) -> Any:
    return importlib.import_module("torch").from_numpy(samples.T.copy()[None])


@lru_cache
def _signal_class(base: Any) -> Any:
    """Their class, which can also be taken apart like ours: `samples, rate = load_audio(path)`.

    So a loop over it gives these two and not, as theirs does by `__getitem__`, one signal for each sound of a batch.
    """

    def apart(self: Any) -> Any:
        from ._sound import current

        return iter(current(self))

    def reduce(self: Any, protocol: int) -> Any:  # pickle does not find a class that was made here
        return _revived, (vars(self).copy(),)

    class Meta(type(base)):  # type: ignore[misc]
        def __instancecheck__(cls, thing: Any) -> bool:  # audiotools asks whether others are of the class of `self`
            return isinstance(thing, base)

    ours = {"__iter__": apart, "rate": property(lambda self: int(self.sample_rate)), "__reduce_ex__": reduce}
    return Meta(base.__name__, (base,), {**ours, "__module__": base.__module__})


def _revived(state: dict[str, Any]) -> Any:
    audiotools = importlib.import_module("audiotools")
    kind = _signal_class(audiotools.AudioSignal)
    signal = kind.__new__(kind)
    vars(signal).update(state)
    return signal

# SPDX-License-Identifier: MIT
"""Arguments on their way to the child process: what Gradio injects is bound to the server and made anew there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from ._child_wire import plain

__all__ = ["JobNote", "pack_values", "unpack_values", "untransferable"]


@dataclass(frozen=True)
class JobNote:
    """What the child must know of a job.

    Attributes:
        job: its id, which names the folder of its results.
        event: Gradio's event, None outside of a queue.
        client, session: see `Job`.
        seconds_left: until its timeout.
    """

    job: str
    event: str | None
    client: str
    session: str
    seconds_left: float | None


@dataclass(frozen=True)
class _Request:
    username: str | None
    session_hash: str | None
    fields: dict[str, Any]


@dataclass(frozen=True)
class _Progress:
    track_tqdm: bool


def pack_values(args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Replace requests and progress trackers by what they can be made from again."""
    return tuple(_packed(arg) for arg in args)


def unpack_values(values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The opposite of `pack_values`."""
    return tuple(_unpacked(value) for value in values)


def untransferable(what: str, error: BaseException) -> str:
    """The sentence for something that does not survive the way between the processes.

    Args:
        what: a sentence without its full stop.
        error: of pickle.
    """
    reason = f"{type(error).__name__}: {plain(error)}" if plain(error) else type(error).__name__
    return (
        f"{what} ({reason}). Tell its author: what goes in and out must be paths of files, numbers, text, arrays or "
        "lists of labels."
    )


def _packed(arg: Any) -> Any:
    if isinstance(arg, gr.Progress):
        return _Progress(bool(getattr(arg, "track_tqdm", False)))
    if not isinstance(arg, gr.Request):
        return arg
    fields: dict[str, Any] = {}
    for name in ("headers", "query_params", "cookies", "path_params"):
        fields[name] = {str(key): str(value) for key, value in dict(getattr(arg, name, None) or {}).items()}
    client = getattr(arg, "client", None)
    fields["client"] = {"host": getattr(client, "host", None), "port": getattr(client, "port", None)}
    fields["url"] = str(getattr(arg, "url", ""))
    return _Request(arg.username, arg.session_hash, fields)


def _unpacked(value: Any) -> Any:
    if isinstance(value, _Progress):
        return gr.Progress(track_tqdm=value.track_tqdm)
    if isinstance(value, _Request):
        return gr.Request(username=value.username, session_hash=value.session_hash, **value.fields)
    return value

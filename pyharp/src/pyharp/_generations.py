# SPDX-License-Identifier: MIT
"""What each generation of HARP is told about one endpoint (tests/contract/PROTOCOL.md, section 1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ._card import ModelCard
from ._components import Description
from ._tags import media_tags

__all__ = ["MINOR", "PROTOCOL", "ctrls_of", "for_harp_3", "full_document", "harp_3_document", "wav2wav_document"]

PROTOCOL = 1
MINOR = 0

#: Type of an input -> its name in generations 0.1 and 0.2.
_CTRL_TYPES = {
    "audio_track": "audio_in",
    "midi_track": "midi_in",
    "slider": "slider",
    "number_box": "number_box",
    "text_box": "text",
    "toggle": "toggle",
    "dropdown": "dropdown",
}
#: The fields that generation 0.3 knows.
_FIELDS = ("label", "info", "required", "choices", "minimum", "maximum", "step", "value", "type")


def full_document(
    card: ModelCard, inputs: Sequence[Description], outputs: Sequence[Description], version: str
) -> Description:
    """The reply of `/harp_controls`: everything."""
    return {
        "protocol": PROTOCOL,
        "minor": MINOR,
        "pyharp": version,
        "process": "harp_process",
        "card": card.to_full_dict(),
        "inputs": list(inputs),
        "outputs": list(outputs),
    }


def for_harp_3(entry: Description) -> Description | None:
    """An input or output as HARP 3.0.1 can take it, None when it cannot."""
    if entry.get("hidden") or entry.get("multiselect") or entry["type"] not in (*_CTRL_TYPES, "json"):
        return None
    left_out = {"json": {"required"}, "number_box": {"step"}}.get(entry["type"], set())
    return {key: entry[key] for key in _FIELDS if key in entry and key not in left_out}


def harp_3_document(card: ModelCard, inputs: Sequence[Description], outputs: Sequence[Description]) -> Description:
    """The reply of `/controls`: nothing that HARP 3.0.1 cannot show; with `ctrls` where generation 0.2 can use it.

    Args:
        inputs, outputs: as in `/harp_controls`.
    """
    shown = [plain for plain in map(for_harp_3, inputs) if plain]
    given = [
        {**plain, "required": True} if "required" in plain else plain for plain in map(for_harp_3, outputs) if plain
    ]
    described = card.to_dict() | {"tags": card.all_tags(media_tags(inputs, outputs))}
    unmet = missing_for_harp_3(inputs)
    if unmet:
        described["description"] = f"{card.description} (Needs a newer HARP, which can send {unmet}.)".strip()
    document: Description = {"card": described, "inputs": shown, "outputs": given}
    ctrls = ctrls_of(inputs, outputs)
    if ctrls is not None and _track_first(ctrls):  # where generation 0.2 takes it for granted
        described |= _midi_flags(inputs, outputs)
        document["ctrls"] = ctrls
    return document


def missing_for_harp_3(inputs: Sequence[Description]) -> str:
    """Names of required inputs that HARP 3.0.1 has no way to send; empty when there are none."""
    names = [entry["label"] for entry in inputs if entry["type"] == "generic_file" and entry["required"]]
    return " and ".join(f'"{name}"' for name in names)


def ctrls_of(inputs: Sequence[Description], outputs: Sequence[Description]) -> list[Description] | None:
    """The controls as generations 0.1 and 0.2 write them, None when those cannot use the endpoint.

    They know one track, and one track as first output.
    """
    tracks = [entry for entry in inputs if entry["type"] in ("audio_track", "midi_track")]
    if len(tracks) != 1 or missing_for_harp_3(inputs):
        return None
    results = [entry["type"] for entry in outputs if for_harp_3(entry)]
    if not results or results[0] not in ("audio_track", "midi_track"):
        return None
    return [_ctrl(plain) for plain in map(for_harp_3, inputs) if plain]


def wav2wav_document(
    card: ModelCard, inputs: Sequence[Description], outputs: Sequence[Description]
) -> Description | None:
    """The reply of `/wav2wav-ctrls`, None when generation 0.1 cannot use the endpoint."""
    ctrls = ctrls_of(inputs, outputs)
    if ctrls is None:
        return None
    described = card.to_dict() | {"tags": card.all_tags(media_tags(inputs, outputs))}
    flags = _midi_flags(inputs, outputs)
    if _track_first(ctrls):
        described |= flags
    elif True in flags.values():  # only the versions without MIDI, which do not know the flags, look for the track
        return None
    return {"card": described, "ctrls": ctrls}


def _track_first(ctrls: Sequence[Description]) -> bool:
    return ctrls[0]["ctrl_type"] in ("audio_in", "midi_in")


def _ctrl(plain: Description) -> Description:
    fields = {key: value for key, value in plain.items() if key not in ("info", "required", "type")}
    return {**fields, "ctrl_type": _CTRL_TYPES[plain["type"]]}


def _midi_flags(inputs: Sequence[Description], outputs: Sequence[Description]) -> dict[str, Any]:
    first = next(entry["type"] for entry in outputs if for_harp_3(entry))
    return {"midi_in": any(entry["type"] == "midi_track" for entry in inputs), "midi_out": first == "midi_track"}

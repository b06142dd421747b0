# SPDX-License-Identifier: MIT
"""What each generation of HARP would see of an app, by the rules that those programs follow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .description import INPUTS_0_3
from .findings import Finding

__all__ = ["Seen", "seen_by_each"]

#: Faults that keep HARP 3.0.1 from loading or running an app that describes itself.
_STOPS_3 = {
    "tags_not_list", "card_missing", "description_shape", "choices_wrong", "type_unknown", "labels_shape", "label_type",
    "result_null", "input_order", "input_count", "output_count", "job_failed", "file_elsewhere", "file_missing",
    "harp3_controls", "harp3_cancel", "harp3_process",
}  # fmt: skip

#: Faults that leave the app usable for this HARP.
_TOLERATED = {
    "tags_not_list", "clipped", "cancel_ignored", "cancel_blocks", "harp3_controls", "harp3_cancel", "harp3_process"
}  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """One client: its name, whether it can use the app, what it shows, and what is in the way."""

    client: str
    usable: bool
    shows: str
    reason: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"client": self.client, "usable": self.usable, "shows": self.shows, "reason": self.reason}


def seen_by_each(
    names: set[str],
    version: str,
    described: Mapping[str, Any],
    findings: Sequence[Finding],
) -> list[Seen]:
    """From the oldest to ours.

    Args:
        names: API names of the app.
        version: of Gradio.
        described: API name -> answer of `wav2wav-ctrls`, `controls`, `harp_controls`, as far as they answered.
        findings: what was found so far.
    """
    return [
        _first(names, described.get("wav2wav-ctrls")),
        _second(names, described.get("controls")),
        _third(names, version, described.get("controls"), findings),
        _ours(names, described, findings),
    ]


def _first(names: set[str], answer: Any) -> Seen:
    client = "HARP 0.x and 1.x"
    if "wav2wav-ctrls" not in names or "wav2wav" not in names:
        return Seen(client, False, "", "needs the API names wav2wav-ctrls and wav2wav, for one audio input")
    if not isinstance(answer, dict) or not isinstance(answer.get("ctrls"), list):
        return Seen(client, False, "", "/wav2wav-ctrls does not answer with ctrls")
    return Seen(client, True, _counted(answer["ctrls"], "ctrl_type"))


def _second(names: set[str], answer: Any) -> Seen:
    client = "HARP 2.x"
    if not {"controls", "process"} <= names:
        return Seen(client, False, "", "needs the API names controls and process")
    if not isinstance(answer, dict) or not isinstance(answer.get("ctrls"), list):
        return Seen(client, False, "", "/controls has no ctrls, which only apps with one audio or MIDI input can have")
    return Seen(client, True, _counted(answer["ctrls"], "ctrl_type"))


def _third(names: set[str], version: str, answer: Any, findings: Sequence[Finding]) -> Seen:
    client = "HARP 3.0.1"
    missing = sorted({"controls", "process", "cancel"} - names)
    if missing:
        return Seen(client, False, "", "has no API function " + ", ".join(missing))
    if version.split(".")[0].isdigit() and int(version.split(".")[0]) < 5:
        return Seen(client, False, "", f"speaks to Gradio 5 and newer only, and this is {version}")
    inputs = answer.get("inputs") if isinstance(answer, dict) else None
    if not isinstance(inputs, list) or not isinstance(answer.get("outputs"), list):
        return Seen(client, False, "", "/controls does not answer with inputs and outputs")
    stopping = [finding for finding in findings if finding.level == "fault" and finding.code in _STOPS_3]
    if stopping:
        return Seen(client, False, "", stopping[0].what)
    drawn = [entry for entry in inputs if entry.get("type") in INPUTS_0_3]
    hidden = sum(entry.get("type") == "number_box" for entry in drawn)
    reason = f"does not draw {_plural(hidden, 'number box')}, and sends the default" if hidden else ""
    return Seen(client, True, _counted([entry for entry in drawn if entry.get("type") != "number_box"], "type"), reason)


def _ours(names: set[str], described: Mapping[str, Any], findings: Sequence[Finding]) -> Seen:
    client = "this HARP"
    for name in ("harp_controls", "controls"):
        answer = described.get(name)
        if name in names and isinstance(answer, dict) and isinstance(answer.get("inputs"), list):
            broken = [finding for finding in findings if finding.level == "fault" and finding.code not in _TOLERATED]
            shown = [entry for entry in answer["inputs"] if not entry.get("hidden")]
            return Seen(client, not broken, _counted(shown, "type"), broken[0].what if broken else "")
    return Seen(client, False, "", "finds no description; it may offer the app as a plain Gradio app")


def _counted(entries: Sequence[Mapping[str, Any]], key: str) -> str:
    kinds = Counter(str(entry.get(key)).replace("_", " ") for entry in entries)
    return ", ".join(_plural(count, kind) for kind, count in kinds.items()) or "no inputs"


def _plural(count: int, word: str) -> str:
    ending = "es" if word.endswith("x") else "s"
    return f"{count} {word}{'' if count == 1 else ending}"

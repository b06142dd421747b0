# SPDX-License-Identifier: MIT
"""The description against what the process function of the Gradio app really takes and returns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .findings import Finding, fault

__all__ = ["order_findings"]

#: Described type -> the Gradio components that can stand behind it.
_COMPONENTS = {
    "audio_track": {"audio", "file", "uploadbutton"},
    "midi_track": {"file", "uploadbutton"},
    "generic_file": {"file", "uploadbutton", "image", "video", "audio"},
    "slider": {"slider"},
    "number_box": {"number"},
    "text_box": {"textbox", "textarea", "code", "markdown", "colorpicker"},
    "toggle": {"checkbox"},
    "dropdown": {"dropdown", "radio", "checkboxgroup"},
    "json": {"json"},
    "text": {"textbox", "markdown", "label", "html", "code"},
}

Entry = dict[str, Any]


def order_findings(
    process: str, inputs: Sequence[Entry], outputs: Sequence[Entry], taken: Sequence[Entry], given: Sequence[Entry]
) -> list[Finding]:
    """Faults in number, kind and order.

    Args:
        process: API name of the process function.
        inputs, outputs: as described.
        taken, given: Gradio's components of the process function, in their order.
    """
    return _compared(process, "input", inputs, taken) + _compared(process, "output", outputs, given)


def _compared(process: str, role: str, described: Sequence[Entry], real: Sequence[Entry]) -> list[Finding]:
    if len(described) != len(real):
        return [
            fault(
                f"{role}_count",
                f"{len(described)} {role}s are described, but the function /{process} has {len(real)}.",
                f"Describe exactly the {role}s of the function, in its order.",
            )
        ]
    found = []
    for position, (entry, component) in enumerate(zip(described, real, strict=True), 1):
        if not _fits(entry, component):
            found.append(
                fault(
                    f"{role}_order",
                    f"As {role} {position} the description has {entry.get('label')!r} ({entry.get('type')}), but "
                    f"/{process} has {_shown(component)} there.",
                    f"Describe the {role}s in the order of the function; build_endpoint does so by itself.",
                )
            )
    return found


def _fits(entry: Entry, component: Entry) -> bool:
    kind = str(component.get("type"))
    if kind not in _COMPONENTS.get(str(entry.get("type")), {kind}):
        return False
    label = (component.get("props") or {}).get("label")
    # Without a label of its own a component gets one from whoever describes it.
    return not label or kind in ("file", "audio", "json") or str(label) == str(entry.get("label"))


def _shown(component: Entry) -> str:
    label = (component.get("props") or {}).get("label")
    return f"{label!r} ({component.get('type')})" if label else f"a component of type {component.get('type')!r}"

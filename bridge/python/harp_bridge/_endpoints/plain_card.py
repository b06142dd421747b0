# SPDX-License-Identifier: MIT
"""A card for an app that has none: from its title, and from what stands on its page."""

from __future__ import annotations

import re
from typing import Final

from .._text import clean
from .config import App, Component
from .description import Card

__all__ = ["read_card"]

_NOT_A_TITLE: Final = ("", "gradio")
_TEXTS: Final = ("markdown", "html")
# How many texts of a page are looked at, and how much of each: the work on a stranger's text stays small.
_MOST_TEXTS = 4
_LONGEST = 4000
_LONGEST_NAME = 80


def read_card(app: App, label: str, several: bool) -> Card:
    """`label` names the function, which stands in the card's name when the app has `several`."""
    shown = [entry for entry in app.components.values() if _is_text(entry)][:_MOST_TEXTS]
    lines = [line for entry in shown for line in _lines(str(entry.props["value"]))]
    title = app.title.strip()
    if title.lower() in _NOT_A_TITLE:
        title = lines[0] if lines and len(lines[0]) <= _LONGEST_NAME else label
    if several and label and label not in title:
        title = f"{title}: {label}"
    said = app.description or "\n".join(line for line in lines if line not in (title, app.title.strip(), lines[0]))
    return Card(name=title, description=clean(said, 2000), author=app.space.partition("/")[0])


def _is_text(component: Component) -> bool:
    shown = component.props.get("visible", True) is True
    return shown and component.type in _TEXTS and isinstance(component.props.get("value"), str)


def _lines(text: str) -> list[str]:
    """What a person reads, without the mark-up."""
    text = text[:_LONGEST]
    text = re.sub(r"(?s)<(script|style)\b.*?(</\1|$)", " ", text)
    text = re.sub(r"</?(?:h\d|p|div|br|li|center)\b[^<>]*>", "\n", text)
    text = re.sub(r"<[^<>]*>", " ", text)
    text = re.sub(r"!?\[([^\[\]]*)\]\([^()\s]*\)", r"\1", text)
    lines = (" ".join(line.replace("**", "").lstrip("# ").split()) for line in text.splitlines())
    return [line for line in lines if line]

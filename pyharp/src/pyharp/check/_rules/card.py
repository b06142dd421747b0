# SPDX-License-Identifier: MIT
"""The model card of a description."""

from __future__ import annotations

import math
from typing import Any

from .findings import Finding, fault, warning

__all__ = ["card_findings"]

#: Further fields: name -> what they must be, in words, and the test for it.
_TEXTS = ("name", "description", "author")
_POSITIVE = ("sample_rate", "channels", "max_duration", "typical_duration", "expected_time")


def card_findings(card: Any) -> list[Finding]:
    """What is wrong with `card` as it came over the wire."""
    if not isinstance(card, dict):
        return [fault("card_missing", "The description has no card.", "Give build_endpoint a ModelCard.")]
    found = [_text(card, key) for key in _TEXTS]
    found += [_tags(card.get("tags"))]
    found += [_positive(key, card[key]) for key in _POSITIVE if card.get(key) is not None]
    found += [_links(card["links"])] if card.get("links") is not None else []
    if card.get("keeps_audio") is not None and not isinstance(card["keeps_audio"], bool):
        found.append(
            fault("card_field", f"The card's keeps_audio is {card['keeps_audio']!r}.", "Make it True or False.")
        )
    return [finding for finding in found if finding is not None]


def _text(card: dict[str, Any], key: str) -> Finding | None:
    value = card.get(key)
    if not isinstance(value, str):
        return fault("card_field", f"The card's {key} is {value!r} instead of a text.", f"Make {key} a string.")
    if not value.strip():
        if key == "name":
            return fault("card_field", "The card's name is empty.", "Give the model a name.")
        return warning("card_empty", f"The card's {key} is empty.", f"Fill in {key}: musicians choose a model by it.")
    return None


def _tags(tags: Any) -> Finding | None:
    if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags):
        return None
    return fault(
        "tags_not_list",
        f"The card's tags are {tags!r} instead of a list of texts. HARP 3.0.1 refuses to load such an app.",
        'Write the tags as a list, for example tags=["pitch", "voice"].',
    )


def _positive(key: str, value: Any) -> Finding | None:
    if not isinstance(value, bool) and isinstance(value, (int, float)) and math.isfinite(value) and value > 0:
        return None
    return fault("card_field", f"The card's {key} is {value!r}.", f"Make {key} a number above 0, or leave it out.")


def _links(links: Any) -> Finding | None:
    if isinstance(links, list) and all(isinstance(link, dict) and _is_web(link.get("url")) for link in links):
        return None
    return fault(
        "card_field",
        "The card's links are not a list of label and web address.",
        'Write them as {"label": "Paper", "url": "https://..."} each.',
    )


def _is_web(url: Any) -> bool:
    return isinstance(url, str) and url.startswith(("https://", "http://"))

# SPDX-License-Identifier: MIT
"""The tags, where apps for the published pyharp look for them; new ones import them from `pyharp`."""

from collections.abc import Iterable
from enum import Enum

from ._tags import Category, Channels, SampleRate, Subcategory, category_ids, category_tags, check_tag, tag_text

__all__ = ["Category", "Channels", "Modality", "SampleRate", "Subcategory", "Tag", "build_tags", "validate_tag"]

#: Whatever may stand among the tags of a card.
Tag = str | Category | Subcategory | SampleRate | Channels


class Modality(Enum):
    """Kinds of what goes in and comes out."""

    AUDIO = "audio"
    MIDI = "midi"
    TEXT = "text"
    FILE = "file"
    LABELS = "labels"


def validate_tag(tag: str) -> str:
    """The tag without spaces around it.

    Raises:
        ValueError: it is empty, or one that no HARP could place.
    """
    tag = str(tag).strip()
    if not tag:
        raise ValueError("A tag needs some text.")
    check_tag(tag)
    return tag


def build_tags(tags: Iterable[Tag] = (), inferred: Iterable[str] = ()) -> list[str]:
    """All tags of a card as text: categories, then what follows from the components, then the rest.

    Raises:
        TypeError, ValueError: a tag is none.
    """
    given = list(tags)
    placed = [tag for tag in given if isinstance(tag, (Category, Subcategory))]
    others = [validate_tag(tag_text(tag)) for tag in given if not isinstance(tag, (Category, Subcategory))]
    return list(dict.fromkeys([*category_tags(category_ids(placed)), *inferred, *others]))

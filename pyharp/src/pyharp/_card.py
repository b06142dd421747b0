# SPDX-License-Identifier: MIT
"""The model card: what a musician reads before using an endpoint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["ModelCard"]


@dataclass(frozen=True)
class ModelCard:
    """Who made a model and what it does.

    Attributes:
        name: shown as the title, never empty.
        description: one or two sentences about what happens to the sound.
        author: person, lab or paper.
        tags: short words to search by.

    Raises:
        TypeError: a field is of another type; the message names it.
        ValueError: the name is empty.
    """

    name: str
    description: str = ""
    author: str = ""
    tags: Sequence[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for key in ("name", "description", "author"):
            if not isinstance(getattr(self, key), str):
                raise TypeError(f"ModelCard: {key} must be a string, not {type(getattr(self, key)).__name__}.")
        if not self.name.strip():
            raise ValueError("ModelCard: give the model a name.")
        # A single string is a sequence of strings too, so one forgotten pair of brackets would become letters.
        if isinstance(self.tags, str) or not all(isinstance(tag, str) for tag in self.tags):
            raise TypeError('ModelCard: tags must be a list of strings, for example ["pitch", "voice"].')

    def to_dict(self) -> dict[str, object]:
        """The card as it goes over the wire."""
        return {
            "name": self.name,
            "description": self.description,
            "author": self.author,
            "tags": list(self.tags),
        }

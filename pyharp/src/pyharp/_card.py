# SPDX-License-Identifier: MIT
"""The model card: what a musician reads before using an endpoint."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from ._tags import Category, Channels, SampleRate, Subcategory, category_ids, category_tags, check_tag, tag_text

__all__ = ["ModelCard"]

Links = Mapping[str, str] | Sequence[str] | Sequence[Mapping[str, str]] | Sequence[tuple[str, str]]


@dataclass
class ModelCard:
    """Who made a model, what it does, and what a musician should know before sending audio.

    Attributes:
        name: shown as the title, never empty.
        description: one or two sentences about what happens to the sound.
        author: person, lab or paper.
        tags: short words to search by.
        midi_in, midi_out: only for the older call `build_endpoint(model_card, components, process_fn)`, which makes
            the input and the output itself: MIDI instead of audio.
        licence: of the model, as SPDX id ("MIT", "CC-BY-NC-4.0") or in words; empty when not said.
        links: paper, code, demo: `{"Paper": "https://..."}`, or pairs, or plain addresses.
        sample_rate: the rate that the model works at, in hertz; other audio is converted by the model.
        channels: how many channels the model works with.
        max_duration: seconds of audio that the model takes at most.
        typical_duration: seconds of audio for which the model is made.
        expected_time: seconds of work per second of audio.
        keeps_audio: whether audio stays on the server after the job; None when not said.
        categories: `Category` and `Subcategory`, or their ids ("separation", "stem-separation").

    Raises:
        TypeError: a field is of another type; the message names it.
        ValueError: the name is empty, a number is impossible, or a category or link is none.
    """

    name: str
    description: str = ""
    author: str = ""
    tags: Sequence[str | Category | Subcategory | SampleRate | Channels] = field(default_factory=list)
    midi_in: bool = False
    midi_out: bool = False
    _: KW_ONLY
    licence: str = ""
    links: Links = ()
    sample_rate: int | None = None
    channels: int | None = None
    max_duration: float | None = None
    typical_duration: float | None = None
    expected_time: float | None = None
    keeps_audio: bool | None = None
    categories: Sequence[str | Category | Subcategory] = ()

    def __post_init__(self) -> None:
        # The published pyharp took a card without author or description for one with empty ones.
        self.description, self.author = self.description or "", self.author or ""
        self.check()

    def check(self) -> None:
        """Refuse what cannot be; `build_endpoint` asks again, since fields may have been set in between.

        Raises:
            TypeError, ValueError: as when it was made.
        """
        for key in ("name", "description", "author", "licence"):
            if not isinstance(getattr(self, key), str):
                raise TypeError(f"ModelCard: {key} must be a string, not {type(getattr(self, key)).__name__}.")
        if not self.name.strip():
            raise ValueError("ModelCard: give the model a name.")
        for key in ("tags", "categories"):
            # A single string is a sequence of strings too, so one forgotten pair of brackets would become letters.
            if isinstance(getattr(self, key), str):
                raise TypeError(f'ModelCard: {key} must be a list of strings, for example ["pitch", "voice"].')
            if getattr(self, key) is None:
                raise TypeError(f"ModelCard: {key} must be a list; leave it out when there are none.")
        for tag in self.tags:
            check_tag(tag_text(tag))
        category_ids(self.categories)
        _links(self.links)
        for key, whole in (("sample_rate", True), ("channels", True), *((key, False) for key in _SECONDS)):
            _check_number(key, getattr(self, key), whole)
        if self.keeps_audio is not None and not isinstance(self.keeps_audio, bool):
            raise TypeError("ModelCard: keeps_audio is True, False, or left out.")

    def to_dict(self) -> dict[str, object]:
        """The four fields that every HARP reads, with the author's own tags."""
        return {
            "name": self.name,
            "description": self.description,
            "author": self.author,
            "tags": [tag_text(tag) for tag in self.tags],
        }

    def all_tags(self, media: Sequence[str] = ()) -> list[str]:
        """Every tag as a string: categories, what goes in and out, rate and channels, the author's own.

        Args:
            media: tags that follow from the components.
        """
        placed = [entry for entry in self.tags if isinstance(entry, (Category, Subcategory))]
        audio: list[object] = []
        if self.sample_rate is not None:
            audio.append(SampleRate(self.sample_rate))
        if self.channels is not None:
            audio.append(Channels(self.channels))
        tags = [*category_tags(category_ids([*self.categories, *placed])), *media, *map(tag_text, [*audio, *self.tags])]
        return list(dict.fromkeys(tags))

    def to_full_dict(self) -> dict[str, object]:
        """All fields for `/harp_controls`; what was not said is not there."""
        said: dict[str, Any] = {"licence": self.licence, "links": _links(self.links)}
        said |= {key: getattr(self, key) for key in ("sample_rate", "channels", *_SECONDS, "keeps_audio")}
        placed = [entry for entry in self.tags if isinstance(entry, (Category, Subcategory))]
        said["categories"] = category_ids([*self.categories, *placed])
        return self.to_dict() | {key: value for key, value in said.items() if value not in (None, "", [])}


_SECONDS = ("max_duration", "typical_duration", "expected_time")


def _check_number(key: str, value: object, whole: bool) -> None:
    if value is None:
        return
    kinds = (int,) if whole else (int, float)
    if isinstance(value, bool) or not isinstance(value, kinds):
        raise TypeError(f"ModelCard: {key} must be a {'whole ' if whole else ''}number, not {value!r}.")
    if not value > 0 or not math.isfinite(value):
        raise ValueError(f"ModelCard: {key} must be above 0, not {value!r}.")


def _links(links: Any) -> list[dict[str, str]]:
    if isinstance(links, str):
        raise TypeError('ModelCard: links must be a dict or a list, for example {"Paper": "https://..."}.')
    pairs = list(links.items()) if isinstance(links, Mapping) else [_pair(entry) for entry in links]
    for label, url in pairs:
        if not isinstance(label, str) or not isinstance(url, str) or not url.startswith(("https://", "http://")):
            raise ValueError(f"ModelCard: the link {url!r} must begin with https:// or http://.")
    return [{"label": label, "url": url} for label, url in pairs]


def _pair(entry: Any) -> tuple[Any, Any]:
    if isinstance(entry, Mapping):
        return entry.get("label", entry.get("url")), entry.get("url")
    if isinstance(entry, (tuple, list)) and len(entry) == 2:
        return entry[0], entry[1]
    return entry, entry

# SPDX-License-Identifier: MIT
"""Tags of a model: its place in the announced taxonomy, what goes in and out, and the author's own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

__all__ = ["Category", "Channels", "SampleRate", "Subcategory", "category_ids", "check_tag", "media_tags", "tag_text"]


class Category(Enum):
    """What a model is for; the value is its id in the taxonomy that HARP 3.1 announced."""

    GENERATION = "generation"
    SYNTHESIS = "synthesis"
    EFFECTS = "effects"
    ENHANCEMENT = "enhancement"
    PRODUCTION = "production"
    SEPARATION = "separation"
    ANALYSIS = "analysis"
    UTILITY = "utility"

    @property
    def tag(self) -> str:
        """As it stands among the tags of a card."""
        return f"category:{self.value}"


class Subcategory(Enum):
    """What a model does, more exactly; each belongs to one `Category`."""

    HOLISTIC = ("generation", "holistic")
    INFILLING = ("generation", "infilling")
    CONTINUATION = ("generation", "continuation")
    ACCOMPANIMENT = ("generation", "accompaniment")
    EDITING = ("generation", "editing")
    PERFORMANCE_RENDERING = ("synthesis", "performance-rendering")
    INSTRUMENT_SYNTHESIS = ("synthesis", "instrument-synthesis")
    SINGING_VOICE_SYNTHESIS = ("synthesis", "singing-voice-synthesis")
    TEXT_TO_SPEECH = ("synthesis", "text-to-speech")
    NEURAL_ANALOG_EFFECTS = ("effects", "neural-analog-effects")
    TIMBRE_TRANSFER = ("effects", "timbre-transfer")
    EFFECT_REMOVAL = ("effects", "effect-removal")
    DENOISING = ("enhancement", "denoising")
    DEREVERBERATION = ("enhancement", "dereverberation")
    BANDWIDTH_EXTENSION = ("enhancement", "bandwidth-extension")
    RESTORATION = ("enhancement", "restoration")
    AUTOMATIC_MIXING = ("production", "automatic-mixing")
    MIXING_STYLE_TRANSFER = ("production", "mixing-style-transfer")
    POST_PROCESSING = ("production", "post-processing")
    STEM_SEPARATION = ("separation", "stem-separation")
    TARGET_SOURCE_EXTRACTION = ("separation", "target-source-extraction")
    MUSIC_ANALYSIS = ("analysis", "music-analysis")
    SPEECH_ANALYSIS = ("analysis", "speech-analysis")
    GENERAL_AUDIO_ANALYSIS = ("analysis", "general-audio-analysis")

    @property
    def category(self) -> Category:
        return Category(self.value[0])

    @property
    def id(self) -> str:
        return self.value[1]

    @property
    def tag(self) -> str:
        """As it stands among the tags of a card."""
        return f"subcategory:{self.id}"


@dataclass(frozen=True)
class SampleRate:
    """A tag for the rate that a model works at, in hertz."""

    hz: int

    @property
    def tag(self) -> str:
        return f"sample-rate:{int(self.hz)}"


@dataclass(frozen=True)
class Channels:
    """A tag for the number of channels that a model works with."""

    count: int

    @property
    def tag(self) -> str:
        return f"channels:{ {1: 'mono', 2: 'stereo'}.get(self.count, self.count) }"


_PARENTS = {entry.id: entry.category.value for entry in Subcategory}
_CATEGORIES = {entry.value for entry in Category}
_EXTENSION_NAMES = {"wave": "wav", "aif": "aiff"}


def tag_text(tag: object) -> str:
    """One tag as a string.

    Raises:
        TypeError: it is neither a string nor one of the tags of this module.
    """
    if isinstance(tag, str):
        return tag
    if isinstance(tag, (Category, Subcategory, SampleRate, Channels)):
        return tag.tag
    raise TypeError('ModelCard: tags must be a list of strings, for example ["pitch", "voice"].')


def check_tag(tag: str) -> None:
    """Refuse a structured tag that no HARP could place.

    Raises:
        ValueError: the tag names a category that does not exist, or an input or output.
    """
    key, _, value = tag.partition(":")
    known: set[str] | None = {"category": _CATEGORIES, "subcategory": set(_PARENTS)}.get(key)
    if known is not None and value not in known:
        raise ValueError(f"ModelCard: there is no {key} {value!r}. There are: {', '.join(sorted(known))}.")
    if key in ("input", "output") and value:
        raise ValueError(f"ModelCard: leave the tag {tag!r} out, it follows from the components.")


def category_ids(chosen: Iterable[object]) -> list[str]:
    """Ids of categories and subcategories in the given order, each subcategory after its category, none twice.

    Args:
        chosen: `Category`, `Subcategory`, or their ids.

    Raises:
        ValueError: there is no such category; the message lists what there is.
    """
    ids: list[str] = []
    for entry in chosen:
        name = entry.value if isinstance(entry, Category) else entry.id if isinstance(entry, Subcategory) else entry
        if name in _PARENTS:
            ids += [_PARENTS[str(name)], str(name)]
        elif name in _CATEGORIES:
            ids.append(str(name))
        else:
            known = ", ".join([*sorted(_CATEGORIES), *sorted(_PARENTS)])
            raise ValueError(f"ModelCard: there is no category {name!r}. There are: {known}.")
    return list(dict.fromkeys(ids))


def category_tags(ids: Iterable[str]) -> list[str]:
    """The tags for ids of categories and subcategories."""
    return [f"{'sub' if name in _PARENTS else ''}category:{name}" for name in ids]


def media_tags(inputs: Sequence[dict[str, Any]], outputs: Sequence[dict[str, Any]]) -> list[str]:
    """What goes in and what comes out, from the descriptions of the components."""
    found = [_media_tag("input", entry) for entry in inputs] + [_media_tag("output", entry) for entry in outputs]
    return list(dict.fromkeys(tag for tag in found if tag))


def _media_tag(way: str, entry: dict[str, Any]) -> str:
    kind = entry["type"]
    if entry.get("hidden"):
        return ""
    if kind == "generic_file":
        names = [str(name).lstrip(".").lower() for name in entry.get("file_types", [])]
        formats = "|".join(dict.fromkeys(_EXTENSION_NAMES.get(name, name) for name in names))
        return f"{way}:file/{formats}" if formats else f"{way}:file"
    media = {"audio_track": "audio", "midi_track": "midi", "text_box": "text", "text": "text"}.get(kind)
    if media:
        return f"{way}:{media}"
    return "output:labels" if kind == "json" and way == "output" else ""

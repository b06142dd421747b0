# SPDX-License-Identifier: MIT
"""Lists of models (models.json): read from a file or fetched, checked entry by entry, searched.

Whoever hosts a list is a stranger: it is bounded in size, an entry that is not what it should be is left out with a
note, texts are plain, and addresses are such as a person could type. tests/contract/PROTOCOL.md has the format.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from urllib.parse import urlsplit

from ._errors import HarpError, fail
from ._json import Malformed, array, integer, loads, number, object_
from ._places.address import Address, parse_address
from ._settings import Settings
from ._text import clean
from ._transport.connections import Pool
from ._transport.link import Link

__all__ = [
    "INPUT_KINDS",
    "OUTPUT_KINDS",
    "Model",
    "ModelList",
    "NoModelList",
    "fetch_hosted_models",
    "fetch_models",
    "parse_models",
]

INPUT_KINDS = ("audio", "midi", "file", "text")
OUTPUT_KINDS = ("audio", "midi", "labels", "file", "text", "json", "classes")

VERSION = 1
LARGEST = 4 << 20
_MOST = 10_000
_MOST_NOTES = 20

_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ADDRESS = re.compile(r"[\x21-\x7e]+")
_MARKUP = re.compile(r"<[A-Za-z/!?]|&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]+);")


class NoModelList(Exception):
    """What should be a list of models cannot be read or is none; the text is a sentence."""


@dataclass(frozen=True)
class Model:
    """One entry, checked."""

    name: str
    address: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    description: str = ""
    author: str = ""
    licence: str = ""
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    """Label and address."""
    sample_rate: int | None = None
    channels: int | None = None
    max_duration: float | None = None
    typical_duration: float | None = None
    expected_time: float | None = None
    keeps_audio: bool | None = None

    def to_json(self) -> dict[str, object]:
        """As it stands in a list; what is not said is left out."""
        written: dict[str, object] = {}
        for entry in fields(self):
            value = getattr(self, entry.name)
            if value not in ("", (), None) or entry.name in ("inputs", "outputs"):
                written[entry.name] = list(value) if isinstance(value, tuple) else value
        if self.links:
            written["links"] = [{"label": label, "url": url} for label, url in self.links]
        return written

    def holds(self, words: Iterable[str]) -> bool:
        """Whether every word occurs somewhere in what is said of the model, in capitals or not."""
        parts = (self.name, self.description, self.author, self.address, *self.tags, *self.categories)
        text = "\n".join(parts).casefold()
        return all(word.casefold() in text for word in words)


@dataclass(frozen=True)
class ModelList:
    """A list of models. `notes` says which entries were left out, and why."""

    name: str
    description: str
    updated: str
    models: tuple[Model, ...]
    notes: tuple[str, ...] = ()

    def matching(self, words: Sequence[str] = (), inputs: Sequence[str] = (), outputs: Sequence[str] = ()) -> ModelList:
        """Those that hold all words and have all these kinds of inputs and outputs."""
        found = [
            model
            for model in self.models
            if model.holds(words) and set(inputs) <= set(model.inputs) and set(outputs) <= set(model.outputs)
        ]
        return replace(self, models=tuple(found))

    def to_json(self) -> dict[str, object]:
        return {
            "version": VERSION,
            "name": self.name,
            "description": self.description,
            "updated": self.updated,
            "models": [model.to_json() for model in self.models],
            "notes": list(self.notes),
        }


async def fetch_models(source: str, settings: Settings | None = None) -> ModelList:
    """Reads a list from a file, or fetches it over https (from this computer over http too).

    Raises NoModelList, and AddressError (address_invalid, host_unreachable, ...) when nothing answers.
    """
    if re.match(r"https?://", source, re.IGNORECASE):
        return await fetch_hosted_models(source, settings)
    try:
        return await parse_models(await asyncio.to_thread(_read, source))
    except Malformed as problem:
        raise NoModelList(f"{source} is no list of models: {problem}.") from None


async def fetch_hosted_models(address: str, settings: Settings | None = None) -> ModelList:
    """The same from an address alone, with or without its scheme: no file of this computer is ever opened."""
    try:
        return await parse_models(await _fetched(address, settings or Settings()))
    except Malformed as problem:
        raise NoModelList(f"{address} is no list of models: {problem}.") from None


async def parse_models(content: bytes) -> ModelList:
    """Raises Malformed when this is no list of models; entries that are wrong are left out with a note."""
    if len(content) > LARGEST:
        raise Malformed(f"it is larger than {LARGEST >> 20} MiB")
    document = object_(await loads(content), "it")
    version = integer(document.get("version"), "version")
    if not 1 <= version <= VERSION:
        raise Malformed(f"its version is {version}, and this HARP reads {VERSION}")
    models: list[Model] = []
    notes: list[str] = []
    seen: set[str] = set()
    for place, entry in enumerate(array(document.get("models"), "models", _MOST), 1):
        try:
            model = _model(object_(entry, "it"))
        except Malformed as problem:
            notes.append(f"Entry {place} was left out: {problem}.")
            continue
        if model.address in seen:
            notes.append(f"Entry {place} was left out: address is listed already.")
            continue
        seen.add(model.address)
        models.append(model)
    if len(notes) > _MOST_NOTES:
        notes = [*notes[:_MOST_NOTES], f"{len(notes) - _MOST_NOTES} more were left out."]
    updated = document.get("updated")
    return ModelList(
        _title(document.get("name"), 200),
        _title(document.get("description"), 2000),
        updated if isinstance(updated, str) and _DATE.fullmatch(updated) else "",
        tuple(models),
        tuple(notes),
    )


async def _fetched(source: str, settings: Settings) -> bytes:
    place = parse_address(source, settings)
    if not isinstance(place, Address):
        raise fail("address_invalid", detail="this is the page of a Space, not a list of models")
    if not (place.secure or place.local):
        raise fail("address_invalid", detail="a list of models is fetched over https only")
    parts = urlsplit(place.base)
    base, path = f"{parts.scheme}://{parts.netloc}", parts.path or "/"
    pool = Pool(settings)
    link = Link(pool, base, replace(settings, reply_limit=min(settings.reply_limit, LARGEST)))
    try:
        reply = await link.get(path)
    finally:
        await pool.aclose()
    if reply.status != 200:
        raise Malformed(f"the server answers {reply.status}")
    return reply.body


def _read(source: str) -> bytes:
    try:
        with Path(source).open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise NoModelList(f"{source} cannot be read: {getattr(error, 'strerror', None) or error}.") from None


def _model(entry: dict[str, object]) -> Model:
    return Model(
        name=_text(entry, "name", 200, needed=True),
        address=_address(entry.get("address")),
        inputs=_words(entry, "inputs", INPUT_KINDS),
        outputs=_words(entry, "outputs", OUTPUT_KINDS),
        description=_text(entry, "description", 2000),
        author=_text(entry, "author", 200),
        licence=_text(entry, "licence", 200),
        tags=tuple(_plain(tag, "tags", 64, needed=True) for tag in _list(entry, "tags", 32)),
        categories=tuple(_id(word) for word in _list(entry, "categories", 16)),
        links=tuple(_link(link) for link in _list(entry, "links", 16)),
        sample_rate=_whole(entry, "sample_rate"),
        channels=_whole(entry, "channels"),
        max_duration=_positive(entry, "max_duration"),
        typical_duration=_positive(entry, "typical_duration"),
        expected_time=_positive(entry, "expected_time"),
        keeps_audio=_truth(entry, "keeps_audio"),
    )


def _address(value: object) -> str:
    if not isinstance(value, str):
        raise Malformed("address is not a text")
    # It is shown as it stands: nothing in it may look like something else, or turn what is beside it around.
    if not _ADDRESS.fullmatch(value):
        raise Malformed("address holds characters that no address has")
    try:
        place = parse_address(value)
    except HarpError as error:
        raise Malformed(f"address is none that HARP takes ({error.detail})") from None
    if isinstance(place, Address) and (place.guessed or not (place.secure or place.local)):
        raise Malformed("address is neither user/space nor one that begins with https://")
    return value


def _link(value: object) -> tuple[str, str]:
    link = object_(value, "links")
    url = link.get("url")
    place = _address(url) if isinstance(url, str) and "://" in url else None
    if place is None:
        raise Malformed("links holds something that is no address of a page")
    return _plain(link.get("label"), "links", 200, needed=True), place


def _text(entry: dict[str, object], key: str, limit: int, needed: bool = False) -> str:
    return _plain(entry.get(key), key, limit, needed) if needed or key in entry else ""


def _plain(value: object, key: str, limit: int, needed: bool = False) -> str:
    if not isinstance(value, str) or len(value) > limit or (needed and not value.strip()):
        raise Malformed(f"{key} is not a text of at most {limit} characters")
    if _MARKUP.search(value) or clean(value, limit) != value or "\t" in value:
        raise Malformed(f"{key} is not plain text")
    return value


def _title(value: object, limit: int) -> str:
    try:
        return _plain(value, "name", limit)
    except Malformed:
        return ""


def _list(entry: dict[str, object], key: str, limit: int) -> list[object]:
    return array(entry[key], key, limit) if key in entry else []


def _words(entry: dict[str, object], key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    words = array(entry.get(key), key, 32)
    kinds = tuple(word for word in words if isinstance(word, str) and word in allowed)
    if len(kinds) != len(words):
        raise Malformed(f"{key} holds a kind that HARP does not know")
    return kinds


def _id(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise Malformed("categories holds something that is no id")
    return value


def _positive(entry: dict[str, object], key: str) -> float | None:
    if key not in entry:
        return None
    value = number(entry[key], key)
    if not 0 < value < 1e9:
        raise Malformed(f"{key} is not a number above 0")
    return value


def _whole(entry: dict[str, object], key: str) -> int | None:
    value = _positive(entry, key)
    if value is None or isinstance(value, int):
        return value
    raise Malformed(f"{key} is not a whole number")


def _truth(entry: dict[str, object], key: str) -> bool | None:
    if key not in entry:
        return None
    value = entry[key]
    if not isinstance(value, bool):
        raise Malformed(f"{key} is neither true nor false")
    return value

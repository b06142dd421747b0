# SPDX-License-Identifier: MIT
"""Names for files that a stranger sent: made here, from our own words and from what the content is."""

from __future__ import annotations

import re

from .._text import clean

__all__ = ["is_midi", "safe_name"]

_SIGNATURES = (
    (b"MThd", ".mid"),
    (b"fLaC", ".flac"),
    (b"OggS", ".ogg"),
    (b"ID3", ".mp3"),
    (b"\xff\xfb", ".mp3"),
    (b"\xff\xf3", ".mp3"),
    (b"%PDF-", ".pdf"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"PK\x03\x04", ".zip"),
    (b"\x1f\x8b", ".gz"),
    (b"\x93NUMPY", ".npy"),
)
# The kind of a RIFF or IFF file stands behind its length.
_CHUNKED = {b"WAVE": ".wav", b"AVI ": ".avi", b"WEBP": ".webp", b"AIFF": ".aiff", b"AIFC": ".aiff"}

# What a text may be called. Nothing that a double click would run.
_TEXTS = {".txt", ".csv", ".tsv", ".json", ".xml", ".musicxml", ".abc", ".lrc", ".srt", ".vtt", ".md", ".yaml", ".lab"}

_LOOKED_AT = 4096


def is_midi(content: bytes) -> bool:
    return content[:4] == b"MThd"


def safe_name(label: str, path: str, content: bytes) -> str:
    """`label` as a file name, with the ending of what `content` is; of `path` no more than a known harmless ending."""
    stem = re.sub(r"[^\w -]+", "", clean(label, 60)).strip(" -") or "file"
    return stem + _ending(path, content)


def _ending(path: str, content: bytes) -> str:
    if content[:4] in (b"RIFF", b"RF64", b"FORM"):
        return _CHUNKED.get(content[8:12], ".bin")
    for start, ending in _SIGNATURES:
        if content.startswith(start):
            return ending
    if not _is_text(content[:_LOOKED_AT]):
        return ".bin"
    claimed = re.search(r"\.[a-z0-9]{1,8}$", path.lower())
    if claimed is not None and claimed.group() in _TEXTS:
        return claimed.group()
    return ".txt"


def _is_text(start: bytes) -> bool:
    if b"\0" in start:
        return False
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start > len(start) - 4 and len(start) == _LOOKED_AT  # cut in the middle of a character
    return True

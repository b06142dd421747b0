# SPDX-License-Identifier: MIT
"""The files of a new Space."""

from __future__ import annotations

import re
import shutil
import sys
from importlib import metadata, resources
from pathlib import Path

__all__ = ["FolderExists", "new_space"]

_FILES = {
    "app.py": "app.py.txt",
    "README.md": "README.md.txt",
    "requirements.txt": "requirements.txt",
    ".gitignore": "gitignore.txt",
}
#: Newest Python that Spaces and the pinned Gradio both run well.
_NEWEST_PYTHON = (3, 13)
#: No character that would end a string in Python or a value in YAML.
_TITLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 _.()+-]{0,62}")


class FolderExists(Exception):
    """There is something of that name already, and it is left alone."""


def new_space(folder: Path, title: str = "", author: str = "Your name") -> list[Path]:
    """Write an app with its README, its requirements and this package beside it.

    Versions are pinned to those that are installed here, so that the Space runs what was tried.

    Args:
        folder: is made; nothing of that name may exist.
        title: of the model; made of the folder's name when left out.
        author: for the model card.

    Returns:
        The files that were written for the author to change.

    Raises:
        FolderExists: the folder exists, even if it is empty.
        ValueError: title or author hold characters that do not belong there.
    """
    title = title or folder.name.replace("-", " ").replace("_", " ").strip().title()
    if not _TITLE.fullmatch(title):
        raise ValueError(f"{title!r} is no good title: letters, digits, spaces and . _ ( ) + - will do, at most 63.")
    if re.search(r'["\\\x00-\x1f]', author):
        raise ValueError("The author's name holds quotation marks or control characters.")
    filled = {name: _filled(template, title, author) for name, template in _FILES.items()}
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        raise FolderExists(f"{folder} exists already, and nothing was written. Choose another name.") from None
    for name, text in filled.items():
        (folder / name).write_text(text, encoding="utf-8")
    _copy_package(folder / "pyharp")
    return [folder / name for name in _FILES]


def _filled(template: str, title: str, author: str) -> str:
    python = min(sys.version_info[:2], _NEWEST_PYTHON)
    values = {
        "TITLE": title,
        "AUTHOR": author,
        "PYTHON": ".".join(map(str, python)),
        "GRADIO": metadata.version("gradio"),
        "NUMPY": metadata.version("numpy"),
        "SOUNDFILE": metadata.version("soundfile"),
    }
    text = (resources.files(__package__) / "templates" / template).read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def _copy_package(target: Path) -> None:
    """This very package, with its licence, and without what Python leaves beside it."""
    source = Path(__file__).resolve().parents[1]
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.pyc", ".*_cache"))
    for licence in (source / "LICENSE", source.parents[1] / "LICENSE"):
        if licence.is_file():
            shutil.copy(licence, target / "LICENSE")
            return

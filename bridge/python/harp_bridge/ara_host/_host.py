# SPDX-License-Identifier: MIT
"""A loaded plug-in."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from ._content import ContentType
from ._document import Document
from ._errors import HostError, HostViolation, Violation
from ._instance import Instance, Role
from ._load import native

__all__ = ["Factory", "Host"]


@dataclass(frozen=True)
class Factory:
    """What an ARA plug-in says about itself."""

    factory_id: str
    name: str
    manufacturer: str
    url: str
    version: str
    archive_id: str
    compatible_archive_ids: tuple[str, ...]
    lowest_generation: int
    highest_generation: int
    analyseable_types: tuple[ContentType, ...]
    transformations: int
    stores_chunks: bool
    struct_size: int


class Host:
    """Loads an ARA VST3 plug-in (bundle folder or bare library) and checks everything it calls back.

    `generation` is the ARA generation to work with (None: the newest up to 2.0 Final, as most hosts do). Closing
    documents and the host raises HostViolation when the plug-in has broken rules; with `check=False` look at
    `violations` yourself. A plug-in can have one host at a time in a process; close() unloads it. A host that never
    polls is one that never calls Document.poll().
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        generation: int | None = None,
        check: bool = True,
        assert_function: bool = True,
    ) -> None:
        self.native = native.AraHost.open(Path(path), generation or 0, assert_function)
        self._check = check
        self._documents: list[Document] = []

    def __enter__(self) -> Host:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(check=self._check and error is None)

    def close(self, *, check: bool | None = None) -> None:
        """Ends all instances and documents and unloads the plug-in; nothing made by this host works afterwards.

        Raises HostViolation for everything that has not been raised or taken yet, unless `check` is False.
        """
        violations = self.violations if self.native.is_open else []
        problems: list[HostError] = []
        for document in self._documents:
            try:
                document.close(check=False)
            except HostError as error:
                problems.append(error)
        self.native.close()
        for document in self._documents:
            violations += document.take_violations()
        self._documents.clear()
        if problems:
            raise problems[0]
        if (self._check if check is None else check) and violations:
            raise HostViolation(violations)

    @property
    def name(self) -> str:
        """The name of the effect."""
        return self.native.name

    @property
    def has_ara(self) -> bool:
        return self.native.has_ara

    @property
    def generation(self) -> int:
        """The ARA generation in use; 0 without ARA."""
        return self.native.generation

    @property
    def binary(self) -> Path:
        """The file that was loaded."""
        return Path(self.native.binary)

    @property
    def factory(self) -> Factory:
        """HostError when the plug-in has no ARA."""
        facts = self.native.describe()
        facts["compatible_archive_ids"] = tuple(facts["compatible_archive_ids"])
        facts["analyseable_types"] = tuple(ContentType(value) for value in facts["analyseable_types"])
        return Factory(**facts)

    @property
    def classes(self) -> list[tuple[str, str]]:
        """Category and name of every class of the module."""
        return self.native.classes()

    @property
    def violations(self) -> list[Violation]:
        """Rules broken outside of any document."""
        return [Violation(record.category, record.text) for record in self.native.violations()]

    def new_document(
        self,
        name: str = "",
        *,
        strict: bool = True,
        content_access: bool = True,
        model_updates: bool = True,
        playback: bool = True,
        short_structs: bool = False,
    ) -> Document:
        """An empty document; several may be open.

        `content_access`, `model_updates` and `playback` leave out optional host interfaces when False;
        `short_structs` ends structures where those of the first ARA 2 hosts ended. Without `strict` audio readers may
        come and go in any host call, as in most hosts, instead of only where the headers say.
        """
        handle = self.native.new_document(name, content_access, model_updates, playback, short_structs, strict)
        document = Document(self, handle, self._check)
        self._documents.append(document)
        return document

    def effect(self, *, host_context: bool = True) -> Instance:
        """An instance without a document: an ordinary effect. Activate it and render() with `audio_input`."""
        return Instance(self.native.new_instance(None, Role.ALL, Role(0), host_context), None, Role(0))

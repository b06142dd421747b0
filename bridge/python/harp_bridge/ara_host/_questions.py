# SPDX-License-Identifier: MIT
"""Asking the plug-in for musical content; sources, modifications and regions share it. Allowed anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from ._content import Content, ContentType, from_native

if TYPE_CHECKING:
    from ._document import Document

__all__ = ["HasContent"]


class _Handle(Protocol):
    @property
    def id(self) -> int: ...


_H = TypeVar("_H", bound=_Handle)


class HasContent(Generic[_H]):
    """An object whose content the plug-in may know."""

    document: Document
    native: _H

    def has_content(self, content_type: ContentType | int) -> bool:
        """Whether the plug-in has content of that type now; unknown types may be asked for."""
        return self.document.native.content_available(self.native.id, int(content_type))

    def read_content(self, content_type: ContentType, span: tuple[float, float] | None = None) -> Content:
        """Grade and events; `span` is (start, duration) in seconds. HostError when there is no such content.

        Without a span the events are checked against the rules of ARA; what is broken becomes a violation of the
        document.
        """
        return from_native(content_type, *self.document.native.read_content(self.native.id, content_type, span))

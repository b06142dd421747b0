# SPDX-License-Identifier: MIT
"""What can go wrong in the ARA host.

HostError
├── ArchiveError      the plug-in says that it could not store or restore
└── HostViolation     the plug-in broke rules of ARA; carries the list
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ._load import native

__all__ = ["ArchiveError", "HostError", "HostViolation", "Violation"]

HostError = native.AraHostError
"""A wrong use of the host (an edit outside of an edit cycle, say) or a plug-in that cannot be worked with."""


@dataclass(frozen=True)
class Violation:
    """One rule of ARA that the plug-in broke.

    `category` is one of thread, context, reference, access, reader, archive, content, update, playback, factory,
    interface, role, vst3, assertion; `text` says in a sentence what happened.
    """

    category: str
    text: str

    def __str__(self) -> str:
        return f"[{self.category}] {self.text}"


class ArchiveError(HostError):
    """The plug-in reported that it could not store or restore."""


class HostViolation(HostError):
    """Raised when a document or host is closed after the plug-in broke rules; `violations` lists them in order."""

    def __init__(self, violations: Sequence[Violation]) -> None:
        self.violations = list(violations)
        lines = "\n".join(f"  {violation}" for violation in self.violations)
        super().__init__(f"The plug-in broke {len(self.violations)} rule(s) of ARA:\n{lines}")

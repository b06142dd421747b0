# SPDX-License-Identifier: MIT
"""VST3's objects called by hand, without any host's code between: for questions of identity, bounds and counting."""

from __future__ import annotations

import _ctypes
import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

OK, NOT_FOUND, INVALID = 0, -1, 2
VIEW_EDITOR = b"editor"


def interface(*words: int) -> bytes:
    """An interface id from its four words, as VST3 stores it on Linux."""
    return struct.pack(">4I", *words)


UNKNOWN = interface(0x00000000, 0x00000000, 0xC0000000, 0x00000046)
FACTORY = interface(0x7A4D811C, 0x52114A1F, 0xAED9D2EE, 0x0B43BF9F)
FACTORY_2 = interface(0x0007B650, 0xF24B4C0B, 0xA464EDB9, 0xF00B2ABB)
FACTORY_3 = interface(0x4555A2AB, 0xC1234E57, 0x9B122910, 0x36878931)
COMPONENT = interface(0xE831FF31, 0xF2D54301, 0x928EBBEE, 0x25697802)
AUDIO_PROCESSOR = interface(0x42043F99, 0xB7DA453C, 0xA569E79D, 0x9AAEC33D)
EDIT_CONTROLLER = interface(0xDCD7BBE3, 0x7742448D, 0xA874AACC, 0x979C759E)
CONNECTION_POINT = interface(0x70A4156F, 0x6E6E4026, 0x989148BF, 0xAA60D8D1)
ARA_ENTRY = interface(0x12814E54, 0xA1CE4076, 0x82B96813, 0x16950BD6)
ARA_ENTRY_2 = interface(0xCD9A5913, 0xC9EB46D7, 0x96CA53AD, 0xD1DB89F5)
ARA_MAIN_FACTORY = interface(0xDB2A1669, 0xFAFD42A5, 0xA82F864F, 0x7B6872EA)
VIEW_EMBEDDING = interface(0xDA57E6D1, 0x1F3242D1, 0xAD9C1A82, 0xFDB95695)


class ClassInfo2(ctypes.Structure):
    """PClassInfo2; PClassInfo is its beginning."""

    _fields_ = (
        ("cid", ctypes.c_ubyte * 16),
        ("cardinality", ctypes.c_int32),
        ("category", ctypes.c_char * 32),
        ("name", ctypes.c_char * 64),
        ("flags", ctypes.c_uint32),
        ("categories", ctypes.c_char * 128),
        ("vendor", ctypes.c_char * 64),
        ("version", ctypes.c_char * 64),
        ("sdk", ctypes.c_char * 64),
    )


class ClassInfoW(ctypes.Structure):
    """PClassInfoW: the same in UTF-16."""

    _fields_ = (
        ("cid", ctypes.c_ubyte * 16),
        ("cardinality", ctypes.c_int32),
        ("category", ctypes.c_char * 32),
        ("name", ctypes.c_uint16 * 64),
        ("flags", ctypes.c_uint32),
        ("categories", ctypes.c_char * 128),
        ("vendor", ctypes.c_uint16 * 64),
        ("version", ctypes.c_uint16 * 64),
        ("sdk", ctypes.c_uint16 * 64),
    )


class Object:
    """A pointer to a COM object with one reference of ours (unless said otherwise)."""

    def __init__(self, pointer: int) -> None:
        self.pointer = pointer

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Object) and self.pointer == other.pointer

    __hash__ = None  # type: ignore[assignment]

    def call(self, index: int, result: Any, *arguments: tuple[Any, Any]) -> Any:
        """Call entry ``index`` of the table of functions; an argument is (its C type, its value)."""
        table = ctypes.cast(self.pointer, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p))).contents
        function = ctypes.CFUNCTYPE(result, ctypes.c_void_p, *(kind for kind, _ in arguments))(table[index])
        return function(self.pointer, *(value for _, value in arguments))

    def ask(self, wanted: bytes) -> Object | None:
        """queryInterface; None when it says no, in which case the pointer must have been cleared."""
        out = ctypes.c_void_p(0xDEAD)
        kinds = (ctypes.c_char_p, wanted), (ctypes.c_void_p, ctypes.addressof(out))
        said = self.call(0, ctypes.c_int32, *kinds)
        assert (said == OK) == bool(out.value), f"answer {said} with the pointer {out.value}"
        return Object(out.value) if out.value else None

    def get(self, wanted: bytes) -> Object:
        found = self.ask(wanted)
        assert found is not None, f"no {wanted.hex()}"
        return found

    def release(self) -> int:
        """References that are left."""
        return int(self.call(2, ctypes.c_uint32))


class PluginFactory(Object):
    """What GetPluginFactory returns."""

    def count(self) -> int:
        return int(self.call(4, ctypes.c_int32))

    def info(self, entry: int, index: int, into: ctypes.Structure | None) -> int:
        where = ctypes.addressof(into) if into is not None else None
        return int(self.call(entry, ctypes.c_int32, (ctypes.c_int32, index), (ctypes.c_void_p, where)))

    def classes(self) -> dict[str, ClassInfo2]:
        found = {}
        for index in range(self.count()):
            info = ClassInfo2()
            assert self.info(7, index, info) == OK
            found[info.category.decode()] = info
        return found

    def create(self, class_id: bytes, wanted: bytes) -> Object | None:
        out = ctypes.c_void_p()
        strings = (ctypes.c_char_p, class_id), (ctypes.c_char_p, wanted)
        said = self.call(6, ctypes.c_int32, *strings, (ctypes.c_void_p, ctypes.addressof(out)))
        assert (said == OK) == bool(out.value)
        return Object(out.value) if out.value else None


@contextmanager
def module(binary: Path) -> Iterator[PluginFactory]:
    """The module between ModuleEntry and ModuleExit."""
    library = ctypes.CDLL(str(binary))
    library.ModuleEntry.argtypes = [ctypes.c_void_p]
    library.ModuleEntry.restype = library.ModuleExit.restype = ctypes.c_bool
    library.GetPluginFactory.restype = ctypes.c_void_p
    assert library.ModuleEntry(library._handle)
    factory = PluginFactory(library.GetPluginFactory())
    try:
        yield factory
    finally:
        factory.release()
        ended = library.ModuleExit()
        _ctypes.dlclose(library._handle)  # as a host does: the next test begins with a module that remembers nothing
        assert ended

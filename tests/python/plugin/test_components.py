# SPDX-License-Identifier: MIT
"""The module's objects as COM sees them: classes, bounds, one identity, counting."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pytest

from . import com
from .built import MODULE


@pytest.fixture
def factory() -> Iterator[com.PluginFactory]:
    with com.module(MODULE) as opened:
        yield opened


def create(factory: com.PluginFactory, category: str, wanted: bytes) -> com.Object:
    made = factory.create(bytes(factory.classes()[category].cid), wanted)
    assert made is not None
    return made


def test_the_factory_is_one_object_with_all_its_interfaces(factory: com.PluginFactory) -> None:
    for wanted in (com.UNKNOWN, com.FACTORY, com.FACTORY_2, com.FACTORY_3):
        found = factory.get(wanted)
        assert found == factory
        found.release()
    assert factory.ask(com.VIEW_EMBEDDING) is None


def test_three_classes_with_their_names_in_both_alphabets(factory: com.PluginFactory) -> None:
    classes = factory.classes()
    assert set(classes) == {"Audio Module Class", "Component Controller Class", "ARA Main Factory Class"}
    for index, info in enumerate(classes.values()):
        assert (info.name, info.vendor) == (b"HARP", b"HARP")
        wide = com.ClassInfoW()
        assert factory.info(8, index, wide) == com.OK
        assert "".join(map(chr, wide.name)).split("\0")[0] == "HARP"
        assert bytes(wide.cid) == bytes(info.cid)
    assert classes["Audio Module Class"].categories == b"Fx|Tools"


@pytest.mark.parametrize("entry", [5, 7, 8], ids=["info", "info 2", "info in UTF-16"])
def test_an_index_out_of_range_and_no_place_for_the_answer_are_refused(factory: com.PluginFactory, entry: int) -> None:
    for index in (-1, factory.count(), 99):
        assert factory.info(entry, index, com.ClassInfoW()) == com.INVALID
    assert factory.info(entry, 0, None) == com.INVALID


def test_a_class_that_is_not_there_is_not_made(factory: com.PluginFactory) -> None:
    assert factory.create(b"x" * 16, com.COMPONENT) is None
    ara = bytes(factory.classes()["ARA Main Factory Class"].cid)
    assert factory.create(ara, com.COMPONENT) is None


def test_the_main_factory_gives_the_ara_factory_that_the_effect_has(factory: com.PluginFactory) -> None:
    main = create(factory, "ARA Main Factory Class", com.ARA_MAIN_FACTORY)
    component = create(factory, "Audio Module Class", com.COMPONENT)
    entry = component.get(com.ARA_ENTRY)
    assert main.call(3, ctypes.c_void_p) == entry.call(3, ctypes.c_void_p) is not None
    assert [main.release(), entry.release() > 0, component.release()] == [0, True, 0]


@pytest.mark.parametrize("first", [com.COMPONENT, com.AUDIO_PROCESSOR], ids=["component", "audio processor"])
def test_all_interfaces_of_the_component_are_one_object(factory: com.PluginFactory, first: bytes) -> None:
    made = create(factory, "Audio Module Class", first)
    identity = made.get(com.UNKNOWN)
    wanted = (com.COMPONENT, com.AUDIO_PROCESSOR, com.CONNECTION_POINT, com.ARA_ENTRY, com.ARA_ENTRY_2)
    found = [made.get(one) for one in wanted]
    for one in found:
        back = [one.get(com.UNKNOWN), *(one.get(other) for other in wanted)]
        assert back == [identity, *found]
        for each in back:
            each.release()
    assert made == found[wanted.index(first)]
    left = [one.release() for one in (made, *found, identity)]
    assert left == sorted(left, reverse=True) and left[-1] == 0


def test_ara_1_is_not_answered_and_no_document_is_not_bound(factory: com.PluginFactory) -> None:
    component = create(factory, "Audio Module Class", com.COMPONENT)
    entries = component.get(com.ARA_ENTRY), component.get(com.ARA_ENTRY_2)
    assert entries[0].call(4, ctypes.c_void_p, (ctypes.c_void_p, None)) is None
    roles = (ctypes.c_int32, 7), (ctypes.c_int32, 7)
    assert entries[1].call(3, ctypes.c_void_p, (ctypes.c_void_p, None), *roles) is None
    for each in (*entries, component):
        each.release()


def test_the_connected_controller_says_whether_the_view_may_be_embedded(factory: com.PluginFactory) -> None:
    component = create(factory, "Audio Module Class", com.COMPONENT)
    controller = create(factory, "Component Controller Class", com.EDIT_CONTROLLER)
    points = component.get(com.CONNECTION_POINT), controller.get(com.CONNECTION_POINT)
    none = (ctypes.c_void_p, None)
    assert component.call(3, ctypes.c_int32, none) == com.OK
    assert controller.call(3, ctypes.c_int32, none) == com.OK
    for one, other in (points, points[::-1]):
        assert one.call(3, ctypes.c_int32, (ctypes.c_void_p, other.pointer)) == com.OK
    embedding = controller.get(com.VIEW_EMBEDDING)
    again = embedding.get(com.UNKNOWN), embedding.get(com.VIEW_EMBEDDING)
    assert again[0] == again[1]
    assert again[0].release() == again[1].release() + 1
    assert embedding.call(3, ctypes.c_ubyte) == 0  # bound to no document, it has nothing to embed
    for one, other in (points, points[::-1]):
        assert one.call(4, ctypes.c_int32, (ctypes.c_void_p, other.pointer)) == com.OK
        one.release()
    assert controller.call(4, ctypes.c_int32) == com.OK
    assert component.call(4, ctypes.c_int32) == com.OK
    assert [controller.release(), component.release()] == [0, 0]
    # A reference is held still: it answers, and is the last.
    assert embedding.call(3, ctypes.c_ubyte) == 0
    assert embedding.release() == 0

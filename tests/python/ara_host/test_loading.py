# SPDX-License-Identifier: MIT
"""Finding, checking and unloading a plug-in."""

from __future__ import annotations

import doctest
from pathlib import Path

import harp_bridge.ara_host
import pytest
from harp_bridge.ara_host import Host, HostError, HostViolation


def test_a_bundle_and_its_library_are_the_same_plugin(probe: Path) -> None:
    with Host(probe) as host:
        assert host.name == "Probe"
        assert host.classes == [("Audio Module Class", "Probe"), ("ARA Main Factory Class", "Probe")]
        assert host.factory.archive_id == "org.example.probe.archive.1"
        library = host.binary
    with Host(library) as host:
        assert host.binary == library


@pytest.mark.parametrize("generation", [3, 4, 5, 6])
def test_every_generation_the_plugin_offers_can_be_used(probe: Path, generation: int) -> None:
    with Host(probe, generation=generation) as host:
        assert host.generation == generation
        host.new_document("x").close()


def test_the_generation_is_2_0_final_unless_asked_otherwise(host: Host) -> None:
    assert host.generation == 4


def test_a_generation_that_the_plugin_lacks_is_an_error(probe: Path) -> None:
    with pytest.raises(HostError, match="generations 3 to 6, not 7"):
        Host(probe, generation=7)
    Host(probe).close()


def test_a_plugin_has_one_host_at_a_time(host: Host, probe: Path) -> None:
    with pytest.raises(HostError, match="open already"):
        Host(probe)


def test_nothing_works_after_the_end(probe: Path) -> None:
    host = Host(probe)
    song = host.new_document("x")
    effect = host.effect()
    host.close()
    host.close()
    for call in (lambda: host.new_document("y"), lambda: host.factory, song.poll, lambda: effect.activate(44100)):
        with pytest.raises(HostError, match="closed"):
            call()


@pytest.mark.parametrize("path", ["nowhere.vst3", "text.so", "empty.vst3"])
def test_what_is_no_plugin_is_refused_with_a_reason(tmp_path: Path, path: str) -> None:
    (tmp_path / "text.so").write_text("not a library")
    (tmp_path / "empty.vst3").mkdir()
    with pytest.raises(HostError, match=r"There is no plug-in|Could not open"):
        Host(tmp_path / path)


def test_a_library_that_is_no_plugin_is_refused() -> None:
    import _ctypes

    with pytest.raises(HostError, match="no VST3 plug-in"):
        Host(str(_ctypes.__file__))


@pytest.mark.parametrize(
    ("mistake", "text"),
    [
        ("no-url", "informationURL is empty"),
        ("short-id", "factoryID has fewer"),
        ("other-name", "is not the name of the effect"),
        ("no-types", "analyzeableContentTypes"),
        ("one-fade", "one end only"),
        ("new-generation", "must not be above"),
    ],
)
def test_a_mistake_of_the_factory_is_recorded(
    probe: Path, monkeypatch: pytest.MonkeyPatch, mistake: str, text: str
) -> None:
    monkeypatch.setenv("PROBE_MISTAKE", mistake)
    host = Host(probe)
    assert [text in v.text for v in host.violations] == [True]
    with pytest.raises(HostViolation, match=text):
        host.close()


def test_a_factory_that_cannot_be_used_is_an_error(probe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROBE_MISTAKE", "short-factory")
    with pytest.raises(HostError, match="too short"):
        Host(probe)
    monkeypatch.delenv("PROBE_MISTAKE")
    Host(probe).close()


def test_a_plugin_without_ara_is_still_an_effect(probe: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROBE_MISTAKE", "no-ara")
    with Host(probe) as host:
        assert not host.has_ara
        assert host.generation == 0
        with pytest.raises(HostError, match="no ARA plug-in"):
            host.new_document("x")
        host.effect().close()


def test_the_example_of_the_documentation_runs(probe: Path) -> None:
    finder = doctest.DocTestParser()
    text = (harp_bridge.ara_host.__doc__ or "").replace("HARP.vst3", str(probe))
    result = doctest.DocTestRunner().run(finder.get_doctest(text, {}, "ara_host", None, 0))
    assert result.attempted == 6
    assert result.failed == 0

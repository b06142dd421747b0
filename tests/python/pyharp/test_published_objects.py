# SPDX-License-Identifier: MIT
"""Apps that go on with the methods of audiotools or symusic get their objects where these are installed.

audiotools brings torch, so a small module with its names stands in for it; symusic is the real one.
"""

from __future__ import annotations

import copy
import importlib
import pickle
import runpy
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import numpy as np
import pytest
import symusic
from pyharp._smf import written
from pyharp.testing import FakeClient
from support.sounds import noise, wav_bytes
from support.wire import wait_for

import pyharp
from pyharp import _installed

HERE = Path(__file__).parent
NOTES = [(60, 0.0, 0.5, 90), (64, 0.5, 1.0, 80)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def audiotools(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """audiotools can be imported, but nobody has done so yet."""
    monkeypatch.syspath_prepend(HERE / "stand_ins")
    _installed._imported.cache_clear()
    yield
    _installed._imported.cache_clear()
    _installed._signal_class.cache_clear()
    for name in ("audiotools", "torch"):
        sys.modules.pop(name, None)


@pytest.fixture
def no_symusic(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setitem(sys.modules, "symusic", None)
    _installed._imported.cache_clear()
    yield
    _installed._imported.cache_clear()


def wav(folder: Path, samples: Any, rate: int = 44100) -> str:
    path = folder / "in.wav"
    path.write_bytes(wav_bytes(samples, rate))
    return str(path)


def midi(folder: Path) -> str:
    path = folder / "in.mid"
    path.write_bytes(written(pyharp.Midi.from_notes(NOTES)))
    return str(path)


@pytest.mark.usefixtures("audiotools")
def test_an_app_that_uses_the_methods_of_audiotools_runs() -> None:
    names = runpy.run_path(str(HERE / "apps" / "generation_0_2_signals.py"))
    sound = noise(44100)
    with FakeClient(names["demo"]) as client:
        result = client.process(sound, 44100, values={"First": -20, "Second": -40})
    half = sound[::2]
    wanted = 0.1 * half + 0.01 * half.mean(axis=1, keepdims=True)
    assert result.audio[0].rate == 22050
    assert not result.audio[0].samples[0].any()
    np.testing.assert_allclose(result.audio[0].samples[1:], wanted[1:], atol=1e-6)
    assert (result.labels[0]["label"], result.labels[0]["duration"]) == ("2 channels", 1.0)


@pytest.mark.usefixtures("audiotools")
def test_where_audiotools_is_installed_loading_gives_its_signal(folder: Path) -> None:
    samples = noise(100)
    signal: Any = pyharp.load_audio(wav(folder, samples))
    import audiotools
    import torch

    assert isinstance(signal, audiotools.AudioSignal)
    assert torch.is_tensor(signal.samples)
    assert (signal.sample_rate, signal.path_to_file) == (44100, str(folder / "in.wav"))
    taken, rate = signal  # as apps of ours take it apart
    np.testing.assert_array_equal(taken, samples)
    assert (type(taken), rate, signal.rate) == (np.ndarray, 44100, 44100)
    signal[0:1] = audiotools.AudioSignal(signal.audio_data * 0.5, 44100)
    for twin in (signal, copy.deepcopy(signal), pickle.loads(pickle.dumps(signal)), signal[0:1] * 1.0):
        assert isinstance(twin, audiotools.AudioSignal)
        np.testing.assert_array_equal(pyharp.Audio.load(pyharp.save_audio(twin)).samples, samples * np.float32(0.5))
    assert Path(pyharp.save_audio(signal)) == Path(str(signal.path_to_file))
    assert type(pyharp.Audio.load(wav(folder, samples))) is pyharp.Audio
    assert pyharp.load_audio(input_audio_path=wav(folder, samples)).sample_rate == 44100
    with pytest.raises(gr.Error, match="cannot be read"):
        pyharp.load_audio(__file__)


@pytest.mark.usefixtures("audiotools")
def test_what_loading_needs_is_imported_while_the_app_is_built_and_nothing_else() -> None:
    @pyharp.endpoint
    def decorated(audio: pyharp.Audio) -> pyharp.Audio:
        return audio

    assert "audiotools" not in sys.modules
    with gr.Blocks():
        tracks = [[gr.Audio(type="filepath")] for _ in range(2)]
        pyharp.build_endpoint(pyharp.ModelCard("Same"), *tracks, lambda path: path)
    assert "audiotools" in sys.modules


@pytest.mark.usefixtures("audiotools")
def test_a_decorated_function_gets_what_its_annotation_says(folder: Path) -> None:
    @pyharp.endpoint
    def both(audio: pyharp.Audio, notes: pyharp.Midi) -> pyharp.Audio:
        assert (type(audio), type(notes)) == (pyharp.Audio, pyharp.Midi)
        return audio * 0.5

    samples = noise(10)
    np.testing.assert_array_equal(both.process(wav(folder, samples), midi(folder)).samples, samples * np.float32(0.5))


def test_a_module_of_that_name_that_is_another_one_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "audiotools", sys)
    _installed._imported.cache_clear()
    assert type(pyharp.load_audio(wav(folder, noise(10)))) is pyharp.Audio
    _installed._imported.cache_clear()


@pytest.mark.parametrize(
    "wanted",
    [lambda: _installed.installed("torch", "from_numpy"), lambda: pyharp.Audio(noise(10), 44100).audio_data],
    ids=["found", "used"],
)
def test_a_library_that_another_thread_imports_is_waited_for(
    wanted: Callable[[], Any], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "torch.py").write_text(
        "import threading\ngate = threading.Event()\ngate.wait(60)\ndef from_numpy(array):\n    return 'a tensor'\n"
    )
    monkeypatch.syspath_prepend(folder)
    _installed._imported.cache_clear()
    importing = threading.Thread(target=importlib.import_module, args=("torch",), daemon=True)
    importing.start()
    wait_for(lambda: hasattr(sys.modules.get("torch"), "gate"))
    torch: Any = sys.modules["torch"]
    real = importlib.import_module

    def opening(name: str) -> Any:
        torch.gate.set()
        return real(name)

    monkeypatch.setattr(_installed.importlib, "import_module", opening)
    try:
        assert wanted() in (torch, "a tensor")
    finally:
        torch.gate.set()
        importing.join(60)
        _installed._imported.cache_clear()
        sys.modules.pop("torch", None)


def test_one_that_cannot_be_imported_is_named_and_ours_is_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "audiotools.py").write_text("raise OSError('libtorch_cpu.so: not found')")
    monkeypatch.syspath_prepend(folder)
    _installed._imported.cache_clear()
    with pytest.warns(UserWarning, match=r"audiotools is installed but cannot be imported \(OSError: libtorch"):
        assert type(pyharp.load_audio(wav(folder, noise(10)))) is pyharp.Audio
    assert type(pyharp.load_audio(wav(folder, noise(10)))) is pyharp.Audio  # said once
    _installed._imported.cache_clear()


def test_without_audiotools_what_is_missing_is_named(folder: Path) -> None:
    signal = pyharp.load_audio(wav(folder, noise(10)))
    with pytest.raises(AttributeError, match=r"no 'pitch_shift'.*install descript-audiotools"):
        _ = signal.pitch_shift


def test_where_symusic_is_installed_loading_gives_its_score(folder: Path) -> None:
    path = midi(folder)
    score = pyharp.load_midi(path)
    assert isinstance(score, type(symusic.Score(480)))
    higher = score.shift_pitch(12)
    assert [note.pitch for track in higher.tracks for note in track.notes] == [72, 76]
    again = pyharp.load_midi(input_midi_path=pyharp.save_midi(higher))
    assert [note.pitch for track in again.tracks for note in track.notes] == [72, 76]
    assert pyharp.get_tick_time_in_seconds(again.tracks[0].notes[1].time, again) == pytest.approx(0.5)
    assert type(pyharp.Midi.load(path)) is pyharp.Midi
    for sent, words in ((__file__, "cannot be read"), (folder / "none", "cannot be read"), (None, "none was sent")):
        with pytest.raises(gr.Error, match=words):
            pyharp.load_midi(sent)


@pytest.mark.usefixtures("no_symusic")
def test_without_symusic_the_same_lines_work_on_ours_and_what_is_missing_is_named(folder: Path) -> None:
    piece = pyharp.load_midi(midi(folder))
    assert type(piece) is pyharp.Midi
    higher = piece.shift_pitch(12)
    assert [note.pitch for track in higher.tracks for note in track.notes] == [72, 76]
    assert [note.pitch for note in piece.notes()] == [60, 64]
    assert (piece.note_num(), piece.tpq, piece.tracks[0].notes[1].end) == (2, 480, 960)
    assert pyharp.get_tick_time_in_seconds(480, piece) == pytest.approx(0.5)
    for thing, name in ((piece, "synthesize"), (piece.tracks[0], "pianoroll"), (piece.tracks[0].notes[0], "ttype")):
        with pytest.raises(AttributeError, match=f"no '{name}'.*install symusic"):
            getattr(thing, name)


@pytest.mark.usefixtures("no_symusic")
def test_the_midi_app_of_generation_0_1_1_runs_without_symusic(folder: Path) -> None:
    names = runpy.run_path(str(HERE / "apps" / "generation_0_1_1.py"))
    assert [note.pitch for note in pyharp.Midi.load(names["process_fn"](midi(folder), 3)).notes()] == [63, 67]

# SPDX-License-Identifier: MIT
"""Reading and writing audio and labels: round trips, unique files, and sentences for what cannot work."""

from __future__ import annotations

import struct
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import gradio as gr
import numpy as np
import pytest
import soundfile
from support.sounds import noise, wav_bytes

import pyharp


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("channels", [1, 2, 6])
def test_samples_survive_saving_and_loading_bit_for_bit(channels: int) -> None:
    samples = noise(1234, channels)
    samples[5, 0], samples[6, 0], samples[7, 0] = np.nan, np.inf, 1e-42
    back, rate = pyharp.load_audio(pyharp.save_audio(samples, 48000))
    assert rate == 48000
    assert back.dtype == np.float32
    assert back.tobytes() == samples.tobytes()


def test_other_readers_understand_the_file() -> None:
    path = pyharp.save_audio(noise(1000), 44100)
    info = soundfile.info(path)
    assert (info.format, info.subtype, info.frames, info.channels) == ("WAV", "FLOAT", 1000, 2)
    content = Path(path).read_bytes()
    assert struct.unpack("<I", content[4:8])[0] == len(content) - 8


def test_a_flat_array_is_mono_and_no_samples_are_no_samples() -> None:
    assert pyharp.load_audio(pyharp.save_audio(np.zeros(10), 44100))[0].shape == (10, 1)
    assert pyharp.load_audio(pyharp.save_audio(np.zeros((0, 2)), 44100))[0].shape == (0, 2)


@pytest.mark.parametrize(("subtype", "step"), [("PCM_16", 2.0**-15), ("PCM_24", 2.0**-23)])
def test_integer_files_load_at_full_scale_one(subtype: str, step: float, tmp_path: Path) -> None:
    samples = noise(500) * 0.2
    path = tmp_path / "in.wav"
    path.write_bytes(wav_bytes(samples, subtype=subtype))
    assert np.abs(pyharp.load_audio(path)[0] - samples).max() <= step


def test_flac_loads_and_a_forged_length_does_not_take_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "in.flac"
    samples = noise(300_000) * 0.2
    soundfile.write(path, samples, 44100, subtype="PCM_24")
    assert np.abs(pyharp.load_audio(path)[0] - samples).max() < 2.0**-22
    content = bytearray(path.read_bytes())
    content[21] |= 0x0F
    content[22:26] = b"\xff\xff\xff\xff"  # 2^36 - 1 frames: half a terabyte
    path.write_bytes(content)
    try:
        assert len(pyharp.load_audio(path)[0]) <= 300_000
    except gr.Error as error:
        assert "cannot be read" in str(error)


def test_what_is_no_audio_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "in.wav"
    path.write_bytes(b"no sound at all")
    with pytest.raises(gr.Error, match="cannot be read"):
        pyharp.load_audio(path)
    with pytest.raises(gr.Error, match="cannot be read"):
        pyharp.load_audio(tmp_path / "missing.wav")
    with pytest.raises(gr.Error, match="none was sent"):
        pyharp.load_audio(None)


def test_wrong_arrays_are_refused_in_words() -> None:
    with pytest.raises(TypeError, match="floating point"):
        pyharp.save_audio(np.zeros((10, 2), np.int16), 44100)
    with pytest.raises(ValueError, match="transpose"):
        pyharp.save_audio(np.zeros((2, 44100)), 44100)
    with pytest.raises(ValueError, match="frames, channels"):
        pyharp.save_audio(np.zeros((2, 2, 2)), 44100)
    with pytest.raises(ValueError, match="sample rate"):
        pyharp.save_audio(np.zeros(10), 44100.5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"\.wav"):
        pyharp.save_audio(np.zeros(10), 44100, "sound.mp3")


def test_files_made_at_the_same_time_have_different_names(folder: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        paths = list(threads.map(lambda _: pyharp.save_audio(np.zeros(4), 44100), range(200)))
    assert len(set(paths)) == 200
    assert all(Path(path).parent.parent == folder / "harp" for path in paths)


def test_a_name_for_a_result_cannot_leave_the_folder(folder: Path) -> None:
    assert Path(pyharp.output_path("../../evil.mid")).parent.parent == folder / "harp"
    assert Path(pyharp.output_path("song.mid")).name.startswith("song-")
    for name in ("", "..", "noextension", ".wav"):
        with pytest.raises(ValueError, match="extension"):
            pyharp.output_path(name)


def test_each_label_writes_its_own_kind() -> None:
    labels = pyharp.LabelList([pyharp.MidiLabel(1.0, "C", pitch=60.0)])
    labels.append(pyharp.SpectrogramLabel(2.0, "hum", frequency=50.0))
    written: dict[str, Any] = labels.to_dict()
    assert written["meta"] == {"_type": "pyharp.LabelList"}
    first, second = written["labels"]
    assert (first["label_type"], first["pitch"], first["color"]) == ("MidiLabel", 60.0, 0)
    assert (second["label_type"], second["frequency"]) == ("SpectrogramLabel", 50.0)
    assert len(labels) == 2
    assert [label.t for label in labels] == [1.0, 2.0]


def test_colours_are_unsigned_and_checked() -> None:
    assert pyharp.OutputLabel.rgb_color_to_int(255, 0, 0, 0.5) == 2164195328
    assert pyharp.OutputLabel.rgb_color_to_int(255, 255, 255, 1.0) == 0xFFFFFFFF
    with pytest.raises(ValueError, match="0 to 255"):
        pyharp.OutputLabel.rgb_color_to_int(256, 0, 0)
    with pytest.raises(ValueError, match="0xFFFFFFFF"):
        pyharp.LabelList([pyharp.OutputLabel(0.0, "x", color=-1)]).to_dict()
    with pytest.raises(TypeError, match="not dict"):
        pyharp.LabelList([{"t": 0}]).to_dict()  # type: ignore[list-item]

# SPDX-License-Identifier: MIT
"""All examples as running apps on Gradio 6, through harp_bridge; two of them through gradio_client and as a Space."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import harp_bridge
import mido
import numpy as np
import pretty_midi
import pytest
from gradio_client import Client, handle_file
from support.examples import NAMES, served_examples
from support.servers import EXAMPLES, REPOSITORY, start_endpoint
from support.sounds import Samples, noise, peak_hertz, sine, wav_bytes, wav_samples
from support.wire import Wire

import pyharp

RATE = 44100
SHAPES = {
    "pitch_shift": (["audio"], ["audio"]),
    "harmonic_percussive": (["audio"], ["audio", "audio"]),
    "tone": ([], ["audio", "json"]),
    "variations": (["audio"], ["audio"] * 4),
    "onsets": (["audio"], ["audio", "json"]),
    "midi_transpose": (["midi"], ["midi"]),
    "transcribe": (["audio"], ["midi", "json"]),
    "match_reference": (["audio", "audio"], ["audio"]),
}


@pytest.fixture(scope="module")
def examples(gradio6: str) -> Iterator[dict[str, str]]:
    with served_examples(gradio6) as addresses:
        yield addresses


def loop() -> Samples:
    """Two seconds of stereo: four notes with attacks at every half second."""
    decay = np.linspace(1, 0, RATE // 2, dtype=np.float32)[:, None]
    return np.concatenate([sine(hertz, 0.5, channels=2) * decay for hertz in (220.0, 330.0, 275.0, 440.0)])


@pytest.mark.parametrize("name", NAMES)
def test_each_describes_itself_with_a_full_card(examples: dict[str, str], name: str) -> None:
    description = harp_bridge.describe(examples[name])
    media = [entry.kind for entry in description.inputs if entry.kind in ("audio", "midi")]
    assert (media, [entry.kind for entry in description.outputs]) == SHAPES[name]
    assert description.generation.startswith("harp-1")
    assert description.card.licence == "MIT"
    assert description.card.links
    assert description.card.categories
    assert all(entry.label for entry in description.inputs)


def test_pitch_shift_tells_its_stages(examples: dict[str, str]) -> None:
    reports: list[harp_bridge.Progress] = []
    sound = sine(440.0, 4.0, 48000, channels=2)
    result = harp_bridge.process(
        examples["pitch_shift"], sound, 48000, values={"Pitch": -12}, on_progress=reports.append
    )
    assert (result.rate, result.samples.shape) == (48000, sound.shape)
    assert peak_hertz(result.samples, 48000) == pytest.approx(220.0, rel=1e-3)
    running = [report for report in reports if report.stage == "running" and report.fraction is not None]
    assert [report.fraction for report in running] == sorted(report.fraction for report in running)
    assert {report.message for report in running} <= {"Reading", "Shifting by -12 semitones", "Writing"}


def test_the_stems_add_up(examples: dict[str, str]) -> None:
    sound = noise(RATE, 2)
    result = harp_bridge.process(examples["harmonic_percussive"], sound, RATE)
    assert [part.label for part in result.audio] == ["Harmonic", "Percussive"]
    np.testing.assert_allclose(result.audio[0].samples + result.audio[1].samples, sound, atol=1e-6)


def test_tone_takes_the_duration_of_the_region(examples: dict[str, str]) -> None:
    values = {"Notes": "A4 E5", "Waveform": "saw", "Decay": 0.0, "Sample rate": "48 kHz"}
    result = harp_bridge.process(examples["tone"], values=values, duration=3.0)
    assert (result.rate, result.samples.shape) == (48000, (3 * 48000, 1))
    assert peak_hertz(result.samples[:72000], 48000) == pytest.approx(440.0, rel=2e-3)
    assert [(label["t"], label["label"]) for label in result.data[0].labels] == [(0.0, "A4"), (1.5, "E5")]


def test_four_variations_come_as_four_outputs(examples: dict[str, str]) -> None:
    result = harp_bridge.process(examples["variations"], loop(), RATE, values={"Amount": 0.5, "Seed": 7})
    assert [part.label for part in result.audio] == [f"Variation {number}" for number in (1, 2, 3, 4)]
    assert {part.samples.shape for part in result.audio} == {loop().shape}
    assert len({part.samples.tobytes() for part in result.audio} | {loop().tobytes()}) == 5


def test_onsets_mark_the_attacks_of_the_untouched_audio(examples: dict[str, str]) -> None:
    result = harp_bridge.process(examples["onsets"], loop(), RATE)
    np.testing.assert_array_equal(result.samples, loop())
    np.testing.assert_allclose([label["t"] for label in result.data[0].labels], [0.0, 0.5, 1.0, 1.5], atol=0.010)


def test_midi_goes_out_and_comes_back_transposed(examples: dict[str, str]) -> None:
    song = mido.MidiFile()
    song.tracks.append(mido.MidiTrack([mido.Message("note_on", note=60), mido.Message("note_off", note=60, time=99)]))
    content = io.BytesIO()
    song.save(file=content)
    result = harp_bridge.process(
        examples["midi_transpose"], files={"MIDI": content.getvalue()}, values={"Semitones": 7}
    )
    (midi,) = result.data
    notes = [message.note for message in mido.MidiFile(file=io.BytesIO(midi.content)) if message.type == "note_on"]
    assert notes == [67]


def test_a_line_comes_back_as_notes(examples: dict[str, str]) -> None:
    result = harp_bridge.process(examples["transcribe"], loop(), RATE)
    data: dict[str, Any] = {entry.kind: entry for entry in result.data}
    (line,) = pretty_midi.PrettyMIDI(io.BytesIO(data["midi"].content)).instruments
    assert [note.pitch for note in line.notes] == [57, 64, 61, 69]
    np.testing.assert_allclose([note.start for note in line.notes], [0.0, 0.5, 1.0, 1.5], atol=0.010)
    assert [label["label"] for label in data["labels"].labels] == ["A3", "E4", "C#4", "A4"]


def test_a_reference_goes_in_as_the_second_sound(examples: dict[str, str]) -> None:
    reference = harp_bridge.Audio(0.1 * np.cumsum(noise(48000, 1), axis=0, dtype=np.float32) / 100, 48000)
    result = harp_bridge.process(examples["match_reference"], noise(RATE), RATE, audio={"Reference": reference})
    powers = np.abs(np.fft.rfft(result.samples[:, 0])) ** 2
    assert powers[100:1000].mean() > 3 * powers[5000:10000].mean()


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("tone", {"values": {"Notes": "H9"}}, "'H9' is not a note"),
        ("variations", {"samples": np.zeros((1, 1), np.float32), "rate": RATE}, "shorter than two slices"),
        ("transcribe", {"samples": np.zeros((RATE, 1), np.float32), "rate": RATE}, "No notes were found"),
        ("midi_transpose", {"files": {"MIDI": b"MThd nonsense"}}, "not a MIDI file that can be read"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(
    examples: dict[str, str], name: str, options: dict[str, Any], words: str
) -> None:
    with pytest.raises(harp_bridge.HarpError) as caught:
        harp_bridge.process(examples[name], **options)
    assert words in caught.value.message


def test_through_gradio_client(examples: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "in.wav"
    path.write_bytes(wav_bytes(sine(440.0, channels=2)))
    client = Client(examples["pitch_shift"], verbose=False, download_files=str(tmp_path))
    assert client.predict(api_name="/controls")["card"]["name"] == "Pitch Shift"
    result = client.predict(handle_file(str(path)), 12, 1, False, "Balanced", api_name="/process")
    shifted, rate = pyharp.load_audio(result)
    assert (rate, shifted.shape) == (RATE, (RATE, 2))
    assert peak_hertz(shifted, rate) == pytest.approx(880.0, rel=1e-3)


def test_an_example_runs_as_a_space_with_the_package_beside_it(gradio6: str, tmp_path: Path) -> None:
    space = tmp_path / "space"
    shutil.copytree(EXAMPLES / "tone", space)
    shutil.copytree(REPOSITORY / "pyharp" / "src" / "pyharp", space / "pyharp")
    with (
        start_endpoint(space / "app.py", gradio6, pyharp_from_checkout=False) as server,
        Wire(server.address) as wire,
    ):
        assert server.log_text().splitlines()[0] == f"Serving at {server.address}"
        sound, _ = wire.run("process", ["C4", "sine", 0.1, 0.0, "44.1 kHz"])
        assert wav_samples(wire.download(sound))[0].shape == (4410, 1)

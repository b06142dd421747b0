# SPDX-License-Identifier: MIT
"""Audio in memory and in files."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
from harp_bridge import FloatArray, Settings, as_frames, from_planar
from harp_bridge._json import Malformed
from harp_bridge._sound.audio import replace_unusable
from harp_bridge._sound.decode import TooLong, decode_into, inspect, sniff
from harp_bridge._sound.plain_wav import PlainWav
from harp_bridge._sound.wav import chunks, header
from harp_bridge._threads import Stop
from hypothesis import given
from hypothesis import strategies as st

from .helpers import noise, wav

MIB = 1 << 20


def encoded(samples: FloatArray, rate: int = 44100) -> bytes:
    return header(samples.shape[0], samples.shape[1], rate) + b"".join(chunks(samples))


def decoded(data: bytes, limit: int = MIB) -> FloatArray:
    shape = inspect(io.BytesIO(data), Settings(), limit, Stop())
    out = np.full((shape.frames, shape.channels), np.nan, np.float32)
    decode_into(io.BytesIO(data), out, Stop())
    return out


@pytest.mark.parametrize("channels", [1, 2, 6, 32])
@pytest.mark.parametrize("frames", [1, 1000, 30_001])
def test_what_is_written_is_read_back_bit_for_bit(frames: int, channels: int) -> None:
    samples = noise(frames, channels)
    back, rate = soundfile.read(io.BytesIO(encoded(samples, 48000)), dtype="float32", always_2d=True)
    assert rate == 48000
    assert np.array_equal(back, samples)
    assert np.array_equal(decoded(encoded(samples), 64 * MIB), samples)


def test_a_planar_block_is_written_without_a_copy_of_the_whole() -> None:
    block = np.ascontiguousarray(noise(30_001).T)
    view = from_planar(block)
    assert np.shares_memory(view, block)
    assert encoded(view) == encoded(np.ascontiguousarray(view))


def test_a_planar_block_is_filled() -> None:
    samples = noise(150_000)
    block = np.zeros((2, 150_000), np.float32)
    assert decode_into(io.BytesIO(wav(samples)), from_planar(block), Stop()) == 0
    assert np.array_equal(block.T, samples)


def test_above_four_gigabytes_the_sizes_have_64_bits() -> None:
    frames = 1 << 30
    head = header(frames, 2, 44100)
    assert head[:4] == b"RF64"
    assert struct.unpack_from("<QQQ", head, 20) == (len(head) - 8 + frames * 8, frames * 8, frames)
    assert head[-8:-4] == b"data"


def test_a_large_file_header_is_understood_by_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harp_bridge._sound.wav._MAX_RIFF", 0)
    samples = noise(1000)
    data = bytearray(encoded(samples))
    for position in (4, data.index(b"fact") + 8, data.index(b"data") + 4):
        struct.pack_into("<I", data, position, 0xFFFFFFFF)
    back, _ = soundfile.read(io.BytesIO(bytes(data)), dtype="float32", always_2d=True)
    assert np.array_equal(back, samples)


@pytest.mark.parametrize(
    ("format_", "subtype", "error"),
    [
        ("WAV", "PCM_16", 3.1e-5),
        ("WAV", "PCM_24", 1.2e-7),
        ("WAV", "DOUBLE", 0.0),
        ("FLAC", "PCM_24", 1.2e-7),
        ("RF64", "FLOAT", 0),
    ],
)
def test_the_usual_formats_are_read(format_: str, subtype: str, error: float) -> None:
    samples = np.clip(noise(80_000), -0.99, 0.99)
    back = decoded(wav(samples, format=format_, subtype=subtype))
    assert np.max(np.abs(back - samples)) <= error


def test_plain_float_is_read_without_a_decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object, **named: object) -> None:
        raise AssertionError("a decoder was opened")

    files = {channels: wav(noise(30_001, channels), format="WAVEX") for channels in (1, 2, 6)}
    files[3] = wav(noise(30_001, 3))
    files[2] = files[2][:12] + b"junk" + struct.pack("<I", 3) + b"odd\0" + files[2][12:]
    monkeypatch.setattr(soundfile, "SoundFile", refuse)
    for channels, data in files.items():
        assert np.array_equal(decoded(data), noise(30_001, channels))


@given(st.data())
def test_what_is_not_perfectly_plain_is_left_to_the_decoder(data: st.DataObject) -> None:
    """A file with a few bytes changed, or cut off: the same samples as the decoder reads, or none."""
    whole = bytearray(wav(noise(40), format=data.draw(st.sampled_from(["WAV", "WAVEX"]))))
    for _ in range(data.draw(st.integers(0, 3))):
        whole[data.draw(st.integers(0, 90))] = data.draw(st.integers(0, 255))
    content = bytes(whole[: data.draw(st.integers(0, len(whole)) | st.just(len(whole)))])
    plain = PlainWav.look(io.BytesIO(content))
    if plain is None:
        return
    assert plain.start + plain.frames * plain.channels * 4 <= len(content)
    out = np.empty((plain.frames, plain.channels), np.float32)
    plain.fill(io.BytesIO(content), 0, out)
    try:
        samples, rate = soundfile.read(io.BytesIO(content), dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, ValueError, OverflowError):
        return  # stricter than we are, in what does not matter here
    assert np.array_equal(out, samples, equal_nan=True)
    assert plain.rate == rate


def test_a_plain_file_that_becomes_shorter_is_malformed() -> None:
    content = wav(noise(1000))
    plain = PlainWav.look(io.BytesIO(content))
    assert plain is not None
    with io.BytesIO(content[:-1]) as shorter:
        with pytest.raises(Malformed) as kept:
            plain.fill(shorter, 0, np.empty((1000, 2), np.float32))
        shorter.close()  # nothing looks into it any more
        assert kept.value
    with pytest.raises(Malformed):
        decode_into(io.BytesIO(content), np.empty((1001, 2), np.float32), Stop())


def test_unusable_samples_become_silence_and_are_counted() -> None:
    block = noise(100)
    block[3, 0], block[4, 1], block[5, 0], block[6, 1] = np.nan, np.inf, -np.inf, 1e30
    expected = block.copy()
    expected[[3, 4, 5, 6], [0, 1, 0, 1]] = 0.0
    assert replace_unusable(block) == 4
    assert np.array_equal(block, expected)
    assert replace_unusable(block) == 0


def forged_flac(frames: int) -> bytes:
    data = bytearray(wav(np.clip(noise(5000), -0.9, 0.9), format="FLAC", subtype="PCM_16"))
    data[21] = (data[21] & 0xF0) | (frames >> 32)
    data[22:26] = struct.pack(">I", frames & 0xFFFFFFFF)
    return bytes(data)


def test_the_length_that_a_flac_claims_is_not_believed() -> None:
    shape_or_error: object
    try:
        shape_or_error = inspect(io.BytesIO(forged_flac((1 << 36) - 1)), Settings(), MIB, Stop()).frames
    except Malformed as error:
        shape_or_error = error
    assert shape_or_error == 5000 or isinstance(shape_or_error, Malformed)


def test_silence_that_unpacks_to_far_more_than_it_weighs_is_refused() -> None:
    bomb = wav(np.zeros((2_000_000, 2), np.float32), format="FLAC", subtype="PCM_16")
    assert len(bomb) < 50_000
    with pytest.raises(TooLong):
        inspect(io.BytesIO(bomb), Settings(), MIB, Stop())


@pytest.mark.parametrize("data", [b"RIFF" + b"\xff" * 40, b"fLaC" + b"\0" * 100, b"RIFF\0\0\0\0WAVE", b"fLaC"])
def test_a_broken_file_is_malformed(data: bytes) -> None:
    with pytest.raises(Malformed):
        inspect(io.BytesIO(data), Settings(), MIB, Stop())


@pytest.mark.parametrize(
    ("samples", "error"),
    [
        (np.zeros((2, 3, 4), np.float32), ValueError),
        (np.zeros((2, 44100), np.float32), ValueError),
        (np.zeros(8, np.int16), TypeError),
    ],
)
def test_arrays_of_other_shapes_are_refused(samples: npt.ArrayLike, error: type[Exception]) -> None:
    with pytest.raises(error):
        as_frames(samples)


def test_mono_and_double_precision_are_taken() -> None:
    frames = as_frames([0.0, 0.5])
    assert frames.shape == (2, 1)
    assert frames.dtype == np.float32


def test_a_file_on_disk_is_read_without_python_in_between(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(wav(noise(100_000)))
    with path.open("rb") as file:
        assert inspect(file, Settings(), 64 * MIB, Stop()).frames == 100_000
        out = np.empty((100_000, 2), np.float32)
        decode_into(file, out, Stop())
    assert np.array_equal(out, noise(100_000))


@pytest.mark.parametrize(
    ("kind", "subtype", "rate", "error"),
    [
        ("FLAC", "PCM_24", 44100, 1e-6),
        ("AIFF", "PCM_24", 44100, 1e-6),
        ("OGG", "VORBIS", 44100, 0.05),
        ("OGG", "OPUS", 48000, 0.05),
        ("MP3", "MPEG_LAYER_III", 44100, 0.05),
    ],
)
def test_results_of_every_usual_kind_are_read(kind: str, subtype: str, rate: int, error: float) -> None:
    tone = 0.5 * np.sin(2 * np.pi * 440 * np.arange(rate) / rate)
    samples = np.repeat(tone[:, None], 2, axis=1).astype(np.float32)
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format=kind, subtype=subtype)
    assert sniff(file.getvalue()[:12])
    back = decoded(file.getvalue())
    inside = slice(rate // 4, rate * 3 // 4)
    assert back.shape == samples.shape
    assert np.abs(back[inside] - samples[inside]).max() < error


def test_what_begins_like_no_audio_is_none() -> None:
    for first in (
        b"<!DOCTYPE ht",
        b'{"detail":"N',
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01",
        b"%PDF-1.7 abc",
        b"RIFF\0\0\0\0AVI ",
    ):
        assert not sniff(first), first

# SPDX-License-Identifier: MIT
"""Standard MIDI files as bytes: read from strangers, written so that every reader takes them."""

from __future__ import annotations

import struct
from collections import deque

from ._midi import Midi, Note, TempoChange, Track

__all__ = ["Malformed", "read", "written"]

_TEMPO, _NAME, _END = 0x51, 0x03, 0x2F
_DATA_BYTES = {0x80: 2, 0x90: 2, 0xA0: 2, 0xB0: 2, 0xC0: 1, 0xD0: 1, 0xE0: 2}


class Malformed(ValueError):
    """The bytes are no MIDI file."""


def read(content: bytes) -> Midi:
    """The piece in a file of format 0, 1 or 2; tracks without any content are left out.

    Raises:
        Malformed: the bytes are no MIDI file.
    """
    if content[:4] == b"RIFF" and content[8:16] == b"RMIDdata":
        content = content[20:]
    if content[:4] != b"MThd" or len(content) < 14:
        raise Malformed("it does not begin like a MIDI file")
    length, _, _, division = struct.unpack(">IHHh", content[4:14])
    midi = Midi()
    # Frames of film instead of beats: as many ticks per quarter as per second, and a quarter per second.
    film = division < 0
    midi.ticks_per_quarter = (-(division >> 8)) * (division & 0xFF) if film else division
    if midi.ticks_per_quarter <= 0:
        raise Malformed("it has no ticks")
    position = 8 + length
    while position + 8 <= len(content):
        name, size = content[position : position + 4], struct.unpack(">I", content[position + 4 : position + 8])[0]
        chunk = content[position + 8 : position + 8 + size]
        position += 8 + size
        if name == b"MTrk":
            track = _TrackReader(chunk).read(midi)
            if track.notes or track.events or track.name:
                midi.tracks.append(track)
    if film:
        midi.tempos = [TempoChange(0, 60.0)]
    midi.tempos.sort(key=lambda change: change.time)
    return midi


class _TrackReader:
    """Reads one MTrk chunk."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0
        self._now = 0
        self._status = 0
        self._track = Track()
        self._sounding: dict[tuple[int, int], deque[Note]] = {}

    def read(self, midi: Midi) -> Track:
        ended = False
        while self._at < len(self._data) and not ended:
            self._now += self._number()
            status = self._data[self._at] if self._at < len(self._data) else 0
            if status >= 0x80:
                self._at += 1
            else:
                status = self._status  # running status: the last one still holds
            if status == 0xFF:
                ended = self._meta(midi)
            elif status in (0xF0, 0xF7):
                self._track.events.append((self._now, bytes([status]) + self._take(self._number())))
            elif status >= 0x80 and status & 0xF0 in _DATA_BYTES:
                self._status = status
                self._message(status, self._take(_DATA_BYTES[status & 0xF0]))
            else:
                raise Malformed("a message has no beginning")
        for waiting in self._sounding.values():
            for note in waiting:
                note.duration = self._now - note.time
        self._track.end = self._now
        self._track.notes.sort(key=lambda note: (note.time, note.pitch))
        return self._track

    def _meta(self, midi: Midi) -> bool:
        kind = self._take(1)[0]
        data = self._take(self._number())
        if kind == _END:
            return True
        if kind == _TEMPO and len(data) == 3:
            length = int.from_bytes(data, "big")
            if length:
                midi.tempos.append(TempoChange(self._now, 60_000_000 / length))
        elif kind == _NAME and not self._track.name:
            self._track.name = data.decode("utf-8", "replace")
        else:
            self._track.events.append((self._now, bytes([0xFF, kind]) + data))
        return False

    def _message(self, status: int, data: bytes) -> None:
        kind, channel = status & 0xF0, status & 0x0F
        if any(byte >= 0x80 for byte in data):
            raise Malformed("a message breaks off")
        if kind not in (0x80, 0x90):
            self._track.events.append((self._now, bytes([status]) + data))
            return
        pitch, velocity = data
        waiting = self._sounding.setdefault((channel, pitch), deque())
        if kind == 0x90 and velocity:
            note = Note(self._now, 0, pitch, velocity, channel)
            self._track.notes.append(note)
            waiting.append(note)
        elif waiting:
            note = waiting.popleft()
            note.duration = self._now - note.time

    def _number(self) -> int:
        value = 0
        for _ in range(4):
            byte = self._take(1)[0]
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value
        raise Malformed("a number does not end")

    def _take(self, count: int) -> bytes:
        taken = self._data[self._at : self._at + count]
        if len(taken) < count:
            raise Malformed("a track breaks off")
        self._at += count
        return taken


def written(midi: Midi) -> bytes:
    """A file of format 1 with the tempos in its first track.

    Raises:
        ValueError: a time is negative, or a number does not fit into the format.
    """
    if not 0 < midi.ticks_per_quarter < 0x8000:
        raise ValueError(f"{midi.ticks_per_quarter} ticks per quarter note do not fit into a MIDI file.")
    tracks = midi.tracks or [Track()]
    content = b"MThd" + struct.pack(">IHHH", 6, 1, len(tracks), midi.ticks_per_quarter)
    for number, track in enumerate(tracks):
        data = _track_bytes(track, midi.tempos if number == 0 else [])
        content += b"MTrk" + struct.pack(">I", len(data)) + data
    return content


def _track_bytes(track: Track, tempos: list[TempoChange]) -> bytes:
    # Order at the same tick: what ends, then changes, then what begins, then what has no length.
    messages: list[tuple[int, int, bytes]] = []
    if track.name:
        messages.append((0, -1, _meta_bytes(_NAME, track.name.encode())))
    for change in tempos:
        length = min(0xFFFFFF, max(1, round(60_000_000 / change.qpm)))
        messages.append((change.time, 1, _meta_bytes(_TEMPO, length.to_bytes(3, "big"))))
    for time, event in track.events:
        messages.append((time, 1, _event_bytes(event)))
    for note in track.notes:
        pitch, channel = round(note.pitch), int(note.channel)
        if not 0 <= channel <= 15:
            raise ValueError(f"There is no MIDI channel {channel}; they are numbered from 0 to 15.")
        if not 0 <= pitch <= 127:
            continue
        velocity = min(127, max(1, round(note.velocity)))
        end = max(note.time, note.end)
        messages.append((note.time, 2, bytes([0x90 | channel, pitch, velocity])))
        messages.append((end, 0 if round(end) > round(note.time) else 3, bytes([0x80 | channel, pitch, 0])))
    messages.sort(key=lambda message: (round(message[0]), message[1]))
    data, before = bytearray(), 0
    for time, _, message in messages:
        data += _number_bytes(round(time) - before) + message
        before = round(time)
    return bytes(data) + _number_bytes(max(0, round(track.end) - before)) + _meta_bytes(_END, b"")


def _event_bytes(event: bytes) -> bytes:
    if event[0] == 0xFF:
        return _meta_bytes(event[1], event[2:])
    if event[0] in (0xF0, 0xF7):
        return event[:1] + _number_bytes(len(event) - 1) + event[1:]
    return event


def _meta_bytes(kind: int, data: bytes) -> bytes:
    return bytes([0xFF, kind]) + _number_bytes(len(data)) + data


def _number_bytes(value: int) -> bytes:
    if not 0 <= value < 1 << 28:
        raise ValueError("A time in a MIDI file cannot be negative or that late.")
    parts = [value & 0x7F]
    while value := value >> 7:
        parts.append(value & 0x7F | 0x80)
    return bytes(reversed(parts))

# SPDX-License-Identifier: MIT
"""A small kit for the tests of a model: a client without a DAW, documents to compare with, and clear complaints.

from pyharp.testing import FakeClient, assert_usable, sine

def test_my_model():
    with FakeClient(demo) as client:
        assert_usable(client.description)
        sound = client.process(sine(440), 44100, values={"Pitch": 12}).audio[0]
"""

from ._asserts import assert_labels_fit, assert_same_sound, assert_sound_is_clean, assert_usable
from ._client import FakeClient, Running
from ._golden import golden, golden_names
from ._result import File, Result, Sound
from ._served import StartFailed
from ._sounds import noise, sine, strongest_hertz
from ._wire import JobCancelled, JobFailed, NotReachable, TimedOut

__all__ = [
    "FakeClient",
    "File",
    "JobCancelled",
    "JobFailed",
    "NotReachable",
    "Result",
    "Running",
    "Sound",
    "StartFailed",
    "TimedOut",
    "assert_labels_fit",
    "assert_same_sound",
    "assert_sound_is_clean",
    "assert_usable",
    "golden",
    "golden_names",
    "noise",
    "sine",
    "strongest_hertz",
]

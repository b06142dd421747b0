# SPDX-License-Identifier: MIT
"""A decorated function, in the script itself, that runs in a child process."""

import os

import pyharp
from pyharp import Audio


@pyharp.endpoint("Decorated and isolated", isolate=True)
def double(audio: Audio, name: str = "") -> tuple[Audio, str]:
    """Makes a sound twice as loud and says where."""
    if name == "fail":
        raise ValueError("a secret of the model")
    return Audio(audio.samples * 2, audio.rate), f"{name} {os.getpid()}"


if __name__ == "__main__":
    double.serve()

# SPDX-License-Identifier: MIT
"""Every limit and time-out of the client, with its default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Settings"]

_MIB = 1 << 20


@dataclass(frozen=True)
class Settings:
    """Times in seconds, sizes in bytes."""

    connect_timeout: float = 10.0
    """Until a connection stands."""

    reply_timeout: float = 30.0
    """Silence, and ten times that in total, until a plain question (configuration, joining the queue) is answered."""

    idle_timeout: float = 60.0
    """Silence while waiting for the model or transferring a file. Gradio sends a heartbeat every 15 s."""

    cancel_wait: float = 2.0
    """How long closing a client waits for the server to hear of cancelled jobs."""

    retry_pauses: tuple[float, ...] = (0.2, 0.6)
    """Pauses before the further attempts of what may be repeated: configuration, upload, download."""

    reply_limit: int = 16 * _MIB
    """Largest configuration, plain reply or single event of the stream."""

    result_factor: float = 4.0
    """All results of a job may take this many times the bytes of the audio sent (as float32) per audio output..."""

    result_floor: int = 256 * _MIB
    """...plus this, once for the files and once for what they decode to."""

    max_channels: int = 32
    min_rate: int = 8_000
    max_rate: int = 768_000

    hub_url: str = "https://huggingface.co"
    """Where addresses of the form user/space are looked up."""

    hosts: Mapping[str, str] = field(default_factory=dict)
    """Host name -> IP address: connects there instead of asking the name service. Certificates are checked as usual."""

    insecure_http: bool = False
    """Allow http:// to hosts outside of the private network."""

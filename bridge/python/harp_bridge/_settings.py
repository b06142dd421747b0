# SPDX-License-Identifier: MIT
"""Every limit and time-out of the client, with its default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

__all__ = ["Seconds", "Settings", "TransportName", "UploadFormat"]

_MIB = 1 << 20

Seconds = float
"""What is declared as this is a limit of time: `harp-bridge limits` shows it and `--limit` sets it."""

TransportName = Literal["direct", "gradio_client"]
UploadFormat = Literal["auto", "float", "flac24", "pcm16"]


@dataclass(frozen=True)
class Settings:
    """Times in seconds, sizes in bytes, rates in bytes per second unless something else is said."""

    transport: TransportName = "direct"
    """How jobs reach a server: over our own connections, or through Gradio's own Python client (an extra)."""

    # --- patience ---

    connect_timeout: Seconds = 10.0
    """Until a connection stands."""

    reply_timeout: Seconds = 30.0
    """Silence until a plain question (configuration, the state of a Space) is answered. Whoever works with an endpoint
    that is known waits for up to `idle_timeout` instead: its model may hold the interpreter."""

    drip_factor: float = 10.0
    """A plain answer that has begun may take this many times its limit of silence altogether."""

    silence_notice: Seconds = 20.0
    """After this long without a byte the progress says so, and goes on saying for how long. Gradio's own sign of life
    comes every 15 s."""

    silence_repeat: Seconds = 1.0
    """So often it is said again how long the server has been silent."""

    idle_timeout: Seconds = 300.0
    """Silence after which a job gives up. A model that holds the interpreter lets its server say nothing meanwhile."""

    job_limit: Seconds = 24 * 3600.0
    """Longest that one job may take altogether, signs of life or not."""

    description_limit: Seconds = 600.0
    """Longest that a server may take to say what it is, signs of life or not; its queue may be long."""

    tick: Seconds = 1.0
    """How often the elapsed time is told while the model runs."""

    late_answer: Seconds = 300.0
    """How long, in the background, the server may take to say the name of a job that nobody waits for any more, so that
    this can be stopped there. Closing the client ends it."""

    late_look: Seconds = 0.3
    """First pause before a server that does not know of such a job is asked once more for it."""

    late_event: Seconds = 1.0
    """How long such a server may take to say so; one that says nothing has the job."""

    cancel_wait: Seconds = 2.0
    """How long closing a client waits for the server to hear of cancelled jobs."""

    close_wait: Seconds = 1.0
    """How long closing a client then waits for requests that were cut off to end."""

    keepalive: Seconds = 4.0
    """How long a connection that nobody uses is kept: less than servers do, so that none closes it in the same moment
    in which it is used."""

    drain_wait: Seconds = 0.03
    """How long the few bytes that follow a result are waited for, so that the connection can be used again."""

    # --- trying again ---

    retry_pauses: tuple[Seconds, ...] = (0.2, 0.6)
    """Pauses before the further attempts of what may be repeated: configuration, upload, download, and joining the
    queue as long as the server cannot have heard of it. Each is lengthened by up to `retry_jitter` of itself."""

    retry_jitter: float = 0.5
    """So that jobs that failed together do not come back together."""

    queue_full_wait: Seconds = 600.0
    """How long a job waits for a place in a full queue before it fails (queue_full)."""

    queue_full_pause: Seconds = 1.0
    """First pause in front of a full queue; each is twice the one before, up to `longest_pause`."""

    rate_limit_wait: Seconds = 300.0
    """How long a job waits when it hears that there were too many requests from here (status 429), before it fails
    (rate_limited). The pauses are those that the server names (Retry-After), else as for a full queue."""

    restart_wait: Seconds = 60.0
    """How long a job waits for a server that is not ready, being started again for example (status 503 of something
    that stands in front of it), before it fails (server_lost)."""

    restart_pause: Seconds = 1.0
    """First pause in front of such a server; each is twice the one before, up to `longest_pause`."""

    longest_pause: Seconds = 30.0
    """Pauses that double grow to this."""

    longest_wish: Seconds = 300.0
    """A server that asks for a longer pause than this (Retry-After) is not waited for."""

    # --- how much at a time ---

    parallel_jobs: int = 8
    """Jobs of one client that an endpoint works on at the same time; the others wait here, and groups (documents) take
    turns. Eight keep a server busy that works on eight at once, and hide the transfers behind the model on one that
    takes them one by one, without filling a queue that others wait in as well."""

    # --- uploads ---

    parallel_uploads: int = 2
    """Uploads to one server that go at the same time; further ones let those finish first, so that the first model is
    at work while the others are still on their way."""

    upload_patience: Seconds = 0.5
    """A further upload waits for those for this long at most: a short region does not stand behind an hour of audio."""

    upload_format: UploadFormat = "auto"
    """How audio is sent. "auto": float32 WAV to a near server; FLAC with 24 bit to a far one when no sample is beyond
    full scale; WAV with 16 bit to a server that keeps no more than that."""

    far_round_trip: Seconds = 0.025
    """A server is far when even its quickest reply took this long."""

    instant_reply: Seconds = 0.005
    """A server is near when its quickest reply took less than this, however slow it is with large files."""

    far_rate: float = 25e6
    """A server is far when its best transfer of at least a mebibyte was slower than this, its replies not being
    instant."""

    upload_memory: int = 32
    """How many uploads are remembered, so that the same audio is not sent twice to a server that still has it."""

    upload_age: Seconds = 1800.0
    """An upload that is older is not used again."""

    # --- what comes back ---

    transfer_grace: Seconds = 60.0
    """A download may be as slow as it likes for this long; then it needs `transfer_floor` on average."""

    transfer_floor: float = 2000.0
    """Bytes per second that a long download needs on average."""

    reply_limit: int = 16 * _MIB
    """Largest configuration, plain reply or single event of the stream."""

    result_factor: float = 4.0
    """All results of a job may take this many times the bytes of the audio sent (as float32) per audio output..."""

    result_floor: int = 256 * _MIB
    """...plus this, once for the files and once for what they decode to."""

    max_channels: int = 32
    min_rate: int = 8_000
    max_rate: int = 768_000

    # --- addresses ---

    hub_url: str = "https://huggingface.co"
    """Where addresses of the form user/space are looked up."""

    hub_private: bool = False
    """For a Hub of one's own: believe it when it says that a Space runs on a private host or without https."""

    space_domains: tuple[str, ...] = ("hf.space",)
    """Only to hosts of these domains a Hub token is sent, and only when the Hub names them for the Space asked for."""

    waking_timeout: Seconds = 300.0
    """How long a sleeping or building Space is waited for."""

    waking_pauses: tuple[Seconds, ...] = (1.0, 2.0, 3.0, 5.0, 8.0, 10.0)
    """Between two looks at a Space that is waking up; the last one is repeated."""

    knock_timeout: Seconds = 10.0
    """How long a sleeping Space may take to answer the request that wakes it; it is looked at again in any case."""

    place_memory: Seconds = 600.0
    """How long it is remembered where an address led to. When nobody answers there, it is asked again at once."""

    token_file: str | None = None
    """Where tokens and passwords are kept; None: `HARP/tokens.json` in the user's folder for settings."""

    hosts: Mapping[str, str] = field(default_factory=dict)
    """Host name -> IP address: connects there instead of asking the name service. Certificates are checked as usual."""

    insecure_http: bool = False
    """Allow http:// to hosts outside of the private network."""

    # --- the doctor, the worker, the second transport ---

    certificate_notice: Seconds = 14 * 86400.0
    """The doctor warns of a certificate that ends sooner than this."""

    worker_start: Seconds = 60.0
    """How long the doctor waits for the worker to start: a machine with much else to do takes its time."""

    worker_close: Seconds = 10.0
    """How long the doctor then waits for it to go."""

    worker_farewell: Seconds = 1.0
    """How long the worker lets its jobs end, and servers hear of it, when the plug-in is gone."""

    worker_flush: Seconds = 0.1
    """How long the worker then tries to say its last words."""

    gradio_client_look: Seconds = 0.02
    """How often the news of gradio_client are looked at; it looks at its own every 50 ms."""

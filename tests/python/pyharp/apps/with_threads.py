# SPDX-License-Identifier: MIT
"""Has threads of its own that are always busy and such that come and go, and listens to its cancellation.

Sound that is shorter than 0.1 s is refused.
"""

import threading
import time

import gradio as gr

import pyharp

started: list[threading.Thread] = []


def refresh() -> None:
    while True:
        sum(range(1000))
        time.sleep(0.001)


def tick() -> None:
    time.sleep(0.02)
    threading.Thread(target=tick, daemon=True).start()


def process(audio: str) -> str:
    if not started:  # as libraries do, that start their threads when they are used first
        started.extend(threading.Thread(target=work, daemon=True) for work in (refresh, tick))
        for thread in started:
            thread.start()
    samples, rate = pyharp.load_audio(audio)
    if len(samples) < 0.1 * rate:
        raise gr.Error("Select at least a tenth of a second.")
    until = time.monotonic() + min(len(samples) / rate, 10) / 20
    while time.monotonic() < until:
        pyharp.check_cancelled()
        time.sleep(0.005)
    return audio


with gr.Blocks() as demo:
    pyharp.build_endpoint(
        pyharp.ModelCard("Threads", "Has some.", "HARP tests", ["example"]),
        [gr.Audio(type="filepath", label="Input")],
        [gr.Audio(type="filepath", label="Output")],
        process,
    )

if __name__ == "__main__":
    pyharp.serve(demo)

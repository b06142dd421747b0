# SPDX-License-Identifier: MIT
"""What must hold for every generation of pyharp on every Gradio, and for any app without pyharp.

Classes of tests without servers: test_generations.py and tests/servers_matrix give them some.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Client, FloatArray, HarpError, Progress, Settings
from support.slow_proxy import SlowProxy

from .apps.published import LABELS, MIDI_FILE
from .expected import ALL, DEFAULTS, PLAIN_SEPARATE, SET, description
from .generations import Served
from .helpers import noise, raises, run, until

# Slowness is no failure, and does not decide how audio is sent.
SETTINGS = Settings(cancel_wait=10.0, far_round_trip=1000.0, far_rate=0.0)


def quiet(frames: int = 4410) -> FloatArray:
    """Samples within full scale, which old Gradios turn into 16 bit."""
    return (noise(frames) / 8).clip(-1, 1).astype(np.float32)


def over(served: Served) -> Settings:
    return replace(SETTINGS, transport=served.transport)


def process(served: Served, address: str = "", **options: object) -> harp_bridge.Result:
    given = {"samples": quiet(), "rate": 44100, **options}
    return harp_bridge.process(address or served.address, settings=over(served), **given)  # type: ignore[arg-type]


def assert_same(served: Served, samples: FloatArray) -> None:
    """Bit for bit, where the server leaves files alone."""
    if served.major >= 5:
        assert np.array_equal(samples, quiet())
    else:
        assert samples.shape == quiet().shape
        assert np.max(np.abs(samples - quiet())) <= 1.01 / 32768


class PyharpChecks:
    def test_the_description(self, served: Served) -> None:
        found = harp_bridge.describe(served.address, settings=over(served)).to_json()
        assert found == description(served.generation, served.address)

    def test_defaults_are_sent_for_what_nobody_set(self, served: Served) -> None:
        before = len(served.happened("started", app=served.generation, prompt="hello"))
        result = process(served)
        assert_same(served, result.samples)
        assert result.rate == 44100
        assert [entry.label for entry in result.audio] == ["Output Audio"]
        started = served.happened("started", app=served.generation, prompt="hello")[before:]
        assert [entry["values"] for entry in started] == [DEFAULTS[served.generation]]

    def test_values_arrive_as_they_were_set(self, served: Served) -> None:
        known = {entry.label for entry in harp_bridge.describe(served.address, settings=over(served)).controls}
        before = len(served.happened("started", app=served.generation, prompt="values"))
        process(served, values={label: value for label, value in SET.items() if label in known})
        (started,) = served.happened("started", app=served.generation, prompt="values")[before:]
        arrived = {"Shift": -5, "Prompt": "values", "Flag": False, "Choice": "c", "N": 4, "Parts": ["b", "d"]}
        if served.generation == "harp-1.0":
            known |= {"Seed"}
            arrived["Seed"] = 42
        assert started["values"] == {label: value for label, value in arrived.items() if label in known}

    def test_all_outputs_arrive_typed(self, served: Served) -> None:
        result = process(served, values={"Prompt": "everything"})
        assert [entry.label for entry in result.audio] == ALL[served.generation][0]
        for entry in result.audio:
            assert_same(served, entry.samples)
        found = {entry.label: entry for entry in result.data}
        assert {label: entry.kind for label, entry in found.items()} == ALL[served.generation][1]
        for entry in result.data:
            if isinstance(entry, harp_bridge.LabelsResult):
                assert entry.labels == LABELS["labels"]
            elif isinstance(entry, harp_bridge.TextResult):
                assert entry.text == "some words"
            elif isinstance(entry, harp_bridge.FileResult):
                midi = entry.kind == "midi"
                assert entry.content == (MIDI_FILE if midi else b"A report.\n")
                assert entry.name == ("Output Midi.mid" if midi else "Report.txt")

    def test_files_that_the_caller_supplies_arrive(self, served: Served) -> None:
        wanted = harp_bridge.describe(served.address, settings=over(served)).file_inputs
        files = {entry.label: MIDI_FILE if entry.kind == "midi" else b"salt\n" for entry in wanted}
        before = len(served.happened("started", app=served.generation, prompt="files"))
        process(served, values={"Prompt": "files"}, files=files)
        (started,) = served.happened("started", app=served.generation, prompt="files")[before:]
        arrived = {"Input Midi": MIDI_FILE.decode("latin-1"), "Recipe": "salt\n", "Recipes": ["salt\n"]}
        assert started["files"] == {entry.label: arrived[entry.label] for entry in wanted}

    def test_a_model_that_returns_no_audio_is_named_as_such(self, served: Served) -> None:
        with raises("result_missing"):
            process(served, values={"Prompt": "nothing"})

    def test_the_text_of_an_error_arrives_and_that_of_an_exception_does_not(self, served: Served) -> None:
        with raises("server_error") as caught:
            process(served, values={"Prompt": "error"})
        assert caught.value.message == "The strings are out of tune."
        with raises("server_error") as caught:
            process(served, values={"Prompt": "exception"})
        assert "inner workings" not in str(caught.value)

    def test_what_the_model_says_arrives(self, served: Served) -> None:
        heard: list[Progress] = []
        process(served, values={"Prompt": "words"}, on_progress=heard.append)
        said = [(entry.message, entry.level) for entry in heard if entry.stage == "running" and entry.message]
        # All of them send it, Gradio 3 over the web socket of its queue only: what a plain request of Gradio 3 has to
        # say is printed on the server and told to nobody.
        assert list(dict.fromkeys(said)) == [("a good word", "info"), ("a warning word", "warning")]

    def test_the_models_own_progress_arrives(self, served: Served) -> None:
        heard: list[Progress] = []
        process(served, values={"Prompt": "progress"}, on_progress=heard.append)
        found = [(entry.fraction, entry.message) for entry in heard if entry.stage == "running" and entry.fraction]
        assert list(dict.fromkeys(found)) == [(0.25, "at 0.25"), (0.5, "at 0.5"), (0.75, "at 0.75")]

    def test_of_a_model_that_works_in_steps_the_last_one_counts(self, served: Served) -> None:
        before = len(served.happened("step", app=served.generation))
        result = process(served, served.generator, values={"Prompt": "labels"})
        assert_same(served, result.samples)
        assert len(served.happened("step", app=served.generation)) - before == 3

    def test_a_model_that_works_in_steps_stops_when_its_job_is_cancelled(self, served: Served) -> None:
        def steps() -> int:
            return len(served.happened("step", app=served.generation))

        async def work() -> None:
            before = steps()
            async with Client(over(served)) as client:
                values = {"Prompt": "slow"}
                job = asyncio.create_task(client.process(served.generator, quiet(), 44100, values=values))
                await until(lambda: steps() > before + 1, "the model runs")
                job.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await job
            last = -1
            while steps() != last:  # the server was told, and ends it at its next step
                last = steps()
                await asyncio.sleep(0.5)
            assert last < before + 2900

        run(work())


class CancelChecks:
    """Judged by what the models noted on the server."""

    def test_a_cancelled_job_leaves_the_queue_or_stops_and_no_other_job_is_touched(self, served: Served) -> None:
        # Their names on the server, on which others did the same before.
        first, second, third, fourth = range(11, 15) if served.transport == "direct" else range(15, 19)

        def steps(shift: int) -> int:
            return len(served.happened("step", app=served.generation, shift=shift))

        async def work() -> None:
            async with Client(over(served)) as client:

                async def begun(shift: int, prompt: str) -> asyncio.Task[harp_bridge.Result]:
                    """A job that runs or is known to wait in the server's queue."""
                    queued = asyncio.Event()

                    def heard(progress: Progress) -> None:
                        if progress.rank is not None:
                            queued.set()

                    values = {"Shift": shift, "Prompt": prompt}
                    job = client.process(served.generator, quiet(), 44100, values=values, on_progress=heard)
                    task = asyncio.create_task(job)
                    await until(lambda: queued.is_set() or task.done(), f"job {shift} is in the queue")
                    return task

                running = await begun(first, "slow")
                await until(lambda: steps(first) > 1, "the model works")
                leaving, staying = await begun(second, "slow"), await begun(third, "labels")
                leaving.cancel()
                await asyncio.wait([leaving])
                seen = steps(first)
                await until(lambda: steps(first) > seen + 5, "the job that runs goes on")
                assert not staying.done()
                running.cancel()
                await asyncio.wait([running])
                result = await staying
                assert leaving.cancelled() and running.cancelled()
                assert_same(served, result.samples)

        run(work())
        assert steps(third) == 3
        started = served.happened("started", app=served.generation, prompt="slow")
        assert first in [entry["values"]["Shift"] for entry in started]
        assert second not in [entry["values"]["Shift"] for entry in started]
        seen = steps(first)
        process(served, served.generator, values={"Shift": fourth, "Prompt": "labels"})
        assert steps(first) == seen, "the model that was stopped works no more"
        assert seen < 3000


class UploadChecks:
    """What our own transport does, and gradio_client does not."""

    def test_the_same_audio_goes_there_once(self, served: Served) -> None:
        async def work() -> list[int]:
            counts = []
            async with Client(over(served)) as client:
                for values in ({"Shift": 1}, {"Shift": 2}, {"Prompt": "error"}, {"Shift": 3}):
                    before = far.bytes_up
                    with contextlib.suppress(HarpError):
                        result = await client.process(far.address, quiet(100_000), 44100, values=values)
                        assert result.samples.shape == (100_000, 2)
                    counts.append(far.bytes_up - before)
            return counts

        with SlowProxy(served.address) as far:
            first, *others = run(work())
        assert first > 400_000  # 16 bit at least
        assert max(others) < 100_000

    def test_a_full_queue_is_waited_for(self, served: Served) -> None:
        said: list[Progress] = []

        async def work() -> None:
            async with Client(replace(over(served), queue_full_pause=0.05, longest_pause=0.2)) as client:

                def job(prompt: str, listener: Callable[[Progress], None]) -> asyncio.Task[harp_bridge.Result]:
                    values = {"Prompt": prompt}
                    return asyncio.create_task(
                        client.process(served.narrow, quiet(), 44100, values=values, on_progress=listener)
                    )

                before, queued = len(served.happened("step", app=served.generation)), list[Progress]()
                running = job("slow", lambda _: None)
                await until(lambda: len(served.happened("step", app=served.generation)) > before, "the model works")
                waiting = job("labels", queued.append)
                await until(lambda: any(entry.rank is not None for entry in queued), "the queue is full")
                refused = job("labels", said.append)
                await until(lambda: any("queue is full" in entry.message for entry in said), "it is said")
                running.cancel()
                for each in (waiting, refused):
                    assert_same(served, (await each).samples)

        run(work())


class MidiChecks:
    def test_midi_goes_there_and_comes_back(self, served: Served) -> None:
        found = harp_bridge.describe(served.address, settings=over(served))
        (wanted,) = found.file_inputs
        assert (wanted.kind, wanted.required, len(found.audio_inputs)) == ("midi", True, 0)
        before = len(served.happened("started", app=served.generation))
        result = harp_bridge.process(served.address, files={wanted.label: MIDI_FILE}, settings=over(served))
        (started,) = served.happened("started", app=served.generation)[before:]
        assert started["files"] == {wanted.label: MIDI_FILE.decode("latin-1")}
        assert len(result.audio) == 0
        (midi,) = result.data
        assert isinstance(midi, harp_bridge.FileResult)
        assert (midi.kind, midi.content) == ("midi", MIDI_FILE)

    def test_without_it_there_is_a_clear_sentence(self, served: Served) -> None:
        with raises("required_input_missing") as caught:
            harp_bridge.process(served.address, settings=over(served))
        assert "Midi" in caught.value.detail


class PlainAppChecks:
    def test_all_functions_with_audio_are_offered_the_best_one_first(self, served: Served) -> None:
        found = harp_bridge.describe(served.address, settings=over(served))
        usable = [entry.name for entry in found.endpoints if not entry.reason]
        refused = {entry.name: entry.reason for entry in found.endpoints if entry.reason}
        assert usable == ["steps", "separate", "make", "analyse"]
        assert "Picture" in refused["dub"]
        assert len(refused) == 2  # the other one only follows changes of the page
        assert found.endpoint == "steps"
        assert found.address == f"{served.address}#steps"
        assert found.endpoints[0].label == "Step by step"

    def test_the_description_of_a_function_that_was_chosen(self, served: Served) -> None:
        found = harp_bridge.describe(f"{served.address}#separate", settings=over(served)).to_json()
        card = {
            "name": "Toolbox: Separate it",
            "description": "All kinds of tools, see here.",
            "author": "",
            "tags": [],
        }
        assert found["card"] == card
        assert (found["protocol"], found["endpoint"]) == ("gradio", "separate")
        assert found["inputs"] == PLAIN_SEPARATE["inputs"]
        assert found["outputs"] == PLAIN_SEPARATE["outputs"]

    def test_an_unknown_function_is_named_with_those_that_are_there(self, served: Served) -> None:
        with raises("endpoint_unknown") as caught:
            harp_bridge.describe(f"{served.address}#nothing", settings=over(served))
        assert "separate" in caught.value.detail

    def test_a_function_that_needs_what_nobody_can_supply_is_refused_with_the_reason(self, served: Served) -> None:
        with raises("inputs_unsupported") as caught:
            harp_bridge.describe(f"{served.address}#dub", settings=over(served))
        assert '"Picture" (image)' in caught.value.detail

    def test_values_defaults_and_files_arrive(self, served: Served) -> None:
        before = len(served.happened("separated"))
        values = {"Count": 4.0, "Key": "sesame", "Model": "Nice A", "Parts": ["y"], "Quality": "high", "Options": []}
        files = {"Notes": MIDI_FILE, "Extra": [b"one", b"two"]}
        result = process(served, f"{served.address}#separate", values=values, files=files)
        (arrived,) = served.happened("separated")[before:]
        assert (arrived["reference"], arrived["notes"], arrived["extra"]) == (False, True, 2)
        kept = ["kept", "hidden", {"deep": [1]}]
        assert arrived["values"] == [7, 4, "hello", "sesame", True, "a", ["y"], 1, [], *kept]
        assert [entry.label for entry in result.audio] == ["Voice", "Band"]
        for entry in result.audio:
            assert_same(served, entry.samples)
        score, facts, kind, words = result.data
        assert isinstance(score, harp_bridge.FileResult)
        assert (score.name, score.content) == ("Score.mid", MIDI_FILE)
        assert isinstance(facts, harp_bridge.JsonResult)
        assert facts.value == {"bpm": 120.5}
        assert isinstance(words, harp_bridge.TextResult)
        assert words.text == "It is music."
        assert isinstance(kind, harp_bridge.ClassesResult)
        assert kind.top == "music"
        assert [(entry.label, entry.confidence) for entry in kind.classes] == [("music", 0.75), ("speech", 0.25)]

    def test_without_audio_input_nothing_is_uploaded_and_the_duration_is_set(self, served: Served) -> None:
        address = f"{served.address}#make"
        assert harp_bridge.describe(address, settings=over(served)).duration == "1"
        before = len(served.happened("made", seconds=3))
        result = process(served, address, samples=None, rate=None, duration=2.4)
        assert result.samples.shape == (3 * 8000, 1)  # the control takes whole seconds
        assert len(served.happened("made", seconds=3)) == before + 1

    def test_sound_that_the_app_takes_in_as_16_bit_gets_a_note(self, served: Served) -> None:
        result = process(served, f"{served.address}#analyse")
        (found,) = result.data
        assert isinstance(found, harp_bridge.TextResult) and found.text == "int16 44100"
        assert any("16 bit" in note for note in result.notes)

    def test_of_a_function_that_works_in_steps_the_last_one_counts(self, served: Served) -> None:
        result = process(served)
        assert_same(served, result.samples)
        assert [entry.to_json()["text"] for entry in result.data] == ["done"]

# SPDX-License-Identifier: GPL-3.0-or-later
"""``make demo``: the main job on real audio with a local endpoint."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
import soundfile
from harp_bridge.ara_host import Archive, Host, HostError

from tests.python.support.servers import EXAMPLES, start_endpoint

from .arrangement import RATE, Placement, Recording, build, placements, recordings
from .comparison import check
from .picture import overview
from .session import Refused, load, process, send


def show(endpoint: dict[str, Any]) -> None:
    """Print the model card and the controls."""
    description = endpoint["description"]
    card = description["card"]
    print(f"   {card['name']}, by {card['author']}: {card['description']}")
    for control in description["inputs"]:
        value = endpoint["values"].get(control["id"])
        span = f", {control['minimum']} to {control['maximum']}" if control["kind"] == "slider" else ""
        print(f"   - {control['label']} ({control['kind']}{span})" + (f" = {value}" if value is not None else ""))


def work(
    host: Host, address: str, sources: list[Recording], regions: list[Placement], seconds: float, folder: Path
) -> Archive:
    """Process two of three regions, write what sounds before and after, and return the saved document."""
    song = build(host, sources, regions)
    before = song.render(sample_rate=RATE, seconds=seconds)
    print(f"3. Loading {address} by its address:")
    load(song, address)
    send(song, do="set", control="Pitch", value=5)
    send(song, do="set", control="Mix", value=0.9)
    show(song.plugin.state()["endpoint"])
    chosen = [regions[0].name, regions[2].name]
    print(f"   Processing {' and '.join(chosen)}; leaving {regions[1].name} alone:")
    process(song, chosen)
    after = song.render(sample_rate=RATE, seconds=seconds)
    check(before, after, [r for r in regions if r.name in chosen], sources)
    soundfile.write(folder / "before.wav", before, int(RATE), subtype="FLOAT")
    soundfile.write(folder / "after.wav", after, int(RATE), subtype="FLOAT")
    marked = [(r.name, r.track, r.at, r.duration, r.name in chosen) for r in regions]
    overview(folder / "overview.png", before, after, RATE, marked)
    print("4. Rendered the arrangement through the plug-in before and after.")
    archive = song.store()
    song.close()
    return archive


def reopen(
    host: Host, archive: Archive, sources: list[Recording], regions: list[Placement], seconds: float, folder: Path
) -> None:
    """Open the saved document anew and check that it sounds the same, sample by sample."""
    song = build(host, sources, regions)
    with song.edit():
        song.restore(archive)
    again = song.render(sample_rate=RATE, seconds=seconds)
    song.close()
    after, _ = soundfile.read(folder / "after.wav", dtype="float32", always_2d=True)
    if not np.array_equal(again, after):
        raise Refused("The reopened document does not sound the same.")
    print(f"5. Saved ({len(archive.data) / 1e6:.1f} MB), closed, reopened with the endpoint stopped: the same samples.")


def main() -> int:
    """Run the demo; 0 when everything worked, 1 with a sentence on stderr."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--audio", type=Path, help="a recording of your own")
    parser.add_argument("--folder", type=Path, default=Path("demo"), help="where the results go")
    parser.add_argument("--plugin", type=Path, default=Path(os.environ.get("HARP_PLUGIN", "HARP.vst3")))
    options = parser.parse_args()
    folder: Path = options.folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        sources = recordings(options.audio)
        regions = placements(sources)
        seconds = max(r.at + r.duration for r in regions) + 0.5
        with start_endpoint(EXAMPLES / "pitch_shift" / "app.py") as server:
            print(f"1. Started the example endpoint pitch_shift at {server.address}.")
            with Host(options.plugin) as host:
                rates = " and ".join(f"{s.rate:.0f} Hz" for s in sources)
                print(f"2. Opened a document in {options.plugin.name}: two tracks, three regions, sources at {rates}.")
                archive = work(host, server.address, sources, regions, seconds, folder)
        with Host(options.plugin) as host:
            reopen(host, archive, sources, regions, seconds, folder)
    except (Refused, HostError, ValueError, RuntimeError, OSError) as error:  # a TimeoutError is an OSError
        print(error, file=sys.stderr)
        return 1
    print(f"6. Listen to {folder}/before.wav and {folder}/after.wav, look at {folder}/overview.png.")
    return 0


def stop(*_: object) -> NoReturn:
    """Leave through every ``with``, so that endpoint and worker go too."""
    raise SystemExit(130)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    sys.exit(main())

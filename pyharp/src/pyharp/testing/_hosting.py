# SPDX-License-Identifier: MIT
"""Runs an app file for a test: `python _hosting.py app.py PORT`. It is a program of its own and imports no pyharp.

Wherever the app calls `launch`, it listens on this computer and that port only. It ends with the program that started
it, because standard input closes then. Each line on standard input is answered by a line on the standard error that
begins with MARK and holds, as JSON, what the app does at this moment (see `activity`).
"""

from __future__ import annotations

import json
import os
import runpy
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

MARK = "pyharp-hosting:"
#: What `activity` calls a job of an endpoint, whatever its function.
JOB = "job"
_SERVERS = {"anyio", "gradio", "pyharp", "uvicorn"}


def activity(belongs: Callable[[str], bool], own: set[threading.Thread]) -> list[tuple[str, str]]:
    """What the app does at this moment: pairs of who does it and what it is.

    Jobs of endpoints are told by pyharp itself, with the processes that some of them run in. Beside them there is every
    thread in which a function of the app runs: a job too where the server has called it, else named by the outermost.

    Args:
        belongs: whether a file is one of the app.
        own: threads that are not looked at; themselves, because a later thread may get the number of one that ended.
    """
    jobs = sys.modules.get("pyharp._work")  # that of the app, which may have its own copy beside it
    found = [(job, JOB) for job in (jobs.unfinished() if jobs else ())]
    threads = {thread.ident: thread for thread in threading.enumerate()}
    for number, frame in sys._current_frames().items():
        thread = threads.get(number)
        if thread not in own and (what := _outermost(frame, belongs)):
            found.append((f"thread {thread.native_id if thread else number}", what))
    return found


def _outermost(frame: Any, belongs: Callable[[str], bool]) -> str:
    outermost = ""
    while frame is not None:
        file, function = frame.f_code.co_filename, frame.f_code.co_name
        if function != "<module>" and belongs(file):
            outermost = f"{Path(file).name}:{function}"
        elif outermost and not _SERVERS.isdisjoint(Path(file).parts):
            return JOB
        frame = frame.f_back
    return outermost


def _belongs(file: str, folder: str) -> bool:
    """A file of the app itself; the libraries that may lie in its folder have threads that never end."""
    inside = Path(file[len(folder) :]).parts if file.startswith(folder) else ()
    return bool(inside) and "site-packages" not in inside and "pyharp" not in inside[:-1]


def _answer(questions: int, folder: str, main_thread: threading.Thread) -> None:
    while os.read(questions, 4096):
        found = activity(lambda file: _belongs(file, folder), {main_thread})
        os.write(2, f"\n{MARK} {json.dumps(found)}\n".encode())
    os._exit(0)


def _own_input() -> int:
    """Standard input for this program alone: an app that waits for it would wait for ever."""
    questions, nothing = os.dup(0), os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return questions


def _listen_at(port: int) -> None:
    import gradio as gr
    from gradio import networking

    # Gradio looks at its own page before it says that it listens, and gives up when the machine is busy.
    networking.url_ok = lambda *ignored: True
    launch = gr.Blocks.launch

    def launch_here(self: Any, *ignored: Any, **settings: Any) -> Any:
        settings.update(
            server_name="127.0.0.1",
            server_port=port,
            share=False,
            inbrowser=False,
            quiet=True,
            prevent_thread_lock=True,
            debug=False,
        )
        result = launch(self, **settings)
        print(f"{MARK} serving", file=sys.stderr, flush=True)
        self.block_thread()
        return result

    gr.Blocks.launch = launch_here  # type: ignore[method-assign]


if __name__ == "__main__":
    app = Path(sys.argv[1]).resolve()
    port = int(sys.argv[2])
    sys.argv = [str(app)]
    sys.path[0] = str(app.parent)
    threading.Thread(target=_answer, args=(_own_input(), str(app.parent), threading.main_thread()), daemon=True).start()
    _listen_at(port)
    runpy.run_path(str(app), run_name="__main__")
    print(f"{MARK} ended", file=sys.stderr, flush=True)

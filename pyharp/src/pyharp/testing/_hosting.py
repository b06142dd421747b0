# SPDX-License-Identifier: MIT
"""Runs an app file for a test: `python _hosting.py app.py PORT`. It is a program of its own and imports no pyharp.

Wherever the app calls `launch`, it listens on this computer and that port only. It ends with the program that started
it, because standard input closes then. Each line on standard input is answered by a line on the standard error that
begins with MARK: whether code of the app runs in some thread at this moment.
"""

from __future__ import annotations

import os
import runpy
import sys
import threading
from pathlib import Path
from typing import Any

MARK = "pyharp-hosting:"


def code_runs_in(folder: str, own: int) -> bool:
    """Whether a function from a file in `folder` is being run by another thread than the one called `own`."""
    for thread, frame in sys._current_frames().items():
        current: Any = frame
        while current is not None and thread != own:
            if _belongs(current.f_code.co_filename, folder) and current.f_code.co_name != "<module>":
                return True
            current = current.f_back
    return False


def _belongs(file: str, folder: str) -> bool:
    """A file of the app itself; the libraries that may lie in its folder have threads that never end."""
    inside = Path(file[len(folder) :]).parts if file.startswith(folder) else ()
    return bool(inside) and "site-packages" not in inside and "pyharp" not in inside[:-1]


def _answer(questions: int, folder: str, main_thread: int) -> None:
    while os.read(questions, 4096):
        state = "busy" if code_runs_in(folder, main_thread) else "idle"
        os.write(2, f"\n{MARK} {state}\n".encode())
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
    threading.Thread(target=_answer, args=(_own_input(), str(app.parent), threading.get_ident()), daemon=True).start()
    _listen_at(port)
    runpy.run_path(str(app), run_name="__main__")
    print(f"{MARK} ended", file=sys.stderr, flush=True)

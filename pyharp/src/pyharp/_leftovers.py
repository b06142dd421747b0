# SPDX-License-Identifier: MIT
"""Where the files of jobs lie, and who deletes them: a folder for each job, gone when it fails or grows old."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
import uuid
from collections import deque
from contextlib import suppress
from pathlib import Path
from typing import Any

from ._jobs import current_job

__all__ = ["Leftovers", "delete_old_uploads", "gradio_folder", "job_folder"]

_DAY = 86400.0
_CENTURY = 36525 * _DAY


def gradio_folder() -> Path:
    """Gradio's folder, by its documented rule; the function that computes it moved between Gradio versions."""
    chosen = os.environ.get("GRADIO_TEMP_DIR")
    return Path(chosen).absolute() if chosen else (Path(tempfile.gettempdir()) / "gradio").resolve()


def job_folder() -> Path:
    """The folder for the results of the running job, or a new one outside of a job; it exists afterwards."""
    job = current_job()
    folder = _results() / (job.id if job else uuid.uuid4().hex)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def delete_old_uploads(blocks: Any, age: float | None, timeout: float | None) -> None:
    """Let Gradio delete what was uploaded to an app, unless the app has decided that itself.

    Args:
        blocks: the app, not yet launched.
        age: seconds for which files are kept, None for ever.
        timeout: of a job; files that a job may still read are kept.
    """
    if age is not None and getattr(blocks, "delete_cache", None) is None:
        kept = max(age, _DAY if timeout is None else 2 * timeout)
        blocks.delete_cache = (max(1, int(age / 4)), max(1, int(kept)))


class Leftovers:
    """Deletes what the jobs of one endpoint leave behind; all methods may be called from any thread.

    Args:
        age: seconds for which the results of a job are kept, None for ever.
    """

    def __init__(self, age: float | None) -> None:
        self._age = age
        self._finished: deque[tuple[float, str]] = deque()
        self._lock = threading.Lock()
        self._next_round = 0.0

    def drop(self, job: str) -> None:
        """Delete the files of a job whose result nobody will fetch."""
        shutil.rmtree(_results() / job, ignore_errors=True)

    def keep(self, job: str) -> None:
        """The results of a job are complete: keep them for a while."""
        with self._lock:
            self._finished.append((time.monotonic(), job))
        longer = _CENTURY if self._age is None else self._age - _DAY
        if longer > 0:
            later = time.time() + longer  # for other servers in this folder, which take what is a day old for forgotten
            with suppress(OSError):
                os.utime(_results() / job, (later, later))

    def ages(self, blocks: Any) -> set[float]:
        """After how many seconds something becomes too old: results, and uploads to that app."""
        return {age for age in (self._age, _age_of_uploads(blocks)) if age is not None}

    def sweep(self, blocks: Any, at_once: bool = False) -> None:
        """Delete what is too old; looks only now and then, however often it is called.

        Args:
            blocks: the app that runs, None when there is none.
            at_once: look in any case.
        """
        ages = self.ages(blocks)
        if not ages:
            return
        now = time.monotonic()
        with self._lock:
            old = []
            while self._age is not None and self._finished and now - self._finished[0][0] > self._age:
                old.append(self._finished.popleft()[1])
            due = at_once or now >= self._next_round
            if due:
                self._next_round = now + max(min(ages) / 2, 0.1)
        for job in old:
            self.drop(job)
        if due:
            _drop_old_uploads(blocks)
            if self._age is not None:
                _drop_strangers(max(self._age, _DAY))
                _drop_empty_folders(self._age)


def _results() -> Path:
    return gradio_folder() / "harp"


def _drop_strangers(age: float) -> None:
    """Results of servers that ended without cleaning up, or that share this folder with this one."""
    for folder in _entries(_results()):
        with suppress(OSError):
            if time.time() - folder.stat().st_mtime > age:
                shutil.rmtree(folder, ignore_errors=True)


def _age_of_uploads(blocks: Any) -> float | None:
    chosen = getattr(blocks, "delete_cache", None)
    return None if chosen is None else float(chosen[1])


def _drop_old_uploads(blocks: Any) -> None:
    """What Gradio does by itself until a file arrives while it looks through them, which ends its doing so for ever."""
    age = _age_of_uploads(blocks)
    if age is None:
        return
    kept = {file for component in blocks.blocks.values() for file in getattr(component, "keep_in_cache", ())}
    for files in getattr(blocks, "temp_file_sets", ()):
        for file in set(files) - kept:
            try:
                if time.time() - os.lstat(file).st_ctime <= age:
                    continue
                Path(file).unlink()
            except FileNotFoundError:
                pass
            except OSError:
                continue
            files.discard(file)


def _drop_empty_folders(age: float) -> None:
    """Nobody deletes the folder of an upload with it."""
    for folder in _entries(gradio_folder()):
        with suppress(OSError):
            if folder.is_dir() and time.time() - folder.stat().st_mtime > age:
                folder.rmdir()


def _entries(folder: Path) -> list[Path]:
    with suppress(OSError):
        return list(folder.iterdir())
    return []

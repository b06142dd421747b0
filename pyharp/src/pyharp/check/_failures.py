# SPDX-License-Identifier: MIT
"""Why a job failed, from what the app said and from what it printed."""

from __future__ import annotations

import re
from pathlib import Path

from ._rules.findings import Finding, fault, note, warning
from ._trials import Trial

__all__ = ["failure"]

#: Pattern in the error or the log -> code, sentence, next step.
_KNOWN: list[tuple[str, str, str, str]] = [
    (
        r"didn't return enough output values|returned too many output values|values? came back, but"
        r"|results? where it promised",
        "output_count",
        "The function returns another number of values than the app has outputs",
        "Return one value per output component, in their order.",
    ),
    (
        r"InvalidPathError|Cannot move .* to the gradio cache|the app answers 403",
        "file_elsewhere",
        "The function returns a file that lies where Gradio hands out no files",
        "Write results with pyharp.save_audio, or into the path that pyharp.output_path(name) gives.",
    ),
    (
        r"is not in the list of choices|is (?:less|greater) than (?:minimum|maximum) value",
        "value_refused",
        "Gradio refuses a value that the description offers",
        "Describe the choices and ranges that the components have.",
    ),
    (
        r"that the model returned for .* does not exist",
        "file_missing",
        "The function returns the path of a file that is not there",
        "Return the path that was written, best the absolute one that pyharp.save_audio returns.",
    ),
]
#: How sentences begin that pyharp itself raises about a model.
_OURS = ("The model returned", "The model took", "The model's process")
_FRAME = re.compile(r'File "([^"]+)", line (\d+), in (\S+)')


def failure(trial: Trial, said: str, log: str, meant: bool) -> Finding:
    """The finding for a job that failed.

    Args:
        trial: the job.
        said: what the app told its user.
        log: what the app printed during the job.
        meant: whether it came as a gr.Error.
    """
    traceback = _last_traceback(log)
    raised = traceback.splitlines()[-1] if traceback else ""
    words = said or raised or "the app does not say why"
    where = _where(traceback)
    make = fault if trial.essential else warning
    for pattern, code, sentence, remedy in _KNOWN:
        if re.search(pattern, f"{said}\n{raised}"):
            return make(code, f"{sentence}: {words}", remedy, traceback)
    if not trial.essential and said and _refuses(said, traceback, meant):
        return note("refused", f"The model declines {trial.what}, and tells the musician why: {said}")
    place = f" ({where})" if where else ""
    return make(trial.code, f"The model fails {trial.what}: {words}{place}", trial.remedy, traceback)


def _refuses(said: str, traceback: str, meant: bool) -> bool:
    """Whether the app has raised a gr.Error of its own, and means what it says."""
    if not traceback:  # an app elsewhere, or an error that is not to be printed
        return meant and not said.startswith(_OURS)
    frames = _FRAME.findall(traceback)
    by_pyharp = bool(frames) and "/pyharp/_" in frames[-1][0].replace("\\", "/")
    return traceback.splitlines()[-1].startswith("gradio.exceptions.Error: ") and not by_pyharp


def _last_traceback(log: str) -> str:
    """From the last `Traceback` to the line that names the exception."""
    _, found, after = log.rpartition("Traceback (most recent call last):")
    if not found:
        return ""
    lines = [found]
    for line in after.splitlines()[1:]:
        lines.append(line)
        if line and not line.startswith((" ", "\t")):
            break
    return "\n".join(lines)


def _where(traceback: str) -> str:
    """The innermost line of the app itself."""
    frames = [
        (file, line)
        for file, line, _ in _FRAME.findall(traceback)
        if "site-packages" not in file and "/pyharp/_" not in file.replace("\\", "/") and "/lib/python" not in file
    ]
    return f"{Path(frames[-1][0]).name}, line {frames[-1][1]}" if frames else ""

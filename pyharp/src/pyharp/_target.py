# SPDX-License-Identifier: MIT
"""Which function a child process shall run: named so that another interpreter finds it, refused in words if it cannot.

A child starts from nothing (it is no fork: a fork of a server with threads and a GPU is not safe), so it imports the
module of the function, or the script itself when the function stands in the script that was started.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from ._components import EndpointError

__all__ = ["Target", "find_target", "load_target"]

_STARTERS = {"launch", "serve", "block_thread"}
_SCRIPT = "__mp_main__"  # the name that multiprocessing gives to a script imported by a child: its guard stays shut


@dataclass(frozen=True)
class Target:
    """Where a child finds the function.

    Attributes:
        module: to import; empty for a script.
        script: path of the file, empty for a module.
        name: of the function in it, with dots for what is inside of a class.
    """

    module: str
    script: str
    name: str

    def __str__(self) -> str:
        return f"{self.module or Path(self.script).name}:{self.name}"


def find_target(function: Callable[..., Any] | str) -> Target:
    """Name a function, given itself or as "module:function" (whose module is then imported by the child only).

    Raises:
        EndpointError: another process could not find it, or would start a second server; the message says what to do.
    """
    if isinstance(function, str):
        module, _, name = function.partition(":")
        if not module or not name or not all(part.isidentifier() for part in f"{module}.{name}".split(".")):
            raise EndpointError(
                f'{function!r} names no function. Write "module:function", for example "model:process".'
            )
        return Target(module, "", name)
    name = getattr(function, "__qualname__", "")
    home = getattr(function, "__module__", None) or ""
    if not name or not home:
        raise EndpointError(
            f"A {type(function).__name__} cannot run in a process of its own. Give a function that a module defines."
        )
    if "<lambda>" in name:
        raise EndpointError("A lambda cannot run in a process of its own. Write it as a function with `def`.")
    if "<locals>" in name:
        raise EndpointError(
            f"{name.rsplit('.', 1)[-1]} is defined inside of another function, where a process of its own cannot find "
            "it. Move it to the top level of its module."
        )
    if getattr(function, "__self__", None) is not None:
        raise EndpointError(
            f"{name} is a method of an object that lives in this process. Give a function at the top level of a "
            "module; objects that it needs are made there as well."
        )
    if home != "__main__":
        return Target(home, "", name)
    names = getattr(inspect.unwrap(function), "__globals__", {})
    script = names.get("__file__")
    if names.get("__package__") == __package__:
        # A function that our own decorator wrapped: the script is the one that was started.
        script = getattr(sys.modules["__main__"], "__file__", None)
    if not script or not Path(script).is_file():
        raise EndpointError(
            f"{name} was typed into an interactive session. Put it into a file, so that a process of its own finds it."
        )
    _check_guard(Path(script))
    return Target("", str(Path(script).resolve()), name)


def load_target(target: Target) -> Any:
    """The object that a target names, in the child.

    Raises:
        Exception: whatever importing its module raises; AttributeError when the name is not in it.
    """
    found: Any
    if target.module:
        found = importlib.import_module(target.module)
    else:
        spec = spec_from_file_location(_SCRIPT, target.script)
        assert spec is not None and spec.loader is not None
        found = module_from_spec(spec)
        sys.modules[_SCRIPT] = sys.modules["__main__"] = found
        spec.loader.exec_module(found)
    for part in target.name.split("."):
        found = getattr(found, part)
    return found


def _check_guard(script: Path) -> None:
    """Refuse a script that would start its server again when the child imports it."""
    top = ast.parse(script.read_bytes(), str(script)).body
    guarded = any(isinstance(statement, ast.If) and _is_guard(statement.test) for statement in top)
    loose = [line for statement in top if (line := _starts_server(statement))]
    if guarded and not loose:
        return
    what = f"line {loose[0]} starts the server" if loose else "it has no such guard"
    raise EndpointError(
        f"A process of its own imports {script.name} again, and must not start a second server there: {what}. Put "
        'the last lines, those that start the server, under `if __name__ == "__main__":`, or move the function to a '
        "module of its own."
    )


def _is_guard(test: ast.expr) -> bool:
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq):
        return False
    sides = [test.left, *test.comparators]
    names = [side.id for side in sides if isinstance(side, ast.Name)]
    values = [side.value for side in sides if isinstance(side, ast.Constant)]
    return names == ["__name__"] and values == ["__main__"]


def _starts_server(statement: ast.stmt) -> int:
    """The line in which a statement at the top level starts a server, 0 if none does."""
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return 0
    if isinstance(statement, ast.If) and _is_guard(statement.test):
        return 0
    for node in ast.walk(statement):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            if name in _STARTERS:
                return node.lineno
    return 0

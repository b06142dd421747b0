# SPDX-License-Identifier: MIT
"""Every limit of time is a setting with a default that is written down, and nothing in the code bounds time besides."""

from __future__ import annotations

import ast
import gc
import json
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import harp_bridge
import pytest
from harp_bridge import Settings
from harp_bridge._cli.main import main
from harp_bridge._limits import limits, of_environment, with_limits
from harp_bridge._worker import serving

from .fake_gradio import FakeGradio
from .helpers import raises

PACKAGE = Path(harp_bridge.__file__).parent
README = Path(__file__).parents[3] / "bridge" / "README.md"

# What these words name, in a constant or in the comment above it, is a time.
_TIME = re.compile(
    r"(?i)(?:^|_|\b)(seconds?|minutes?|timeout|pauses?|patience|waits?|waiting|late|moments?|soon|expiry|"
    r"deadline|interval|delay)(?:$|_|\b)"
)
# A length of audio is not waited for, and nothing ends because Ctrl-C is looked for now and then.
_NO_WAITING = {"_endpoints/duration.py: _LONGEST", "_worker/serving.py: _RESULT_FLOOR", "_cli/asking.py: _LOOK"}

# Calls that wait, and where they take for how long.
_WAITING = {"sleep": 0, "wait_for": 1, "nap": 0, "Timeout": 0, "flush": 0}
_NAMES = {"timeout", "silence", "patience", "connect", "keepalive_expiry"}


def times(source: str) -> Iterator[str]:
    """Numbers in this source that bound time: constants of the module or of a class, and arguments."""
    lines = source.splitlines()
    tree = _tree(source)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef)):
            for statement in node.body:
                yield from _constant(statement, lines)
        elif isinstance(node, ast.Call):
            yield from _argument(node)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            given = [*node.args.args[len(node.args.args) - len(node.args.defaults) :], *node.args.kwonlyargs]
            for name, value in zip(given, [*node.args.defaults, *node.args.kw_defaults], strict=True):
                if value is not None and _number(value) and _TIME.search(name.arg):
                    yield f"{name.arg} of {node.name}"


def _tree(source: str) -> ast.Module:
    # Python 3.11 may fail when a tree is made while another one is: as it is where what the collector finds just
    # then is a failed task, whose traceback is written, for which the source is read.
    gc.disable()
    try:
        return ast.parse(source)
    finally:
        gc.enable()


def _constant(statement: ast.stmt, lines: list[str]) -> Iterator[str]:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    value = getattr(statement, "value", None)
    if not targets or value is None or not _number(value):
        return
    above = lines[statement.lineno - 2] if statement.lineno > 1 else ""
    comment = lines[statement.lineno - 1].partition("#")[2] + (above if above.startswith("#") else "")
    for target in targets:
        name = ast.unparse(target)
        broken = any(isinstance(part, ast.Constant) and isinstance(part.value, float) for part in ast.walk(value))
        if broken or _TIME.search(name) or _TIME.search(comment):
            yield name


def _argument(call: ast.Call) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    place = _WAITING.get(name)
    if place is not None and len(call.args) > place and _number(call.args[place]):
        yield f"an argument of {name}"
    for keyword in call.keywords:
        if keyword.arg in _NAMES and _number(keyword.value):
            yield f"{keyword.arg} of {name}"


def _number(value: ast.expr) -> bool:
    """A number that is written out, and is not 0."""
    try:
        found = eval(compile(ast.Expression(value), "", "eval"), {"__builtins__": {}})
    except Exception:
        return False
    return isinstance(found, (int, float)) and not isinstance(found, bool) and found != 0


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("_GRACE = 0.5", ["_GRACE"]),
        ("_GRACE: float = 2 * 86400.0", ["_GRACE"]),
        ("_PATIENCE = 60", ["_PATIENCE"]),
        ("# Seconds until it is given up.\n_MOST = 30", ["_MOST"]),
        ("class A:\n    pause = 3", ["pause"]),
        ("await asyncio.sleep(0.5)", ["an argument of sleep"]),
        ("await asyncio.wait_for(x, 10)", ["an argument of wait_for"]),
        ("thread.join(timeout=5)", ["timeout of join"]),
        ("httpx.Timeout(5.0)", ["an argument of Timeout"]),
        ("def f(patience: float = 3.0): ...", ["patience of f"]),
        ("_MOST = 30\n_PIECE = 1 << 18\nawait asyncio.sleep(0)\nx.wait(timeout=y)", []),
    ],
)
def test_what_bounds_time_is_recognised(source: str, found: list[str]) -> None:
    indented = (
        source if "await" not in source else "async def f():\n" + "\n".join(f"    {x}" for x in source.splitlines())
    )
    assert list(times(indented)) == found or (found == [] and not list(times(indented)))


def test_nothing_in_the_package_bounds_time_but_the_settings() -> None:
    """The ARA host is a program of its own, which waits for nobody but its plug-in."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if name != "_settings.py" and not name.startswith("ara_host/"):
            found += [f"{name}: {entry}" for entry in times(path.read_text(encoding="utf-8"))]
    assert set(found) - _NO_WAITING == set(), "a field of Settings, declared as Seconds, is the place for it"


def test_every_setting_that_is_a_time_can_be_set_and_has_its_sentence() -> None:
    known = {entry.name: entry for entry in limits()}
    # The others among the numbers are sizes, counts, rates and factors.
    others = {field.name for field in fields(Settings) if str(field.type) in ("float", "tuple[float, ...]")} - set(
        known
    )
    assert others == {"drip_factor", "retry_jitter", "far_rate", "transfer_floor", "result_factor"}
    assert len(known) > 30
    assert all(entry.text.endswith(".") and len(entry.text) > 10 for entry in known.values())


def test_the_readme_lists_every_limit_with_its_default() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([\d.,e-]+) \| (.+) \|$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert rows == [(entry.name, entry.shown, entry.text) for entry in limits()]


def test_a_limit_is_set_by_its_name() -> None:
    settings = with_limits(Settings(), ["idle_timeout=600", "waking_pauses=1,2.5", "tick=0.5", "idle_timeout=601"])
    assert (settings.idle_timeout, settings.waking_pauses, settings.tick) == (601.0, (1.0, 2.5), 0.5)
    for entry in limits():
        assert with_limits(Settings(), [f"{entry.name}={entry.shown}"]) == Settings()


@pytest.mark.parametrize(
    "entry",
    ["idle_timeout", "idle_timeout=", "idle_timeout=soon", "idle_timeout=-1", "idle_timeout=inf", "idle_timeout=nan",
     "idle_timeout=1,2", "waking_pauses=", "reply_limit=3", "hub_url=3", "nothing=3", "=3",
     "tick=0", "silence_notice=0", "gradio_client_look=0.001"],
)  # fmt: skip
def test_what_is_no_limit_is_refused(entry: str) -> None:
    with raises("command_invalid"):
        with_limits(Settings(), [entry])


def test_the_environment_sets_limits_for_the_command_and_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HARP_LIMITS", "idle_timeout=600  tick=2")
    assert of_environment(Settings()) == Settings(idle_timeout=600.0, tick=2.0)
    assert serving._usual().idle_timeout == 600.0
    assert serving._usual().cancel_wait == 1.0
    monkeypatch.setenv("HARP_LIMITS", "worker_farewell=5")
    assert serving._usual().cancel_wait == 5.0
    monkeypatch.setenv("HARP_LIMITS", "worker_farewell=5 cancel_wait=3")
    assert serving._usual().cancel_wait == 3.0
    monkeypatch.setenv("HARP_LIMITS", "nonsense")
    assert serving._usual().cancel_wait == 1.0
    assert serving._usual().idle_timeout == 300.0


def test_the_command_line_sets_limits(
    fake: FakeGradio, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARP_LIMITS", "tick=7 keepalive=3")
    assert main(["limits", "--json", "--limit", "tick=5"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (shown["tick"]["seconds"], shown["keepalive"]["seconds"]) == ("5", "3")
    assert main(["limits"]) == 0
    assert "idle_timeout=300\n    Silence after which" in capsys.readouterr().out
    assert main(["describe", fake.address, "--limit", "reply_timeout=nobody"]) == 2
    assert main(["describe", fake.address, "--limit", "reply_timeout=60"]) == 0
    for command in ("describe", "process", "doctor"):
        with pytest.raises(SystemExit):
            main([command, "--help"])
        assert "--limit NAME=SECONDS" in capsys.readouterr().out

# SPDX-License-Identifier: MIT
"""Fixtures that tests of several subjects share; see support/ for what they are made of."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

# Before anything imports Gradio: no word to anybody outside while testing.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["HF_HUB_OFFLINE"] = "1"
# Servers that wait for their next test leave the processors to the others (support/serve_app.py).
os.environ["HARP_CALM_SERVERS"] = "1"

# A run that was started in the background ignores Ctrl-C, and so would every program that it starts to try Ctrl-C on.
signal.signal(signal.SIGINT, signal.default_int_handler)

_HERE = Path(__file__).resolve().parent
# The checkout is what is tested, whatever else is installed. The folder tests/python/pyharp must not stand in for it.
sys.path[:0] = [str(_HERE.parents[1] / "pyharp" / "src"), str(_HERE)]

import hypothesis  # noqa: E402
import pytest  # noqa: E402
from support.environment import EVERY_PROCESS  # noqa: E402
from support.gradios import TRIED_SINCE_5, python_of  # noqa: E402
from support.servers import ENDPOINTS, EndpointServer, start_endpoint  # noqa: E402

# Every Python that a test starts imports Gradio in half of the time.
os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (EVERY_PROCESS, os.environ.get("PYTHONPATH"))))

# The same examples in every run, so that no new one stops a change that has nothing to do with it; `make fuzz` looks
# for new ones. How long an example takes says more about the machine than about the code.
for _name, _same in (("same", True), ("random", False)):
    hypothesis.settings.register_profile(
        _name,
        derandomize=_same,
        max_examples=100 if _same else 2000,
        deadline=None,
        suppress_health_check=[hypothesis.HealthCheck.too_slow],
    )
hypothesis.settings.load_profile(os.environ.get("HARP_EXAMPLES", "same"))

Servers = Callable[..., EndpointServer]


@pytest.fixture(scope="session")
def gradio6() -> str:
    """A Python with Gradio 6: the one that runs the tests."""
    return _checked(sys.executable, "6", "Install Gradio 6 into the environment that runs the tests.")


@pytest.fixture(scope="session", params=TRIED_SINCE_5)
def gradio_python(request: pytest.FixtureRequest) -> str:
    """A Python with each Gradio from 5 on that is tried."""
    return python_of(request.param)


@pytest.fixture(scope="session")
def servers(gradio6: str) -> Iterator[Servers]:
    """`servers("gain")` or `servers(path, python)`: a running app, started once and shared by all tests of the run.

    A name stands for a file in support/endpoints. Tests that change a server's state start their own instead.
    """
    running: dict[tuple[str, str], EndpointServer] = {}

    def server(app: str | Path, python: str = gradio6) -> EndpointServer:
        path = app if isinstance(app, Path) else ENDPOINTS / f"{app}.py"
        key = (str(path), python)
        if key not in running or running[key].process.poll() is not None:
            running[key] = start_endpoint(path, python)
        return running[key]

    yield server
    for started in running.values():
        started.stop()


def _checked(python: str, major: str, advice: str) -> str:
    found = subprocess.run(
        [python, "-c", "import importlib.metadata as m; print(m.version('gradio'))"], capture_output=True, text=True
    )
    if not found.stdout.startswith(f"{major}."):
        pytest.fail(f"{python} has no Gradio {major}, but {found.stdout.strip() or 'none at all'}. {advice}")
    return python


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test that was skipped, or expected to fail, has not been passed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and any(reporter.stats.get(kind) for kind in ("skipped", "xfailed", "xpassed")):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED

# SPDX-License-Identifier: MIT
"""Starting and ending apps: no process survives, a taken port is said, and the package installs as it is."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from support.environment import environment_with
from support.servers import ENDPOINTS, REPOSITORY, start_endpoint
from support.wire import wait_for

PACKAGE = REPOSITORY / "pyharp"


def test_a_stopped_server_is_gone_with_its_files(gradio6: str) -> None:
    server = start_endpoint(ENDPOINTS / "newer.py", gradio6)
    folder = server.log.parent
    assert folder.exists()
    server.stop()
    server.stop()
    assert server.process.poll() is not None
    assert not folder.exists()
    port = int(server.address.rsplit(":", 1)[1])
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_server_ends_when_its_starter_is_killed(gradio6: str) -> None:
    program = (
        f"import sys, time; sys.path.insert(0, {str(REPOSITORY / 'tests' / 'python')!r})\n"
        "from support.servers import *\n"
        f"server = start_endpoint(ENDPOINTS / 'newer.py', {gradio6!r})\n"
        "print(server.process.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        pid = int(starter.stdout.readline())
        starter.kill()
    wait_for(lambda: not _runs(pid))


def test_an_app_that_breaks_while_starting_says_why(gradio6: str, tmp_path: Path) -> None:
    app = tmp_path / "app.py"
    app.write_text("raise RuntimeError('the weights are missing')")
    with pytest.raises(RuntimeError, match="the weights are missing"):
        start_endpoint(app, gradio6)


def test_a_port_that_is_taken_is_an_error_and_not_another_port(gradio6: str) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        finished = subprocess.run(
            [gradio6, str(ENDPOINTS / "newer.py"), "--port", str(taken.getsockname()[1])],
            env=environment_with(REPOSITORY / "pyharp" / "src"),
            capture_output=True,
            text=True,
            timeout=240,
        )
    assert finished.returncode != 0
    assert "Serving at" not in finished.stdout
    assert "port" in finished.stderr.lower()


def test_the_package_installs_without_a_compiler_and_imports(gradio6: str, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    subprocess.run(
        [gradio6, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation", "--target", installed, PACKAGE],
        check=True,
        env={**os.environ, "CC": "/bin/false", "CXX": "/bin/false", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
    )
    assert not [path for path in installed.rglob("*") if path.suffix in {".so", ".pyd"}]
    told = subprocess.run(
        [gradio6, "-c", "import pyharp, importlib.metadata as m; print(pyharp.__file__, m.version('harp-endpoint'))"],
        env={**os.environ, "PYTHONPATH": str(installed)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    assert Path(told[0]).parent == installed / "pyharp"
    assert told[1] == "0.1.0"
    assert (installed / "pyharp" / "py.typed").exists()


def _runs(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False

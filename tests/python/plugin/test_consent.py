# SPDX-License-Identifier: MIT
"""Nothing leaves the machine without a yes: seen from a server on another (made up) host, request by request."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from support.servers import ENDPOINTS

from .built import BUNDLE, ROOT
from .namespaces import network

#: A host that is not this machine's loopback, in a network of its own that reaches nothing else.
ADDRESS = "10.77.0.1"

#: Runs inside that network: a real endpoint on loopback, and a relay on the other address that notes the path
#: and the body of every request: the audio must not travel under another name either.
SCENE = """
import json, sys, threading, http.client, http.server
sys.path[:0] = [{tests!r}]
from support.servers import start_endpoint
from harp_bridge.ara_host import Host
from plugin.studio import Studio, noise

received = []

class Relay(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def relay(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        whole = "Transfer-Encoding" not in self.headers
        received.append((self.path, len(body) if whole else -1, body[:1000].decode("latin-1")))
        inner = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        inner.request(self.command, self.path, body or None, dict(self.headers))
        reply = inner.getresponse()
        data = reply.read()
        self.send_response(reply.status)
        for key, value in reply.getheaders():
            if key.lower() not in ("content-length", "transfer-encoding", "connection"):
                self.send_header(key, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
    do_GET = do_POST = relay
    def log_message(self, *_):
        pass

report = {{}}
with start_endpoint({endpoint!r}) as server:
    port = int(server.address.rsplit(":", 1)[1])
    relay = http.server.ThreadingHTTPServer(({address!r}, 0), Relay)
    relay.daemon_threads = True
    threading.Thread(target=relay.serve_forever, daemon=True).start()
    for visit in ("first", "second"):
        with Host({bundle!r}) as host:
            studio = Studio(host)
            studio.place(studio.add(5 * noise(1.0)), at=0.0, start=0.0, duration=1.0)
            report[visit] = [studio.load("http://{address}:%d" % relay.server_port)["phase"]]
            reply = studio.send(do="process", regions=studio.ids())
            report[visit].append(reply["ok"] or reply["error"]["code"])
            if visit == "first":
                studio.ok(do="consent", host={address!r}, allow=False)
                report["refused"] = studio.send(do="process", regions=studio.ids())["error"]["code"]
                studio.ok(do="consent", host="10.77.0.10", allow=True)
                report["other"] = studio.send(do="process", regions=studio.ids())["error"]["code"]
                report["before"] = list(received)
                studio.ok(do="consent", host={address!r}, allow=True)
                studio.processed()
                report["after"] = received[len(report["before"]):]
            else:
                studio.song.wait_until(lambda: studio.state()["jobs"][0]["stage"] == "done")
print(json.dumps(report))
"""


def test_a_remote_server_receives_no_audio_until_the_user_agrees(tmp_path: Path) -> None:
    program = SCENE.format(
        tests=str(ROOT / "tests/python"), endpoint=str(ENDPOINTS / "gain.py"), bundle=str(BUNDLE), address=ADDRESS
    )
    script = tmp_path / "scene.py"
    script.write_text(program)
    setting = f"ip link set lo up && ip addr add {ADDRESS}/32 dev lo && exec {sys.executable} {script}"
    done = subprocess.run(
        [*network(), "sh", "-c", setting],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "settings")},
    )
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    assert report["first"] == ["ready", "consent_required"]
    assert (report["refused"], report["other"]) == ("consent_required", "consent_required")
    # The model is asked what it is, with no values; nothing that could hold audio was sent under any address.
    assert [json.loads(body)["data"] for path, _, body in report["before"] if path.endswith("/queue/join")] == [[]]
    assert [(path, length) for path, length, _ in report["before"] if "/upload" in path] == []
    assert all(length >= 0 and len(path) + length < 1024 for path, length, _ in report["before"]), report["before"]
    uploads = [length for path, length, _ in report["after"] if path.endswith("/upload")]
    assert len(uploads) == 1 and uploads[0] > 44100 * 2 * 4  # a second of stereo
    assert [len(json.loads(body)["data"]) for path, _, body in report["after"] if path.endswith("/queue/join")] == [2]
    assert report["second"] == ["ready", True]  # remembered across sessions
    settings = next((tmp_path / "settings").rglob("*.json"))
    assert settings.stat().st_mode & 0o077 == 0

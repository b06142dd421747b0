# SPDX-License-Identifier: MIT
"""Takes a raw body into a file and gives the file back: what moving the bytes alone costs."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse
from starlette.routing import Route

FOLDER = Path(tempfile.mkdtemp(prefix="harp-raw-"))


async def upload(request: Request) -> JSONResponse:
    path = FOLDER / "body"
    with path.open("wb") as file:
        async for chunk in request.stream():
            file.write(chunk)
    return JSONResponse([path.name])


async def download(request: Request) -> FileResponse:
    return FileResponse(FOLDER / "body")


async def config(request: Request) -> JSONResponse:
    return JSONResponse({})


class Server(uvicorn.Server):
    async def startup(self, sockets: list[object] | None = None) -> None:
        await super().startup(sockets)  # type: ignore[arg-type]
        port = self.servers[0].sockets[0].getsockname()[1]
        print(f"Serving at http://127.0.0.1:{port}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    app = Starlette(
        routes=[Route("/upload", upload, methods=["POST"]), Route("/file", download), Route("/config", config)]
    )
    Server(uvicorn.Config(app, port=parser.parse_args().port, log_level="warning")).run()

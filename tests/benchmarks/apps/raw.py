# SPDX-License-Identifier: MIT
"""The bound: a server that takes the bytes of a file and gives them back, and does nothing else."""

import tempfile
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

FOLDER = Path(tempfile.mkdtemp(dir="."))


async def upload(request: Request) -> Response:
    """The body becomes a file."""
    with (FOLDER / request.path_params["name"]).open("wb") as file:
        async for chunk in request.stream():
            file.write(chunk)
    return JSONResponse({})


async def download(request: Request) -> Response:
    """That file."""
    return FileResponse(FOLDER / request.path_params["name"])


async def config(request: Request) -> Response:
    """What the starter of servers asks for."""
    return JSONResponse({})


app = Starlette(
    routes=[
        Route("/config", config),
        Route("/file/{name}", upload, methods=["PUT"]),
        Route("/file/{name}", download),
    ]
)

if __name__ == "__main__":
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
    listener = server.config.bind_socket()
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    server.run(sockets=[listener])

"""The server process: start-up, the port it listens on, and its forks."""

from __future__ import annotations

import gc
import json
import os
import socket
import sys
from typing import Any, NoReturn

from moto.moto_api._internal import mock_random
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from . import ids, memory, patches, world  # noqa: F401 - importing the patches registers them
from .application import Application
from .controls import Controls
from .patching import UnknownPatchError, apply_patches
from .processes import Family

HOST = "127.0.0.1"

# What the platform's stacks and tests talk to; anything else is loaded at its first call.
PRELOADED_SERVICES = ("ec2", "ecs", "elbv2", "ecr", "iam", "sts", "s3", "ssm", "logs", "dynamodb")


class RequestHandler(WSGIRequestHandler):
    """Writes no line per request, and remembers the connections that a fork must let go of."""

    protocol_version = "HTTP/1.1"
    connections: set[socket.socket] = set()

    def setup(self) -> None:
        """Note the connection."""
        self.connections.add(self.request)
        super().setup()

    def finish(self) -> None:
        """Forget the connection."""
        self.connections.discard(self.request)
        super().finish()

    def connection_dropped(self, error: BaseException, environ: dict[str, Any] | None = None) -> None:
        """Say so: a client that lost its answer tries again, and finds its work done."""
        print(f"A client went away before it had its answer: {error}", file=sys.stderr, flush=True)

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        """Stay silent: the journal has every call."""


class Server:
    """One process that serves one world; a fork of it serves a copy of that world on a port of its own."""

    def __init__(self, account: str, region: str) -> None:
        self._family = Family()
        self._application = Application(account)
        self._application.preload(PRELOADED_SERVICES)
        self._controls = Controls(self._application, region, self._family, self._fork)
        self._listen()

    @property
    def port(self) -> int:
        """The port the kernel chose."""
        return self._server.port

    def serve(self) -> NoReturn:
        """Serve until the process ends."""
        self._server.serve_forever(poll_interval=3600)
        os._exit(0)

    def _listen(self) -> None:
        self._server: BaseWSGIServer = make_server(
            HOST, 0, self._controls, threaded=True, request_handler=RequestHandler
        )

    def _fork(self) -> dict[str, int]:
        """Fork while the caller holds the application's lock, and return where the copy listens."""
        read_end, write_end = os.pipe()
        pid = self._family.fork()
        if pid == 0:
            os.close(read_end)
            self._become_fork(write_end)
        os.close(write_end)
        with os.fdopen(read_end, "rb") as answer:
            return {"pid": pid, "port": int(answer.read())}

    def _become_fork(self, write_end: int) -> NoReturn:
        """Serve the copy: only the forking thread lives on in it, and it still holds the lock."""
        self._server.socket.close()
        for connection in RequestHandler.connections:
            os.close(connection.detach())
        RequestHandler.connections.clear()
        self._application.journal.clear()
        self._application.lock.release()
        # Or both worlds would draw the same ids from now on.
        mock_random.seed()
        self._listen()
        os.write(write_end, str(self.port).encode())
        os.close(write_end)
        self.serve()


def run(account: str, region: str, without: list[str], outlives: bool) -> NoReturn:
    """Serve, and tell the port on standard output, as one line of JSON; whoever reads it may be outlived."""
    ids.install()
    memory.install()
    try:
        applied = apply_patches(without)
    except UnknownPatchError as error:
        sys.exit(str(error))
    world.create(account, region)
    server = Server(account, region)
    # What exists now stays: without this, a fork's first garbage collection copies all of it.
    gc.collect()
    gc.freeze()
    gc.enable()
    print(json.dumps({"port": server.port, "patches": applied}), flush=True)
    if outlives:
        # Nobody listens from now on, and to write to a closed pipe is an error.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    server.serve()

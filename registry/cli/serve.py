"""`charter serve`: run the registry here. The choice of the server lives in this file alone."""

import contextlib
import ctypes
import errno
import gc
import os
import socket
from types import FrameType
from typing import NoReturn

import click
import uvicorn

from registry import settings as environment
from registry import upkeep
from registry.cli import console, logs
from registry.cli.opening import explained
from registry.cli.protocol import IDLE_TIMEOUT_S, BoundedProtocol
from registry.settings import Settings
from registry.store import lock, schema
from registry.store.engine import is_file

APPLICATION = "ui.app:create_app"
"""An import string, so that nothing below the pages imports them."""

WITHOUT_WORKER = "ui.app:create_app_without_worker"
"""The same, which leaves it to others to deliver notices."""

PATIENCE_S = 10
"""How long requests in flight may take to finish once the server is told to stop."""


@click.command()
@click.option("--upgrade", is_flag=True, help="Bring the database up to date first.")
@click.option("--demo", is_flag=True, help="Load the demo first if the registry is empty.")
@click.option("--log", is_flag=True, help="Print a line for every request.")
@click.option("--no-worker", is_flag=True, help="Leave notices to 'charter worker' processes.")
def command(upgrade: bool, demo: bool, log: bool, no_worker: bool) -> None:
    """Run the registry.

    It listens on CHARTER_HOST and CHARTER_PORT (127.0.0.1 and 8000), keeps everything in
    CHARTER_HOME (./var), and stops on Ctrl-C. A database with an older schema is refused:
    `charter db upgrade`, or --upgrade, brings it up to date.
    """
    _share_one_heap()
    with explained():
        settings = environment.load(os.environ)
        if no_worker and is_file(settings.database):
            console.stop(
                "The database is an SQLite file: nobody but this server can deliver notices.",
                next_step="Leave --no-worker out, or set CHARTER_DATABASE_URL to PostgreSQL.",
            )
        lock.hold(settings, "server").release()  # a server that runs is told before a taken port
    with _listen(settings) as listener:
        with explained(), lock.hold(settings, "server"):
            schema.prepare(settings.database, migrate=upgrade)
        if demo:
            from registry.cli.demo import load_where_empty  # only the demo pays for its loader

            load_where_empty()
        config = uvicorn.Config(
            WITHOUT_WORKER if no_worker else APPLICATION,
            factory=True,
            http=BoundedProtocol,
            ws="none",
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=PATIENCE_S,
            timeout_keep_alive=IDLE_TIMEOUT_S,
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=list(settings.trusted_proxies),
            server_header=False,
        )
        logs.configure(settings.log, requests=log)
        server = _Server(config, _address(settings, listener))
        with explained():  # what keeps the application from opening is raised here
            server.run(sockets=[listener])
    console.tell("Charter has stopped.")


def _share_one_heap() -> None:
    """Let all threads share one heap of the C library, and look for circles less often.

    A heap for each thread, as glibc has it, is of no use to threads that wait for each other
    anyway, and kept a quarter of the memory in pieces. Where another C library is, nothing happens.
    """
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
    gc.set_threshold(_COLLECT_AFTER, 20, 50)


_M_ARENA_MAX = -8  # of malloc.h
_COLLECT_AFTER = 20_000  # objects; a contract has as many, and none of them in a circle


class _Server(uvicorn.Server):
    """A server that says where it is once it answers."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self.address = address

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # any signal
        """Begin to stop: no longer ready, no new connections, and the end of what has begun.

        A second signal ends at once. uvicorn would send the signal to itself again afterwards, and
        a server that was told to stop, and did, would seem to have died of it.
        """
        upkeep.ending.set()
        self.force_exit = self.should_exit
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start as uvicorn does, then print the address."""
        await super().startup(sockets)
        if self.started:
            console.tell(f"Charter is at {self.address}")
            console.tell("Stop it with Ctrl-C.")


def _listen(settings: Settings) -> socket.socket:
    """Take the port before anything else, so that a taken one is known at once."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
    except OSError as error:
        listener.close()
        _refuse(settings, error)
    return listener


def _refuse(settings: Settings, error: OSError) -> NoReturn:
    place = f"{settings.host} port {settings.port}"
    if error.errno == errno.EADDRINUSE:
        console.stop(
            f"Something listens on {place} already.",
            next_step="Stop it, or set CHARTER_PORT to another port.",
        )
    console.stop(
        f"Charter cannot listen on {place}: {error.strerror}.",
        next_step="Check CHARTER_HOST and CHARTER_PORT.",
    )


def _address(settings: Settings, listener: socket.socket) -> str:
    if settings.base_url:
        return settings.base_url
    port = listener.getsockname()[1]
    host = settings.url.removeprefix("http://").rpartition(":")[0]
    return f"http://{host if settings.host in settings.url else '127.0.0.1'}:{port}"

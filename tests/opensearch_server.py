"""Which OpenSearch do the tests search with? A genuine one, shared by all workers of a run.

A node takes a second of every core and 0.8 GB, so one serves the whole run, and each test begins
the names of its indexes with a prefix of its own. A keeper, in a process of its own, starts the
node when a worker first asks and ends it when the last of them has gone, whatever they died of.
Tests that kill or stop the engine start another, for themselves alone.
"""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

from deploy.opensearch.distribution import RELEASES, MissingError
from deploy.opensearch.node import HOST, StartError, launch, wait_for_answer
from tests.house.readme import ROOT

NEWEST = next(iter(RELEASES))
STOP_S = 60
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
FOLDER = Path(tempfile.gettempdir()) / f"charter-opensearch-{RUN}"


class NoServerError(Exception):
    """There can be no server on this machine. The message says why, in a line or more."""


class OpenSearchServer:
    """A running node of its own, with no index in it."""

    def __init__(self, version: str = NEWEST) -> None:
        self._release = RELEASES[version]
        self._home = _home(version)
        self.folder = Path(tempfile.mkdtemp(prefix="charter-os-"))
        with closing(socket.socket()) as free:
            free.bind((HOST, 0))
            self.port: int = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self.start()
        except (MissingError, StartError) as error:
            self.remove()
            raise NoServerError(str(error)) from error

    @property
    def url(self) -> str:
        """The address of the server."""
        return f"http://{HOST}:{self.port}"

    def start(self) -> None:
        """Run the server on what is in its folder; return once it answers."""
        self._process = launch(self._home, self._release, port=self.port, folder=self.folder)
        wait_for_answer(self._process, port=self.port, folder=self.folder)

    def stop(self) -> None:
        """Let the server end by itself, as for an upgrade."""
        self._end(signal.SIGTERM)

    def kill(self, *, hard: bool = False) -> None:
        """End the server; *hard* gives it no time for anything, as a failing machine would."""
        self._end(signal.SIGKILL if hard else signal.SIGTERM)

    def pause(self) -> None:
        """Let it hang: connections are taken and nothing is answered until `resume`."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on where `pause` stopped it."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def remove(self) -> None:
        """Kill the server and take its files away."""
        self.kill(hard=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self, number: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.send_signal(signal.SIGCONT)  # one that is paused hears nothing else
            self._process.wait(STOP_S)
            self._process = None


@dataclass(frozen=True)
class SharedServer:
    """The server of this run. Others use it too, so it is neither stopped nor emptied."""

    url: str

    def prefix(self) -> str:
        """Return a beginning for names of indexes that no other test has."""
        return f"t-{uuid.uuid4().hex}-"


@contextmanager
def server_of_its_own(version: str = NEWEST) -> Iterator[OpenSearchServer]:
    """Run a server for one test, which may do with it what it likes. Skips as `shared` does."""
    try:
        server = OpenSearchServer(version)
    except NoServerError as error:
        _go_without(str(error))
    try:
        yield server
    finally:
        server.remove()


_joined: list[SharedServer | str] = []


def shared() -> SharedServer:
    """Return the server of this run, started at the first call of its first worker.

    Skips the test where there can be none, saying why; in continuous integration it fails.
    """
    if not _joined:
        _joined.append(_join())
    server = _joined[0]
    if isinstance(server, str):
        _go_without(server)
    return server


def _go_without(reason: str) -> NoReturn:
    line = f"no OpenSearch here: {' '.join(reason.split())}"
    if os.environ.get("CI") == "true":
        pytest.fail(line, pytrace=False)
    pytest.skip(line)


def _home(version: str) -> Path:
    """Return the folder of a release, fetched in a process that may reach other machines.

    Raises: NoServerError where there is no Java for it, or it cannot be fetched.
    """
    program = ROOT / "deploy" / "opensearch" / "node.py"
    done = subprocess.run(
        [sys.executable, program, "fetch", "--version", version],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NoServerError(done.stderr.strip().rpartition("\n")[2])
    return Path(done.stdout.strip())


def _join() -> SharedServer | str:
    """Say that this process uses the server; return it, or why there is none.

    It is said by a lock, which the kernel gives up when the process ends, even by SIGKILL.
    """
    answer = FOLDER / "answer"
    while True:
        FOLDER.mkdir(exist_ok=True)
        try:
            in_use = os.open(FOLDER / "in-use", os.O_RDWR | os.O_CREAT, 0o600)  # open to the end
        except FileNotFoundError:  # taken away by a keeper that is ending
            continue
        fcntl.flock(in_use, fcntl.LOCK_SH)  # waits for such a keeper
        if _is_there(in_use):
            break
        os.close(in_use)
    with (FOLDER / "starting").open("ab") as starting:
        fcntl.flock(starting, fcntl.LOCK_EX)
        if not answer.exists():
            with (FOLDER / "keeper.log").open("wb") as log:
                keeper = subprocess.Popen(
                    [sys.executable, "-m", "tests.opensearch_server", str(FOLDER)],
                    cwd=ROOT,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
            while not answer.exists() and keeper.poll() is None:
                time.sleep(0.05)
            keeper.returncode = 0  # it outlives this process, which need not wait for it
    if not answer.exists():
        raise RuntimeError((FOLDER / "keeper.log").read_text())
    said = answer.read_text()
    return SharedServer(said) if said.startswith("http") else said


def _is_there(in_use: int) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(in_use), (FOLDER / "in-use").stat())
    return False


def _keep(folder: Path) -> None:
    """Run a server until no process holds the lock of those who use it."""
    server = None
    try:
        server = OpenSearchServer()
        said = server.url
    except NoServerError as error:
        said = str(error)
    part = folder / "answer.part"
    part.write_text(said)
    part.rename(folder / "answer")
    with (folder / "in-use").open("ab") as in_use:
        fcntl.flock(in_use, fcntl.LOCK_EX)
        if server is not None:
            server.remove()
        gone = folder.rename(folder.with_name(f"{folder.name}-gone"))  # all of it at once
        shutil.rmtree(gone, ignore_errors=True)


if __name__ == "__main__":
    _keep(Path(sys.argv[1]))

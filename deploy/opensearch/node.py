"""How does one get an OpenSearch without containers? One node, fetched once, on this machine alone.

    python deploy/opensearch/node.py start --port 9200 --data FOLDER
    python deploy/opensearch/node.py fetch
    python deploy/opensearch/node.py java

For development and tests: no TLS, no sign-in, 512 MB of heap. Whoever runs Charter for others has
a cluster of his own. Needs Java and nothing else outside Python's own library.
"""

import argparse
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

if not __package__:  # run as a program, not imported by the tests
    sys.path.insert(0, str(Path(__file__).parents[2]))

from deploy.opensearch.distribution import (  # found from the line above
    RELEASES,
    MissingError,
    Release,
    default_cache,
    fetched,
)

HEAP = "512m"
START_S = 180  # a busy machine of two cores needs 40
HIGHEST_PORT = 65_535
HOST = "127.0.0.1"
SETTINGS = """\
cluster.name: charter
node.name: charter
discovery.type: single-node
network.host: {host}
http.port: {port}
transport.port: 0
path.data: {folder}/data
path.logs: {folder}/logs
# A disk that is nearly full would make every index read-only, which no developer expects.
cluster.routing.allocation.disk.threshold_enabled: false
# Garbage that is not collected yet fills a small heap, and is no reason to refuse a request.
indices.breaker.total.use_real_memory: false
cluster.max_shards_per_node: 5000
"""


class StartError(Exception):
    """The node did not come up. The message ends with its last log lines."""


def launch(home: Path, release: Release, *, port: int, folder: Path) -> subprocess.Popen[bytes]:
    """Start the node of the distribution at *home*; return at once. All it writes is in *folder*.

    OpenSearch refuses to run as root: started by root, it runs as `opensearch` or else `nobody`.
    On Linux it ends with the process that started it, whatever that process died of.

    Raises: MissingError where there is no fitting Java; StartError where that user cannot read
    *home* or write into *folder*.
    """
    user = run_as()
    java = find_java(release, user)
    _prepare(home, folder, port=port, user=user)
    setpriv = shutil.which("setpriv")
    until_death = [setpriv, "--pdeathsig", "KILL"] if setpriv and sys.platform == "linux" else []
    with (folder / "logs" / "console.log").open("ab") as log:
        return subprocess.Popen(
            [*until_death, home / "bin" / "opensearch"],
            cwd=folder,
            env={
                "PATH": os.environ.get("PATH", os.defpath),
                "HOME": str(folder),
                "LC_ALL": "C.UTF-8",
                "OPENSEARCH_JAVA_HOME": str(java),
                "OPENSEARCH_JAVA_OPTS": f"-Xms{HEAP} -Xmx{HEAP}",
                "OPENSEARCH_PATH_CONF": str(folder / "config"),
                "OPENSEARCH_TMPDIR": str(folder / "tmp"),
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )


def wait_for_answer(process: subprocess.Popen[bytes], *, port: int, folder: Path) -> float:
    """Return the seconds until the node answers and every index of its folder is there.

    Raises: StartError if it ends before that, or takes longer than START_S.
    """
    # A proxy named by the environment has no business between two processes of one machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    question = f"http://{HOST}:{port}/_cluster/health?wait_for_status=yellow&timeout=5s"
    begun = time.monotonic()
    while process.poll() is None and time.monotonic() < begun + START_S:
        with suppress(OSError), opener.open(question, timeout=10):
            return time.monotonic() - begun
        time.sleep(0.1)
    lines = (folder / "logs" / "console.log").read_text(errors="replace").splitlines()
    with suppress(ProcessLookupError):
        process.kill()
    process.wait()
    raise StartError("\n".join(["OpenSearch did not start. Its last lines:", *lines[-15:]]))


def run_as() -> pwd.struct_passwd | None:
    """Return the user whom the node runs as, None for the caller himself."""
    if os.getuid() != 0:
        return None
    users = {each.pw_name: each for each in pwd.getpwall()}
    user = users.get("opensearch") or users.get("nobody")
    if user is None:
        raise StartError("OpenSearch does not run as root. Add a user: useradd -r opensearch")
    return user


def find_java(release: Release, user: pwd.struct_passwd | None = None) -> Path:
    """Return the home of the first installed Java that runs *release*, asking each for its version.

    Raises: MissingError, with every Java that was asked.
    """
    asked = {}
    for home in _java_homes():
        if home not in asked:
            asked[home] = _java_version(home, user)
            if release.java_from <= asked[home] <= release.java_to:
                return home
    found = ", ".join(f"{version} in {home}" for home, version in asked.items() if version)
    raise MissingError(
        f"OpenSearch {release.version} needs {release.java}; found: {found or 'none'}. Install one "
        f"(Debian: openjdk-21-jre-headless or newer), or name one in OPENSEARCH_JAVA_HOME."
    )


def _java_homes() -> list[Path]:
    named = [os.environ.get(name) for name in ("OPENSEARCH_JAVA_HOME", "JAVA_HOME")]
    homes = [Path(each) for each in named if each]
    if first := shutil.which("java"):
        homes.append(Path(first).resolve().parent.parent)
    homes += sorted(Path("/usr/lib/jvm").glob("*/"))
    homes += sorted(Path("/opt/homebrew/opt").glob("openjdk*/"))
    homes += sorted(Path("/Library/Java/JavaVirtualMachines").glob("*/Contents/Home"))
    return [home.resolve() for home in homes if (home / "bin" / "java").exists()]


def _java_version(home: Path, user: pwd.struct_passwd | None) -> int:
    """Return the major version, 0 for what does not run: asked as the user who will run it."""
    with suppress(OSError, subprocess.TimeoutExpired):
        said = subprocess.run(
            [home / "bin" / "java", "-version"],
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
            cwd="/",
            user=user.pw_uid if user else None,
        ).stderr
        quoted = said.partition('version "')[2].removeprefix("1.")  # 8 calls itself 1.8
        digits = quoted[: next((at for at, c in enumerate(quoted) if not c.isdigit()), None)]
        return int(digits or 0)
    return 0


def _prepare(home: Path, folder: Path, *, port: int, user: pwd.struct_passwd | None) -> None:
    """Write the node's configuration into its folder, and make that the folder of its user."""
    if user and folder.exists() and any(folder.iterdir()) and folder.stat().st_uid != user.pw_uid:
        raise StartError(f"{folder} is not empty and belongs to another user than {user.pw_name}.")
    for name in ("data", "logs", "tmp"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    config = folder / "config"
    shutil.rmtree(config, ignore_errors=True)
    shutil.copytree(home / "config", config)
    (config / "opensearch.yml").write_text(SETTINGS.format(host=HOST, port=port, folder=folder))
    options = (config / "jvm.options").read_text().splitlines()
    # Its log of the garbage collector would go into the distribution, which stays as it is.
    kept = [line for line in options if "gc.log" not in line and "HeapDump" not in line]
    (config / "jvm.options").write_text("\n".join(kept).replace("logs/", f"{folder}/logs/") + "\n")
    if user is None:
        return
    for each in (folder, *(folder / name for name in ("data", "logs", "tmp")), *config.rglob("*")):
        os.chown(each, user.pw_uid, user.pw_gid)
    os.chown(config, user.pw_uid, user.pw_gid)
    _must_read(home / "bin" / "opensearch", user)
    _must_read(config / "opensearch.yml", user)


def _must_read(path: Path, user: pwd.struct_passwd) -> None:
    asked = subprocess.run(
        ["/bin/sh", "-c", 'test -r "$0"', path],
        check=False,
        cwd="/",
        user=user.pw_uid,
        group=user.pw_gid,
        extra_groups=[],
    )
    if asked.returncode:
        raise StartError(
            f"OpenSearch does not run as root, and {user.pw_name} cannot read {path}. Choose "
            "folders that everybody may enter, with --cache and --data."
        )


def _run_in_foreground(release: Release, *, cache: Path, port: int, folder: Path) -> int:
    """Run a node until it is told to stop; return its exit code, 0 when it was told."""
    with closing(socket.socket()) as taken:
        if taken.connect_ex((HOST, port)) == 0:
            raise StartError(f"Port {port} is taken. Choose another: CHARTER_OPENSEARCH_PORT.")
    user = run_as()
    # Before a long download:
    find_java(release, user)
    cache.mkdir(parents=True, exist_ok=True)
    if user:
        _must_read(cache, user)
    home = fetched(release, cache)
    told = []

    def stop(number: int, _frame: object) -> None:
        told.append(number)
        process.terminate()

    print(f"Starting OpenSearch {release.version}, about ten seconds ...", flush=True)
    process = launch(home, release, port=port, folder=folder)
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, stop)
    try:
        seconds = wait_for_answer(process, port=port, folder=folder)
    except StartError:
        if told:
            return 0
        raise
    print(
        f"OpenSearch {release.version} answers after {seconds:.0f} s. Its data and logs are in "
        f"{folder}. Ctrl-C stops it.\nCharter searches with it where "
        f"CHARTER_SEARCH_URL=http://{HOST}:{port} is set.",
        flush=True,
    )
    code = process.wait()
    return 0 if told else code or 1


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text[:6]) <= HIGHEST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"'{text}' is not a port number (1 to {HIGHEST_PORT})")


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says; return the exit code, 2 where something is missing."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    start = commands.add_parser("start", help="run a node in the foreground")
    start.add_argument(
        "--port", type=_port, default=os.environ.get("CHARTER_OPENSEARCH_PORT") or "9200"
    )
    start.add_argument("--data", type=Path, help="folder of its own (default: in the cache)")
    fetch = commands.add_parser("fetch", help="only fetch it; print where it is")
    java = commands.add_parser("java", help="print the home of the Java that would run it")
    for each in (start, fetch, java):
        each.add_argument("--version", choices=RELEASES, default=next(iter(RELEASES)))
        each.add_argument("--cache", type=Path, default=default_cache())
    given = parser.parse_args(arguments)
    release, cache = RELEASES[given.version], given.cache.absolute()
    try:
        if given.command == "java":
            print(find_java(release, run_as()))
            return 0
        if given.command == "fetch":
            find_java(release, run_as())  # before a long download
            print(fetched(release, cache))
            return 0
        folder = (given.data or cache / f"node-{given.version}").absolute()
        return _run_in_foreground(release, cache=cache, port=given.port, folder=folder)
    except (MissingError, StartError, OSError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

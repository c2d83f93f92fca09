"""Where does OpenSearch come from? From Maven Central, once, checked against a pinned SHA-256.

Asked of `mvn` where there is one, as it knows an agency's mirrors; else over HTTPS.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CENTRAL = "https://repo1.maven.org/maven2"
ATTEMPTS = 3
MAVEN_S = 900
SILENCE_S = 10  # the longest time without a word on a terminal
NEWEST_JAVA = 99


class MissingError(Exception):
    """Something that the node needs is not on this machine. The message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Artifact:
    """One file of Maven Central."""

    group: str
    name: str
    version: str
    kind: str
    sha256: str
    megabytes: int

    @property
    def file(self) -> str:
        """Its name."""
        return f"{self.name}-{self.version}.{self.kind}"

    @property
    def url(self) -> str:
        """Its address."""
        folder = self.group.replace(".", "/")
        return f"{CENTRAL}/{folder}/{self.name}/{self.version}/{self.file}"


@dataclass(frozen=True, kw_only=True)
class Module:
    """A module that the distribution of a release lacks, and the class it begins with."""

    artifact: Artifact
    classname: str


@dataclass(frozen=True, kw_only=True)
class Release:
    """One release of OpenSearch, with the versions of Java that run it."""

    version: str
    distribution: Artifact
    java_from: int
    java_to: int = NEWEST_JAVA
    modules: tuple[Module, ...] = ()

    @property
    def java(self) -> str:
        """The Java it needs, for a sentence."""
        if self.java_to == NEWEST_JAVA:
            return f"Java {self.java_from} or newer"
        return f"Java {self.java_from} to {self.java_to}"


def _distribution(version: str, sha256: str, *, megabytes: int) -> Artifact:
    return Artifact(
        group="org.opensearch.distribution.integ-test-zip",
        name="opensearch",
        version=version,
        kind="zip",
        sha256=sha256,
        megabytes=megabytes,
    )


RELEASES = {
    each.version: each
    for each in (
        Release(
            version="3.8.0",
            distribution=_distribution(
                "3.8.0",
                "196c3cf4602c394f2e40e6174ccbf2a924eae37246f08fa6bbb6b75f9fd5ff1f",
                megabytes=160,
            ),
            java_from=21,
        ),
        # The last of the second generation. It insists on a security manager, gone in Java 24.
        Release(
            version="2.19.4",
            distribution=_distribution(
                "2.19.4",
                "3902e642715210d1d9d7cbdcc8f5abd6f931d1d7a679cea3750937becf16c406",
                megabytes=56,
            ),
            java_from=11,
            java_to=23,
            modules=(
                Module(
                    artifact=Artifact(
                        group="org.opensearch.plugin",
                        name="analysis-common",
                        version="2.19.4",
                        kind="jar",
                        sha256="46db3a6c8fc53f756853d29b4d14fc326ce96a0f56b62aeb289a8126ec513e66",
                        megabytes=1,
                    ),
                    classname="org.opensearch.analysis.common.CommonAnalysisPlugin",
                ),
            ),
        ),
    )
}
"""Every release that can be run, the one for development first."""


def default_cache() -> Path:
    """Return the folder of unpacked releases.

    Root's is a folder of the system: OpenSearch runs as another user, who cannot enter his home.
    """
    if chosen := os.environ.get("XDG_CACHE_HOME"):
        return Path(chosen) / "charter" / "opensearch"
    caches = Path("/var/cache") if os.getuid() == 0 else Path.home() / ".cache"
    return caches / "charter" / "opensearch"


def fetched(release: Release, cache: Path) -> Path:
    """Return the folder of *release* in *cache*, which is filled at the first call.

    Tells on standard error what takes longer than a moment. Several processes may call it at once.

    Raises: MissingError where it cannot be had.
    """
    home = cache / f"opensearch-{release.version}"
    if home.exists():
        return home
    cache.mkdir(parents=True, exist_ok=True)
    with _alone(cache / ".lock"):
        if home.exists():
            return home
        with tempfile.TemporaryDirectory(dir=cache, prefix=".partial-") as partial:
            folder = Path(partial)
            archive = _download(release.distribution, folder)
            unpacked = _unpack(archive, folder / "unpacked") / home.name
            for module in release.modules:
                _add(module, unpacked, _download(module.artifact, folder))
            unpacked.rename(home)
    return home


def _download(artifact: Artifact, folder: Path) -> Path:
    """Return the checked file of *artifact*, from the first source that has it."""
    problems = []
    for source, name in ((_with_maven, "From mvn"), (_over_https, "Over HTTPS")):
        try:
            file = source(artifact, folder)
        except (OSError, subprocess.SubprocessError) as error:
            problems.append(f"{name}: {error}")
            continue
        with file.open("rb") as opened:
            found = hashlib.file_digest(opened, "sha256").hexdigest()
        if found == artifact.sha256:
            return file
        problems.append(f"{name}: its SHA-256 is {found}, not {artifact.sha256}.")
        file.unlink()
    raise MissingError(f"{artifact.file} cannot be fetched. " + " ".join(problems))


def _with_maven(artifact: Artifact, folder: Path) -> Path:
    program = shutil.which("mvn")
    if program is None:
        raise FileNotFoundError("it is not installed.")
    _say(f"Asking mvn for {artifact.file} ({artifact.megabytes} MB), once ...")
    coordinates = f"{artifact.group}:{artifact.name}:{artifact.version}:{artifact.kind}"
    command = [program, "-B", "-q", "dependency:copy", f"-Dartifact={coordinates}"]
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [*command, f"-DoutputDirectory={folder}"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
        code = _wait_aloud(process)
        output.seek(0)
        lines = output.read().decode(errors="replace").splitlines()
    if code or not (folder / artifact.file).exists():
        raise OSError(next((line for line in lines if "ERROR" in line), f"exit code {code}"))
    return folder / artifact.file


def _wait_aloud(process: subprocess.Popen[bytes]) -> int:
    begun = time.monotonic()
    while (passed := time.monotonic() - begun) < MAVEN_S:
        try:
            return process.wait(SILENCE_S)
        except subprocess.TimeoutExpired:
            _say(f"  ... {passed + SILENCE_S:.0f} s")
    process.kill()
    process.wait()
    raise TimeoutError(f"no end after {MAVEN_S} s.")


def _over_https(artifact: Artifact, folder: Path) -> Path:
    _say(f"Fetching {artifact.url} ({artifact.megabytes} MB), once ...")
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return _read_from(artifact.url, folder / artifact.file)
        except OSError:
            if attempt == ATTEMPTS:
                raise
            time.sleep(attempt)
    raise AssertionError


def _read_from(url: str, file: Path) -> Path:
    with urllib.request.urlopen(url, timeout=30) as answer, file.open("wb") as written:  # noqa: S310 # https
        size = int(answer.headers.get("Content-Length") or 0)
        said = time.monotonic()
        while block := answer.read(1 << 20):
            written.write(block)
            if time.monotonic() > said + SILENCE_S:
                said = time.monotonic()
                _say(f"  ... {written.tell() >> 20} of {size >> 20} MB")
        if size and written.tell() != size:
            raise ConnectionError(f"{url} ended early.")
    return file


def _unpack(archive: Path, into: Path) -> Path:
    """Unpack what is executable as such, and readable by the user whom root runs it as."""
    _say(f"Unpacking {archive.name} ...")
    with zipfile.ZipFile(archive) as opened:
        for each in opened.infolist():
            path = Path(opened.extract(each, into))
            is_program = each.is_dir() or (each.external_attr >> 16) & 0o100
            path.chmod(0o755 if is_program else 0o644)
    return into


def _add(module: Module, home: Path, jar: Path) -> None:
    folder = home / "modules" / module.artifact.name
    folder.mkdir(parents=True, mode=0o755)
    shutil.copy(jar, folder)
    (folder / "plugin-descriptor.properties").write_text(
        f"name={module.artifact.name}\n"
        f"description={module.artifact.name}\n"
        f"version={module.artifact.version}\n"
        f"opensearch.version={module.artifact.version}\n"
        f"classname={module.classname}\n"
        "java.version=11\n"
        "extended.plugins=\n"
        "has.native.controller=false\n"
    )


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold the lock of a file, which goes with the process whatever that died of."""
    with lock.open("ab") as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _say("Another process is fetching it; waiting ...")
            fcntl.flock(opened, fcntl.LOCK_EX)
        yield


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)

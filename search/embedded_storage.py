"""Where does the embedded index live on disk, and how is it exchanged without a gap?

A folder holds index directories and a pointer file that names the current one and what it was built
with. The pointer is replaced atomically, so a reader sees the old index or the new one, whole.
"""

import fcntl
import os
import shutil
from pathlib import Path

import msgspec
import tantivy

from search import embedded_fields
from search.embedded_integrity import caught_panics, is_intact

_LOCK = "writer.lock"
_POINTER = "current.json"
_PREFIX = "index-"


class Pointer(msgspec.Struct, frozen=True):
    """Which directory is current, and the fingerprint of what it was built with."""

    directory: str
    fingerprint: str


class Generation:
    """One index, open for reading. ``pointer`` is ``None`` for the empty one kept in memory."""

    def __init__(self, index: tantivy.Index, pointer: Pointer | None) -> None:
        embedded_fields.register_analyzers(index)
        index.config_reader("manual")
        self.index = index
        self.pointer = pointer
        self.searcher = index.searcher()

    def reload(self) -> None:
        """See the last commit. Raises: ValueError, OSError where the files are gone or broken."""
        with caught_panics():
            self.index.reload()
            self.searcher = self.index.searcher()


class BusyError(Exception):
    """Another process, or another backend of this one, writes."""


def lock(folder: Path) -> int:
    """Become the one writer of *folder*; return the handle to close in order to stop being it.

    The system lets go of the lock when a process dies. Raises: BusyError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # it tells of products that are hidden
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        raise BusyError from error
    return handle


def is_locked(folder: Path, handle: int) -> bool:
    """Tell whether *handle* still locks *folder*: not if another folder has taken its place."""
    try:
        return os.path.samestat(os.fstat(handle), (folder / _LOCK).stat())
    except OSError:
        return False


def empty() -> Generation:
    """Return an index without documents, in memory."""
    return Generation(tantivy.Index(embedded_fields.schema()), None)


def read_pointer(folder: Path) -> Pointer | None:
    """Return what is current in *folder*: ``None`` if nothing is, or nothing usable.

    Raises: OSError for a folder that is none, or that may not be read.
    """
    try:
        pointer = msgspec.json.decode((folder / _POINTER).read_bytes(), type=Pointer)
    except (FileNotFoundError, msgspec.DecodeError):
        return None
    if pointer.fingerprint != embedded_fields.fingerprint():
        return None
    is_ours = pointer.directory.startswith(_PREFIX) and Path(pointer.directory).name
    return pointer if is_ours == pointer.directory else None


def is_current(folder: Path, pointer: Pointer | None) -> bool:
    """Tell whether *pointer* is what is current in *folder*, and its index still there.

    Raises: OSError as `read_pointer` does.
    """
    if read_pointer(folder) != pointer:
        return False
    return pointer is None or (folder / pointer.directory / "meta.json").exists()


def open_current(folder: Path) -> Generation:
    """Open the current index of *folder*; an empty one if it is absent, outdated or broken.

    Raises: OSError for a folder that is none, or that may not be read.
    """
    pointer = read_pointer(folder)
    if pointer is None:
        return empty()
    directory = folder / pointer.directory
    if not is_intact(directory):
        return empty()
    try:
        with caught_panics():
            return Generation(tantivy.Index.open(str(directory)), pointer)
    except (OSError, ValueError):  # unreadable: the relay fills it again from the database
        return empty()


def create(folder: Path) -> tuple[Pointer, Generation]:
    """Create an index without documents in *folder*. It is not current yet."""
    directory = f"{_PREFIX}{os.urandom(16).hex()}"
    (folder / directory).mkdir(parents=True)
    index = tantivy.Index(embedded_fields.schema(), path=str(folder / directory))
    pointer = Pointer(directory, embedded_fields.fingerprint())
    return pointer, Generation(index, pointer)


def make_current(folder: Path, pointer: Pointer) -> None:
    """Point *folder* to another index, durably, and remove all others.

    A process that still reads a removed index keeps its open files until it looks again.
    """
    written = folder / f"{_POINTER}.{os.urandom(16).hex()}"
    with written.open("wb") as file:
        file.write(msgspec.json.encode(pointer))
        file.flush()
        os.fsync(file.fileno())
    written.replace(folder / _POINTER)
    _sync_folder(folder)
    for other in folder.glob(f"{_PREFIX}*"):
        if other.name != pointer.directory:
            shutil.rmtree(other, ignore_errors=True)


def discard(folder: Path, pointer: Pointer) -> None:
    """Remove an index that did not become current."""
    shutil.rmtree(folder / pointer.directory, ignore_errors=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

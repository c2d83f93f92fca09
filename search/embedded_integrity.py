"""Are the files of an index still what was written? The engine itself does not look when it opens.

Each segment file ends with a footer that holds a checksum of what stands before it. A flipped bit
would otherwise show as a wrong answer, or as a crash inside the engine.
"""

import mmap
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

_TAIL = struct.Struct("<II")  # length of the footer, magic number
_MAGIC = 1337


class _Deletes(msgspec.Struct):
    opstamp: int


class _Segment(msgspec.Struct):
    segment_id: str
    deletes: _Deletes | None = None


class _Meta(msgspec.Struct):
    segments: list[_Segment]


class _Footer(msgspec.Struct):
    crc: int


def is_intact(directory: Path) -> bool:
    """Tell whether all committed files in *directory* pass their checksums. Reads them all."""
    try:
        meta = msgspec.json.decode((directory / "meta.json").read_bytes(), type=_Meta)
        return all(_passes(file) for file in _committed_files(directory, meta))
    except FileNotFoundError:  # merged away by the process that writes, or lost: opening will tell
        return True
    except (OSError, ValueError):
        return False


class PanicError(ValueError):
    """The engine met something in its files that it holds to be impossible."""


@contextmanager
def caught_panics() -> Iterator[None]:
    """Turn a panic of the engine, which passes by every ``except Exception``, into an error."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == _PANIC:
            raise PanicError(f"the engine has given up: {error}") from error
        raise


_PANIC = "PanicException"  # of a module that nobody can import


def _committed_files(directory: Path, meta: _Meta) -> Iterator[Path]:
    """Yield the files of the last commit, not those that are being written."""
    for segment in meta.segments:
        name = segment.segment_id.replace("-", "")
        deletes = f".{segment.deletes.opstamp}.del" if segment.deletes else ""
        for file in directory.glob(f"{name}.*"):
            if file.suffix != ".del" or file.name == f"{name}{deletes}":
                yield file


def _passes(file: Path) -> bool:
    """Compare the content of *file* with the checksum in its footer."""
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as read:
        if len(read) < _TAIL.size:
            return False
        length, magic = _TAIL.unpack(read[-_TAIL.size :])
        end = len(read) - _TAIL.size - length
        if magic != _MAGIC or end < 0:
            return False
        footer = msgspec.json.decode(read[end : -_TAIL.size], type=_Footer)
        with memoryview(read)[:end] as content:
            return zlib.crc32(content) == footer.crc

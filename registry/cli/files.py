"""What is in the file that was named? Its bytes, or one clear line about why not."""

import contextlib
import os
import sys
from pathlib import Path

from contracts.document import MAX_BYTES
from registry.cli.console import stop


def read(name: str) -> bytes:
    """Return the bytes of the file *name*, or of standard input for `-`.

    At most one byte more than Charter reads: enough to see that there are too many. Raises: Stop.
    """
    if name == "-":
        if sys.stdin is None:
            stop("There is no standard input to read.")
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        stop(f"There is no file '{name}'.")
    except IsADirectoryError:
        stop(f"'{name}' is a folder. Name a file.")
    except PermissionError:
        stop(f"'{name}' may not be read by you.")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is not a file name"
        stop(f"'{name}' cannot be read: {reason}.")


def shown(name: str) -> str:
    """Return what reports call the file: its path from the working directory, where it is below.

    A report travels to places that have the repository elsewhere, or other slashes.
    """
    if name == "-":
        return "<standard input>"
    path = Path(name)
    with contextlib.suppress(ValueError, OSError):
        path = path.relative_to(Path.cwd()) if path.is_absolute() else path
    return path.as_posix()


def write(name: str, text: str) -> None:
    """Put *text* into the file *name*, whole or not at all. Devices just take it. Raises: Stop."""
    data = text.encode("utf-8", "backslashreplace")
    try:
        path = Path(name).resolve()  # a link keeps leading to the file that it leads to
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        part = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is not a file name"
        stop(f"'{name}' cannot be written: {reason}.")

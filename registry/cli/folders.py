"""Which contracts lie in a folder? Those whose names say so, and no file that leads elsewhere."""

import os
import re
from pathlib import Path

from registry.cli import console

SUFFIXES = (".odcs.yaml", ".odcs.yml", ".odcs.json")

IGNORED = {".git", ".venv", "node_modules"}
"""Folders that hold other people's files."""


def contracts_in(folder: Path) -> list[Path]:
    """Return the contracts of a folder and the folders in it, numbers in names counted as such."""
    found = []
    for parent, folders, names in os.walk(folder, onerror=_tell):
        folders[:] = [name for name in folders if name not in IGNORED]
        for path in (Path(parent, name) for name in names if has_name(name)):
            if is_contract(path):
                found.append(path)
            elif path.is_symlink():
                console.tell(f"'{path}' is a link and left out.")
    return sorted(found, key=_natural)


def is_folder(name: str) -> bool:
    """Whether *name* is a folder; False as well where that cannot be known, or no name be so."""
    try:
        return Path(name).is_dir()
    except (OSError, ValueError):
        return False


def is_contract(path: Path) -> bool:
    """Whether *path* is a file named as contracts are.

    A link is none: what is sent to the registry and quoted in its answer must come from the folder,
    and not from wherever somebody who may change the folder points it.
    """
    try:
        return has_name(path.name) and path.is_file() and not path.is_symlink()
    except OSError:  # in a folder that may be listed but not entered
        return False


def has_name(name: str) -> bool:
    """Whether a file of this name should be a contract."""
    return name.lower().endswith(SUFFIXES)


def _tell(error: OSError) -> None:
    console.tell(f"charter: '{error.filename}' cannot be read: {error.strerror}.")


def _natural(path: Path) -> list[list[tuple[int, str]]]:
    """Return a key that sorts 2.9.0 before 2.10.0, folder by folder."""
    return [
        [(int(piece), "") if piece.isdecimal() else (-1, piece) for piece in pieces if piece]
        for pieces in (re.split(r"([0-9]+)", part) for part in path.parts)
    ]

"""Which contracts have changed since a commit? Git knows; what it says is taken name by name.

Nothing of the arguments reaches git as an option, and no file name is taken apart at a space.
"""

import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from registry.cli import console
from registry.cli.folders import has_name, is_contract

TIMEOUT_S = 120


class Changes(msgspec.Struct, frozen=True):
    """The contracts that differ, as paths from the working directory, and what else happened."""

    contracts: list[Path]
    notices: list[str]


def since(ref: str, folders: Sequence[str]) -> Changes:
    """Return what differs below *folders* between the working tree and where it left *ref*.

    Where the two have no common commit, as in a shallow clone, it is compared with *ref* itself.
    Raises: Stop, where git cannot tell.
    """
    if not ref or ref.startswith("-"):
        console.stop(f"'{ref}' is not a git ref.", next_step="Name a branch, a tag or a commit.")
    top = Path(_git("rev-parse", "--show-toplevel").removesuffix("\n"))
    commit = _commit(ref)
    told = _git("--literal-pathspecs", "diff", *_DIFF, commit, "--", *(folders or ["."]))
    changed: list[Path] = []
    notices = []
    for before, after in _pairs(told):
        path = Path(os.path.relpath(top / after))
        if is_contract(path):
            changed.append(path)
        elif path.is_symlink() and has_name(after):
            notices.append(f"{after} is a link and left out.")
        if before != after and has_name(before):
            notices.append(_notice(before, after))
    return Changes(changed, notices)


_DIFF = ("--name-status", "-z", "--no-relative", "--no-ext-diff", "-M", "--diff-filter=ACMRD")


def _commit(ref: str) -> str:
    """Return the commit to compare with: where this branch left *ref*, else *ref*."""
    named = f"{ref}^{{commit}}"
    otherwise = f"Git knows no commit '{ref}' here."
    commit = _git("rev-parse", "--verify", "--quiet", named, otherwise=otherwise).strip()
    shared = _run("merge-base", commit, "HEAD")
    return commit if shared.returncode else os.fsdecode(shared.stdout).strip()


def _pairs(told: str) -> Iterator[tuple[str, str]]:
    """Yield the name before and after of each file; "" after a deletion."""
    fields = iter(told.split("\0")[:-1])
    for status in fields:
        before = next(fields)
        if status[0] in "RC":
            after = next(fields)
            yield (before if status[0] == "R" else after), after
        else:
            yield before, ("" if status[0] == "D" else before)


def _notice(before: str, after: str) -> str:
    if has_name(after):
        return f"{before} is now {after}. The contract in it names its product, the file does not."
    return f"{before} is gone. What it published stays in force until its owner retires it."


def _git(*arguments: str, otherwise: str = "") -> str:
    """Return what git says. Ends the command with *otherwise*, else with git's own reason."""
    done = _run(*arguments)
    if done.returncode:
        reason = os.fsdecode(done.stderr).strip().split("\n")[0].removeprefix("fatal: ")
        if otherwise:
            console.stop(otherwise, next_step="Is this a shallow clone? Then fetch it first.")
        console.stop(f"Git cannot tell what has changed: {reason}.")
    return os.fsdecode(done.stdout)


def _run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", *arguments]
    try:
        return subprocess.run(  # noqa: S603 (no shell, and no argument that git takes for an option)
            command, capture_output=True, stdin=subprocess.DEVNULL, timeout=TIMEOUT_S, check=False
        )
    except FileNotFoundError:
        console.stop("--since needs git, and there is none.")
    except subprocess.TimeoutExpired:
        console.stop(f"Git has not answered within {TIMEOUT_S} seconds.")
    except ValueError:
        console.stop("A git ref and a folder hold no NUL.")

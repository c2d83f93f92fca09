"""How does a command speak and leave? Nothing it says breaks the terminal, or crashes on it.

A command returns an `Exit`; what goes wrong is raised as `Stop`, with one line for the person.
"""

import contextlib
import os
import sys
from collections.abc import Callable
from enum import IntEnum
from typing import Any, NoReturn, TextIO

import click

from contracts.render.safe import visible


class Exit(IntEnum):
    """How a command ends. Scripts rely on the numbers."""

    FINE = 0
    INCOMPATIBLE = 1
    MISUSE = 2
    INVALID = 3
    UNREACHABLE = 4
    FAULT = 70  # EX_SOFTWARE of sysexits.h: Charter itself is at fault, and nothing was judged
    INTERRUPTED = 130  # as a shell reports Ctrl-C
    READER_GONE = 141  # as a shell reports a closed pipe


class ReaderGoneError(Exception):
    """Nobody reads the output any more, as under `| head`. Not an OSError, which click answers."""


class Stop(click.ClickException):
    """The end of a command, with what to tell the person: the message, and what to do about it."""

    def __init__(self, message: str, *, code: Exit = Exit.MISUSE, next_step: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.next_step = next_step


def prepare() -> None:
    """Make both streams take any character: what they cannot show is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def guarded(run: Callable[[], Any]) -> int:
    """Run a command and return its exit code; every trouble becomes a line and a code.

    One that nobody expected keeps its traceback, for whoever mends it.
    """
    try:
        code = _code(run)
        _flush()
    except ReaderGoneError:
        _abandon_output()
        return Exit.READER_GONE
    except Exception as error:  # noqa: BLE001 # Python would leave with 1, which is a verdict
        return _own_up(error)
    return code


def say(text: str, *, end: str = "\n") -> None:
    """Write to standard output. The text is safe already, or made so by the caller."""
    _write(sys.stdout, text + end)


def tell(text: str) -> None:
    """Write a line beside the output: progress, notices, errors. It stays one line."""
    _write(sys.stderr, visible(text) + "\n")
    if sys.stderr is not None:
        sys.stderr.flush()


def say_plainly(text: str) -> None:
    """Write lines to standard output with their control characters escaped."""
    say("\n".join(visible(line) for line in text.split("\n")))


def is_colourful() -> bool:
    """Whether a person looks at the output and has not asked for plain text (no-color.org)."""
    stdout = sys.stdout
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and stdout is not None and stdout.isatty()


def stop(message: str, *, code: Exit = Exit.MISUSE, next_step: str = "") -> NoReturn:
    """End the command. Raises: Stop, always."""
    raise Stop(message, code=code, next_step=next_step)


def _code(run: Callable[[], Any]) -> int:
    try:
        result = run()
    except Stop as end:
        tell(f"charter: {end.message}")
        if end.next_step:
            tell(end.next_step)
        return end.code
    except click.UsageError as error:
        _explain_usage(error)
        return Exit.MISUSE
    except click.ClickException as error:
        tell(f"charter: {error.format_message()}")
        return Exit.MISUSE
    except (click.Abort, KeyboardInterrupt):
        return Exit.INTERRUPTED
    return result if isinstance(result, int) else Exit.FINE


def _own_up(error: Exception) -> Exit:
    import traceback  # no command needs it

    for line in "".join(traceback.format_exception(error)).splitlines():
        tell(line)
    tell(f"charter: This is a fault in Charter ({type(error).__name__}). Please report it.")
    return Exit.FAULT


def _explain_usage(error: click.UsageError) -> None:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        _write(sys.stderr, f"{error.format_message()}\n")  # the help, all our own words
        return
    tell(f"charter: {error.format_message()}")
    if error.ctx is not None:
        tell(f"Try '{error.ctx.command_path} --help'.")


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # no stream at all, as under `>&-`
        return
    try:
        stream.write(text)
    except BrokenPipeError as error:
        raise ReaderGoneError from error
    except UnicodeEncodeError:  # a stream that could not be prepared, such as a test's
        encoding = stream.encoding or "ascii"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    except OSError as error:
        raise Stop(f"The output cannot be written: {error.strerror}.") from error


def _flush() -> None:
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except BrokenPipeError as error:
        raise ReaderGoneError from error
    except OSError as error:
        tell(f"charter: The output cannot be written: {error.strerror}.")
        _abandon_output()
        raise SystemExit(Exit.MISUSE) from error


def _abandon_output() -> None:
    """Point the output nowhere, so that the interpreter's last flush finds no closed pipe."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

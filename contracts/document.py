"""What do these bytes say? `load` turns them into a `Document`, or says where and why it cannot."""

import hashlib
import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from contracts.findings import Position
from contracts.model import Contract
from contracts.reader import refusals
from contracts.reader.decoding import decode
from contracts.reader.limits import MAX_BYTES
from contracts.reader.lines import Lines
from contracts.reader.refusals import TooLargeError, UnreadableError, refusal
from contracts.reader.trees import Read
from contracts.view import contract_of

__all__ = ["MAX_BYTES", "Document", "TooLargeError", "UnreadableError", "load"]

_LOOKS_LIKE_JSON = re.compile(r"\s*(\[|\{\s*[\"}])")


class Document:
    """A contract as its author wrote it. Never changed after `load` made it.

    ``tree`` is plain dicts and lists, numbers exact (`int` or `Decimal`), and the author's own
    spelling wherever the standard types text. ``media_type`` is `application/yaml` or
    `application/json`; ``digest`` the SHA-256 of ``source`` in hexadecimal.
    """

    def __init__(self, source: bytes, text: str, media_type: str, read: Read) -> None:
        self.source = source
        self.text = text
        self.media_type = media_type
        self.digest = hashlib.sha256(source).hexdigest()
        self.tree: dict[str, Any] = read.root
        self._read = read

    @cached_property
    def contract(self) -> Contract:
        """The typed view, whatever the tree looks like: what does not fit is left out."""
        return contract_of(self.tree)

    def position(self, parts: Sequence[str | int]) -> Position:
        """Return where the key or item at *parts* begins; lines and columns count from 1.

        A missing node points at its nearest surviving parent.
        """
        return self._lines.position(self._read.index(parts))

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)


def load(source: bytes, *, name: str = "") -> Document:
    """Read a contract in YAML or JSON.

    It is JSON where the file is called so (*name* ends in `.json`) or begins like an object or a
    list of JSON; then nothing but JSON will do.

    Raises: UnreadableError, whose finding says where and how to mend it; TooLargeError above
    `MAX_BYTES`.
    """
    if len(source) > MAX_BYTES:
        raise refusal(
            refusals.TOO_LARGE, f"The file has {len(source):,} bytes; {MAX_BYTES:,} fit.", None
        )
    text = decode(source)
    if not text.strip():
        raise refusal(refusals.EMPTY, "The file is empty.", Position(line=1, column=1))
    read, media_type = _read(text, is_json=name.lower().endswith(".json"))
    if not isinstance(read.root, dict):
        raise refusal(
            refusals.NOT_A_MAPPING,
            f"The file holds {_kind(read.root)} where keys and values are wanted.",
            Lines(text).position(read.start),
        )
    return Document(source, text, media_type, read)


def _read(text: str, *, is_json: bool) -> tuple[Read, str]:
    """Read with the one parser that is needed, importing no other."""
    if is_json or _LOOKS_LIKE_JSON.match(text):
        from contracts.reader.from_json import read_json  # noqa: PLC0415 (YAML must not pay for it)

        return read_json(text), "application/json"
    from contracts.reader.from_yaml import read_yaml  # noqa: PLC0415 (as above)

    return read_yaml(text), "application/yaml"


def _kind(value: Any) -> str:
    if value is None:
        return "nothing"
    return "a list" if isinstance(value, list) else "a single value"

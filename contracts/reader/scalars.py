"""What does a plain YAML scalar mean? The core schema of YAML 1.2, with exact numbers.

`no`, `on`, dates and `1:30` are text; `0o17` and `0x1F` are integers; `1.10` is the exact decimal.
Two spellings of the core schema stay text, because JSON has no such number and nobody can promise
one: `.nan` and `.inf`. So does a number of more than `MAX_DIGITS` digits (`1e999999999` is more
often a commit id than a quantity).
"""

import re
from decimal import Decimal, InvalidOperation

from contracts.reader.limits import MAX_DIGITS

Scalar = str | int | Decimal | bool | None

_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_NUMBER = re.compile(
    r"(?P<int>[-+]?[0-9]+)|(?P<oct>0o[0-7]+)|(?P<hex>0x[0-9a-fA-F]+)"
    r"|(?P<float>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
)
_BASES = {"int": 10, "oct": 8, "hex": 16}


def is_null(text: str) -> bool:
    """Whether the plain scalar *text* means null, which it does even where text is wanted."""
    return text in _WORDS and _WORDS[text] is None


def resolve(text: str) -> Scalar:
    """Return the value of the plain scalar *text* in a place that takes any value."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "0123456789+-.":
        return text
    found = _NUMBER.fullmatch(text)
    if found is None or len(text) > MAX_DIGITS:
        return text
    kind = found.lastgroup
    if kind in _BASES:
        return int(text, _BASES[kind])
    number = decimal(text)
    return text if number is None else number


def decimal(text: str) -> Decimal | None:
    """Return the exact number, None where writing it out would take too many digits."""
    try:
        number = Decimal(text)
    except InvalidOperation:  # the exponent itself has twenty digits
        return None
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or max(abs(exponent), abs(number.adjusted())) > MAX_DIGITS:
        return None
    return number

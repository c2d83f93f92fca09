"""How is a stranger's text shown without it doing anything? Visible, on one line, not too long.

Contracts may carry terminal codes, direction marks and half characters; whoever prints what a
contract says goes through here first.
"""

import re
from decimal import Decimal
from itertools import takewhile

import msgspec

_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_JSON = msgspec.json.Encoder(decimal_format="number", enc_hook=str)
_SHOWN = 80  # characters of a value beside its finding


def visible(text: str) -> str:
    """Return *text* on one line: breaks become spaces, what cannot be seen is spelt out."""
    return _UNSEEN.sub(_spelt, text.replace("\r\n", " ").replace("\n", " ").replace("\t", " "))


def shown(value: object) -> str:
    """Return a JSON value as short visible text: `decimal(10,2)`, `["a","b"]`, `nothing`."""
    return _short(_line(value))


def shown_change(before: object, after: object) -> tuple[str, str]:
    """Return two JSON values as short visible texts; long ones begin where they differ."""
    texts = _line(before), _line(after)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(*texts, strict=False))
    alike = sum(1 for _ in same)
    if max(map(len, texts)) <= _SHOWN or alike <= _SHOWN // 2:
        return _short(texts[0]), _short(texts[1])
    start = alike - _SHOWN // 4
    return _short(f"...{texts[0][start:]}"), _short(f"...{texts[1][start:]}")


def _line(value: object) -> str:
    if value is None:
        return "nothing"
    return visible(value if isinstance(value, str) else to_json(value).decode())


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def to_json(value: object) -> bytes:
    """Return *value* as JSON on one line: numbers exact, nothing in it that a terminal obeys."""
    try:
        text = _JSON.encode(value).decode()
    except UnicodeEncodeError:
        text = _JSON.encode(_whole(msgspec.to_builtins(value, builtin_types=(Decimal,)))).decode()
    return _UNSEEN.sub(_spelt, text).encode()


def indented(value: object) -> str:
    """Return *value* as JSON on many lines, for a person who looks on while a program reads."""
    return msgspec.json.format(to_json(value), indent=2).decode()


def _spelt(found: re.Match[str]) -> str:
    point = ord(found[0])
    if point <= 0xFFFF:  # noqa: PLR2004  beyond it JSON spells a character as two halves
        return f"\\u{point:04x}"
    high, low = divmod(point - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def _whole(value: object) -> object:
    """Replace half characters, which no encoding can carry, throughout a JSON value."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, (list, tuple)):
        return [_whole(each) for each in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(each) for key, each in value.items()}
    return value

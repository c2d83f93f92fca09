"""How is a judgement kept? As the JSON that readers get, number for number."""

from decimal import Decimal
from typing import Any

import msgspec

from contracts.findings import Report


def encode(report: Report) -> bytes:
    """Return *report* as JSON. Total: what JSON cannot say (`.nan`) becomes text."""
    try:
        body = _ENCODER.encode(report)
    except (UnicodeEncodeError, TypeError, ValueError):
        return _ENCODER.encode(_speakable(report))
    if b"NaN" in body or b"Infinity" in body:  # a Decimal writes itself so
        return _ENCODER.encode(_speakable(report))
    return body


def decode(body: bytes) -> Report:
    """Return the report that was encoded."""
    return _DECODER.decode(body)


_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=str)
_DECODER = msgspec.json.Decoder(Report, float_hook=Decimal)


def _speakable(value: object) -> Any:  # a JSON value
    plain = msgspec.to_builtins(value, builtin_types=(Decimal,), str_keys=True, enc_hook=str)
    return _mended(plain)


def _mended(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_mended(str(key)): _mended(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mended(item) for item in value]
    if isinstance(value, Decimal) and not value.is_finite():
        return str(value)
    return value

"""How does anything become JSON here, whatever values a contract holds?

Contracts hold what JSON encoders stumble over: exact decimals, `.nan`, lone surrogates, integers of
any length. Numbers keep the author's digits; what JSON cannot say is replaced, never an error.
"""

from decimal import Decimal

import msgspec


def encode(value: object) -> bytes:
    """Return *value* as JSON. Raises: nothing for what services and documents hold."""
    try:
        body = _ENCODER.encode(value)
    except (ValueError, TypeError):  # a lone surrogate, or something of no JSON type
        return _ENCODER.encode(_speakable(value))
    if b"NaN" in body or b"Infinity" in body:  # a Decimal writes itself so; JSON has no such number
        return _ENCODER.encode(_speakable(value))
    return body


_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=str)


def _speakable(value: object) -> object:
    """Return *value* with everything replaced that JSON has no word for."""
    return _mended(
        msgspec.to_builtins(value, builtin_types=(Decimal,), str_keys=True, enc_hook=str)
    )


def _mended(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {_mended(str(key)): _mended(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mended(item) for item in value]
    if isinstance(value, Decimal) and not value.is_finite():
        return str(value)
    return value

"""How is a judgement read back? From the JSON that readers get, number for number."""

from decimal import Decimal

import msgspec

from contracts.findings import Report


def decode(body: bytes) -> Report:
    """Return the report that was encoded."""
    return _DECODER.decode(body)


_DECODER = msgspec.json.Decoder(Report, float_hook=Decimal)

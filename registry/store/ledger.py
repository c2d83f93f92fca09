"""Which properties did versions of a contract drop? Read at each check, written at a publish."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from contracts.compat.ledger import Remembered
from registry.store.tables import FormerPropertyRow


def remembered(session: Session, contract_id: int) -> tuple[Remembered, ...]:
    """Return what was dropped, oldest first. One indexed read."""
    bodies = session.scalars(
        select(col(FormerPropertyRow.body))
        .where(col(FormerPropertyRow.contract_id) == contract_id)
        .order_by(col(FormerPropertyRow.id))
    )
    return tuple(_DECODER.decode(body) for body in bodies)


def remember(session: Session, contract_id: int, dropped: Iterable[Remembered]) -> None:
    """Write down what a version dropped."""
    for body in bodies(dropped):
        session.add(FormerPropertyRow(contract_id=contract_id, body=body))


def bodies(dropped: Iterable[Remembered]) -> Iterator[bytes]:
    """Return what is stored of each. What JSON cannot say (`.nan`) is not remembered."""
    for each in dropped:
        try:
            body = _ENCODER.encode(each)
            _DECODER.decode(body)
        except (UnicodeEncodeError, TypeError, ValueError):
            continue
        yield body


_ENCODER = msgspec.json.Encoder(decimal_format="number", enc_hook=str)
_DECODER = msgspec.json.Decoder(Remembered, float_hook=Decimal)

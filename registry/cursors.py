"""Where does the next page of a search begin? Said in text that nobody but Charter reads.

A cursor belongs to one question: with other words, filters or another order it leads nowhere.
"""

import base64
import binascii
import hashlib

import msgspec

from registry.errors import InvalidRequestError
from registry.questions import Question


class Place(msgspec.Struct, frozen=True, array_like=True):
    """The hits before the page, and the engine's own token for it ("" where it needs none)."""

    offset: int = 0
    after: str = ""
    question: str = ""  # its digest


def written(place: Place) -> str:
    """Return *place* as a cursor."""
    return base64.urlsafe_b64encode(msgspec.msgpack.encode(place)).decode("ascii").rstrip("=")


def read(cursor: str | None, question: Question) -> Place:
    """Return the place that *cursor* names in *question*; the first one without a cursor.

    Raises: InvalidRequestError for one that Charter did not give out, or for another question.
    """
    digest = _digest(question)
    if cursor is None:
        return Place(question=digest)
    try:
        whole = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        packed = base64.b64decode(whole, altchars=b"-_", validate=True)
        place = msgspec.msgpack.decode(packed, type=Place)
    except (ValueError, binascii.Error, msgspec.DecodeError) as error:
        raise not_ours() from error
    if place.question != digest or not 0 <= place.offset < _FARTHEST:
        raise not_ours()
    return place


def not_ours() -> InvalidRequestError:
    """Return the error about a cursor that does not lead anywhere."""
    return InvalidRequestError(
        "The cursor is not one that Charter gave out for this search.",
        next_step="Leave it out to begin at the first page.",
    )


def _digest(question: Question) -> str:
    asked = "\0".join(f"{name}\0{value}" for name, value in sorted(question.query))
    return hashlib.blake2b(asked.encode("utf-8", "replace"), digest_size=6).hexdigest()


_FARTHEST = 2**40

"""What do custom properties of a server promise? How files are cut, what a stream keeps, where."""

from collections.abc import Iterator

from contracts.compat.change import BOTH, UNKNOWN, Change
from contracts.compat.custom_property import Custom
from contracts.compat.normal import plain
from contracts.compat.security import PRIVACY
from contracts.compat.wording import from_to


def file_layout(custom: Custom) -> Iterator[Change]:
    """Say that files are cut or written in another way."""
    says = from_to(custom.before, custom.after)
    message = f"Files of {custom.pair.label} are written in another way: {custom.name} {says}."
    is_risk = custom.name.casefold() == "encoding" and extends(custom.before, custom.after)
    yield custom.change("SRV-08", message, UNKNOWN if is_risk else BOTH)


def streaming(custom: Custom) -> Iterator[Change]:
    """Say that a stream promises another order, key or delivery."""
    says = from_to(custom.before, custom.after)
    message = f"The stream of {custom.pair.label} promises something else: {custom.name} {says}."
    yield custom.change("SRV-13", message)


def residency(custom: Custom) -> Iterator[Change]:
    """Say that the data lies in another region."""
    if custom.old is not None:
        says = from_to(custom.before, custom.after)
        message = f"The data of {custom.pair.label} lies elsewhere: {custom.name} {says}."
        yield custom.change("SRV-12", message, approvers=PRIVACY)


_ASCII = frozenset(("ascii", "us-ascii"))
_UTF8 = frozenset(("utf-8", "utf8"))


def extends(before: object, after: object) -> bool:
    """Whether the two encodings agree on plain letters."""
    stated = {plain(before), plain(after)}
    return bool(stated & _ASCII and stated & _UTF8) or "" in stated

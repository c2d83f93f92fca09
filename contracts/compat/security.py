"""Is the data protected as before? Classification, critical elements, privacy, regulation."""

from collections.abc import Iterator
from decimal import Decimal

from contracts.compat.change import (
    RISKY_READ,
    SAME,
    UNKNOWN,
    Change,
    Found,
    Pair,
    Verdict,
    text,
)
from contracts.compat.custom_property import Custom, words
from contracts.compat.normal import flag, mapping, number, plain, same
from contracts.compat.wording import from_to, listed, shown
from contracts.findings import Bump, Impact

PRIVACY = ("privacy officer",)
PRIVACY_AND_BOARD = ("privacy officer", "governance board")

_LOSS = Verdict(Impact.BREAK, Impact.OK)
_LADDER = {
    **dict.fromkeys(("public", "open", "unrestricted", "unclassified"), 0),
    **dict.fromkeys(("internal", "official", "limited"), 1),
    **dict.fromkeys(("confidential", "sensitive", "private", "protected"), 2),
    **dict.fromkeys(("restricted", "secret", "highly confidential", "strictly confidential"), 3),
    **dict.fromkeys(("top secret",), 4),
}
_SENSITIVE = frozenset(
    ("pii", "phi", "spi", "pci", "personal", "sensitive", "confidential", "restricted", "gdpr")
)


def rung(label: object) -> int | None:
    """Return 0 for public data and more for what fewer may see; None for an unknown label."""
    return _LADDER.get(plain(label))


def classification(pair: Pair) -> Iterator[Change]:
    """Say whether more or fewer people may see a property."""
    key = "classification"
    yield from _classified(pair, pair.before.get(key), pair.after.get(key), key)


def highest_classification(custom: Custom) -> Iterator[Change]:
    """Say whether the contract as a whole is classified higher or lower."""
    yield from _classified(custom.pair, custom.before, custom.after, "customProperties", custom)


def _classified(
    pair: Pair, before: object, after: object, key: str, custom: Custom | None = None
) -> Iterator[Change]:
    old, new = rung(before), rung(after)
    if plain(before) == plain(after):
        return
    rule, verdict = "SEC-02", UNKNOWN
    approvers: tuple[str, ...] = PRIVACY
    says = f"It cannot be told whether {pair.label} is protected as before"
    if before is None or after is None:
        rule, verdict, approvers = "SEC-03", RISKY_READ, PRIVACY if after is None else ()
        says = f"Nobody can tell who may read {pair.label}"
        if after is not None:
            says = f"Not everybody who reads {pair.label} may be allowed to"
    elif old is not None and new is not None:
        if old == new:
            rule, verdict, approvers = "TXT-07", SAME, ()
            says = f"{pair.label} is classified as before in another word"
        elif new > old:
            rule, verdict, approvers = "SEC-01", _LOSS, ()
            lost = f"data of {pair.label}" if custom else pair.label
            says = f"Readers who are not cleared for it lose {lost}"
        else:
            says = f"More people may see {pair.label}, which is a decision to disclose"
    what = custom.name if custom else "its classification"
    message = f"{says}: {what} {from_to(before, after)}."
    if custom is not None:
        yield custom.change(rule, message, verdict, approvers=approvers)
        return
    found = Found(before=before, after=after, verdict=verdict, approvers=approvers)
    yield pair.change(rule, message, key, found=found)


def encrypted_twin(pair: Pair) -> Iterator[Change]:
    """Say whether the encrypted column beside a property is still there."""
    before, after = text(pair.before.get("encryptedName")), text(pair.after.get("encryptedName"))
    if before == after:
        return
    if before:
        message = f"Readers of {before} find nothing: the encrypted column of {pair.label} "
        message += f"is called {after}." if after else "is gone."
        yield pair.field("SEC-05", message, "encryptedName")
    else:
        message = f"{pair.label} has an encrypted column beside it, {after}."
        yield pair.field("SEC-06", message, "encryptedName")


def criticality(pair: Pair) -> Iterator[Change]:
    """Say whether a property is still a critical data element."""
    key = "criticalDataElement"
    before, after = flag(pair.before, key), flag(pair.after, key)
    if before and not after:
        message = f"{pair.label} is no longer a critical data element: stricter rules end."
        yield pair.field("SEC-07", message, key)
    elif after and not before:
        message = f"{pair.label} became a critical data element: stricter rules apply."
        yield pair.field("SEC-08", message, key)


def sensitive_tags(pair: Pair) -> Iterator[Change]:
    """Say that an element is no longer tagged as personal or sensitive."""
    before, after = words(pair.before.get("tags")), words(pair.after.get("tags"))
    gone = sorted(tag for tag in before - after if _SENSITIVE & {*tag.replace("_", "-").split("-")})
    if gone:
        message = f"{pair.label} is no longer tagged {listed(gone)}: who handles it may not know "
        message += "that it is sensitive."
        yield pair.field("SEC-09", message, "tags")


def consent(custom: Custom) -> Iterator[Change]:
    """Say that people's consent is needed for the first time, or no longer."""
    before, after = custom.switched
    if before and not after:
        message = "The data may be used without the consent of those whom it is about."
        verdict = RISKY_READ
    elif after and not before:
        message = "Consumers without a consent ledger lose access: consent is required."
        verdict = _LOSS
    else:
        return
    yield custom.change("SEC-11", message, verdict, Bump.MAJOR)


def techniques(custom: Custom) -> Iterator[Change]:
    """Say that a technique that protects privacy was dropped, taken up or replaced."""
    before, after = words(custom.before), words(custom.after)
    gone, come = sorted(before - after - {"none"}), sorted(after - before - {"none"})
    if gone:
        message = f"{custom.pair.label} is no longer protected by {listed(gone)}"
        message += f", but by {listed(come)}." if come else "."
        yield _weakened(custom, message)
    elif come:
        message = f"Results differ: {custom.pair.label} is protected by {listed(come)} as well."
        yield _strengthened(custom, message)


def privacy_loss(custom: Custom) -> Iterator[Change]:
    """Say whether differential privacy reveals more about a person, or less."""
    before, after = mapping(custom.before), mapping(custom.after)
    if not before or not after:
        is_gone = not after
        message = "Results are no longer protected by differential privacy."
        if not is_gone:
            message = "Results are noisier: they are protected by differential privacy."
        yield _weakened(custom, message) if is_gone else _strengthened(custom, message)
        return
    changed = [key for key in {**before, **after} if not same(before.get(key), after.get(key))]
    moves = {key: _protection(key, before.get(key), after.get(key)) for key in changed}
    says = listed_changes(changed, before, after)
    if any(move is None or move < 0 for move in moves.values()):
        yield _weakened(custom, f"The data may reveal more about a person: {says}.")
    elif any(move for move in moves.values()):
        yield _strengthened(custom, f"Results are noisier: {says}.")
    else:
        message = f"Privacy is protected as before, said in another way: {says}."
        yield custom.change("TXT-07", message)


def listed_changes(names: list[str], before: dict[str, object], after: dict[str, object]) -> str:
    """Return how each named value changed, as one clause."""
    return ", ".join(f"{name} {from_to(before.get(name), after.get(name))}" for name in names)


_SMALLER_IS_SAFER = frozenset(("epsilon", "delta", "rho", "contribution_bound"))
_LARGER_IS_SAFER = frozenset(("suppression_floor", "min_cell", "minimum_cell", "noise_scale"))
_UNITS_OF_PRIVACY = ("event", "record", "visit", "user_day", "person", "user", "household")


def _protection(key: str, before: object, after: object) -> int | None:
    """Return 1 for more protection, -1 for less, 0 for the same, None where nobody can tell."""
    if key == "unit_of_privacy":
        order = {word: rank for rank, word in enumerate(_UNITS_OF_PRIVACY)}
        old, new = order.get(plain(before)), order.get(plain(after))
        return None if old is None or new is None else _sign(new - old)
    old_size, new_size = number(before), number(after)
    if key in _SMALLER_IS_SAFER or key in _LARGER_IS_SAFER:
        if old_size is None or new_size is None:
            return None
        grown = (new_size > old_size) - (new_size < old_size)
        return -grown if key in _SMALLER_IS_SAFER else grown
    return 0 if key in {"mechanism", "description"} else None


def _sign(difference: int) -> int:
    return (difference > 0) - (difference < 0)


def floor(custom: Custom) -> Iterator[Change]:
    """Say whether smaller groups of people become visible."""
    before = number(custom.before) or Decimal(0)
    after = number(custom.after) or Decimal(0)
    says = from_to(custom.before, custom.after)
    if after < before:
        yield _weakened(custom, f"Smaller groups of people become visible: the floor {says}.")
    elif after > before:
        yield _strengthened(custom, f"More small groups are left out: the floor {says}.")


def _weakened(custom: Custom, message: str) -> Change:
    return custom.change("SEC-12", message, RISKY_READ, Bump.MAJOR, PRIVACY_AND_BOARD)


def _strengthened(custom: Custom, message: str) -> Change:
    return custom.change("SEC-12", message, RISKY_READ, Bump.MINOR, ())


def categories(custom: Custom) -> Iterator[Change]:
    """Say that another law protects the data, or one no longer does."""
    before, after = words(custom.before), words(custom.after)
    gone, come = sorted(before - after), sorted(after - before)
    if come:
        message = f"Grants must be judged again: {custom.pair.label} is regulated as "
        yield custom.change("SEC-13", f"{message}{listed(come)}.", _LOSS)
    elif gone:
        message = f"{custom.pair.label} is no longer regulated as {listed(gone)}, which is a "
        message += "decision to disclose."
        yield custom.change("SEC-13", message, RISKY_READ)


def personal(custom: Custom) -> Iterator[Change]:
    """Say that an element no longer counts as personal data."""
    before, after = custom.switched
    if before and not after:
        message = f"{custom.pair.label} no longer counts as personal data."
        yield custom.change("SEC-09", message)


def masking(custom: Custom) -> Iterator[Change]:
    """Say that values or rows are hidden, or no longer hidden."""
    before, after = (_hides(value) for value in (custom.before, custom.after))
    if after and not before:
        message = f"Readers no longer see all of {custom.pair.label}: {custom.name} is "
        yield custom.change("SEC-14", f"{message}{shown(custom.after)}.", _LOSS, approvers=())
    elif before and not after:
        message = f"Readers see what was hidden of {custom.pair.label}: {custom.name} was "
        yield custom.change("SEC-14", f"{message}{shown(custom.before)}.", SAME, Bump.MINOR)
    elif before:
        says = from_to(custom.before, custom.after)
        message = f"Readers see another part of {custom.pair.label}: {custom.name} {says}."
        yield custom.change("SEC-14", message, _LOSS)


def _hides(value: object) -> bool:
    return value is not None and value is not False and plain(value) not in {"none", "false", "no"}


CHECKS = (classification, encrypted_twin, criticality)

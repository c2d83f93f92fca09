"""Do the values mean the same as before? Texts, units, computations, concepts, guidance for AI."""

from collections.abc import Iterator
from typing import Any

from contracts.compat.change import (
    BOTH,
    RISKY_READ,
    SAME,
    UNKNOWN,
    Change,
    Found,
    Pair,
    Verdict,
    text,
)
from contracts.compat.custom_property import Custom
from contracts.compat.normal import entries, flag, mapping, plain, same, same_entries, spelling
from contracts.compat.pairing import pair_up
from contracts.compat.security import sensitive_tags
from contracts.compat.sql import same_query
from contracts.compat.units import alike, replaced
from contracts.compat.wording import from_to, listed
from contracts.findings import Bump, Impact

STEWARD = ("data steward",)


def texts(pair: Pair) -> Iterator[Change]:
    """Say that an element is described in other words, or in another unit."""
    changed = []
    for key in ("description", "businessName"):
        before, after = pair.before.get(key), pair.after.get(key)
        if same(before, after):
            continue
        units = replaced(text(before), text(after))
        if units is None:
            changed.append(key)
            continue
        message = (
            f"The values of {pair.label} may mean something else: the {key} spoke of {units[0]} "
        )
        message += f"and now speaks of {units[1]}."
        found = Found(
            before=before,
            after=after,
            verdict=UNKNOWN,
            bump=Bump.MAJOR,
            approvers=STEWARD,
            fix="Say in which unit old and new values are; if only the wording was wrong, let the "
            "steward confirm it.",
        )
        yield pair.change("SEM-04", message, key, found=found)
    if changed:
        message = f"The {' and '.join(changed)} of {pair.label} changed."
        found = Found(
            before=pair.before.get(changed[0]), after=pair.after.get(changed[0]), approvers=()
        )
        yield pair.change("SEM-04", message, changed[0], found=_worded(found))


def _worded(found: Found) -> Found:
    return Found(
        before=found.before, after=found.after, verdict=SAME, bump=Bump.PATCH, approvers=()
    )


def tags(pair: Pair) -> Iterator[Change]:
    """Say that an element is tagged in another way; order and repetition do not count."""
    if tags_of(pair.before) != tags_of(pair.after):
        sensitive = [*sensitive_tags(pair)]
        plainly = pair.field("SEM-09", f"The tags of {pair.label} changed.", "tags")
        yield from sensitive or [plainly]


def tags_of(element: dict[str, Any]) -> set[str]:
    """Return the tags of an element, each once."""
    value = element.get("tags")
    return {str(spelling(tag)) for tag in (value if isinstance(value, list) else [value]) if tag}


def computation(pair: Pair) -> Iterator[Change]:
    """Say that the values are computed in another way or from other sources."""
    key = "transformLogic"
    before, after = pair.before.get(key), pair.after.get(key)
    if not same_query(before, after):
        is_critical = flag(pair.before, "criticalDataElement")
        verdict, bump = (BOTH, Bump.MAJOR) if is_critical else (UNKNOWN, Bump.MINOR)
        message = f"The values of {pair.label} may differ: they are computed in another way."
        approvers = None
        if before is None:
            message = f"It is stated how {pair.label} is computed."
            verdict, bump, approvers = SAME, Bump.PATCH, ()
        found = Found(before=before, after=after, verdict=verdict, bump=bump, approvers=approvers)
        yield pair.change("SEM-01", message, key, found=found)
    elif before != after:
        message = f"The computation of {pair.label} is formatted in another way."
        found = Found(before=before, after=after, verdict=SAME, bump=Bump.NONE, approvers=())
        yield pair.change("SEM-01", message, key, found=found)
    key = "transformSourceObjects"
    if _set(pair.before.get(key)) != _set(pair.after.get(key)):
        message = f"{pair.label} is made from other sources."
        verdict_ = SAME if pair.before.get(key) is None else None
        bump_ = Bump.PATCH if verdict_ else None
        found = Found(
            before=pair.before.get(key), after=pair.after.get(key), verdict=verdict_, bump=bump_
        )
        yield pair.change("SEM-02", message, key, found=found)
    key = "transformDescription"
    if not same(pair.before.get(key), pair.after.get(key)):
        message = f"How {pair.label} is computed is described in other words."
        found = Found(before=pair.before.get(key), after=pair.after.get(key))
        yield pair.change("SEM-04", message, key, found=_worded(found))


def _set(value: object) -> set[str]:
    return {str(spelling(item)) for item in (value if isinstance(value, list) else [value]) if item}


_KINDS = ("column", "measure", "dimension")


def semantic_type(pair: Pair) -> Iterator[Change]:
    """Say that a property became a measure or a dimension, or is no longer one."""
    key = "semanticType"
    before = plain(pair.before.get(key)) or "column"
    after = plain(pair.after.get(key)) or "column"
    if before == after:
        return
    verdict = Verdict(Impact.BREAK, Impact.RISK)
    message = f"Queries that select {pair.label} fail: it became a {after}."
    if before not in _KINDS or after not in _KINDS:
        verdict, message = UNKNOWN, f"{pair.label} became a {after}; it was a {before}."
    elif after == "column":
        verdict = RISKY_READ
        message = f"Tools that aggregate {pair.label} stop: it is no longer a {before}."
    yield pair.field("SEM-03", message, key, verdict=verdict)


def synonyms(pair: Pair) -> Iterator[Change]:
    """Say that people find an element under other words."""
    old, new = pair.before.get("synonyms"), pair.after.get("synonyms")
    if same_entries(old, new):
        return
    before, after = _synonyms(old), _synonyms(new)
    gone, come = sorted(before - after), sorted(after - before)
    if gone:
        message = f"{pair.label} is no longer found as {listed(gone)}."
        found = Found(before=gone, after=come or None)
        yield pair.change("SEM-05", message, "synonyms", found=found)
        return
    message = f"{pair.label} is also found as {listed(come)}."
    if not come:
        message = f"What is said of the synonyms of {pair.label} changed."
    found = Found(after=come or None, verdict=SAME)
    yield pair.change("SEM-05", message, "synonyms", found=found)


def _synonyms(value: object) -> set[str]:
    words = {text(entry.get("synonym")) for _, entry in entries(value)}
    if isinstance(value, list):
        words |= {item for item in value if isinstance(item, str)}
    return words - {""}


def context(pair: Pair) -> Iterator[Change]:
    """Say what AI tools may no longer do, may do again, and are told."""
    before, after = pair.before.get("context"), pair.after.get("context")
    if same(before, after):
        return
    old, new = _guidance(before), _guidance(after)
    yield from _constraints(pair, old, new)
    yield from _statements(pair, old, new)
    rest = [{k: v for k, v in each.items() if k not in _LISTS} for each in (old, new)]
    if not same(rest[0], rest[1]):
        message = f"What AI tools are told about {pair.label} changed."
        found = Found(before=rest[0], after=rest[1], verdict=SAME)
        yield pair.change("SEM-07", message, "context", found=found)


_LISTS = ("constraints", "verifiedStatements")


def _guidance(value: object) -> dict[str, Any]:
    return mapping(value) if not isinstance(value, str) else {"instructions": value}


def _constraints(pair: Pair, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    before, after = old.get("constraints"), new.get("constraints")
    if same(before, after):
        return
    prohibited = [
        {plain(entry.get("constraint")): entry.get("constraint") for _, entry in entries(value)}
        for value in (before, after)
    ]
    come = [value for key, value in prohibited[1].items() if key not in prohibited[0]]
    gone = [value for key, value in prohibited[0].items() if key not in prohibited[1]]
    verdict = RISKY_READ if come else SAME
    message = f"AI tools may not do with {pair.label} what they did: {listed(come)}."
    if not come:
        message = f"AI tools may do again with {pair.label} what was prohibited: {listed(gone)}."
    if not (come or gone):
        message = f"What is said of the prohibitions for {pair.label} changed."
    found = Found(
        before=gone or None,
        after=come or None,
        verdict=verdict,
        bump=Bump.MINOR if come or gone else Bump.PATCH,
        approvers=STEWARD if gone else (),
    )
    yield pair.change("SEM-06", message, "context", "constraints", found=found)


def _statements(pair: Pair, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Change]:
    before, after = old.get("verifiedStatements"), new.get("verifiedStatements")
    if same(before, after):
        return
    found = pair_up(before, after, (lambda entry: plain(entry.get("question")) or None,))
    answers = [
        (was[1].get("question"), was[1].get("answer"), now[1].get("answer"))
        for was, now in found.pairs
        if not same(was[1].get("answer"), now[1].get("answer")) and was[1].get("answer")
    ]
    message = f"The verified statements about {pair.label} changed."
    verdict = SAME
    if answers:
        message = f"The verified answer to {listed(answer[0] for answer in answers)} changed."
        verdict = RISKY_READ
    told = Found(before=before, after=after, verdict=verdict)
    yield pair.change("SEM-07", message, "context", "verifiedStatements", found=told)


def unit(custom: Custom) -> Iterator[Change]:
    """Say that every number means something else, unless the unit only has another name."""
    if custom.old is not None and not alike(custom.before, custom.after):
        says = from_to(custom.before, custom.after)
        message = f"Every value of {custom.pair.label} means something else: {custom.name} {says}."
        verdict, bump = None, None
        if custom.new is None:
            verdict, bump = UNKNOWN, Bump.MINOR
            message = f"Nobody can tell in which unit {custom.pair.label} is: {custom.name} {says}."
        yield custom.change("SEM-10", message, verdict, bump)


def sentinel(custom: Custom) -> Iterator[Change]:
    """Say that a missing value is written in another way."""
    if custom.old is not None:
        says = from_to(custom.before, custom.after)
        message = f"A missing value of {custom.pair.label} is written in another way: {says}."
        yield custom.change("SEM-11", message)


def coverage(custom: Custom) -> Iterator[Change]:
    """Say that the data is about others than before."""
    says = from_to(custom.before, custom.after)
    message = f"{custom.pair.label} may cover others than before: {custom.name} {says}."
    yield custom.change("SEM-12", message)


def updates(custom: Custom) -> Iterator[Change]:
    """Say that the data is updated in another way, so that readers must load it in another way."""
    if custom.old is not None:
        says = from_to(custom.before, custom.after)
        message = f"Readers must load {custom.pair.label} in another way: {custom.name} {says}."
        yield custom.change("SEM-13", message)


def cardinality(custom: Custom) -> Iterator[Change]:
    """Say that joins may return another number of rows."""
    if custom.pair.role == "relationship" and custom.old is not None:
        says = from_to(custom.before, custom.after)
        message = f"Joins may return another number of rows: the cardinality {says}."
        yield custom.change("REL-05", message, RISKY_READ)


def openness(custom: Custom) -> Iterator[Change]:
    """Say that a closed list of values became open."""
    before, after = custom.switched
    if after and not before:
        message = f"Readers may meet values that they do not know: {custom.pair.label} became open."
        yield custom.change("ENU-02", message)


CHECKS = (texts, tags, synonyms)
PROPERTY_CHECKS = (computation, semantic_type)

"""What is wrong, in the end? A validator's nested errors reduced to one complaint per fact.

A choice (`oneOf`) that fails reports the failure of every branch; only the branch that fits best is
what the author meant. A key that fails is also reported as unknown by every schema around it.
"""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Any

import msgspec
from jsonschema_rs import ValidationError, Validator

from contracts.paths import Parts
from contracts.validation.pages import pages

MOST = 1_000
"""Complaints beyond this many are not told: nobody reads them, and bombs make millions."""


class Kind(StrEnum):
    """What the author has to do differently."""

    UNKNOWN_KEY = "unknown-key"
    MISSING_KEY = "missing-key"
    MISSING_CHOICE = "missing-choice"
    NULL = "null"
    TYPE = "type"
    VALUE = "value"
    FORM = "form"
    CONFLICT = "conflict"
    FORBIDDEN = "forbidden"
    OTHER = "other"


class Complaint(msgspec.Struct, frozen=True):
    """One fact: its kind, its place, and what would have been allowed.

    ``wanted`` are JSON types, values, patterns or keys, as the kind has it; for `OTHER` the words
    of the validator.
    """

    kind: Kind
    parts: Parts
    wanted: tuple[Any, ...] = ()


def complaints(validator: Validator, tree: dict[str, Any]) -> list[Complaint]:
    """Return what *validator* finds wrong with *tree*, each fact once, at most `MOST` of them."""
    if validator.is_valid(tree):
        return []
    found: dict[tuple[Kind, Parts], Complaint] = {}
    for complaint in _paged(validator, tree):
        found.setdefault((complaint.kind, complaint.parts), complaint)
        if len(found) >= MOST:
            break
    return list(found.values())


def _paged(validator: Validator, tree: dict[str, Any]) -> Iterator[Complaint]:
    for page in pages(tree):
        for error in validator.iter_errors(page.tree):
            for complaint in _reduced(error, page.tree):
                parts = page.original(complaint.parts)
                if parts is not None:
                    yield msgspec.structs.replace(complaint, parts=parts)


def _reduced(error: ValidationError, tree: Any) -> Iterator[Complaint]:
    parts = tuple(error.instance_path)
    kind: Any = error.kind
    match kind.name:
        case "additionalProperties" | "unevaluatedProperties":
            for key in kind.unexpected:
                yield Complaint(Kind.UNKNOWN_KEY, (*parts, key))
        case "required":
            yield Complaint(Kind.MISSING_KEY, (*parts, kind.property))
        case "type":
            yield Complaint(_type_or_null(tree, parts), parts, tuple(kind.types))
        case "enum":
            yield _value(tree, parts, kind.options)
        case "const":
            yield _value(tree, parts, [kind.expected_value])
        case "pattern":
            yield Complaint(Kind.FORM, parts, (kind.pattern,))
        case "anyOf" | "oneOf" | "not":
            yield from _of_choice(kind, parts, tree)
        case _:
            yield Complaint(Kind.OTHER, parts, (error.message,))


def _of_choice(kind: Any, parts: Parts, tree: Any) -> Iterable[Complaint]:
    """Reduce a choice between schemas: none of them fits, several do, or a forbidden one does."""
    if kind.name == "not":
        return [Complaint(Kind.FORBIDDEN, parts, tuple(_forbidden(kind.schema)))]
    if all(kind.context):
        return _best(kind.context, parts, tree)
    return [Complaint(Kind.CONFLICT, parts, _conflicting(tree, parts, kind.context))]


def _best(
    context: Sequence[Sequence[ValidationError]], parts: Parts, tree: Any
) -> Iterable[Complaint]:
    """Return the complaints of the branch the author most likely meant."""
    branches = [[c for error in branch for c in _reduced(error, tree)] for branch in context]
    fitting = [branch for branch in branches if not _is_of_other_type(branch, parts)]
    if not fitting:
        wanted = tuple(dict.fromkeys(w for branch in branches for c in branch for w in c.wanted))
        return [Complaint(branches[0][0].kind, parts, wanted)]
    for kind in (Kind.FORM, Kind.VALUE):
        if all(len(branch) == 1 and _is(branch[0], kind, parts) for branch in fitting):
            wanted = tuple(w for branch in fitting for w in branch[0].wanted)
            return [Complaint(kind, parts, wanted)]
    if len(fitting) > 1 and all(_lacks_one_key(branch, parts) for branch in fitting):
        keys = tuple(branch[0].parts[-1] for branch in fitting)
        return [Complaint(Kind.MISSING_CHOICE, parts, keys)]
    return min(fitting, key=lambda branch: (_lacking(branch, parts), -_depth(branch), len(branch)))


def _is(complaint: Complaint, kind: Kind, parts: Parts) -> bool:
    return complaint.kind is kind and complaint.parts == parts


def _is_of_other_type(branch: Iterable[Complaint], parts: Parts) -> bool:
    return any(_is(c, Kind.TYPE, parts) or _is(c, Kind.NULL, parts) for c in branch)


def _lacks_one_key(branch: Sequence[Complaint], parts: Parts) -> bool:
    return len(branch) == 1 and _lacking(branch, parts) == 1


def _lacking(branch: Iterable[Complaint], parts: Parts) -> int:
    """Return how many keys *branch* misses at *parts* itself: what was meant has its keys."""
    return sum(c.kind is Kind.MISSING_KEY and c.parts[:-1] == parts for c in branch)


def _depth(branch: Iterable[Complaint]) -> int:
    return max((len(complaint.parts) for complaint in branch), default=0)


def _type_or_null(tree: Any, parts: Parts) -> Kind:
    return Kind.NULL if value_at(tree, parts) is None else Kind.TYPE


def _value(tree: Any, parts: Parts, allowed: Sequence[Any]) -> Complaint:
    kind = Kind.NULL if value_at(tree, parts) is None else Kind.VALUE
    return Complaint(kind, parts, tuple(allowed))


def _conflicting(
    tree: Any, parts: Parts, context: Sequence[Sequence[ValidationError]]
) -> tuple[str, ...]:
    """Return the keys of the mapping at *parts* of which only one may stand there.

    They are what the failing branches miss, read backwards: the branches that hold require keys
    that are there.
    """
    asked = {
        error.kind.property  # type: ignore[attr-defined] # only Required has it
        for branch in context
        for error in branch
        if error.kind.name == "required"
    }
    here = value_at(tree, parts)
    prefixes = ("mustBe", "mustNotBe")
    keys = here if isinstance(here, dict) and asked else ()
    return tuple(key for key in keys if key not in asked and key.startswith(prefixes))


def _forbidden(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict) and isinstance(schema.get("required"), list):
        yield from schema["required"]


def value_at(tree: Any, parts: Parts) -> Any:
    """Return the value at *parts*, which must lead somewhere in *tree*."""
    for part in parts:
        tree = tree[part]
    return tree

"""Is protected data marked as protected? Classes, the ladder, and the floors that laws set."""

from collections.abc import Iterator
from typing import Any

from contracts.findings import Severity
from contracts.lint.check import Hit, Node
from contracts.lint.ladder import FLOORS, LADDER, rank
from contracts.lint.people import Sensitivity, sensitivity
from contracts.lint.subject import custom, items, listed, mapping, mappings, text
from contracts.rule import Rule

CLASS_MISSING = Rule(
    code="SENS-01",
    name="classification-missing",
    family="Sensitivity",
    severity=Severity.WARNING,
    statement="Columns do not say how sensitive they are.",
    reason="No class is not the same as public: nobody may decide on access to such a column.",
    fix="Give each a `classification`: public, internal, confidential or restricted.",
)


def class_missing(node: Node) -> Iterator[Hit]:
    """One finding an object; one for the whole contract where no column has a class at all."""
    tables = [
        (at, table, mappings(table.get("properties")))
        for at, table in mappings(node.subject.tree.get("schema"))
    ]
    if not node.subject.classes:
        if any(columns for _, _, columns in tables):
            yield Hit(("schema",), "No column says how sensitive it is.")
        return
    for at, _, columns in tables:
        names = [
            str(column.get("name", place))
            for place, column in columns
            if text(column.get("classification")) is None
        ]
        bare = [name for name in names if not sensitivity(name)]  # the others are told one by one
        if bare:
            message = f"No class for {len(bare)} of {len(columns)} properties: {listed(bare)}."
            yield Hit(("schema", at, "properties"), message)


CLASS_UNKNOWN = Rule(
    code="SENS-02",
    name="classification-unknown",
    family="Sensitivity",
    severity=Severity.ERROR,
    statement="The class is not a word of the ladder.",
    reason="Access is decided by the class; an unknown word protects nothing or locks all out.",
    fix="Use public, internal, confidential or restricted.",
)

_MEANT = {
    "sensitive": "confidential", "secret": "restricted", "private": "confidential",
    "pii": "confidential", "personal": "confidential", "open": "public", "regulated": "restricted",
    "highly confidential": "restricted", "protected": "confidential", "phi": "restricted",
}  # fmt: skip


def class_unknown(node: Node) -> Iterator[Hit]:
    """A label off the ladder; another case of a known word is only a warning."""
    label = text(node.value.get("classification"))
    if label is None or label in LADDER:
        return
    step = rank(label)
    word = LADDER[step] if step is not None else _MEANT.get(label.strip().lower())
    yield Hit(
        (*node.parts, "classification"),
        f"{_name(node)} has the class {label!r}, which is not on the ladder.",
        fix=f"Write `classification: {word}`." if word else None,
        severity=Severity.WARNING if step is not None else None,
    )


SENSITIVE_UNCLASSIFIED = Rule(
    code="SENS-03",
    name="sensitive-unclassified",
    family="Sensitivity",
    severity=Severity.ERROR,
    statement="A column that looks like personal data has no class.",
    reason="It would be shared like any other column before anyone asked whether it may be.",
    fix="Classify it (confidential or restricted), or rename it if it holds nothing personal.",
)


def sensitive_unclassified(node: Node) -> Iterator[Hit]:
    """`ssn`, `birth_date`, `email` without a class; a warning where nobody relies on it yet."""
    if _is_leaf(node) and text(node.value.get("classification")) is None and _looks(node):
        severity = None if node.subject.is_live else Severity.WARNING
        message = f"{_name(node)} looks like personal data and has no classification."
        yield Hit(node.parts, message, severity=severity)


SENSITIVE_PUBLIC = Rule(
    code="SENS-04",
    name="sensitive-public",
    family="Sensitivity",
    severity=Severity.ERROR,
    statement="A column that looks like personal data is classified as public.",
    reason="What has once been published cannot be called back.",
    fix="Raise the class, or name the `privacyTechnique` that makes the column safe to publish.",
)


def sensitive_public(node: Node) -> Iterator[Hit]:
    """An error for what identifies a person, a warning for what may be an office's address."""
    if rank(node.value.get("classification")) != 0 or not _is_leaf(node):
        return
    looks = _looks(node)
    if looks and not custom(node.value, "privacyTechnique"):
        severity = None if looks is Sensitivity.IDENTIFYING else Severity.WARNING
        message = f"{_name(node)} looks like personal data and is classified as public."
        yield Hit((*node.parts, "classification"), message, severity=severity)


BELOW_FLOOR = Rule(
    code="SENS-05",
    name="class-below-floor",
    family="Sensitivity",
    severity=Severity.ERROR,
    statement="A column of a regulated category has a lower class than the law asks for.",
    reason="People would get access under rules that are too weak for this kind of data.",
    fix="Raise the `classification`, or correct the `regulatedCategory`.",
)


def below_floor(node: Node) -> Iterator[Hit]:
    """A `phi` column marked internal, a `pii` column marked public."""
    step = rank(node.value.get("classification"))
    if step is None:
        return
    for category in _texts(custom(node.value, "regulatedCategory")):
        floor = FLOORS.get(category.strip().lower())
        if floor is not None and step < LADDER.index(floor):
            message = (
                f"{_name(node)} holds {category} data, which is at least {floor}, "
                f"but is classified as {LADDER[step]}."
            )
            fix = f"Write `classification: {floor}`, or correct the `regulatedCategory`."
            yield Hit((*node.parts, "classification"), message, fix=fix)


ABOVE_CEILING = Rule(
    code="SENS-06",
    name="class-above-maximum",
    family="Sensitivity",
    severity=Severity.ERROR,
    statement="A column has a higher class than the contract says it holds at most.",
    reason="Access to the product is decided by its maximum, so this column slips through.",
    fix="Raise `maxClassification`, or name the `privacyTechnique` that protects the column.",
)


def above_ceiling(node: Node) -> Iterator[Hit]:
    """A class above the contract's `maxClassification`, and no technique that brings it down."""
    step = rank(node.value.get("classification"))
    ceiling = node.subject.ceiling
    if step is None or ceiling is None or custom(node.value, "privacyTechnique"):
        return
    if step > ceiling:
        message = (
            f"{_name(node)} is {LADDER[step]}, but the contract says it holds at most "
            f"{LADDER[ceiling]} data."
        )
        yield Hit((*node.parts, "classification"), message)


BUDGET_INCOMPLETE = Rule(
    code="SENS-07",
    name="privacy-budget-incomplete",
    family="Sensitivity",
    severity=Severity.WARNING,
    statement="Differential privacy is claimed, but its parameters are not all there.",
    reason="Without epsilon, delta and the unit of privacy nobody can judge what is protected.",
    fix="Add a custom property `dp` with `epsilon`, `delta` and `unit_of_privacy`.",
)

_PRIVACY_BUDGET = ("epsilon", "delta", "unit_of_privacy")


def budget_incomplete(node: Node) -> Iterator[Hit]:
    """`techniques` names differential privacy; `dp` lacks a parameter."""
    if "differential_privacy" not in _texts(custom(node.subject.tree, "techniques")):
        return
    budget = mapping(custom(node.subject.tree, "dp"))
    if missing := [key for key in _PRIVACY_BUDGET if budget.get(key) is None]:
        message = f"Differential privacy is claimed without {listed(missing)}."
        yield Hit(("customProperties",), message)


def _name(node: Node) -> str:
    return repr(node.value.get("name", node.parts[-1]))


def _is_leaf(node: Node) -> bool:
    return not node.value.get("properties") and node.value.get("logicalType") != "boolean"


def _looks(node: Node) -> Sensitivity:
    return sensitivity(text(node.value.get("name")) or "")


def _texts(value: Any) -> list[str]:  # any JSON value of a custom property
    return [each for each in items(value if isinstance(value, list) else [value]) if text(each)]

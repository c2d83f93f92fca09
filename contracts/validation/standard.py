"""Which version of which standard does a file follow? If none that is supported: say so, once."""

from typing import Any

from contracts.document import Document
from contracts.findings import Finding
from contracts.kinds import is_product
from contracts.locate import finding_at
from contracts.validation import rules
from contracts.validation.editions import CONTRACTS, EDITIONS, PRODUCTS, Standard
from contracts.validation.wording import nearest

_SUPPORTED = f"{', '.join(EDITIONS[:-1])} and {EDITIONS[-1]}"
_OLD_KEYS = ("datasetName", "quantumName", "dataset", "templateName", "userConsumptionMode")
"""Keys of ODCS 2 that 3 does not have; `apiVersion` was optional then."""


def edition_of(document: Document) -> tuple[str | None, list[Finding]]:
    """Return the edition to judge by, and what is to say about how the file names it.

    None means that no schema fits; then there is exactly one finding. A file that looks like ODCS 3
    and says no `apiVersion` is judged by the newest, which reports the missing key; so is a data
    product.
    """
    tree = document.tree
    said = tree.get("apiVersion")
    standard = PRODUCTS if is_product(tree) else CONTRACTS
    if said in standard.editions:
        return said, []
    if standard is CONTRACTS and "dataContractSpecification" in tree:
        return None, [_other_standard(document)]
    if standard is CONTRACTS and _is_version_2(tree):
        return None, [_version_2(document)]
    if said is None:
        return standard.editions[-1], [_missing(document, standard)]
    return _unusual(document, said, standard)


def _unusual(
    document: Document, said: object, standard: Standard
) -> tuple[str | None, list[Finding]]:
    meant = _meant(str(said), standard)
    if meant:
        finding = finding_at(
            document,
            rules.EDITION_SPELLING,
            ("apiVersion",),
            f"`apiVersion: {str(said)[:40]}` is not how the standard writes {meant}.",
            fix=f"Write `apiVersion: {meant}`.",
        )
        return meant, [finding]
    other = CONTRACTS if standard is PRODUCTS else PRODUCTS
    if said in other.editions:
        return None, [_crossed(document, str(said), standard, other)]
    close = nearest(str(said), standard.editions)
    *older, newest = standard.editions
    name = "the standard" if standard is CONTRACTS else f"the {standard.name}"
    finding = finding_at(
        document,
        rules.STANDARD,
        ("apiVersion",),
        f"`apiVersion: {str(said)[:40]}` is no supported version of {name}; "
        f"supported are {', '.join(older)} and {newest}.",
        fix=f"Did you mean `apiVersion: {close}`?" if close else _to_newest(standard),
    )
    return None, [finding]


def _crossed(document: Document, said: str, standard: Standard, other: Standard) -> Finding:
    return finding_at(
        document,
        rules.STANDARD,
        ("apiVersion",),
        f"`apiVersion: {said}` is a version of the {other.name}; this file is read as a "
        f"{standard.noun} by its `kind`.",
        fix=f"Write `kind: {other.kind}` if it is a {other.noun}, else `apiVersion: "
        f"{standard.editions[-1]}`.",
    )


def _to_newest(standard: Standard) -> str | None:
    """Return what to write; None where the rule's own fix, which speaks of contracts, does."""
    return None if standard is CONTRACTS else f"Write `apiVersion: {standard.editions[-1]}`."


def _meant(said: str, standard: Standard) -> str | None:
    """Return the edition that *said* spells without its v, or without its last zero."""
    plain = said.strip().lower().removeprefix("v")
    return next(
        (edition for edition in standard.editions if edition[1:] in (plain, f"{plain}.0")),
        None,
    )


def _is_version_2(tree: dict[str, Any]) -> bool:
    said = tree.get("apiVersion")
    if said is None:
        return any(key in tree for key in _OLD_KEYS)
    return str(said).lower().removeprefix("v").startswith("2.")


def _version_2(document: Document) -> Finding:
    return finding_at(
        document,
        rules.STANDARD,
        ("apiVersion",),
        f"This follows version 2 of the Open Data Contract Standard; supported are {_SUPPORTED}.",
        fix="Convert it to version 3: `dataset` became `schema`, `columns` `properties`.",
    )


def _other_standard(document: Document) -> Finding:
    return finding_at(
        document,
        rules.STANDARD,
        ("dataContractSpecification",),
        "This file follows the Data Contract Specification; Charter reads the Open Data Contract "
        f"Standard {_SUPPORTED}.",
        fix="Convert it: `datacontract export --format odcs` writes the same contract in ODCS.",
    )


def _missing(document: Document, standard: Standard) -> Finding:
    newest = standard.editions[-1]
    return finding_at(
        document,
        rules.MISSING_KEY,
        ("apiVersion",),
        f"`apiVersion` is missing on the {standard.noun}, so nobody can know which schema to judge "
        f"it by; it was judged by {newest}.",
        fix=f"Add `apiVersion: {newest}`.",
    )

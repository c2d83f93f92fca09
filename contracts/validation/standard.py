"""Which version of which standard does a file follow? If none that is supported: say so, once."""

from typing import Any

from contracts.document import Document
from contracts.findings import Finding
from contracts.locate import finding_at
from contracts.validation import rules
from contracts.validation.editions import EDITIONS
from contracts.validation.wording import nearest

_SUPPORTED = f"{', '.join(EDITIONS[:-1])} and {EDITIONS[-1]}"
_NEWEST = EDITIONS[-1]
_OLD_KEYS = ("datasetName", "quantumName", "dataset", "templateName", "userConsumptionMode")
"""Keys of ODCS 2 that 3 does not have; `apiVersion` was optional then."""


def edition_of(document: Document) -> tuple[str | None, list[Finding]]:
    """Return the edition to judge by, and what is to say about how the file names it.

    None means that no schema fits; then there is exactly one finding. A file that looks like ODCS 3
    and says no `apiVersion` is judged by the newest, which reports the missing key.
    """
    tree = document.tree
    said = tree.get("apiVersion")
    if said in EDITIONS:
        return said, []
    if "dataContractSpecification" in tree:
        return None, [_other_standard(document)]
    if _is_version_2(tree):
        return None, [_version_2(document)]
    if said is None:
        return _NEWEST, [_missing(document)]
    return _unusual(document, said)


def _unusual(document: Document, said: object) -> tuple[str | None, list[Finding]]:
    meant = _meant(str(said))
    if meant:
        finding = finding_at(
            document,
            rules.EDITION_SPELLING,
            ("apiVersion",),
            f"`apiVersion: {str(said)[:40]}` is not how the standard writes {meant}.",
            fix=f"Write `apiVersion: {meant}`.",
        )
        return meant, [finding]
    close = nearest(str(said), EDITIONS)
    finding = finding_at(
        document,
        rules.STANDARD,
        ("apiVersion",),
        f"`apiVersion: {str(said)[:40]}` is no supported version of the standard; "
        f"supported are {_SUPPORTED}.",
        fix=f"Did you mean `apiVersion: {close}`?" if close else None,
    )
    return None, [finding]


def _meant(said: str) -> str | None:
    """Return the edition that *said* spells without its v, or without its last zero."""
    plain = said.strip().lower().removeprefix("v")
    return next(
        (edition for edition in EDITIONS if edition[1:] in (plain, f"{plain}.0")),
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


def _missing(document: Document) -> Finding:
    return finding_at(
        document,
        rules.MISSING_KEY,
        ("apiVersion",),
        "`apiVersion` is missing on the contract, so nobody can know which schema to judge it by; "
        f"it was judged by {_NEWEST}.",
        fix=f"Add `apiVersion: {_NEWEST}`.",
    )

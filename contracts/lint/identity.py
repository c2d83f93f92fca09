"""Does the contract say who it is: an id, a name, a version and a status to rely on?"""

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.check import Hit, Node
from contracts.lint.subject import text
from contracts.policy import STATUSES
from contracts.rule import Rule
from contracts.versions import LONGEST, is_addressable, parse

STATUS_MISSING = Rule(
    code="META-01",
    name="status-missing",
    family="Identity",
    severity=Severity.ERROR,
    statement="The contract has no status.",
    reason="Nobody can tell whether the data may be relied on, so it can only be kept as a draft.",
    fix="Add `status: draft` while you work on it, `status: active` when others may rely on it.",
)


def status_missing(node: Node) -> Iterator[Hit]:
    """A contract without a status, under a standard that does not itself ask for one (3.2)."""
    if node.subject.status is None:
        yield Hit(("status",), "This contract has no status.")


STATUS_UNKNOWN = Rule(
    code="META-02",
    name="status-unknown",
    family="Identity",
    severity=Severity.WARNING,
    statement="The status is not a word of the standard.",
    reason="A registry keeps such a contract as a draft, whatever its authors meant by the word.",
    fix="Use one of proposed, draft, active, deprecated, retired.",
)

_MEANT = {
    "active": "current live production prod published released stable approved in_production",
    "draft": "development dev in_development wip work_in_progress test testing experimental new",
    "proposed": "proposal review in_review under_review candidate submitted pending",
    "deprecated": "sunset obsolete legacy superseded",
    "retired": "inactive archived withdrawn decommissioned removed disabled end_of_life eol",
}
_STANDARD_WORD = {said: word for word, sayings in _MEANT.items() for said in sayings.split()}


def status_unknown(node: Node) -> Iterator[Hit]:
    """A status outside the standard's five words; names the word to use where it is known."""
    status = node.subject.status
    if status is None or status in STATUSES:
        return
    plain = re.sub(r"[\s_-]+", "_", status.strip().lower())
    word = plain if plain in STATUSES else _STANDARD_WORD.get(plain)
    fix = f"Write `status: {word}`." if word else None
    yield Hit(("status",), f"The standard knows no status {status!r}.", fix=fix)


VERSION_MISSING = Rule(
    code="META-03",
    name="version-missing",
    family="Identity",
    severity=Severity.ERROR,
    statement="The contract has no version.",
    reason="Without a number nobody can say which promise they built on, and no change is judged.",
    fix="Add `version: 1.0.0` (or `0.1.0` while nothing is promised yet).",
)


def version_missing(node: Node) -> Iterator[Hit]:
    """A contract without a version."""
    if _absent(node, "version"):
        yield Hit(("version",), "This contract has no version.")


VERSION_ODD = Rule(
    code="META-04",
    name="version-odd-spelling",
    family="Identity",
    severity=Severity.WARNING,
    statement="The version can be read, but is not written as major.minor.patch.",
    reason="Tools order and compare such numbers differently, so two readers may see two versions.",
    fix="Write all three numbers, without a prefix: `1.2.0`.",
)

VERSION_UNREADABLE = Rule(
    code="META-05",
    name="version-unreadable",
    family="Identity",
    severity=Severity.ERROR,
    statement="The version is not a version number.",
    reason="It cannot be ordered after the version before it, so it can never become active.",
    fix="Use a semantic version such as `1.2.0`: major breaks, minor adds, patch mends.",
)


def version_odd(node: Node) -> Iterator[Hit]:
    """`1`, `1.2` or `v1.2.3`: read as 1.0.0, 1.2.0, 1.2.3. An error where blanks surround it."""
    written = text(node.subject.tree.get("version"))
    version = parse(written) if written else None
    if version is not None and not version.well_formed:
        meant = ".".join(str(number) for number in version.numbers)
        meant = f"{meant}-{version.prerelease}" if version.prerelease else meant
        message, severity = f"Version {written!r} is read as {meant}.", None
        if not is_addressable(version.text):
            message, severity = f"{message} It cannot stand in an address.", Severity.ERROR
        yield Hit(("version",), message, fix=f"Write `version: {meant}`.", severity=severity)


def version_unreadable(node: Node) -> Iterator[Hit]:
    """`latest`, `2024-Q3`, `one`; tolerated where nobody relies on the contract yet.

    Except `2024/Q3` and endless ones: no registry can keep even a draft under those.
    """
    written = text(node.subject.tree.get("version"))
    if written is None or parse(written) is not None:
        return
    message = f"{written!r} is not a version number."
    if len(written) > LONGEST:
        message = f"The version has more than {LONGEST} characters."
    is_tolerated = is_addressable(written) and not node.subject.is_live
    yield Hit(("version",), message, severity=Severity.WARNING if is_tolerated else None)


ID_MISSING = Rule(
    code="META-06",
    name="id-missing",
    family="Identity",
    severity=Severity.ERROR,
    statement="The contract has no id.",
    reason="The id is what stays when everything else is renamed; links and grants hang on it.",
    fix="Add an `id` once and never change it: a UUID, or a slug such as `doh-bed-availability`.",
)


def id_missing(node: Node) -> Iterator[Hit]:
    """A contract without an id."""
    if _absent(node, "id"):
        yield Hit(("id",), "This contract has no id.")


ID_FROM_EXAMPLE = Rule(
    code="META-07",
    name="id-from-example",
    family="Identity",
    severity=Severity.WARNING,
    statement="The id was copied from an example.",
    reason="An id belongs to one contract; one contract in eight carries this one.",
    fix="Generate your own, for example with `uuidgen`, before anyone else sees the contract.",
)

_EXAMPLE_IDS = frozenset(
    {
        "53581432-6c55-4ba2-a65f-72344a91553a",
        "53581432-6c55-4ba2-a65f-72344a91553b",
        "00000000-0000-0000-0000-000000000000",
        "urn:datacontract:checkout:orders-latest",
        "my-data-contract-id",
        "my-data-contract",
        "unique-id",
        "example",
        "test",
        "todo",
        "abc123",
    }
)


def id_from_example(node: Node) -> Iterator[Hit]:
    """The id of the standard's documentation, or one that tools put into templates."""
    contract_id = text(node.subject.tree.get("id"))
    if contract_id and contract_id.strip().lower() in _EXAMPLE_IDS:
        yield Hit(("id",), f"The id {contract_id!r} is that of a published example.")


ID_UNSAFE = Rule(
    code="META-08",
    name="id-unsafe",
    family="Identity",
    severity=Severity.WARNING,
    statement="The id has characters that do not survive in addresses and file names.",
    reason="Links to the contract break or mean another one as soon as a tool shortens or escapes.",
    fix="Use letters, digits and `-`, `_`, `.` or `:`, at most 200 of them.",
)

LONGEST_ID = 1000
"""Characters of an id that a registry keeps."""

_SAFE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:~-]{0,199}", re.ASCII)
_UNKEEPABLE = re.compile("[\\x00\\ud800-\\udfff]")


def id_unsafe(node: Node) -> Iterator[Hit]:
    """Spaces, slashes, @ and the like in the id; an error where no registry could keep it.

    A placeholder has a rule of its own.
    """
    contract_id = text(node.subject.tree.get("id"))
    if contract_id and (len(contract_id) > LONGEST_ID or _UNKEEPABLE.search(contract_id)):
        message = f"The id is longer than {LONGEST_ID} characters."
        if len(contract_id) <= LONGEST_ID:
            message = "The id holds a character that no database takes."
        yield Hit(("id",), message, severity=Severity.ERROR)
        return
    if contract_id and not _SAFE_ID.fullmatch(contract_id) and "{{" not in contract_id:
        yield Hit(("id",), "The id has characters that addresses and file names cannot carry.")


NAME_MISSING = Rule(
    code="META-09",
    name="name-missing",
    family="Identity",
    severity=Severity.WARNING,
    statement="The contract has no name.",
    reason="People search and talk by name; an id is all they would see.",
    fix="Add a short `name`, for example `hospital-bed-availability`.",
)


def name_missing(node: Node) -> Iterator[Hit]:
    """A contract without a name."""
    if text(node.subject.tree.get("name")) is None:
        yield Hit(("name",), "This contract has no name.")


DOMAIN_MISSING = Rule(
    code="META-10",
    name="domain-missing",
    family="Identity",
    severity=Severity.INFO,
    statement="The contract names no domain.",
    reason="People browse by domain and will not come across this product there.",
    fix="Add a `domain`, for example `public-health`.",
)


def domain_missing(node: Node) -> Iterator[Hit]:
    """A contract without a domain."""
    if text(node.subject.tree.get("domain")) is None:
        yield Hit(("domain",), "This contract names no domain.")


PLACEHOLDER_LEFT = Rule(
    code="META-11",
    name="placeholder-left",
    family="Identity",
    severity=Severity.WARNING,
    statement="Text of a template was never filled in.",
    reason="Readers meet `{{...}}` where a fact should stand; two such contracts look like one.",
    fix="Write the real value, or delete the key.",
)

_PLACEHOLDER = re.compile(
    r"\{\{[^{}]{0,200}\}\}|<(?:your|insert|enter|replace)[ _-][^<>]{0,100}>|\b(?:CHANGEME|FIXME)\b",
    re.IGNORECASE,
)
_TEMPLATED_BY_DESIGN = frozenset({"query", "implementation", "transformLogic", "rule", "context"})
_IDENTITY = ("id", "name", "version", "status")


def placeholder_left(node: Node) -> Iterator[Hit]:
    """`{{CONTRACT_ID}}`, `<your team>`.

    It is an error where it stands for the contract's identity. `<enter the owner>`, which no text
    says by chance, is one anywhere as soon as others rely on the contract.

    Queries and transformations are templates by design and pass.
    """
    if not ("{{" in node.value or "<" in node.value or "me" in node.value.lower()):
        return
    found = _PLACEHOLDER.search(node.value)
    if found and _TEMPLATED_BY_DESIGN.isdisjoint(node.parts):
        is_form_left = node.subject.is_live and found[0].startswith("<")
        severity = Severity.ERROR if is_form_left or node.parts[0] in _IDENTITY else None
        yield Hit(node.parts, f"{found[0]!r} was left from a template.", severity=severity)


def _absent(node: Node, key: str) -> bool:
    return node.subject.tree.get(key) is None or node.subject.tree.get(key) == ""

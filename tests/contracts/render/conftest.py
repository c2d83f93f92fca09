"""Which verdicts do the render tests show? One of each outcome, and one full of hostile text."""

from decimal import Decimal

import pytest

from contracts.findings import (
    Bump,
    Consumer,
    Finding,
    Impact,
    LintedFile,
    Outcome,
    Report,
    Severity,
    Source,
)

MODES = {
    "NONE": Impact.OK,
    "FORWARD": Impact.BREAK,
    "BACKWARD": Impact.OK,
    "FULL": Impact.BREAK,
    "FORWARD_TRANSITIVE": Impact.BREAK,
    "BACKWARD_TRANSITIVE": Impact.OK,
    "FULL_TRANSITIVE": Impact.BREAK,
}

REMOVED = Finding(
    rule="PROP-04",
    name="property-removed",
    severity=Severity.ERROR,
    path="/schema[name=beds]/properties[name=note]",
    pointer="/schema/0/properties/3",
    line=14,
    column=5,
    message="The optional property 'note' was removed.",
    before={"name": "note", "logicalType": "string"},
    reads=Impact.BREAK,
    bump=Bump.MAJOR,
    fix="Deprecate it first, and remove it in the next major version.",
    fingerprint="00112233aabbccdd",
)
WIDENED = Finding(
    rule="TYP-08",
    name="physical-type-widened",
    severity=Severity.ERROR,
    path="/schema[name=beds]/properties[name=rate]/physicalType",
    pointer="/schema/0/properties/1/physicalType",
    line=22,
    column=5,
    message="'rate' may hold larger numbers than before.",
    before="DECIMAL(5,2)",
    after="DECIMAL(9,2)",
    reads=Impact.BREAK,
    bump=Bump.MAJOR,
    fix="Add a second property with the wider type.",
    fingerprint="8899aabbccddeeff",
    example={"rate": Decimal("1000.00"), "bed_id": "A1"},
)
ADDED = Finding(
    rule="PROP-01",
    name="property-added",
    severity=Severity.INFO,
    path="/schema[name=beds]/properties[name=ward]",
    pointer="/schema/0/properties/4",
    line=30,
    column=5,
    message="The optional property 'ward' was added.",
    after={"name": "ward", "logicalTypeOptions": {"maximum": Decimal("0.10")}},
    bump=Bump.MINOR,
    fingerprint="1234123412341234",
)
LINTED = Finding(
    rule="OWN-04",
    name="support-missing",
    severity=Severity.WARNING,
    path="/support",
    pointer="/support",
    line=1,
    column=1,
    message="This contract names no support channel.",
    fix="Add a `support` entry with a `channel` and a `url`.",
    fingerprint="fedcfedcfedcfedc",
)
CANDIDATE = Source(id="8d1f", version="3.2.0")
BASELINE = Source(id="8d1f", version="3.1.4")
REJECTED = Report(
    outcome=Outcome.REJECTED,
    reads=Impact.BREAK,
    writes=Impact.OK,
    structural=Impact.BREAK,
    governance=Impact.OK,
    bump=Bump.MAJOR,
    required_version="4.0.0",
    modes=MODES,
    consumers=(
        Consumer(
            agency="DHS",
            purpose="shelter planning",
            columns=("note",),
            hit=True,
            findings=("00112233aabbccdd",),
        ),
        Consumer(agency="DOT", purpose="", hit=None),
    ),
    findings=(ADDED, REMOVED, WIDENED),
    candidate=CANDIDATE,
    baseline=BASELINE,
)
PROPOSED = Report(
    outcome=Outcome.PROPOSED,
    reads=Impact.BREAK,
    writes=Impact.OK,
    structural=Impact.BREAK,
    governance=Impact.OK,
    bump=Bump.MAJOR,
    required_version="4.0.0",
    modes=MODES,
    findings=(REMOVED,),
    candidate=CANDIDATE,
    baseline=BASELINE,
)
UNCHANGED = Report(
    outcome=Outcome.ACCEPTED,
    reads=Impact.OK,
    writes=Impact.OK,
    structural=Impact.OK,
    governance=Impact.OK,
    bump=Bump.NONE,
    required_version="3.1.0",
    modes=dict.fromkeys(MODES, Impact.OK),
)
FILES = (
    LintedFile(file="beds.odcs.yaml", valid=True, findings=(LINTED,)),
    LintedFile(file="old/beds.odcs.yaml", valid=True),
)

HOSTILE = (
    "\x1b[31mred\x1b[0m \x9b2J \u202egnp.exe\u202c ```\n::error::pwned\r\n# heading\n"
    "| cell | <img src=x onerror=alert(1)> [link](javascript:alert(1)) @octocat #1 "
    "https://evil.example www.evil.example <!-- x --> \\` 100% $(id) \ud800 \U000e0041"
)
ATTACKED = Report(
    outcome=Outcome.REJECTED,
    reads=Impact.BREAK,
    writes=Impact.OK,
    structural=Impact.BREAK,
    governance=Impact.OK,
    bump=Bump.MAJOR,
    required_version=None,
    modes=MODES,
    consumers=(Consumer(agency=HOSTILE, purpose=HOSTILE, hit=True, findings=("f",)),),
    findings=(
        Finding(
            rule="PROP-04",
            name="property-removed",
            severity=Severity.ERROR,
            path=f"/schema[name={HOSTILE}]",
            pointer="/schema/0",
            line=2,
            column=3,
            message=f"The property {HOSTILE} was removed.",
            before=HOSTILE,
            after={HOSTILE: [HOSTILE]},
            reads=Impact.BREAK,
            bump=Bump.MAJOR,
            fix=HOSTILE,
            fingerprint="f",
            example={HOSTILE: HOSTILE},
        ),
    ),
    candidate=Source(id=HOSTILE, version=HOSTILE),
    baseline=Source(id=HOSTILE, version=HOSTILE),
)


@pytest.fixture
def reports():
    """Verdicts by the word people would use for them."""
    return {
        "rejected": REJECTED,
        "proposed": PROPOSED,
        "unchanged": UNCHANGED,
        "attacked": ATTACKED,
    }


@pytest.fixture
def linted_files():
    """One file with something to say about it, and one without."""
    return FILES


@pytest.fixture
def lint_finding():
    """What lint says about the contract that the reports judge."""
    return LINTED


@pytest.fixture
def added_property():
    """A finding that carries an exact number."""
    return ADDED


@pytest.fixture
def hostile():
    """Text that would like to be obeyed."""
    return HOSTILE

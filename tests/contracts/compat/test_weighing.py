"""Does a policy move what a change weighs, and the number it needs, as its owner wrote?"""

import pytest

from contracts.compat.judge import judge
from contracts.document import load
from contracts.findings import Bump, Outcome, Severity
from contracts.policy import DEFAULT
from contracts.policy_document import read_policy


def contract(version, columns):
    """A contract with these columns, each a line of YAML in flow style."""
    lines = ["apiVersion: v3.1.0", "kind: DataContract", "id: beds", f"version: {version}"]
    lines += ["status: active", "schema:", "- name: beds", "  properties:"]
    lines += [f"  - {{{column}}}" for column in columns]
    return load("\n".join(lines).encode())


BED = "name: bed, logicalType: string, required: true"
WARD = "name: ward, logicalType: string"
WARD_WANTED = "name: ward, logicalType: string, required: true"
BEFORE = contract("1.0.0", [BED, WARD])


def verdict(after, policy):
    """Return outcome, bump, and the weight of the one change."""
    report = judge(after, [BEFORE], read_policy(policy.encode()) if policy else DEFAULT)
    weights = [each.severity for each in report.findings if not each.rule.startswith("VER-")]
    return report.outcome, report.bump, weights


REMOVED = [BED]
ADDED = [BED, WARD, "name: floor, logicalType: integer"]
TIGHTER = [BED, WARD_WANTED]


@pytest.mark.parametrize(
    ("columns", "policy", "wanted"),
    [
        (ADDED, "", (Outcome.ACCEPTED, Bump.MINOR, [Severity.INFO])),
        (
            ADDED,
            "rules: {property-added: error}",
            (Outcome.REJECTED, Bump.MAJOR, [Severity.ERROR]),
        ),
        (ADDED, "rules: {PROP-01: info}", (Outcome.ACCEPTED, Bump.PATCH, [Severity.INFO])),
        (TIGHTER, "", (Outcome.ACCEPTED, Bump.MINOR, [Severity.INFO])),
        (TIGHTER, "role: collect", (Outcome.REJECTED, Bump.MAJOR, [Severity.ERROR])),
        (TIGHTER, "role: exchange", (Outcome.REJECTED, Bump.MAJOR, [Severity.ERROR])),
        (TIGHTER, "profile: strict", (Outcome.REJECTED, Bump.MAJOR, [Severity.ERROR])),
        (
            TIGHTER,
            "{profile: draft, role: collect}",
            (Outcome.ACCEPTED, Bump.MAJOR, [Severity.INFO]),
        ),
        (
            TIGHTER,
            "{profile: draft, rules: {property-became-required: error}}",
            (Outcome.REJECTED, Bump.MAJOR, [Severity.ERROR]),
        ),
    ],
)
def test_a_policy_moves_weight_and_number_together(columns, policy, wanted):
    """An error asks for a major version, a warning for a minor one, information for a patch."""
    assert verdict(contract("1.1.0", columns), policy) == wanted


def test_a_lowered_break_may_go_out_as_a_minor_version():
    """Whoever owns the policy may decide that nobody is hurt by it."""
    (rule,) = [each.rule for each in judge(contract("1.1.0", REMOVED), [BEFORE]).findings][-1:]
    outcome, bump, weights = verdict(contract("1.1.0", REMOVED), f"rules: {{{rule}: warning}}")

    assert (outcome, bump, weights) == (Outcome.ACCEPTED, Bump.MINOR, [Severity.WARNING])


def test_an_agency_may_ask_for_no_version_numbers():
    """The rule about the step is a rule like others."""
    report = judge(contract("1.0.1", ADDED), [BEFORE], read_policy(b"rules: {VER-03: warning}"))

    assert report.outcome is Outcome.ACCEPTED
    assert [each.severity for each in report.findings if each.rule == "VER-03"] == ["warning"]


def test_a_number_that_a_policy_makes_an_error_is_refused():
    """A registry may insist on semantic versions."""
    odd = contract("2024-01", [BED, WARD, "name: floor, logicalType: integer"])

    assert judge(odd, [BEFORE]).outcome is Outcome.ACCEPTED
    assert judge(odd, [BEFORE], read_policy(b"rules: {VER-05: error}")).outcome == "rejected"

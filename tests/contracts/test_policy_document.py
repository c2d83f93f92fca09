"""What may a policy file say, and what does Charter answer to one that it cannot take?"""

import pytest

from contracts.findings import Severity
from contracts.layering import stricter
from contracts.policy import DEFAULT, PROFILES, Level, Mode, Policy, Role, Watched
from contracts.policy_document import PolicyError, read_policy


def problems(text):
    """Return what is wrong with a policy."""
    with pytest.raises(PolicyError) as caught:
        read_policy(text.encode())
    return list(caught.value.problems)


def test_a_policy_that_says_nothing_is_the_default():
    """Nobody has to write what already holds."""
    assert read_policy(b"{}") == DEFAULT
    assert read_policy(b"profile: standard") == DEFAULT


def test_a_policy_states_profile_role_mode_risks_and_rules():
    """Codes and readable names lead to the same rule, in YAML and in JSON."""
    text = b"""
profile: strict
role: exchange
mode: protect consumers
risks: warning
rules:
  property-added: warning
  dep-02: error
"""
    wanted = Policy(
        role=Role.EXCHANGE,
        mode=Mode.FORWARD,
        risk_is_error=False,
        severities={"PROP-01": Severity.WARNING, "DEP-02": Severity.ERROR},
    )

    assert read_policy(text) == wanted
    assert read_policy(b'{"profile": "draft"}') == PROFILES["draft"]


@pytest.mark.parametrize(
    ("role", "mode"),
    [
        ("offer", Mode.FORWARD_TRANSITIVE),
        ("collect", Mode.BACKWARD_TRANSITIVE),
        ("exchange", Mode.FULL_TRANSITIVE),
    ],
)
def test_without_a_mode_the_side_that_the_role_is_about_is_protected(role, mode):
    """Who collects from many must not break those who submit."""
    assert read_policy(f"role: {role}".encode()).mode is mode


@pytest.mark.parametrize(
    "word", ["backward-compatible", "compatible", "Backwards Compatible", "forward_compatible"]
)
def test_a_bare_word_that_means_two_things_is_refused_with_both(word):
    """Half of all people mean the opposite by "backward-compatible"."""
    (problem,) = problems(f"mode: {word}")

    assert problem.startswith(f"Line 1, column 1: '{word}' means two things")
    assert "FORWARD (protect consumers" in problem
    assert "BACKWARD (protect history and suppliers" in problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "colour: red",
            "Line 1, column 1: A policy has no 'colour'; it has profile, role, mode, risks",
        ),
        (
            "profile: lax",
            "Line 1, column 1: 'lax' is no profile; it is one of strict, standard or draft.",
        ),
        (
            "role: owner",
            "Line 1, column 1: 'owner' is no role; it is one of offer, collect or exchange.",
        ),
        ("mode: SIDEWAYS", "Line 1, column 1: 'SIDEWAYS' is no mode; it is one of NONE, FORWARD"),
        ("mode: [FULL]", "Line 1, column 1: '['FULL']' is no mode; it is one of"),
        ("risks: maybe", "Line 1, column 1: 'maybe' is no risks; it is one of warning or error."),
        (
            "deprecation_days: -1",
            "Line 1, column 1: '-1' is no number of days; it is a whole number from 0 to 3650.",
        ),
        ("deprecation_days: true", "Line 1, column 1: 'True' is no number of days"),
        ("deprecation_days: 4000", "Line 1, column 1: '4000' is no number of days"),
        (
            "rules: [PROP-01]",
            "Line 1, column 1: 'rules' is a list of rule names, each with its weight.",
        ),
        (
            "rules:\n  PROP-99: error",
            "Line 2, column 3: There is no rule 'PROP-99'. 'charter rules'",
        ),
        (
            "rules:\n  PROP-01: loud",
            "Line 2, column 3: 'loud' is no weight; it is one of error, warning",
        ),
        (
            "rules:\n  PROP-01: [1]",
            "Line 2, column 3: '[1]' is no weight; it is one of error, warning",
        ),
        (
            "rules:\n  PROP-01: error\n  property-added: info",
            "Line 3, column 3: 'property-added' is PROP-01, as is 'PROP-01' above.",
        ),
        (
            "rules:\n  VER-01: info",
            "Line 2, column 3: VER-01 (version-reused) cannot be changed: a published number",
        ),
        (
            "rules:\n  SCH-01: info",
            "Line 2, column 3: SCH-01 (standard-unsupported) cannot be changed",
        ),
        ("watch: [zone]", "Line 1, column 1: 'watch' is a list of custom properties, each with"),
        ("watch:\n  zone: X-1", "Line 2, column 3: There is no rule 'X-1'. 'charter rules'"),
        (
            "watch:\n  zone: PROP-01",
            "Line 2, column 3: PROP-01 (property-added) judges no custom property; these do:",
        ),
        (
            "watch:\n  zone: {on: server}",
            "Line 2, column 3: Nothing says which rule judges 'zone'.",
        ),
        (
            "watch:\n  zone: {rule: SRV-12, on: [team]}",
            "Line 2, column 24: 'team' carries no custom property that can be watched by itself",
        ),
        ("watch:\n  zone: {rule: SRV-12, on: []}", "Line 2, column 24: '[]' carries no custom"),
        (
            "watch:\n  zone: {rule: SRV-12, at: server}",
            "Line 2, column 24: A watched property has no 'at'; it has rule or on.",
        ),
        ("watch:\n  '--': SRV-12", "Line 2, column 3: '--' is no name of a custom property."),
        (
            "watch:\n  dataZone: SRV-12\n  data_zone: SEM-12",
            "Line 3, column 3: 'data_zone' is watched already, as 'dataZone' above.",
        ),
        (
            "watch:\n  Row-Filter: SEM-12",
            "Line 2, column 3: Charter itself judges 'Row-Filter' by another rule, which stays.",
        ),
        (
            "watch:\n  header: {rule: SEM-12, on: server}",
            "Line 2, column 3: Charter itself judges 'header' by another rule, which stays.",
        ),
        (
            "fixed: [mode, colour]",
            "Line 1, column 15: 'colour' is no rule and no part of a policy; parts are mode, risks",
        ),
        ("fixed: yes", "Line 1, column 1: 'yes' is no rule and no part of a policy"),
        (
            "fixed: [PROP-01]",
            "Line 1, column 9: PROP-01 (property-added) is fixed, but 'rules' does not say at",
        ),
        ("", "Line 1, column 1: The file is empty."),
        ("- a", "Line 1, column 1: The file holds a list"),
    ],
)
def test_a_mistake_is_told_with_its_line(text, problem):
    """A policy that is read otherwise than it was meant protects nobody."""
    (told,) = problems(text)

    assert told.startswith(problem)


def test_a_policy_states_what_is_watched_and_what_is_fixed():
    """Custom properties of an agency's own, by code or by name; what no policy above it softens."""
    policy = read_policy(
        b"""
rules: {DEP-02: error}
watch:
  storageZone: SRV-12
  measured_in: {rule: unit-changed, on: [property, contract]}
  region: SRV-12
fixed: [mode, dep-02]
"""
    )

    assert policy.watched == (
        Watched(name="measured_in", rule="SEM-10", on=(Level.CONTRACT, Level.PROPERTY)),
        Watched(name="region", rule="SRV-12"),
        Watched(name="storageZone", rule="SRV-12"),
    )
    assert policy.fixed == ("DEP-02", "mode")


def test_what_the_policy_below_watches_is_not_watched_otherwise():
    """An agency adds to the registry's list and takes nothing off it."""
    below = read_policy(b"watch: {zone: {rule: SRV-12, on: server}}")

    with pytest.raises(PolicyError, match="'Zone' is judged by SRV-12 in the policy that this one"):
        read_policy(b"watch: {Zone: SEM-12}", below)
    assert read_policy(b"watch: {zone: {rule: SEM-12, on: object}}", below).watched == (
        Watched(name="zone", rule="SEM-12", on=(Level.OBJECT,)),
        *below.watched,
    )
    assert read_policy(b"profile: strict", below).watched == below.watched


def test_all_mistakes_are_told_at_once():
    """Mending them one by one is no fun."""
    assert len(problems("role: owner\nrisks: maybe\nrules:\n  X: error")) == 3


def test_the_window_of_a_deprecation_is_the_longer_of_two():
    """A product may give its readers more time than its agency asks for, and not less."""
    shorter, longer = (read_policy(f"deprecation_days: {days}".encode()) for days in (90, 365))

    assert DEFAULT.deprecation_days == 180
    assert stricter(shorter, longer).deprecation_days == 365
    assert stricter(longer, shorter).deprecation_days == 365


def test_the_digest_covers_all_of_it():
    """A report must not seem to be made under a policy that weighs otherwise."""
    texts = ["{}", "role: collect", "risks: error", "mode: FULL", "rules: {PROP-01: error}"]
    texts.append("deprecation_days: 90")

    assert len({read_policy(text.encode()).digest for text in texts}) == len(texts)
    assert (
        read_policy(b"rules: {PROP-01: error, DEP-02: info}").digest
        == read_policy(b"rules: {DEP-02: info, PROP-01: error}").digest
    )

"""What is left of an upper policy where the one that it stands on fixes something?"""

import pytest

from contracts.findings import Severity
from contracts.layering import held, softened, stricter, watched_by_both
from contracts.policy import Level, Mode, Policy, Role, Watched
from contracts.policy_document import read_policy

REGISTRY = read_policy(
    b"""
mode: protect consumers
risks: error
deprecation_days: 365
rules: {PROP-01: warning, DEP-02: error, TXT-06: error}
fixed: [mode, risks, deprecation_days, PROP-01, DEP-02]
"""
)


def on(text, below=REGISTRY):
    """Return what holds of the policy in *text* above *below*, and what of it asked for less."""
    stated = read_policy(text.encode(), below)
    return held(below, stated), softened(below, stated)


@pytest.mark.parametrize(
    ("text", "less"),
    [
        ("mode: NONE", ("mode",)),
        ("mode: BACKWARD", ("mode",)),
        ("role: collect", ("mode",)),
        ("risks: warning", ("risks",)),
        ("deprecation_days: 30", ("deprecation_days",)),
        ("rules: {PROP-01: info}", ("PROP-01",)),
        ("rules: {DEP-02: warning, TXT-06: info}", ("DEP-02",)),
        ("profile: draft", ("mode", "risks")),
    ],
)
def test_what_is_fixed_is_never_softened(text, less):
    """Whoever writes the upper policy, in whatever words."""
    holding, found = on(text)

    assert found == less
    assert holding.mode.value.startswith(("FORWARD", "FULL"))
    assert (holding.risk_is_error, holding.deprecation_days >= 365) == (True, True)
    assert holding.severities["PROP-01"] in {Severity.WARNING, Severity.ERROR}
    assert holding.severities["DEP-02"] is Severity.ERROR


@pytest.mark.parametrize(
    "text",
    ["{}", "mode: FULL", "rules: {PROP-01: error, TXT-06: info}", "deprecation_days: 400"],
)
def test_what_is_not_fixed_is_free_and_what_is_may_be_stricter(text):
    """A floor is no ceiling."""
    stated = read_policy(text.encode(), REGISTRY)

    assert on(text) == (stated, ())


def test_where_everything_is_fixed_an_upper_policy_only_adds():
    """One word for an administrator who trusts nobody."""
    below = read_policy(b"rules: {PROP-01: warning}\nfixed: everything")
    holding, _ = on("profile: draft\nrules: {PROP-01: info, DEP-02: error, TXT-06: info}", below)

    assert holding.mode is Mode.FORWARD_TRANSITIVE
    assert holding.severities == {"PROP-01": Severity.WARNING, "DEP-02": Severity.ERROR}


def test_what_is_fixed_below_stays_fixed_above():
    """An agency may not hand over to its products what it may not do itself."""
    holding, _ = on("fixed: [TXT-06]")

    assert set(holding.fixed) == {*REGISTRY.fixed, "TXT-06"}
    assert stricter(Policy(), holding).fixed == holding.fixed


def test_what_is_watched_below_stays_watched_by_the_same_rule():
    """An agency may only add."""
    anywhere = Watched(name="zone", rule="SRV-12")
    column = Watched(name="scale", rule="SEM-10", on=(Level.PROPERTY,))
    below = (anywhere, column)
    added = (
        Watched(name="Zone", rule="SEM-12"),
        Watched(name="zone", rule="SEM-12", on=(Level.OBJECT,)),
        Watched(name="scale", rule="SEM-12", on=(Level.OBJECT, Level.PROPERTY)),
        Watched(name="area", rule="SEM-12"),
    )

    assert watched_by_both(below, added) == (
        Watched(name="area", rule="SEM-12"),
        column,
        Watched(name="scale", rule="SEM-12", on=(Level.OBJECT,)),
        anywhere,
    )


def test_two_sides_that_are_protected_make_both():
    """An exchange is what protects readers and writers alike."""
    collecting = Policy(mode=Mode.BACKWARD, role=Role.COLLECT)

    both = stricter(Policy(mode=Mode.FORWARD), collecting)
    assert (both.mode, both.role) == (Mode.FULL, Role.EXCHANGE)

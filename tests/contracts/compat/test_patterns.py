"""Which texts match two patterns? Decided by automata, or honestly left open."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.compat.budget import Budget
from contracts.compat.change import BOTH, NARROWER, SAME, UNKNOWN, WIDER, Verdict
from contracts.compat.patterns import compare
from contracts.findings import Impact


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ("^P[0-9]+$", r"^P\d+$", SAME),
        ("^P[0-9]+$", "^[PQ][0-9]+$", WIDER),
        ("^[PQ][0-9]+$", "^P[0-9]+$", NARROWER),
        ("^a$", "^b$", BOTH),
        ("P", "^P", NARROWER),
        ("P$", "P", WIDER),
        ("^a{2,3}$", "^(?:aa|aaa)$", SAME),
        ("^a{2}$", "^aa$", SAME),
        ("^a{2,}$", "^aaa*$", SAME),
        ("^a+?$", "^a+$", SAME),
        ("^(ab)?$", "^(ab|)$", SAME),
        (r"^\w+$", "^[0-9A-Z_a-z]+$", SAME),
        (r"^\S$", r"^[^\s]$", SAME),
        (r"^\D$", r"^[^0-9]$", SAME),
        (r"^\t\n\.\-$", r"^\x09\u000a[.][-]$", SAME),
        ("^[a-]$", "^(a|-)$", SAME),
        ("^.$", r"^[^\n\r\u2028\u2029]$", SAME),
        ("^(0[1-9]|1[0-2])$", r"^\d\d$", WIDER),
        ("^a|b$", "^(a|b)$", NARROWER),
        ("^[^\U0010ffff]$", "^[^\U0010ffff]{1}$", SAME),
        # matched as a whole these differ, matched anywhere they do not
        ("[a-z]*", "[A-Z]*", BOTH),
        ("[A-Z]{2}", "[A-Z]{2,3}", WIDER),
    ],
)
def test_patterns_include_each_other(before, after, verdict):
    """A respelled pattern costs nothing, a wider one tells readers, a narrower one suppliers."""
    assert compare(before, after, Budget()) == verdict


@pytest.mark.parametrize(
    "pattern",
    [
        "(?=a)b",
        r"(a)\1",
        r"\bword",
        "a^b",
        "a$b",
        "(",
        ")",
        "[",
        "[z-a]",
        "[a[b]",
        "a{",
        "a{x}",
        "a{1,x}",
        "a{999}",
        "*",
        "a**",
        r"\x1",
        r"\q",
        "\\",
        "a{1",
        "(a{200}){200}",
        "(" * 60 + ")" * 60,
        "a" * 1001,
        "[a",
    ],
)
def test_what_is_not_regular_cannot_be_told(pattern):
    """A guess about texts would be worse than saying that nobody knows."""
    assert compare("^a$", pattern, Budget()) == UNKNOWN
    assert compare(pattern, pattern, Budget()) == SAME


@pytest.mark.parametrize(("before", "after"), [(None, 5), (5, "a"), ("a", ["b"])])
def test_what_is_no_text_cannot_be_told(before, after):
    """Contracts in the wild hold anything under 'pattern'."""
    assert compare(before, after, Budget()) == UNKNOWN


def test_hard_patterns_stop_when_the_steps_run_out():
    """A hostile pattern must cost milliseconds, and what was decided before stays decided."""
    hard = "^(a|b)*a(a|b){14}$"
    risky = Verdict(Impact.RISK, Impact.BREAK)

    assert compare(hard, f"{hard[:-1]}|c$", Budget(0)) == UNKNOWN
    assert compare("^.{1,200}$", "^.{1,150}$", Budget()) == UNKNOWN
    assert compare("^(b|(a|b)*a(a|b){14})$", hard, Budget()) == risky


_PIECES = st.sampled_from(["a", "b", "[ab]", "[^a]", "(a|b)", "a?", "b*", "a+", "(ab)*", "."])


@settings(max_examples=60, deadline=None)
@given(st.lists(_PIECES, max_size=4), st.lists(_PIECES, max_size=4), st.text("abc\n", max_size=5))
def test_a_counterexample_never_contradicts_the_verdict(before, after, text):
    """Python's own matcher is the judge: what it accepts only now is a break for readers."""
    old, new = ("^" + "".join(pieces) + "$" for pieces in (before, after))
    verdict = compare(old, new, Budget())
    matched = [re.fullmatch(pattern[1:-1], text) is not None for pattern in (old, new)]

    if matched == [False, True]:
        assert verdict.reads is Impact.BREAK
    if matched == [True, False]:
        assert verdict.writes is Impact.BREAK

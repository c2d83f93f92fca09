"""Is the first line of a judgement the one that matters?"""

import pytest

from contracts.findings import Bump, Consumer, Finding, Impact, Outcome, Report, Severity
from registry.views import State
from ui.rendering import environment
from ui.verdict import judged, named, verdict


def a_finding(**changes):
    """Return a harmless finding, changed."""
    given = {
        "rule": "PROP-01",
        "name": "property-added",
        "severity": Severity.INFO,
        "path": "/schema",
        "pointer": "/schema",
        "message": "A column is new.",
    }
    return Finding(**given | changes)


def a_report(*findings, **changes):
    """Return an accepted report with *findings*, changed."""
    given = {
        "outcome": Outcome.ACCEPTED,
        "reads": Impact.OK,
        "writes": Impact.OK,
        "structural": Impact.OK,
        "governance": Impact.OK,
        "bump": Bump.MINOR,
        "required_version": "3.2.0",
        "modes": {},
        "findings": findings,
    }
    return Report(**given | changes)


def said(report, number, state):
    """Return the sentence that a page begins with."""
    words = environment().get_template("_parts/words.html").module
    return " ".join(str(words.verdict(verdict(report, number, state))).split())


BREAKS = a_finding(severity=Severity.ERROR, reads=Impact.BREAK, fingerprint="f1", line=9)
ALSO_BREAKS = a_finding(severity=Severity.ERROR, reads=Impact.BREAK, fingerprint="f2", line=3)
HURTS_SUPPLIERS = a_finding(severity=Severity.WARNING, writes=Impact.BREAK)
MAY_HURT = a_finding(severity=Severity.WARNING, reads=Impact.RISK)
NOT_ALLOWED = a_finding(severity=Severity.ERROR)
REJECTED = {"outcome": Outcome.REJECTED, "required_version": "4.0.0"}
PROPOSED = {"outcome": Outcome.PROPOSED, "required_version": "4.0.0"}


@pytest.mark.parametrize(
    ("report", "number", "state", "sentence"),
    [
        (
            a_report(BREAKS, ALSO_BREAKS, a_finding(), **REJECTED),
            "3.2.0",
            None,
            "May not go out as 3.2.0: readers break in two places. Publish as 4.0.0.",
        ),
        (
            a_report(BREAKS, **REJECTED),
            "3.2.0",
            State.ACTIVE,
            "Would not go out as 3.2.0: readers break in one place. Publish as 4.0.0.",
        ),
        (
            a_report(BREAKS, **PROPOSED),
            "4.0.0",
            State.PROPOSED,
            "Waits to go out as 4.0.0: readers break in one place.",
        ),
        (
            a_report(BREAKS, **PROPOSED),
            "4.0.0",
            State.ACTIVE,
            "Went out as 4.0.0: readers break in one place.",
        ),
        (a_report(a_finding()), "3.2.0", State.ACTIVE, "Went out as 3.2.0: nothing breaks."),
        (
            a_report(HURTS_SUPPLIERS),
            "3.2.0",
            State.ACTIVE,
            "Went out as 3.2.0: suppliers break in one place, no reader does.",
        ),
        (
            a_report(MAY_HURT),
            "3.2.0",
            State.ACTIVE,
            "Went out as 3.2.0: nothing breaks for certain, one place may.",
        ),
        (
            a_report(NOT_ALLOWED, outcome=Outcome.REJECTED, required_version=None),
            "3.0.0",
            None,
            "May not go out as 3.0.0: the findings below say why.",
        ),
        (a_report(bump=Bump.NONE), "3.2.0", State.ACTIVE, "Went out as 3.2.0: nothing changed."),
    ],
)
def test_a_judgement_comes_down_to_a_sentence(report, number, state, sentence):
    """Whoever reads nothing else must know whether it may go out, whom it hurts, and what then."""
    assert said(report, number, state) == sentence


def test_every_finding_is_counted_once():
    """Counts that do not add up are not believed."""
    findings = (BREAKS, HURTS_SUPPLIERS, MAY_HURT, NOT_ALLOWED, a_finding())
    found = verdict(a_report(*findings), "3.2.0", None)

    assert (found.readers, found.suppliers, found.risks, found.refused, found.harmless) == (
        (1,) * 5
    )


def test_the_gravest_finding_comes_first():
    """Nobody scrolls past forty new columns to the one that is gone."""
    report = a_report(a_finding(line=1), MAY_HURT, BREAKS, ALSO_BREAKS)

    assert [each.finding for each in judged(report)] == [
        ALSO_BREAKS,
        BREAKS,
        MAY_HURT,
        a_finding(line=1),
    ]


def test_a_finding_names_whom_it_hits_and_counts_who_did_not_say():
    """Talking to three agencies is possible, talking to "consumers" is not."""
    users = (
        Consumer(agency="memd", purpose="Surge planning", hit=True, findings=("f1",)),
        Consumer(agency="hcf", purpose="Reports", hit=None),
        Consumer(agency="dot", purpose="Routing", hit=False),
    )
    report = named(a_report(BREAKS, consumers=users), {"memd": "Emergency Management"})

    (finding,) = judged(report)

    assert [each.agency for each in finding.hit] == ["Emergency Management"]
    assert finding.perhaps == 1


def test_a_row_that_shows_the_change_is_on_the_page():
    """One row that may arrive tomorrow says more than a sentence about types."""
    finding = a_finding(example={"grade": "<D>", "id": 1})
    macro = environment().get_template("_parts/findings.html").module.judged

    page = str(macro(judged(a_report(finding))))

    assert '<dt>For instance</dt><dd><code dir="auto">grade: &lt;D&gt;, id: 1</code></dd>' in page

"""Does a check end as the publish after it? Over statuses, versions and ids that are odd."""

import random

import pytest

from registry import directory, publishing
from registry.cli import targets
from registry.cli.check import code_of
from registry.cli.console import Exit
from registry.errors import CharterError
from registry.identity import SYSTEM
from registry.publishing import Ref
from registry.runtime import open_runtime
from tests.databases import settings_at
from tests.registry.conftest import FrozenClock

REF = Ref(agency="doh", product="beds")
MUTANTS = 200
STATUSES = ("active",) * 8 + ("proposed", "deprecated", "retired", "draft", "Active", "")
SOUND = ("1.0.0", "1.0.1", "1.1.0", "1.2.0", "1.3.0", "2.0.0", "2.1.0", "3.0.0", "3.0.1", "4.0.0")
ODD = ("1.0.0 ", " 1.1.0", "1.0", "v1.2.0", "2024/Q3", "latest", "1.4.0-rc.1", "", "1.0.0+build")
VERSIONS = SOUND * 3 + ODD + ("0.9.0", "1." + "9" * 120)
IDS = ("",) * 30 + ("wards", "other", "x" * 1_000, "x" * 1_001, "a b", "\\0", "beds")
COLUMNS = ("a", "a b", "a b c", "b c", "a c", "a b-", "a b-", "a b- c")
"""A column with a hyphen is deprecated."""
SUNSETS = ("",) * 4 + ("2027-02-28", "2028-02-28", "some day")


def a_contract(  # what is odd, each by its name
    number, *, identifier="beds", version="1.0.0", status="active", columns="a b", sunset=""
):
    """Return a contract of which the odd things are given."""
    custom = f"customProperties: [{{property: sunset, value: '{sunset}'}}]" if sunset else ""
    listed = ", ".join(f"{{{_column(name, custom)}}}" for name in columns.split())
    return f"""\
apiVersion: v3.2.0
kind: DataContract
id: "{identifier}"
name: beds
version: "{version}"
status: "{status}"
description: {{purpose: "Edition {number}."}}
{custom}
schema:
  - name: beds
    logicalType: object
    properties: [{listed}]
""".encode()


def _column(name, custom):
    column = f"name: {name.rstrip('-')}, logicalType: string, classification: internal"
    is_ending = name.endswith("-")
    return f"{column}, deprecated: true, {custom or 'tags: [old]'}" if is_ending else column


def a_mutant(chance, number, product):
    """Return a contract with any status, version and columns, mostly with the product's own id."""
    return a_contract(
        number,
        identifier=chance.choice(IDS) or product,
        version=chance.choice(VERSIONS),
        status=chance.choice(STATUSES),
        columns=chance.choice(COLUMNS),
        sunset=chance.choice(SUNSETS),
    )


def checked(runtime, ref, source):
    """Return how a check ends: the state or the problem, and the exit code."""
    try:
        review = publishing.review(runtime, SYSTEM, ref, source)
    except CharterError as error:
        return error.slug, error.message, targets.code_of(error.slug)
    refusal = review.refusal
    ended = (refusal.slug, refusal.detail) if refusal else (review.state, "")
    return *ended, code_of(review, "rejected")


def told(runtime, ref, source):
    """Return the rules about changes that a check names."""
    try:
        return {
            each.rule for each in publishing.review(runtime, SYSTEM, ref, source).report.findings
        }
    except CharterError:
        return set()


def published(runtime, ref, source):
    """Return how publishing ends."""
    try:
        receipt = publishing.publish(runtime, SYSTEM, ref, source)
    except CharterError as error:
        return error.slug, error.message, targets.code_of(error.slug)
    return receipt.state, "", Exit.FINE


@pytest.fixture
def clock():
    """Return a clock that stands at 21 November 2026 until it is told to go on."""
    return FrozenClock()


@pytest.fixture
def runtime(tmp_path, clock):
    """Return a registry in which another product holds an id."""
    opened = open_runtime(settings_at(tmp_path), clock=clock)
    directory.create_agency(opened, SYSTEM, slug="doh", acronym="DOH", name="Health")
    yield opened
    opened.close()


def test_what_check_says_is_what_publish_does(runtime, clock):
    """A check that says yes before a publish that says no is worth nothing, nor is the reverse."""
    chance = random.Random(7)  # noqa: S311 # the same mutants every time
    other = Ref(agency="doh", product="other")
    publishing.publish(runtime, SYSTEM, other, a_contract(0, identifier="other"))
    ends, rules = set(), set()
    for number in range(MUTANTS):
        ref = REF if number % 4 else Ref(agency="doh", product=f"beds-{number % 11}")
        source = a_mutant(chance, number, ref.product)
        clock.advance(days=chance.choice((0, 0, 3, 40)))
        rules |= told(runtime, ref, source)
        said = checked(runtime, ref, source)
        done = published(runtime, ref, source)
        assert said == done, source.decode()
        ends.add(done[0])

    assert ends >= {"draft", "active", "proposed", "invalid-contract", "incompatible-change"}
    assert ends >= {"version-exists", "contract-id-taken", "conflict"}
    assert rules >= {"DEP-01", "DEP-05", "DEP-08"}


def test_what_cannot_stand_in_an_address_is_an_error_with_a_line(runtime):
    """An author mends it in the editor; a sentence without a place is no help there."""
    source = a_contract(1, identifier="x" * 1_001, version="1.0.0 ", status="draft")

    review = publishing.review(runtime, SYSTEM, REF, source)

    errors = [(each.rule, each.line) for each in review.lint if each.severity == "error"]
    assert errors == [("META-08", 3), ("META-04", 5)]
    assert not review.valid

"""Two publishers at once: is every version that went out judged against what was in force?"""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import msgspec
from sqlalchemy import select

from registry import catalog, directory, lifecycle, publishing
from registry.errors import CharterError
from registry.identity import SYSTEM
from registry.publishing import Ref
from registry.runtime import open_runtime
from registry.store.tables import ReportRow, VersionRow
from tests.databases import settings_at

ROUNDS = 50

KEY = "{name: id, logicalType: string, required: true, primaryKey: true, description: Key.}"
COUNT = "{name: count, logicalType: integer, required: true, description: How many.}"
COUNTY_AS_TEXT = "{name: county, logicalType: string, description: County.}"
COUNTY_AS_NUMBER = "{name: county, logicalType: integer, description: County.}"


def a_contract(number, version, *columns):
    """Return a valid contract of the product of a round."""
    listed = "\n".join(f"      - {column}" for column in columns)
    return f"""\
apiVersion: v3.1.0
kind: DataContract
id: beds-{number}
name: beds-{number}
version: {version}
status: active
domain: health
description: {{purpose: Beds., usage: Planning., limitations: None.}}
schema:
  - name: beds
    logicalType: object
    physicalType: table
    description: One row for each hospital.
    properties:
{listed}
""".encode()


def at_once(*functions):
    """Run *functions* together; return what each gave back, or the error it raised."""
    barrier = threading.Barrier(len(functions))

    def run(function):
        barrier.wait()
        try:
            return function()
        except CharterError as error:
            return error

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(run, functions))


def assert_sound(runtime, ref):
    """At most one active version a major line, each judged against what it took the place of."""
    with runtime.read() as session:
        contract_id = publishing.Standing(session, ref, None).contract.id
        rows = session.scalars(
            select(VersionRow).where(VersionRow.contract_id == contract_id).order_by(VersionRow.id)
        ).all()
        reports = {row.id: session.get_one(ReportRow, row.report_id).baselines for row in rows}
    in_force: dict[int, str] = {}
    for row in rows:
        told = [number for number, _ in reports[row.id]]
        assert sorted(set(in_force.values()) - set(told)) == [], (row.number, told, in_force)
        if row.state != "proposed":
            in_force[row.major] = row.number
    active = [row.major for row in rows if row.state == "active"]
    assert len(active) == len(set(active))


def test_two_publishers_at_once_are_judged_one_after_the_other(tmp_path):
    """Two changes that are each fine and hurt together: the peers let both in."""
    runtime = open_runtime(settings_at(tmp_path))
    directory.create_agency(runtime, SYSTEM, slug="doh", acronym="DOH", name="Health")
    outcomes = set()
    for number in range(ROUNDS):
        ref = Ref(agency="doh", product=f"beds-{number}")
        publishing.publish(runtime, SYSTEM, ref, a_contract(number, "1.0.0", KEY, COUNT))
        texts = [
            a_contract(number, "1.1.0", KEY, COUNT, COUNTY_AS_TEXT),
            a_contract(number, "1.2.0", KEY, COUNT, COUNTY_AS_NUMBER),
            a_contract(number, "1.3.0", KEY),  # breaks under a minor number
            a_contract(number, "2.0.0", KEY),  # breaks, and says so
        ]
        chosen = texts if number % 2 else [texts[number // 2 % 2], texts[2 + number // 4 % 2]]
        results = at_once(
            *(partial(publishing.publish, runtime, SYSTEM, ref, each) for each in chosen)
        )

        assert_sound(runtime, ref)
        found = catalog.versions(runtime, SYSTEM, "doh", ref.product)
        acknowledged = {each.version for each in results if not isinstance(each, CharterError)}
        assert {each.version for each in found} == acknowledged | {"1.0.0"}
        outcomes.add(tuple(type(each).__name__ for each in results))
    runtime.close()

    assert len(outcomes) > 1  # sometimes one wins, sometimes the other


def test_activating_while_somebody_publishes_never_activates_a_stale_verdict(tmp_path):
    """The verdict is made in the same moment as the step it allows."""
    runtime = open_runtime(settings_at(tmp_path))
    directory.create_agency(runtime, SYSTEM, slug="doh", acronym="DOH", name="Health")
    for number in range(15):
        ref = Ref(agency="doh", product=f"beds-{number}")
        publishing.publish(runtime, SYSTEM, ref, a_contract(number, "1.0.0", KEY, COUNT))
        publishing.publish(runtime, SYSTEM, ref, a_contract(number, "2.0.0", KEY))
        later = a_contract(number, "1.1.0", KEY, COUNT, COUNTY_AS_TEXT)
        activated, _ = at_once(
            partial(lifecycle.activate, runtime, SYSTEM, ref, "2.0.0"),
            partial(publishing.publish, runtime, SYSTEM, ref, later),
        )

        states = {
            each.version: each.state.value
            for each in catalog.versions(runtime, SYSTEM, "doh", ref.product)
        }
        expected = "proposed" if isinstance(activated, CharterError) else "active"
        assert states["2.0.0"] == expected
        assert states["1.1.0"] == "active"
    runtime.close()


def test_eight_publishers_of_the_same_bytes_make_one_version(tmp_path):
    """One is told that it was created, the others that it was there."""
    runtime = open_runtime(settings_at(tmp_path))
    directory.create_agency(runtime, SYSTEM, slug="doh", acronym="DOH", name="Health")
    ref = Ref(agency="doh", product="beds-0")
    text = a_contract(0, "1.0.0", KEY, COUNT)

    receipts = at_once(*[partial(publishing.publish, runtime, SYSTEM, ref, text)] * 8)
    runtime.close()

    assert sorted(each.created for each in receipts) == [False] * 7 + [True]
    assert len({msgspec.json.encode(each.report) for each in receipts}) == 1

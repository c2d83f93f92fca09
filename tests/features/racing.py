"""What do publishers race with, and what must hold whoever comes first?"""

import threading
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from registry import publishing
from registry.errors import CharterError
from registry.store.tables import ReportRow, VersionRow

KEY = "{name: id, logicalType: string, required: true, primaryKey: true, description: Key.}"
COUNT = "{name: count, logicalType: integer, required: true, description: How many.}"
COUNTY_AS_TEXT = "{name: county, logicalType: string, description: County.}"
COUNTY_AS_NUMBER = "{name: county, logicalType: integer, description: County.}"


def a_contract(number, version, *columns, identifier=None, purpose="Beds."):
    """Return a valid contract of the product of a round."""
    listed = "\n".join(f"      - {column}" for column in columns)
    return f"""\
apiVersion: v3.1.0
kind: DataContract
id: {identifier or f"beds-{number}"}
name: beds-{number}
version: {version}
status: active
domain: health
description: {{purpose: {purpose}, usage: Planning., limitations: None.}}
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
    """At most one active version a major line, each judged against what it took the place of.

    Reports are numbered as they were made; a proposal that was sent again has a later one.
    """
    with runtime.read() as session:
        contract_id = publishing.Standing(session, ref, None).contract.id
        rows = session.scalars(
            select(VersionRow)
            .where(VersionRow.contract_id == contract_id)
            .order_by(VersionRow.report_id)
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

"""However many products there are, no page and no list reads them all."""

import pytest
from sqlalchemy import event, text

from registry import catalog, directory, discovery, relay, upkeep, verifying
from registry.identity import ANONYMOUS, SYSTEM, Actor, Kind, RoleName
from registry.recording import renew_audience
from registry.runtime import open_runtime
from registry.store.tables import ProductRow
from tests.databases import ON_POSTGRES, settings_at
from tests.registry.crowd import fill
from tests.registry.hospital import person, robot

FEW, MANY = 200, 2_000
LARGE = (
    "product", "product_audience", "contract", "content", "report", "version", "audit_event",
    "outbox", "reference", "notice",
)  # fmt: skip
CALLERS = {
    "anybody": ANONYMOUS,
    "somebody of an agency": Actor(kind=Kind.PERSON, id="person:1", name="Ann", agency="a1"),
    "an owner": person(RoleName.PRODUCT_OWNER, "a1", agency="a1"),
    "an auditor": person(RoleName.AUDITOR, "*", agency="a1"),
    "a robot": robot("publish", agency="a1"),
    "the command line": SYSTEM,
}
ADDRESS = "a1", "p1"
PAGES = {
    "home": catalog.overview,
    "agencies": directory.agencies,
    "agency": lambda runtime, actor: directory.agency_page(runtime, actor, "a1"),
    "products": catalog.products,
    "the next products": lambda runtime, actor: catalog.products(
        runtime, actor, cursor=catalog.products(runtime, actor, limit=5).cursor
    ),
    "products of an agency": lambda runtime, actor: catalog.products(runtime, actor, agency="a1"),
    "product": lambda runtime, actor: catalog.product(runtime, actor, *ADDRESS),
    "versions": lambda runtime, actor: catalog.versions(runtime, actor, *ADDRESS),
    "version": lambda runtime, actor: catalog.version(runtime, actor, *ADDRESS, "1.0.0"),
    "changes": lambda runtime, actor: catalog.diff(runtime, actor, *ADDRESS, "1.0.0", "1.0.0"),
    "bytes": lambda runtime, actor: catalog.original(runtime, actor, *ADDRESS),
    "contract by its id": lambda runtime, actor: catalog.contract_by_id(runtime, actor, "urn:1"),
    "search": lambda runtime, actor: discovery.search(
        runtime, actor, discovery.Question(text="beds", filters={"agency": ("a1",)})
    ),
    "health": lambda runtime, _: upkeep.health(runtime),
}


@pytest.fixture(scope="module")
def crowds(tmp_path_factory):
    """Return a registry of few products and one of ten times as many, both indexed."""
    opened = []
    for count in (FEW, MANY):
        home = tmp_path_factory.mktemp(f"crowd-{count}")
        runtime = open_runtime(settings_at(home))
        fill(runtime, count)
        relay.drain(runtime)
        opened.append(runtime)
    yield opened
    for runtime in opened:
        runtime.close()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", CALLERS)
def test_no_page_reads_all_products(crowds, page, who):
    """A scan that nobody feels among a hundred products takes seconds among a million.

    An index may be followed in its order where a limit ends that.
    """
    runtime = crowds[1]
    for statement, parameters in _asked(runtime, PAGES[page], CALLERS[who]):
        for step in _plan(runtime, statement, parameters):
            assert not _is_scan(step) or ("LIMIT" in statement and _is_ordered(step)), statement


@pytest.mark.sqlite
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["anybody", "an owner", "an auditor"])
def test_ten_times_the_products_cost_the_database_little_more(crowds, page, who):
    """Steps of SQLite's machine. What an agency has grows with the root, a list of them too."""
    few, many = (_steps(runtime, PAGES[page], CALLERS[who]) for runtime in crowds)

    assert many <= 4 * few + 1_000, (few, many)


def test_counts_follow_every_change(crowds):
    """What is kept as a number is what counting would give, and the check of the store tells."""
    runtime = crowds[0]
    before = directory.agency(runtime, ANONYMOUS, "a0").products

    def hide(session):
        row = session.get(ProductRow, 4)
        row.visibility = "state"
        renew_audience(session, row, "a0")

    runtime.write(hide)
    assert directory.agency(runtime, ANONYMOUS, "a0").products == before - 1
    assert _miscounted(runtime) == []
    runtime.write(lambda session: session.execute(text(_STEP.format("+"))))
    assert _miscounted(runtime) != []
    runtime.write(lambda session: session.execute(text(_STEP.format("-"))))


_STEP = "UPDATE product_count SET products = products {} 1"


def _miscounted(runtime):
    return [each for each in verifying.verify_store(runtime).troubles if "counted" in each]


def _asked(runtime, look, actor):
    asked = []

    def note(_connection, _cursor, statement, parameters, *_):
        if statement.startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    event.listen(runtime._reader, "before_cursor_execute", note)
    try:
        look(runtime, actor)
    finally:
        event.remove(runtime._reader, "before_cursor_execute", note)
    return asked


def _plan(runtime, statement, parameters):
    with runtime.read() as session:
        connection = session.connection()
        if ON_POSTGRES:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
            rows = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
            return [row[0] for row in rows]
        return [
            row[3]
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]


def _is_scan(step: str) -> bool:
    words = step.replace("(", " ").split()
    if ON_POSTGRES:  # the planner takes one only where there is no index, being told so
        return "Seq Scan on" in step and any(f"Seq Scan on {table} " in step for table in LARGE)
    return words[0] == "SCAN" and words[1] in LARGE


def _is_ordered(step: str) -> bool:
    return "USING" in step and "INDEX" in step


def _steps(runtime, look, actor):
    """Return about how many steps SQLite's machine takes for a page."""
    ticks = 0

    def tick():
        nonlocal ticks
        ticks += 1

    def watch(connection, _record, _proxy=None):
        connection.set_progress_handler(tick, _STRIDE)

    look(runtime, actor)  # what is remembered afterwards, is
    runtime._reader.dispose()
    event.listen(runtime._reader, "checkout", watch)
    try:
        look(runtime, actor)
    finally:
        event.remove(runtime._reader, "checkout", watch)
        runtime._reader.dispose()
    return ticks * _STRIDE


_STRIDE = 20

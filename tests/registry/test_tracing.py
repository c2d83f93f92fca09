"""Does everything that is done for a request carry its id, whichever thread does it?"""

import contextvars
import threading

import msgspec
import pytest
from sqlalchemy import select

from registry import directory, tracing
from registry.identity import SYSTEM
from registry.store.tables import AuditEventRow


def recorded(runtime):
    """Return subject -> request id, as the trail has them."""
    with runtime.read() as session:
        bodies = [msgspec.json.decode(body) for body in session.scalars(select(AuditEventRow.body))]
    return {body["subject"]["id"]: body["request_id"] for body in bodies}


def entered(runtime, slug):
    """Enter an agency."""
    directory.create_agency(runtime, SYSTEM, slug=slug, acronym=slug.upper(), name=slug)


def begun(given):
    """Return the id of a request that was sent with *given*, in a context of its own."""
    return contextvars.Context().run(tracing.begin, given).request_id


def test_each_change_of_many_at_once_is_recorded_under_its_own_request(runtime):
    """Changes share a commit and a thread; a trail that mixes them up accuses the wrong one."""
    slugs = [f"agency-{number}" for number in range(12)]

    def enter(slug):
        tracing.begin(f"request-of-{slug}")
        entered(runtime, slug)

    threads = [threading.Thread(target=enter, args=(slug,)) for slug in slugs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = recorded(runtime)
    assert {slug: found[slug] for slug in slugs} == {slug: f"request-of-{slug}" for slug in slugs}


def test_what_a_command_does_belongs_to_no_request(runtime):
    """An id that nobody can look up would be worse than none."""
    contextvars.Context().run(entered, runtime, "parks")

    assert recorded(runtime)["parks"] is None


@pytest.mark.parametrize("given", ["a1", "A.b_c-9", "x" * 128])
def test_a_sound_id_is_kept(given):
    """A caller's own id is how one request is followed through several systems."""
    assert begun(given) == given


@pytest.mark.parametrize("given", [None, "", "x" * 129, "a b", "a\nb", 'a"b', "é", "a;b"])
def test_an_id_that_could_forge_a_line_is_replaced(given):
    """Whatever is written into logs and the trail came through here."""
    made = begun(given)

    assert made != given
    assert len(made) == 32

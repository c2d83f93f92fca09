"""A connection to PostgreSQL ends in the middle of a publish: what is stored, and who is told?

A message of a publish is cut before it arrives, or after the server has answered: one of three, and
the commit; `CUTS=1` cuts all. Figures are printed with -s.
"""

import os
from itertools import count

import pytest
from sqlalchemy.exc import OperationalError

from registry import catalog, directory, publishing
from registry.errors import UnavailableError
from registry.identity import SYSTEM
from registry.publishing import Ref
from registry.runtime import open_runtime
from registry.settings import Settings
from registry.verifying import verify_store
from tests.databases import fresh_database
from tests.engines.cutting import Cutter, is_commit
from tests.features.served import served
from tests.postgres_server import shared
from tests.registry.hospital import OWNER, WIDER, a_contract


@pytest.fixture
def cutter():
    """Return a proxy before the tests' server."""
    proxy = Cutter(shared().port)
    yield proxy
    proxy.close()


@pytest.fixture
def settings(tmp_path, cutter):
    """Return settings of a registry behind the proxy."""
    url = fresh_database().replace(f":{shared().port}/", f":{cutter.port}/")
    return Settings(home=tmp_path, database_url=url)


@pytest.fixture
def runtime(settings):
    """Return an open registry with the agency doh."""
    opened = open_runtime(settings)
    directory.create_agency(opened, SYSTEM, slug="doh", acronym="DOH", name="Health")
    yield opened
    opened.close()


STEP = 1 if os.environ.get("CUTS") else 3


def versions(runtime, ref):
    """Return the versions of a product that may not be there."""
    found = [
        view.slug
        for view in catalog.products(runtime, SYSTEM, limit=200).items
        if view.slug == ref.product
    ]
    return (
        [each.version for each in catalog.versions(runtime, SYSTEM, "doh", *found)] if found else []
    )


@pytest.mark.parametrize("answered", [False, True])
def test_a_publish_that_is_cut_anywhere_is_stored_whole_or_not_at_all(runtime, cutter, answered):
    """And nobody is told that it was not where it is."""
    told = {"confirmed": 0, "refused": 0, "unconfirmed": 0, "stored and unconfirmed": 0}
    for number in count(1, STEP):
        ref = Ref(agency="doh", product=f"beds-{number}")
        text = a_contract(identifier=f"beds-{number}", version="1.0.1")
        publishing.publish(runtime, OWNER, ref, a_contract(identifier=f"beds-{number}"))
        cutter.arm(
            lambda at, message, _, number=number: (
                at == number or (at > number - STEP and is_commit(message))
            ),
            answered=answered,
        )
        error = None
        try:
            publishing.publish(runtime, OWNER, ref, text)
        except (UnavailableError, OperationalError) as raised:
            error = raised
        was_cut = cutter.cuts > 0
        cutter.disarm()

        is_stored = versions(runtime, ref) == ["1.0.1", "1.0.0"]
        if error is None:
            assert is_stored
            told["confirmed"] += 1
        elif "did not confirm" in str(error):
            assert "again" in error.next_step
            told["unconfirmed"] += 1
            told["stored and unconfirmed"] += is_stored
        else:
            assert not is_stored, (number, error)
            told["refused"] += 1
        assert verify_store(runtime).troubles == ()
        repeated = publishing.publish(runtime, OWNER, ref, text)
        assert repeated.created is not is_stored
        assert versions(runtime, ref) == ["1.0.1", "1.0.0"]
        if not was_cut:
            break
    print(f"\ncut {'after' if answered else 'before'} messages up to {number - 1}: {told}")  # noqa: T201 (shown with -s)

    assert told["refused"] > 10
    assert told["unconfirmed"]
    assert told["stored and unconfirmed"] == answered * told["unconfirmed"]


def test_a_commit_whose_answer_is_lost_is_a_503_and_a_200_afterwards(runtime, settings, cutter):
    """The caller learns what to do, and that makes one version."""
    token = directory.issue_token(
        runtime, SYSTEM, "doh", scopes=("publish",), days=1, name="ci"
    ).token
    with served(settings) as server:
        assert server.publish(token, "beds", a_contract()).status == 201
        text = a_contract(version="1.1.0", columns=WIDER)
        cutter.arm(
            lambda _, message, before: is_commit(message) and b"INSERT INTO version" in before,
            answered=True,
        )
        lost = server.publish(token, "beds", text)
        repeated = server.publish(token, "beds", text)

    assert cutter.cuts == 1
    assert (lost.status, lost.slug) == (503, "unavailable")
    assert "did not confirm" in lost.json["detail"]
    assert "again" in lost.json["next_step"]
    assert (repeated.status, repeated.json["created"]) == (200, False)
    assert versions(runtime, Ref(agency="doh", product="beds")) == ["1.1.0", "1.0.0"]

"""Many publishers at once, over HTTP: is every change judged, and does every loser learn who won?

On PostgreSQL two servers share the database, and every other publisher asks the other one.
`RACES=50` runs that many rounds of each race instead of one; figures are printed with -s.
"""

import contextlib
import os
import time
from collections import Counter
from functools import partial

import pytest
from racing import COUNT, KEY, a_contract, assert_sound, at_once
from served import served

from registry import catalog, directory, lifecycle, products
from registry.errors import CharterError
from registry.identity import SYSTEM
from registry.publishing import Ref
from registry.runtime import open_runtime
from registry.settings import Settings
from registry.verifying import verify_store
from registry.views import State
from tests.databases import ON_POSTGRES, settings_at

ROUNDS = int(os.environ.get("RACES", "1"))
PUBLISHERS = (2, 8, 16)
UNKNOWN = "{{name: column_{}, logicalType: string, description: One more.}}"

pytestmark = pytest.mark.parametrize("count", PUBLISHERS)


class Field:
    """Where publishers race: servers, a token for each publisher, and a look into the store."""

    def __init__(self, runtime, servers) -> None:
        self.runtime = runtime
        self.servers = servers
        self.tokens = [
            directory.issue_token(
                runtime, SYSTEM, "doh", scopes=("publish",), days=1, name=f"pipeline-{number}"
            ).token
            for number in range(max(PUBLISHERS))
        ]
        self.taken: list[float] = []
        self.counts: Counter[str] = Counter()

    def publisher(self, number, product, source, **headers):
        """Return what publisher *number* does when all begin."""
        server = self.servers[number % len(self.servers)]

        def publish():
            began = time.perf_counter()
            told = server.publish(self.tokens[number], product, source, **headers)
            self.taken.append(time.perf_counter() - began)
            self.counts[f"{told.status} {told.slug}".strip()] += 1
            return told

        return publish

    def begin(self, product, source):
        """Publish what a race begins with."""
        assert self.servers[0].publish(self.tokens[0], product, source).status == 201

    def states(self, product):
        """Return the state of every version of a product."""
        found = catalog.versions(self.runtime, SYSTEM, "doh", product)
        return {each.version: each.state for each in found}

    def assert_whole(self, what):
        """Assert that the store is whole; print what happened."""
        assert verify_store(self.runtime).troubles == ()
        taken, self.taken = sorted(self.taken), []
        p50, p99 = taken[len(taken) // 2] * 1000, taken[int(len(taken) * 0.99)] * 1000
        counts, self.counts = dict(self.counts), Counter()
        print(f"\n{what}: {counts}, p50 {p50:.0f} ms, p99 {p99:.0f} ms")  # noqa: T201 (shown with -s)


@pytest.fixture(scope="module")
def field(tmp_path_factory):
    """A registry with one server, or two where the database is one of its own."""
    home = tmp_path_factory.mktemp("home")
    settings = settings_at(home)
    runtime = open_runtime(settings)
    directory.create_agency(runtime, SYSTEM, slug="doh", acronym="DOH", name="Health")
    homes = [home]
    if ON_POSTGRES:
        homes.append(tmp_path_factory.mktemp("home"))
    with contextlib.ExitStack() as stack:
        servers = [
            stack.enter_context(served(Settings(home=each, database_url=settings.database_url)))
            for each in homes
        ]
        yield Field(runtime, servers)
    runtime.close()


def test_different_versions(field, count):
    """What went out is judged against all that was there; what did not is told against what."""
    for number in range(ROUNDS):
        product = f"numbers-{count}-{number}"
        field.begin(product, a_contract(product, "1.0.0", KEY, COUNT))
        texts = [
            a_contract(product, f"1.{each + 1}.0", KEY, COUNT, UNKNOWN.format(each))
            for each in range(count)
        ]
        told = at_once(*(field.publisher(each, product, text) for each, text in enumerate(texts)))

        assert_sound(field.runtime, Ref(agency="doh", product=product))
        stored = field.states(product)
        assert set(stored) == {"1.0.0"} | {each.json["version"] for each in told if not each.slug}
        for each in told:
            if each.slug:
                assert each.slug == "incompatible-change"
                names_who_was_first(each, stored)
    field.assert_whole(f"{count} different versions")


def test_one_version_with_different_bytes(field, count):
    """One wins; the others learn who did."""
    for number in range(ROUNDS):
        product = f"bytes-{count}-{number}"
        field.begin(product, a_contract(product, "1.0.0", KEY, COUNT))
        texts = [
            a_contract(product, "1.1.0", KEY, COUNT, UNKNOWN.format(each)) for each in range(count)
        ]
        told = at_once(*(field.publisher(each, product, text) for each, text in enumerate(texts)))

        statuses = [each.status for each in told]
        assert sorted(statuses) == [201] + [409] * (count - 1)
        winner = statuses.index(201)
        for each in told:
            if each.slug:
                assert each.slug == "version-exists"
                assert f"by pipeline-{winner} (doh)" in each.json["detail"]
        assert_sound(field.runtime, Ref(agency="doh", product=product))
    field.assert_whole(f"{count} with different bytes")


def test_compatible_against_breaking(field, count):
    """A change that breaks readers is refused, or proposed, whoever was first."""
    for number in range(ROUNDS):
        product = f"breaking-{count}-{number}"
        field.begin(product, a_contract(product, "1.0.0", KEY, COUNT))
        texts = [
            a_contract(product, "1.1.0", KEY, COUNT, UNKNOWN.format("a")),
            a_contract(product, "2.0.0", KEY),
            a_contract(product, "1.2.0", KEY),
            a_contract(product, "1.1.0", KEY, COUNT, UNKNOWN.format("b")),
        ]
        chosen = [texts[(number + each) % 4] for each in range(count)]
        told = at_once(*(field.publisher(each, product, text) for each, text in enumerate(chosen)))

        assert_sound(field.runtime, Ref(agency="doh", product=product))
        stored = field.states(product)
        assert "1.2.0" not in stored
        assert stored.get("2.0.0", State.PROPOSED) is State.PROPOSED
        for each in told:
            if each.slug:
                assert each.slug in {"incompatible-change", "version-exists"}
                names_who_was_first(each, stored)
    field.assert_whole(f"{count} compatible against breaking")


def test_publishing_against_every_other_step(field, count):
    """Activated, deprecated and renamed in the midst of publishes: never over an old verdict."""
    for number in range(ROUNDS):
        product = f"steps-{count}-{number}"
        ref = Ref(agency="doh", product=product)
        field.begin(product, a_contract(product, "1.0.0", KEY, COUNT))
        field.begin(product, a_contract(product, "2.0.0", KEY))
        texts = [
            a_contract(product, f"1.{each + 1}.0", KEY, COUNT, UNKNOWN.format("c"))
            for each in range(count)
        ]
        runtime = field.runtime
        activated, deprecated, renamed, *told = at_once(
            partial(lifecycle.activate, runtime, SYSTEM, ref, "2.0.0"),
            partial(lifecycle.deprecate, runtime, SYSTEM, ref, "1.0.0", reason="It ends."),
            partial(products.rename_product, runtime, SYSTEM, ref, f"renamed-{product}"),
            *(field.publisher(each, product, text) for each, text in enumerate(texts)),
        )

        assert not isinstance(renamed, CharterError)
        stored = field.states(f"renamed-{product}")
        assert set(stored) == {"1.0.0", "2.0.0"} | {
            each.json["version"] for each in told if not each.slug
        }
        active = [int(each[0]) for each, state in stored.items() if state is State.ACTIVE]
        assert len(active) == len(set(active))
        is_refused = isinstance(activated, CharterError)
        assert stored["2.0.0"] is (State.PROPOSED if is_refused else State.ACTIVE)
        if is_refused:
            assert activated.slug == "verdict-changed"
            assert "by pipeline-" in activated.message
        if isinstance(deprecated, CharterError):
            assert "1.0.0 of doh/" in deprecated.message
            assert "is superseded since" in deprecated.message
            assert "by pipeline-" in deprecated.message
    field.assert_whole(f"{count} against other steps")


def test_one_contract_id_for_two_products(field, count):
    """An id leads to one product; the others learn to which."""
    for number in range(ROUNDS):
        identifier = f"urn:one:{count}:{number}"
        names = [f"ids-{count}-{number}-{each}" for each in range(count)]
        told = at_once(
            *(
                field.publisher(
                    each, name, a_contract(name, "1.0.0", KEY, COUNT, identifier=identifier)
                )
                for each, name in enumerate(names)
            )
        )

        statuses = [each.status for each in told]
        assert sorted(statuses) == [201] + [409] * (count - 1)
        winner = names[statuses.index(201)]
        for each in told:
            if each.slug:
                assert each.slug == "contract-id-taken"
                assert f"doh/{winner}" in each.json["detail"]
    field.assert_whole(f"{count} with one id")


def test_nobody_overwrites_what_they_have_not_seen(field, count):
    """All change the same version and say so: one is in time, the others learn who was."""
    for number in range(ROUNDS):
        product = f"seen-{count}-{number}"
        field.begin(product, a_contract(product, "1.0.0", KEY, COUNT))
        seen = catalog.original(field.runtime, SYSTEM, "doh", product).digest
        told = at_once(
            *(
                field.publisher(
                    each,
                    product,
                    a_contract(product, f"1.{each + 1}.0", KEY, COUNT, UNKNOWN.format("d")),
                    if_match=f'"{seen}"',
                )
                for each in range(count)
            )
        )

        statuses = [each.status for each in told]
        assert sorted(statuses) == [201] + [412] * (count - 1)
        winner = statuses.index(201)
        for each in told:
            if each.slug:
                assert f"1.{winner + 1}.0" in each.json["detail"]
                assert f"by pipeline-{winner} (doh)" in each.json["detail"]
    field.assert_whole(f"{count} with If-Match")


def names_who_was_first(told, stored):
    """A refused publisher reads which version is there, and who published it."""
    detail = told.json["detail"]
    assert any(version in detail for version in stored), detail
    assert "by pipeline-" in detail, detail

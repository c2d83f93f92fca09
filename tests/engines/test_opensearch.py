"""An index on an OpenSearch cluster is made, exchanged and shared without a gap or a late word."""

import threading
import uuid

import pytest

from search.backend import BackendUnavailableError
from search.opensearch import OpenSearchBackend, open_opensearch
from search.opensearch_client import Link, Server
from search.query import Query
from tests.engines_of_search import server_url
from tests.search.conftest import a_product
from tests.search.stored import revisions


@pytest.fixture
def server():
    """Return a cluster with a name of indexes that nobody else uses; take them away afterwards."""
    found = Server(url=server_url(), index=f"t-{uuid.uuid4().hex}")
    yield found
    link = Link(found)
    with link.speaking() as client:
        client.indices.delete(index=f"{found.index}-*")
    link.close()


@pytest.fixture
def index(server):
    """Return the backend of one process."""
    backend = open_opensearch(server)
    yield backend
    backend.close()


def names(server):
    """Return the names of the indexes of a server's user."""
    link = Link(server)
    with link.speaking() as client:
        return sorted(client.indices.get(index=f"{server.index}-*"))


def test_asking_an_absent_index_makes_none(index, server):
    """A command that only looks leaves nothing behind."""
    assert (index.identity(), index.cursor(), index.stored()) == ("", 0, {})
    assert index.search(Query(text="beds")).total == 0
    assert names(server) == []


def test_two_that_begin_at_once_make_one_index(server):
    """Replicas start together."""
    backends = [open_opensearch(server) for _ in range(4)]
    threads = [
        threading.Thread(target=each.apply, args=([a_product(f"p-{number}")],))
        for number, each in enumerate(backends)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(names(server)) == 1
    assert set(revisions(backends[0])) == {f"doh/p-{number}" for number in range(4)}
    assert len({each.identity() for each in backends}) == 1


def test_a_late_event_never_replaces_a_newer_one(server, index):
    """Of another process that was held up."""
    other = open_opensearch(server)
    index.apply([a_product("a", title="New", revision=5)], cursor=9)
    other.apply([a_product("a", title="Old", revision=4)], cursor=8)

    assert (revisions(index), index.cursor()) == ({"doh/a": 5}, 9)
    assert index.search(Query(text="new")).total == 1


def test_no_search_fails_or_finds_nothing_while_the_index_is_rebuilt(server, index):
    """Neither in the process that rebuilds nor in another one."""
    products = [a_product(f"p-{number}", title="Hospital beds") for number in range(300)]
    index.rebuild(products, cursor=1)
    other, totals, done = open_opensearch(server), [], threading.Event()

    def ask(backend):
        while not done.is_set():
            totals.append(backend.search(Query(text="beds")).total)

    threads = [threading.Thread(target=ask, args=(each,)) for each in (index, other)]
    for thread in threads:
        thread.start()
    for cursor in range(2, 5):
        index.rebuild(products, cursor=cursor)
    done.set()
    for thread in threads:
        thread.join()

    assert set(totals) == {300}
    index.close()
    assert len(names(server)) == 1


def test_a_rebuild_that_fails_leaves_nothing(server, index):
    """What was there goes on."""

    def failing():
        yield a_product("new")
        raise OSError("the database is gone")

    index.apply([a_product("old")], cursor=3)
    before = index.identity()
    with pytest.raises(OSError, match="gone"):
        index.rebuild(failing(), cursor=4)

    assert (index.identity(), revisions(index)) == (before, {"doh/old": 1})
    assert len(names(server)) == 1


def test_a_document_that_the_server_refuses_keeps_no_other_back(index, monkeypatch):
    """It leaves a note in its place, so that verification shows it, and the next one mends it."""
    from search import opensearch  # noqa: PLC0415 # patched

    made = opensearch.product_fields

    def odd(document, **options):
        return made(document, **options) | ({"newest": "x"} if document.title == "Odd" else {})

    monkeypatch.setattr(opensearch, "product_fields", odd)
    index.apply([a_product("a"), a_product("b", title="Odd"), a_product("c")], cursor=3)

    assert index.cursor() == 3
    assert {name: bool(each.digest) for name, each in index.stored().items()} == {
        "doh/a": True,
        "doh/b": False,
        "doh/c": True,
    }
    assert index.search(Query()).total == 2
    monkeypatch.undo()
    index.apply([a_product("b", title="Odd")])
    assert index.search(Query(text="odd")).total == 1


def test_a_very_long_name_is_stored_under_another_key(index):
    """OpenSearch refuses keys of more than 512 bytes."""
    index.apply([a_product("é" * 400)])

    assert list(revisions(index)) == ["doh/" + "é" * 400]


def test_an_older_server_gets_one_text_instead_of_combined_fields(server, monkeypatch):
    """Both find the same; here the newer server plays the older one."""
    monkeypatch.setattr(OpenSearchBackend, "_combines", lambda *_: False)
    older = open_opensearch(server)
    older.apply([a_product("a", title="Hospital beds"), a_product("b", summary="Hospital")])

    found = older.search(Query(text="hospital"))

    assert [hit.id for hit in found.hits] == ["doh/a", "doh/b"]


def test_a_longest_question_is_answered(index):
    """The server refuses queries of more than 1,024 clauses; ours stay below."""
    compounds = " ".join(f"alpha{n}-beta{n}" for n in range(40))
    apart = " ".join(f"word{n}" for n in range(147))
    index.apply([a_product("a", title=f"{compounds} {apart}", description=compounds)])

    assert index.search(Query(text=compounds)).total == 1
    assert index.search(Query(text=apart)).total == 1
    odd = f'{compounds} "alpha1 beta1" -three column:four title:"five six" -status:seven'
    assert index.search(Query(text=odd)).total == 1  # as mere words


def test_a_server_that_is_not_there_is_unavailable_at_once():
    """Nobody waits for a page because nobody listens."""
    backend = open_opensearch(Server(url="http://127.0.0.1:9"))

    with pytest.raises(BackendUnavailableError, match="is not reached"):
        backend.search(Query())
    with pytest.raises(BackendUnavailableError, match="a moment ago"):
        backend.search(Query())

"""The index keeps what it was given, survives restarts, and is exchanged without a gap."""

import json
import threading

import pytest

from search.backend import BackendUnavailableError
from search.embedded import open_embedded
from search.query import Query
from tests.search.stored import revisions


@pytest.fixture
def folder(tmp_path):
    """Return where the index lives."""
    return tmp_path / "index"


@pytest.mark.embedded
def test_an_absent_index_is_empty_and_begins_at_zero(folder):
    """The relay sees that everything is still to come."""
    backend = open_embedded(folder)

    assert (backend.cursor(), revisions(backend), backend.search(Query()).total) == (0, {}, 0)


@pytest.mark.embedded
def test_reading_an_absent_index_writes_nothing(folder):
    """A command that only looks leaves no files behind."""
    open_embedded(folder).search(Query())

    assert not folder.exists()


def test_what_was_applied_is_seen_at_once(index, a_product):
    """A publisher looks for the product right away."""
    index.apply([a_product("a")], cursor=3)

    assert (index.cursor(), revisions(index)) == (3, {"doh/a": 1})
    assert index.search(Query()).total == 1


@pytest.mark.embedded
def test_what_was_applied_is_there_after_a_restart(folder, a_product):
    """A commit is durable."""
    first = open_embedded(folder)
    first.apply([a_product("a")], cursor=3)
    first.close()
    second = open_embedded(folder)

    assert (second.cursor(), revisions(second)) == (3, {"doh/a": 1})


def test_a_document_replaces_its_former_revision(search, a_product):
    """A product is listed once."""
    search("", a_product("a", title="Old"))
    results = search("", a_product("a", title="New", revision=2))

    assert results.total == 1
    assert search("old").total == 0


def test_a_late_lower_revision_is_dropped(index, a_product):
    """Events may come out of order; what is newer stays."""
    index.apply([a_product("a", title="New", revision=5)])
    index.apply([a_product("a", title="Old", revision=4)], cursor=9)

    assert (revisions(index), index.cursor()) == ({"doh/a": 5}, 9)
    assert index.search(Query(text="new")).total == 1


def test_the_same_revision_is_applied_again(search, a_product):
    """An agency was renamed: the product's revision is the same, its document is not."""
    search("", a_product("a", agency_name="Old office"))

    assert search("fresh", a_product("a", agency_name="Fresh office")).total == 1


def test_of_two_documents_in_one_batch_the_higher_revision_stays(index, a_product):
    """A batch may hold a product twice."""
    index.apply([a_product("a", revision=3), a_product("a", revision=2)])

    assert revisions(index) == {"doh/a": 3}


def test_a_delete_removes_and_nothing_older_brings_it_back(index, a_product):
    """A withdrawn product must not reappear by a late event."""
    index.apply([a_product("a", revision=3)])
    index.apply([], {"doh/a": 4})
    index.apply([a_product("a", revision=3)])

    assert (revisions(index), index.search(Query()).total) == ({}, 0)


def test_a_late_delete_is_dropped(index, a_product):
    """The product was published again since."""
    index.apply([a_product("a", revision=5)])
    index.apply([], {"doh/a": 4})

    assert revisions(index) == {"doh/a": 5}


def test_a_product_can_come_back_with_a_higher_revision(index, a_product):
    """Deleting is not for ever."""
    index.apply([], {"doh/a": 4})
    index.apply([a_product("a", revision=5)])

    assert revisions(index) == {"doh/a": 5}


def test_the_cursor_moves_without_documents(index):
    """Some events change nothing that is searched."""
    index.apply([], cursor=17)

    assert index.cursor() == 17


def test_without_a_cursor_the_former_one_stays(index, a_product):
    """Repairs do not move the relay."""
    index.apply([], cursor=17)
    index.apply([a_product("a")])

    assert index.cursor() == 17


@pytest.mark.embedded
def test_a_rebuild_replaces_everything(index, folder, a_product):
    """What the registry no longer has is gone, the files of the old index too."""
    index.apply([a_product("old"), a_product("gone")], {"doh/deleted": 9}, cursor=5)
    count = index.rebuild(iter([a_product("new"), a_product("deleted")]), cursor=8)

    assert count == 2
    assert (revisions(index), index.cursor()) == ({"doh/new": 1, "doh/deleted": 1}, 8)
    assert len(list(folder.glob("index-*"))) == 1


@pytest.mark.embedded
def test_a_rebuild_that_fails_changes_nothing(index, folder, a_product):
    """The database may go away half way."""
    index.apply([a_product("old")], cursor=5)

    def documents():
        yield a_product("new")
        raise RuntimeError("database gone")

    with pytest.raises(RuntimeError, match="database gone"):
        index.rebuild(documents(), cursor=8)
    index.apply([a_product("next")], cursor=6)

    assert (revisions(index), index.cursor()) == ({"doh/old": 1, "doh/next": 1}, 6)
    assert len(list(folder.glob("index-*"))) == 1


def test_readers_never_see_an_empty_or_half_index_during_rebuilds(index, a_product):
    """The exchange is one step."""
    products = [a_product(f"p{n}") for n in range(50)]
    index.rebuild(products, cursor=1)
    totals, stop = set(), threading.Event()

    def read():
        while not stop.is_set():
            totals.add(index.search(Query(limit=5)).total)

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for cursor in range(2, 8):
        index.rebuild(products, cursor=cursor)
    stop.set()
    for reader in readers:
        reader.join()

    assert totals == {50}


def test_many_threads_read_while_one_writes(index, a_product):
    """Every answer is a state that was committed: a batch is seen whole."""
    index.apply([a_product(f"p{n}") for n in range(10)])
    failures, stop = [], threading.Event()

    def read():
        while not stop.is_set():
            results = index.search(Query(text="title", limit=50))
            titles = {match.html for hit in results.hits for match in hit.why}
            if results.total != 10 or len(titles) != 1:
                failures.append((results.total, titles))

    def products(revision):
        return [a_product(f"p{n}", title=f"Title {revision}", revision=revision) for n in range(10)]

    index.apply(products(2))
    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for revision in range(3, 15):
        index.apply(products(revision), cursor=revision)
    stop.set()
    for reader in readers:
        reader.join()

    assert failures == []
    assert index.cursor() == 14


@pytest.mark.embedded
def test_only_one_writes_and_the_others_still_read(index, folder, a_product):
    """A command beside a running server reads, and is told why it cannot write."""
    index.apply([a_product("a")], cursor=1)
    other = open_embedded(folder)

    assert other.search(Query()).total == 1
    with pytest.raises(BackendUnavailableError, match="Another process writes to the search index"):
        other.apply([a_product("b")])
    with pytest.raises(BackendUnavailableError, match="Another process writes to the search index"):
        other.rebuild([], cursor=0)
    assert revisions(index) == {"doh/a": 1}


@pytest.mark.embedded
def test_whoever_closes_lets_others_write(index, folder, a_product):
    """The lock is given back; reading goes on."""
    index.apply([a_product("a")], cursor=1)
    index.close()
    other = open_embedded(folder)
    other.apply([a_product("b")], cursor=2)
    other.close()

    assert revisions(other) == {"doh/a": 1, "doh/b": 1}


@pytest.mark.embedded
def test_a_reader_sees_what_another_wrote_within_a_moment(index, folder, a_product, monkeypatch):
    """Several web processes share one index: commits and rebuilds reach them all."""
    monkeypatch.setattr("search.embedded._LOOK_AGAIN_S", 0.0)
    other = open_embedded(folder)
    index.apply([a_product("a")], cursor=1)

    assert (other.search(Query()).total, other.cursor()) == (1, 1)

    index.rebuild([a_product("b"), a_product("c")], cursor=2)

    assert (other.search(Query()).total, other.cursor()) == (2, 2)


def _break_pointer(folder):
    (folder / "current.json").write_bytes(b"{not json")


def _break_meta(folder):
    next(folder.glob("index-*/meta.json")).write_text("{}")


def _empty_files(folder):
    for file in folder.glob("index-*/*"):
        if file.suffix in {".term", ".store", ".idx", ".fast"}:
            file.write_bytes(b"")


def _cut_files(folder):
    for file in folder.glob("index-*/*"):
        if file.suffix != ".json":
            file.write_bytes(file.read_bytes()[:5])


def _flip_a_bit(folder):
    file = next(folder.glob("index-*/*.idx"))
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 4
    file.write_bytes(content)


def _lose_files(folder):
    for file in folder.glob("index-*/*"):
        file.unlink()


def _change_layout(folder):
    pointer = json.loads((folder / "current.json").read_bytes())
    (folder / "current.json").write_text(json.dumps({**pointer, "fingerprint": "older"}))


def _point_outside(folder):
    pointer = json.loads((folder / "current.json").read_bytes())
    (folder / "current.json").write_text(json.dumps({**pointer, "directory": "index-/../.."}))


@pytest.mark.embedded
@pytest.mark.parametrize(
    "damage",
    [
        _break_pointer,
        _break_meta,
        _empty_files,
        _cut_files,
        _flip_a_bit,
        _lose_files,
        _change_layout,
        _point_outside,
    ],
)
def test_a_broken_or_outdated_index_opens_empty_and_is_filled_again(folder, a_product, damage):
    """The database is the truth: no index file is worth a failed start."""
    first = open_embedded(folder)
    first.apply([a_product("a")], cursor=3)
    first.close()
    damage(folder)
    second = open_embedded(folder)

    assert (second.cursor(), second.search(Query()).total) == (0, 0)

    second.rebuild([a_product("b")], cursor=4)
    second.close()
    third = open_embedded(folder)

    assert (third.cursor(), revisions(third)) == (4, {"doh/b": 1})


@pytest.mark.embedded
def test_an_index_can_be_applied_to_after_it_opened_broken(folder, a_product):
    """The relay need not know why the index is empty."""
    first = open_embedded(folder)
    first.apply([a_product("a")], cursor=3)
    first.close()
    _break_meta(folder)
    second = open_embedded(folder)
    second.apply([a_product("b")], cursor=1)

    assert (second.cursor(), revisions(second)) == (1, {"doh/b": 1})
    second.close()


@pytest.mark.embedded
@pytest.mark.parametrize("path", ["file", "file/index"])
def test_a_path_that_is_no_folder_says_so(tmp_path, path):
    """An index that cannot be opened must not pass for one without products."""
    (tmp_path / "file").write_text("")

    with pytest.raises(BackendUnavailableError, match=r"cannot be opened.*file"):
        open_embedded(tmp_path / path)


@pytest.mark.embedded
def test_a_panic_of_the_engine_is_an_index_that_cannot_be_read(index, folder, a_product):
    """A panic is no Exception: it would end the relay's thread and the whole command."""
    index.apply([a_product(f"p{n}") for n in range(20)], cursor=1)

    class PanicException(BaseException):
        """What the engine raises; its own class cannot be imported."""

    def documents():
        yield a_product("a")
        raise PanicException("impossible")

    with pytest.raises(BackendUnavailableError, match=r"not rebuilt.*impossible"):
        index.rebuild(documents(), cursor=2)
    assert (index.cursor(), index.search(Query()).total) == (1, 20)


@pytest.mark.embedded
def test_leftovers_of_a_crashed_rebuild_are_removed_by_the_next(index, folder, a_product):
    """Disk space comes back."""
    index.apply([a_product("a")])
    (folder / "index-leftover").mkdir()
    index.rebuild([a_product("a")], cursor=1)

    assert len(list(folder.glob("index-*"))) == 1

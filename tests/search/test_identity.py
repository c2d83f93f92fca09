"""An index that is lost, moved or exchanged under those who use it is not taken for itself."""

import pytest

from search.backend import BackendUnavailableError
from search.embedded import open_embedded
from tests.search.stored import revisions

pytestmark = pytest.mark.embedded


@pytest.fixture
def folder(tmp_path):
    """Return where the index lives."""
    return tmp_path / "index"


def test_a_folder_that_becomes_a_file_says_so(index, folder, a_product, lose):
    """The relay learns of it before it writes."""
    index.apply([a_product("a")], cursor=1)
    lose(folder)
    folder.write_text("")

    with pytest.raises(BackendUnavailableError, match="cannot be read"):
        index.identity()
    with pytest.raises(BackendUnavailableError, match="cannot be written"):
        index.apply([a_product("b")], cursor=2)


def test_an_index_keeps_its_identity_until_it_begins_anew(index, folder, a_product):
    """By it the relay knows whether this is the index that it has told so much."""
    names = [index.identity()]
    index.apply([a_product("a")], cursor=1)
    names.append(index.identity())
    index.apply([a_product("b")], cursor=2)
    reopened = open_embedded(folder)
    names += [index.identity(), reopened.identity()]
    index.rebuild([a_product("a")], cursor=3)
    names.append(index.identity())

    assert names[0] == ""
    assert names[1] == names[2] == names[3] != ""
    assert names[4] not in names[:4]


def test_an_index_that_is_removed_under_its_writer_has_no_identity(index, folder, a_product, lose):
    """And what is applied then begins another one, without a failure in between."""
    index.apply([a_product("a")], cursor=1)
    before = index.identity()
    lose(folder)

    assert index.identity() == ""

    index.apply([a_product("b")], cursor=2)

    assert index.identity() not in {"", before}
    assert revisions(index) == {"doh/b": 1}


def test_an_index_that_was_moved_back_is_what_it_was(index, folder, a_product, lose):
    """The writer must not go on with files that are no longer in place."""
    index.apply([a_product("a")], cursor=1)
    before = index.identity()
    folder.rename(folder.with_name("away"))
    index.apply([a_product("b")], cursor=2)
    lose(folder)
    folder.with_name("away").rename(folder)
    index.apply([a_product("c")], cursor=3)

    assert index.identity() == before
    assert revisions(index) == {"doh/a": 1, "doh/c": 1}

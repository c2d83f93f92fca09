"""Products and an index to try things on: `a_product(...)`, `index`, `ids(...)`."""

from datetime import UTC, datetime, timedelta

import pytest

from search.document import Column, SearchDocument
from search.query import Query
from tests.engines_of_search import open_index, remove_index

MIDNIGHT = datetime(2026, 11, 1, tzinfo=UTC)


def a_product(name="hospital-beds", **changes):
    """Return a public product of the Department of Health; say only what matters."""
    agency = changes.get("agency", "doh")
    fields = {
        "id": f"{agency}/{name}",
        "revision": 1,
        "audience": ("public",),
        "title": name.replace("-", " ").capitalize(),
        "agency": agency,
        "agency_name": "Department of Health",
        "agency_acronym": agency.upper(),
        "updated_at": MIDNIGHT,
    }
    columns = tuple(
        Column(name=column) if isinstance(column, str) else column
        for column in changes.pop("columns", ())
    )
    hours = changes.pop("hours", None)
    if hours is not None:
        changes["updated_at"] = MIDNIGHT + timedelta(hours=hours)
    return SearchDocument(**{**fields, **changes, "columns": columns})


@pytest.fixture(name="a_product")
def a_product_fixture():
    """Return the builder of products."""
    return a_product


@pytest.fixture
def index(tmp_path):
    """Return an empty index of the engine under test."""
    backend = open_index(tmp_path / "index")
    yield backend
    backend.close()
    remove_index(tmp_path / "index")


@pytest.fixture
def search(index):
    """Return a function that stores products, if any, and asks one question."""

    def ask(text="", *products, **query):
        if products:
            index.apply(products)
        return index.search(Query(text=text, **query))

    return ask


@pytest.fixture
def ids(search):
    """Return a function that asks one question and returns the names of the hits in order."""

    def ask(text="", *products, **query):
        return [hit.id.partition("/")[2] for hit in search(text, *products, **query).hits]

    return ask

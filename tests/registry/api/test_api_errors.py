"""Does every error that may come up from below have its place in Charter's own tree?"""

import pytest
from litestar.exceptions import HTTPException, InternalServerException
from litestar.testing import RequestFactory
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from contracts import document
from registry.api.problems import as_charter_error
from registry.errors import ConflictError
from search.backend import BackendUnavailableError


def unreadable() -> Exception:
    """Return what the reader raises."""
    try:
        document.load(b"a: [")
    except document.UnreadableError as error:
        return error
    raise AssertionError


@pytest.mark.parametrize(
    ("raised", "status", "slug"),
    [
        (BackendUnavailableError("gone"), 503, "unavailable"),
        (OperationalError("SELECT 1", {}, Exception("gone")), 503, "unavailable"),
        (DatabaseError("SELECT 1", {}, Exception("malformed, gone")), 503, "unavailable"),
        (IntegrityError("INSERT", {}, Exception("a mistake")), 500, "internal-error"),
        (unreadable(), 422, "invalid-contract"),
        (ConflictError("Twice."), 409, "conflict"),
        (HTTPException(status_code=418, detail="A teapot."), 400, "invalid-request"),
        (InternalServerException("client disconnected prematurely"), 400, "invalid-request"),
        (InternalServerException("something else"), 500, "internal-error"),
        (KeyError("a mistake"), 500, "internal-error"),
    ],
)
def test_an_error_becomes_the_problem_that_it_is(raised, status, slug):
    """Only a mistake of ours is a 500: everything else says whose turn it is."""
    error = as_charter_error(RequestFactory().get("/api/v1/agencies"), raised)

    assert (error.status, error.slug) == (status, slug)
    assert "gone" not in error.message
    assert "mistake" not in error.message

"""What does a caller learn while a part of the registry does not answer, and afterwards?"""

import pytest
from api_server import serving, the_problem


@pytest.fixture
def home(tmp_path):
    """Where the registry keeps its state."""
    return tmp_path / "home"


@pytest.fixture
def api(home):
    """A registry of its own for each test, since tests break it."""
    with serving(home) as running:
        yield running


@pytest.mark.sqlite
def test_a_database_that_is_away_is_a_503_until_it_is_back(api, home):
    """Not a 500, and not for ever: Apicurio stays down after its database has come back."""
    away = home.with_name("away")
    api.runtime._reader.dispose()
    home.rename(away)

    health, reply = api.call("GET", "/api/health"), api.call("GET", "/api/v1/agencies")

    away.rename(home)
    assert health.status == 503
    assert (health.json["status"], health.json["database"]) == ("unavailable", "unavailable")
    the_problem(reply, 503, "unavailable")
    assert reply.headers["retry-after"] == "30"
    assert api.call("GET", "/api/v1/agencies").status == 200
    assert api.call("GET", "/api/health").status == 200

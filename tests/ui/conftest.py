"""How does a test open a page? With a client of the whole application, over a small state."""

import re
import sys
from pathlib import Path

import pytest
from litestar.testing import TestClient

from ui.app import application

sys.path.append(str(Path(__file__).parent))  # so that tests find the small state beside them

from small_state import open_registry_without_index, open_small_state, person_named

HTML = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Visitor:
    """A browser without a screen: it keeps cookies, and asks for HTML."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.runtime = client.app.state.runtime

    def get(self, address: str, status: int = 200, **headers: str) -> str:
        """Return the HTML at *address*, which must answer with *status*."""
        reply = self.reply(address, **headers)
        assert reply.status_code == status, reply.text[:500]
        return reply.text

    def reply(self, address: str, **headers: str):
        """Return the whole answer at *address*, following nothing."""
        return self.client.get(address, headers=HTML | headers, follow_redirects=False)

    def send(self, address: str, **fields: str):
        """Send a form to *address*; return the whole answer, following nothing."""
        return self.client.post(address, data=fields, headers=HTML, follow_redirects=False)

    def form_token(self, address: str) -> str:
        """Return the token of the last form at *address*."""
        return re.findall(r'name="token" value="([^"]+)"', self.get(address))[-1]

    def sign_in(self, name: str, after: str = "/"):
        """Sign in as *name*; return the answer to the form."""
        token = self.form_token("/sign-in")
        person = person_named(self.runtime, name)
        return self.send("/sign-in", token=token, person=person, next=after)


@pytest.fixture(scope="session")
def small_application(tmp_path_factory):
    """The application over a small state, built once."""
    return application(open_small_state(tmp_path_factory.mktemp("registry")))


@pytest.fixture
def own_registry(tmp_path):
    """Amara Nwosu in a registry that only this test sees, and may change."""
    runtime = open_small_state(tmp_path)
    fresh = _fresh(application(runtime))
    fresh.sign_in("Amara Nwosu")
    yield fresh
    runtime.close()


@pytest.fixture
def own_office(tmp_path):
    """Lena Fischer, the agency's chief data officer, in a registry that only this test sees."""
    runtime = open_small_state(tmp_path)
    fresh = _fresh(application(runtime))
    fresh.sign_in("Lena Fischer")
    yield fresh
    runtime.close()


@pytest.fixture
def unindexed(tmp_path):
    """Somebody who has not signed in, in a registry whose search index is yet to be built."""
    runtime = open_registry_without_index(tmp_path)
    yield _fresh(application(runtime))
    runtime.close()


@pytest.fixture
def visitor(small_application):
    """Somebody who has not signed in."""
    return _fresh(small_application)


@pytest.fixture
def owner(small_application):
    """Amara Nwosu, who owns the products of the Department of Health."""
    fresh = _fresh(small_application)
    fresh.sign_in("Amara Nwosu")
    return fresh


@pytest.fixture
def reader(small_application):
    """Rafael Ortiz, who reads other agencies' data."""
    fresh = _fresh(small_application)
    fresh.sign_in("Rafael Ortiz")
    return fresh


def _fresh(small_application) -> Visitor:
    # Not entered as a context: the application's lifespan would close the shared runtime.
    return Visitor(TestClient(small_application, base_url="http://127.0.0.1:8000"))

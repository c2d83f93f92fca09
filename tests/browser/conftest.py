"""How does a test look at pages as people do? A server of its own, and a real browser."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

# So that tests find what stands beside them, and the small state that is written once.
sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "ui")]

from signing_in import sign_in
from small_state import open_small_state

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_S = 30


@pytest.fixture(scope="session")
def chromium():
    """A browser, or one clear line that there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is missing (apt-get install chromium)")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  # only where it is used

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def site(chromium, tmp_path_factory) -> Iterator[str]:
    """The address of a running registry with a small state in it."""
    del chromium  # asked for first, so that nothing is started where there is no browser
    home = tmp_path_factory.mktemp("site")
    open_small_state(home).close()
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    environ = {key: text for key, text in os.environ.items() if not key.startswith("CHARTER_")}
    server = subprocess.Popen(  # our own application
        [sys.executable, "-m", "uvicorn", "--factory", "ui.app:create_app", "--port", str(port)],
        env={**environ, "CHARTER_HOME": str(home), "CHARTER_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.communicate(timeout=START_S)


@pytest.fixture
def page(chromium, site):
    """A tab of a fresh browser profile, at desktop width, without scripts."""
    yield from _tab(chromium, site, java_script_enabled=False)


@pytest.fixture
def scripted(chromium, site):
    """A tab in which tests may run scripts: axe, and questions about the layout."""
    yield from _tab(chromium, site)


@pytest.fixture(scope="session")
def signed_in(chromium, site):
    """The cookies of Amara Nwosu, who owns the products of her agency."""
    context = chromium.new_context(base_url=site)
    sign_in(context.new_page(), "Amara Nwosu")
    yield context.storage_state()
    context.close()


@pytest.fixture
def owner(chromium, site, signed_in):
    """A tab in which Amara Nwosu is signed in and tests may run scripts."""
    yield from _tab(chromium, site, storage_state=signed_in)


@pytest.fixture
def officer(chromium, site):
    """A tab in which Lena Fischer, her agency's chief data officer, is signed in."""
    context = chromium.new_context(base_url=site)
    sign_in(context.new_page(), "Lena Fischer")
    kept = context.storage_state()
    context.close()
    yield from _tab(chromium, site, storage_state=kept)


def _tab(chromium, site: str, **options):
    context = chromium.new_context(
        base_url=site, viewport={"width": 1280, "height": 900}, **options
    )
    yield context.new_page()
    context.close()


def _wait_for(port: int, server: subprocess.Popen) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(server.communicate()[1].decode())
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"The server did not answer within {START_S} s.")

"""Does the OpenSearch of the tests come, answer, hang, die and go as the tests of it need?"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.house.readme import ROOT
from tests.opensearch_server import FOLDER, NEWEST, server_of_its_own, shared

NODE = ROOT / "deploy" / "opensearch" / "node.py"


def asked(url, *, method="GET", body=None, timeout_s=30):
    """Return the answer of a server, as an object."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(  # noqa: S310 # a loopback address
        url, method=method, data=body and json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )  # fmt: skip
    with opener.open(request, timeout=timeout_s) as answer:
        return json.load(answer)


def processes_about(text):
    """Return the ids of the processes whose command names *text*."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if text in file.read_bytes().decode(errors="replace"):
                found.append(int(file.parent.name))
        except OSError:
            continue
    return found


def test_a_node_comes_hangs_dies_and_leaves_nothing():
    """Whoever tests an outage has to trust each of these."""
    with server_of_its_own() as server:
        assert asked(server.url)["version"]["number"] == NEWEST
        asked(f"{server.url}/kept/_doc/1?refresh=true", method="PUT", body={"a": 1})

        server.pause()
        with pytest.raises(TimeoutError):
            asked(server.url, timeout_s=0.5)
        server.resume()
        assert asked(server.url)["version"]["number"] == NEWEST

        server.kill(hard=True)
        with pytest.raises(urllib.error.URLError, match="refused"):
            asked(server.url)
        server.start()
        assert asked(f"{server.url}/kept/_count")["count"] == 1

        server.pause()
    assert not server.folder.exists()
    assert processes_about(str(server.folder)) == []


def test_it_is_reached_from_this_machine_alone():
    """It has neither TLS nor sign-in."""
    nodes = asked(f"{shared().url}/_nodes/_local/http,transport")["nodes"].values()

    bound = [each[part]["bound_address"] for each in nodes for part in ("http", "transport")]
    assert [address.rpartition(":")[0] for each in bound for address in each] == ["127.0.0.1"] * 2


def test_all_processes_of_a_run_share_one_node_that_goes_with_the_last_of_them(tmp_path):
    """Each worker is a process; one that is killed gives nothing back."""
    shared()  # skips here rather than in the processes below
    run = {**os.environ, "PYTEST_XDIST_TESTRUNUID": tmp_path.name + "-" + str(os.getpid())}
    program = (
        "import sys; from tests.opensearch_server import shared; "
        "print(shared().url, flush=True); sys.stdin.read()"
    )
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", program], cwd=ROOT, env=run, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    folder = FOLDER.with_name(f"charter-opensearch-{run['PYTEST_XDIST_TESTRUNUID']}")
    urls = [each.stdout.readline().strip() for each in workers]

    assert urls[0] == urls[1] != shared().url
    workers[0].send_signal(signal.SIGKILL)
    workers[0].communicate()
    assert asked(urls[0])["version"]["number"] == NEWEST

    workers[1].send_signal(signal.SIGKILL)
    workers[1].communicate()
    end = time.monotonic() + 30
    while folder.exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not folder.exists()
    with pytest.raises(urllib.error.URLError, match="refused"):
        asked(urls[0])


@pytest.mark.parametrize(
    ("ci", "ending"), [("", pytest.skip.Exception), ("true", pytest.fail.Exception)]
)
def test_without_java_a_test_is_skipped_with_the_reason_and_ci_fails(monkeypatch, ci, ending):
    """A build server that skips tests of the engine in silence would ship a broken one."""
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr("deploy.opensearch.node._java_homes", list)

    with (
        pytest.raises(ending, match=r"no OpenSearch here: OpenSearch .* needs Java 21 or newer"),
        server_of_its_own(),
    ):
        raise AssertionError


def test_a_taken_port_is_said_in_a_line():
    """A second `make opensearch` must not end in a Java stack trace."""
    port = shared().url.rpartition(":")[2]

    done = subprocess.run(
        [sys.executable, NODE, "start", "--port", port], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (
        2, "", f"Port {port} is taken. Choose another: CHARTER_OPENSEARCH_PORT.\n"
    )  # fmt: skip

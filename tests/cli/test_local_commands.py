"""Do the commands that open the registry on this machine do their work, and only theirs?"""

import http.client
import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from registry import audit, catalog, directory, publishing
from registry.addresses import Ref
from registry.demo import state
from registry.demo.load import is_wanted, load
from registry.identity import ANONYMOUS, SYSTEM
from registry.runtime import open_runtime
from registry.settings import Settings
from tests.registry.hospital import OWNER


@pytest.fixture(scope="module")
def meridian(tmp_path_factory):
    """Load the demo once, and give the open registry."""
    home = tmp_path_factory.mktemp("meridian")
    runtime = open_runtime(Settings(home=home))
    load(runtime, lambda _: None)
    yield runtime
    runtime.close()


def _versions(runtime) -> dict[str, list[tuple[str, str]]]:
    page = catalog.products(runtime, SYSTEM, limit=200)
    return {
        f"{each.agency}/{each.slug}": [
            (version.version, version.state)
            for version in catalog.versions(runtime, SYSTEM, each.agency, each.slug)
        ]
        for each in page.items
    }


def test_the_whole_state_is_loaded(meridian):
    """A demo with holes teaches the wrong thing."""
    versions = _versions(meridian)

    assert len(directory.agencies(meridian, SYSTEM)) == 13
    assert len(versions) == 41
    assert len([each for each in versions.values() if len(each) > 1]) >= 10


def test_the_demo_holds_every_stage_of_a_version(meridian):
    """There must be something to compare, to wait for, and to see ending."""
    states = {state for each in _versions(meridian).values() for _, state in each}

    assert states >= {"active", "superseded", "deprecated", "proposed"}


def test_every_version_of_the_demo_has_its_report_and_its_audit_row(meridian):
    """Everything came through the one door, so nothing is unjudged or unrecorded."""
    versions = [(ref, number) for ref, each in _versions(meridian).items() for number, _ in each]
    recorded = set()
    cursor = None
    while True:
        page = audit.events(meridian, SYSTEM, "*", cursor=cursor)
        recorded |= {(each.subject, each.body["subject"]["version"]) for each in page.items}
        cursor = page.cursor
        if cursor is None:
            break

    assert [each for each in versions if each not in recorded] == []
    for ref, number in versions:
        agency, slug = ref.split("/")
        assert catalog.version(meridian, SYSTEM, agency, slug, number).report.outcome


def test_a_proposal_of_the_demo_names_whom_it_hits(meridian):
    """This is the question that a data officer asks first."""
    page = catalog.version(meridian, SYSTEM, "doh", "doh-hospital-bed-availability", "4.0.0")

    assert [(each.agency, each.hit) for each in page.report.consumers] == [("memd", True)]


def test_open_products_are_public_and_hidden_ones_are_not_seen(meridian):
    """What the demo calls open, everybody reads; what it hides, nobody stumbles upon."""
    public = {each.title for each in state.products() if each.visibility == "public"}

    seen = catalog.products(meridian, ANONYMOUS, limit=200)

    assert {each.title for each in seen.items} == public


def test_loading_again_changes_nothing(meridian):
    """`charter demo` on a demo that people have worked with must not take their work away."""
    before = audit.events(meridian, SYSTEM, "*").items[0].seq

    load(meridian, lambda _: None)

    assert audit.events(meridian, SYSTEM, "*").items[0].seq == before
    assert not is_wanted(meridian)


def test_the_demo_does_not_go_into_a_registry_of_others(tmp_path):
    """`make run` on a real registry must not fill it with invented agencies."""
    runtime = open_runtime(Settings(home=tmp_path))
    assert is_wanted(runtime)

    directory.create_agency(runtime, SYSTEM, slug="real", acronym="REAL", name="A real agency")

    assert not is_wanted(runtime)
    runtime.close()


def test_an_agency_and_its_token_are_made_and_ended(charter):
    """The way from an empty folder to a pipeline that publishes."""
    assert charter("agency", "add", "doh", "Department of Health").exit_code == 0
    issued = charter("token", "issue", "doh", "--name", "nightly")

    token = issued.stdout.strip()
    listed = charter("token", "list", "doh").stdout
    identifier = listed.split()[0]
    revoked = charter("token", "revoke", "doh", identifier)

    assert re.fullmatch(r"charter_[\w-]{43}", token)
    assert token not in listed
    assert "nightly" in listed
    assert (revoked.exit_code, "revoked" in charter("token", "list", "doh").stdout) == (0, True)


def test_a_token_without_a_name_is_called_after_its_agency(charter):
    """Its name stands as the publisher beside every version that it brings in."""
    charter("agency", "add", "doh", "Department of Health")
    charter("token", "issue", "doh")

    assert charter("token", "list", "doh").stdout.endswith("  robot of doh\n")


def test_what_the_registry_refuses_is_one_line(charter):
    """An agency that is there already, or none at all, is no stack of Python."""
    charter("agency", "add", "doh", "Department of Health")

    again = charter("agency", "add", "doh", "Department of Health")
    unknown = charter("token", "issue", "nobody")

    assert (again.exit_code, unknown.exit_code) == (2, 2)
    assert again.stderr.startswith("charter: There is an agency 'doh' already.")


def test_an_empty_home_is_prepared(charter, tmp_path):
    """Zero settings, zero preparation."""
    result = charter("db", "upgrade")

    assert result.exit_code == 0
    assert (tmp_path / "var" / "charter.db").exists()


@pytest.mark.parametrize("command", [["agency", "list"], ["demo"], ["db", "upgrade"]])
def test_a_home_that_cannot_be_used_is_one_line(charter, tmp_path, command):
    """A typing error in CHARTER_HOME must say that it is one."""
    (tmp_path / "file").write_text("")

    result = charter(*command, CHARTER_HOME="file")

    assert result.exit_code == 2
    assert result.stderr.startswith("charter: ")


def test_the_index_is_verified_and_rebuilt(charter):
    """After a restore, the index is made again from the registry."""
    charter("agency", "add", "doh", "Department of Health")

    rebuilt = charter("index", "rebuild")
    verified = charter("index", "verify")

    assert (rebuilt.exit_code, verified.exit_code) == (0, 0)
    assert verified.stdout == "The search index equals the registry: 0 products.\n"


@pytest.mark.parametrize("command", [["index", "verify"], ["index", "rebuild"], ["db", "verify"]])
def test_an_engine_that_is_away_is_one_sentence(charter, command):
    """Whoever operates it reads which part is away, and a line that ends once."""
    charter("agency", "add", "doh", "Department of Health")

    result = charter(*command, CHARTER_SEARCH_URL="http://127.0.0.1:9")

    assert result.exit_code == 2
    assert re.fullmatch(r"charter: OpenSearch [a-z ]+\.\n", result.stderr), result.stderr


def test_verify_carries_over_what_waits(charter, tmp_path, lose):
    """After `charter demo`, or a kill, nothing is wrong that the next start does not do."""
    runtime = open_runtime(Settings(home=tmp_path / "var"))
    directory.create_agency(runtime, SYSTEM, slug="doh", acronym="DOH", name="Health")
    product = state.products()[0]
    ref = Ref(agency="doh", product="a-product")
    publishing.publish(runtime, OWNER, ref, state.editions(product)[0].source)
    runtime.close()

    verified = charter("index", "verify")
    lose(tmp_path / "var" / "index")
    lost = charter("index", "verify")
    rebuilt = charter("index", "rebuild")

    assert verified.stdout == "The search index equals the registry: 1 products.\n"
    assert (verified.exit_code, lost.exit_code, rebuilt.exit_code) == (0, 1, 0)
    assert "and so does the start of the server" in lost.stderr


@pytest.mark.parametrize("command", [["index", "verify"], ["index", "rebuild"]])
def test_an_index_that_cannot_be_opened_is_one_line(charter, tmp_path, command):
    """Of which file, and what is wrong with it."""
    charter("agency", "add", "doh", "Department of Health")
    (tmp_path / "var" / "index").write_text("")

    result = charter(*command)

    assert result.exit_code == 2
    assert result.stderr.startswith("charter: The search index cannot be")


@pytest.mark.parametrize(
    "command", [["agency", "list"], ["demo"], ["db", "upgrade"], ["serve"], ["index", "verify"]]
)
@pytest.mark.parametrize("content", [b"garbage" * 1000, None], ids=["garbage", "folder"])
def test_a_database_that_cannot_be_used_is_one_line(charter, tmp_path, command, content):
    """Never a stack of Python, and never exit code 1, which means an incompatible change."""
    database = tmp_path / "file.db"
    if content is None:
        database.mkdir()
    else:
        database.write_bytes(content)

    result = charter(*command, CHARTER_DATABASE_URL=f"sqlite:///{database}", CHARTER_PORT="0")

    assert result.exit_code == 2
    assert result.stderr.startswith("charter: ")
    assert result.stderr.count("\n") == 1


def test_pages_that_are_damaged_are_one_line(charter, tmp_path):
    """A disk fails in the middle of a file, which opens as ever."""
    charter("agency", "add", "doh", "Department of Health")
    database = tmp_path / "var" / "charter.db"
    with closing(sqlite3.connect(database)) as connection:
        page, size = connection.execute(
            "SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_schema "
            "WHERE name = 'agency'"
        ).fetchone()
    content = bytearray(database.read_bytes())
    content[(page - 1) * size : page * size] = b"\xff" * size
    database.write_bytes(content)

    result = charter("agency", "list")

    assert result.exit_code == 2
    assert result.stderr == "charter: The database is damaged. Restore a backup.\n"


class Serving:
    """A server of its own process."""

    def __init__(self, home: Path, *options: str, port: int = 0) -> None:
        environment = {
            "CHARTER_HOME": str(home),
            "CHARTER_PORT": str(port),
            "PATH": "/usr/bin:/bin",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "registry", "serve", *options],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )

    def address(self) -> str:
        """Wait until it says where it is."""
        for line in self.process.stderr:
            if found := re.search(r"http://\S+", line):
                return found[0]
        raise AssertionError(f"it ended with {self.process.wait()}")

    def stop(self) -> int:
        """Press Ctrl-C and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=20)
        return self.process.returncode


def get(address: str, path: str) -> dict:
    """Return what a server answers."""
    connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=20)
    connection.request("GET", path)
    answer = json.load(connection.getresponse())
    connection.close()
    return answer


def test_serve_answers_says_where_and_stops_on_ctrl_c(charter, tmp_path):
    """The command that a newcomer runs first, and the way out of it."""
    serving = Serving(tmp_path / "home")
    address = serving.address()

    health = get(address, "/api/health")
    beside = charter("agency", "add", "doh", "Health", CHARTER_HOME=str(tmp_path / "home"))
    refused = charter("index", "rebuild")
    second = charter("serve")

    assert health["status"] == "ok"
    assert beside.exit_code == 0
    assert (refused.exit_code, second.exit_code) == (2, 2)
    assert f"A server (process {serving.process.pid}) runs on" in refused.stderr
    assert serving.stop() == 0


def test_a_newcomer_publishes_changes_and_finds_a_contract(charter, filled_in, tmp_path):
    """The README's path, from an empty folder to a refusal that says what would be right."""
    home = str(tmp_path / "home")
    charter("agency", "add", "doh", "Department of Health", CHARTER_HOME=home)
    token = charter("token", "issue", "doh").stdout.strip()
    serving = Serving(tmp_path / "home")
    here = {"CHARTER_URL": serving.address(), "CHARTER_TOKEN": token, "CHARTER_AGENCY": "doh"}
    charter("init", "visits.odcs.yaml", "--name", "clinic-visits", **here)
    file = tmp_path / "visits.odcs.yaml"

    draft = charter("publish", "visits.odcs.yaml")
    text = filled_in(file.read_text()).replace("status: draft", "status: active")
    file.write_text(text.replace("version: 0.1.0", "version: 1.0.0"))
    checked = charter("check", "visits.odcs.yaml", "--format", "json")
    first = charter("publish", ".")
    shown = charter("show", "doh/clinic-visits", "1.0.0")
    changed = text.replace("version: 0.1.0", "version: 1.1.0").replace(
        "name: category", "name: kind"
    )
    refused = charter("publish", "-", "--format", "json", stdin=changed.encode())
    found = _until_found(charter)
    serving.stop()

    assert [each.exit_code for each in (draft, checked, first, refused)] == [0, 0, 0, 1]
    assert "<enter what the data is for>" in draft.stdout
    assert "doh/clinic-visits 1.0.0 is active." in first.stderr
    assert shown.stdout_bytes == file.read_bytes()
    assert json.loads(refused.stdout)["required_version"] == "2.0.0"
    assert [each["product"]["slug"] for each in found] == ["clinic-visits"]


def _until_found(charter) -> list[dict]:
    """Search until the index has heard of it, which takes some milliseconds."""
    for _ in range(100):
        if items := json.loads(charter("search", "clinic", "--format", "json").stdout)["items"]:
            return items
        time.sleep(0.05)
    return []


def test_a_taken_port_is_one_clear_line(charter):
    """The most frequent trouble with any server."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        result = charter("serve", CHARTER_PORT=str(port))

    assert result.exit_code == 2
    assert f"Something listens on 127.0.0.1 port {port} already." in result.stderr


def test_serve_refuses_an_older_database_and_names_the_command(charter, tmp_path):
    """A migration may take long or need a backup first, so it is never made by surprise."""
    charter("db", "upgrade")
    with sqlite3.connect(tmp_path / "var" / "charter.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '0000'")
    database.close()

    result = charter("serve", CHARTER_PORT="0")

    assert result.exit_code == 2
    assert "charter db upgrade" in result.stderr


def test_the_demo_is_loaded_in_good_time(tmp_path):
    """Nobody waits for a demo. The limit is generous; the time itself is in the report."""
    began = time.monotonic()
    serving = Serving(tmp_path / "home", "--demo")
    address = serving.address()
    products = get(address, "/api/v1/products?limit=200")["items"]
    serving.stop()

    print(f"the demo was served after {time.monotonic() - began:.1f} s")  # noqa: T201 (see above)
    assert products

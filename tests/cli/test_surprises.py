"""Does every surprise from outside end in one line and a code that means what it says?"""

import json

import pytest

from registry.cli import console

UNSEEN = "\x9b31m\u202e\x7f"
A_PAGE = {
    "product": {
        "agency": "doh",
        "agency_name": "Health",
        "slug": "beds",
        "title": f"Beds {UNSEEN}",
        "summary": UNSEEN,
        "domain": "",
        "visibility": "public",
        "classification": "",
        "version": "1.0.0",
        "state": "active",
        "updated_at": "2026-11-21T09:00:00Z",
    },
    "price": 0.10,
}


@pytest.mark.parametrize("name", ["x" * 5_000, f"{'x' * 300}/beds.odcs.yaml", "a\\0b" * 2_000])
@pytest.mark.parametrize("command", ["publish", "check", "lint"])
def test_a_name_that_no_file_can_have_is_one_line(process, command, name):
    """A pipeline that lost its line breaks passes a whole list as one name."""
    result = process(command, name)

    assert (result.returncode, result.stderr.count(b"\n")) == (2, 1)
    assert result.stderr.startswith(b"charter: ")


def test_a_folder_name_that_cannot_be_is_one_line(process):
    """The same for the folders of --all."""
    result = process("check", "--all", "x" * 5_000)

    assert (result.returncode, result.stderr.count(b"\n")) == (2, 1)


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://", "http://a:b", "http://:80", "https:///x"]
)
@pytest.mark.parametrize("command", ["check", "publish", "search", "show"])
def test_an_address_without_a_server_is_a_wrong_setting(process, command, url):
    """It is misuse, and neither an outage nor a verdict."""
    arguments = {"search": "beds", "show": "doh/beds"}

    result = process(command, arguments.get(command, "-"), CHARTER_URL=url)

    assert (result.returncode, result.stderr.count(b"\n")) == (2, 1)
    assert result.stderr.startswith(b"charter: CHARTER_URL is ")


@pytest.mark.parametrize("what", ["issue", "list", "revoke"])
def test_an_agency_of_no_encoding_is_one_line(process, what):
    """Arguments of Linux are bytes."""
    process("agency", "add", "doh", "Department of Health")

    result = process("token", what, b"\xff", *(["1"] if what == "revoke" else []))

    assert result.returncode == 2
    assert b"Traceback" not in result.stderr
    assert result.stderr.startswith(b"charter: There is no agency ")


@pytest.mark.parametrize(
    "command", [["token", "issue", "doh"], ["agency", "list"], ["index", "verify"]], ids=str
)
def test_asking_where_no_registry_is_says_so_and_begins_none(process, tmp_path, command):
    """Whoever stands in another folder would otherwise get an empty token, and no reason."""
    result = process(*command)

    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.startswith(b"charter: There is no registry in ")
    assert not list(tmp_path.rglob("charter.db"))


def test_a_fault_of_our_own_is_never_an_incompatible_change(capsys):
    """Exit code 1 would stop a release for a reason that does not exist."""

    def fail():
        raise ZeroDivisionError("by \x1b[2Jzero")

    code = console.guarded(fail)

    told = capsys.readouterr().err
    assert code == 70
    assert "Traceback" in told
    assert "\x1b" not in told
    assert told.splitlines()[-1].startswith("charter: This is a fault in Charter")


@pytest.mark.parametrize(
    "command",
    [
        ["show", "doh/beds", "--format", "json"],
        ["show", "doh/beds", "1.0.0", "--format", "json"],
    ],
)
def test_json_holds_nothing_that_a_terminal_obeys(charter, serve, command):
    """People print JSON as often as they parse it."""
    body = json.dumps(A_PAGE, ensure_ascii=False, indent=1).encode()

    result = charter(*command, CHARTER_URL=serve(200, body).url)

    assert result.exit_code == 0
    assert [sign for sign in UNSEEN if sign in result.stdout and sign not in "31m"] == []
    assert json.loads(result.stdout) == A_PAGE
    assert '"price": 0.1' in result.stdout


def test_found_products_as_json_hold_nothing_that_a_terminal_obeys(charter, serve):
    """The same for what a search finds."""
    page = {
        "text": UNSEEN,
        "items": [{"product": A_PAGE["product"], "why": []}],
        "total": 1,
        "facets": [],
        "offset": 0,
    }
    body = json.dumps(page, ensure_ascii=False).encode()

    result = charter("search", "beds", "--format", "json", CHARTER_URL=serve(200, body).url)

    assert result.exit_code == 0
    assert [sign for sign in UNSEEN if sign in result.stdout and sign not in "31m"] == []
    assert json.loads(result.stdout)["text"] == UNSEEN


@pytest.mark.parametrize("body", [b"<html>", b"", b"\xff", b'{"a": "\xff"}'])
def test_json_of_something_that_is_no_registry_is_an_outage(charter, serve, body):
    """A guest network's page is no product."""
    result = charter("show", "doh/beds", "--format", "json", CHARTER_URL=serve(200, body).url)

    assert result.exit_code == 4


def test_a_token_is_one_row_whatever_it_is_called(charter):
    """A name must not fake the row of another token."""
    charter("agency", "add", "doh", "Department of Health")
    charter("token", "issue", "doh", "--name", "ci\n0190  until 2099-01-01  publish  real")

    listed = charter("token", "list", "doh")

    assert listed.stdout.count("\n") == 1
    assert "ci 0190" in listed.stdout

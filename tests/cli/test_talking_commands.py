"""Do check, publish, search and show say what a registry answers, and survive what is none?"""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from contracts.findings import Bump, Impact, Outcome, Report
from registry.search_views import HitView, MatchView, SearchPage
from registry.views import ProductView, Receipt, SimilarView, State, Visibility


def a_problem(slug: str, **more: object) -> bytes:
    """Return a refusal as the registry writes it."""
    return json.dumps({"type": f"/problems/{slug}", "detail": f"It is {slug}.", **more}).encode()


NOTHING = {"text": "", "items": [], "total": 0, "facets": [], "offset": 0}

COMMANDS = [["check", "-"], ["publish", "-"], ["search", "beds"], ["show", "doh/beds"]]


@pytest.mark.parametrize("command", COMMANDS)
def test_no_registry_at_all_exits_with_4(charter, contract, command):
    """A pipeline must be able to tell an outage from a bad contract."""
    result = charter(*command, stdin=contract(), CHARTER_URL="http://127.0.0.1:9")

    assert result.exit_code == 4
    assert "The registry at http://127.0.0.1:9 cannot be reached: Connection refused." in (
        result.stderr
    )


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "body", [b"<html>Sign in to the guest network</html>", b"", b"[]", b"\xff\xfe", b'{"items": 5}']
)
def test_something_that_is_no_registry_exits_with_4(charter, contract, serve, command, body):
    """Proxies and captive portals answer 200 with a page of their own."""
    result = charter(*command, stdin=contract(), CHARTER_URL=serve(200, body).url)

    assert result.exit_code == 4
    assert "Something other than a registry answers" in result.stderr


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_registry_out_of_order_exits_with_4(charter, contract, serve, status):
    """The contract is not to blame, and trying again may help."""
    result = charter("check", "-", stdin=contract(), CHARTER_URL=serve(status, b"<html>").url)

    assert result.exit_code == 4
    assert f"it answers with status {status}" in result.stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_a_registry_without_its_search_engine_says_so(charter, contract, serve, command):
    """It is reached: whoever looks at addresses and firewalls then looks at the wrong place."""
    body = a_problem("unavailable", status=503, next_step="Try again in a minute.")

    result = charter(*command, stdin=contract(), CHARTER_URL=serve(503, body).url)

    assert result.exit_code == 4
    assert result.stderr == "charter: It is unavailable.\nTry again in a minute.\n"


@pytest.mark.parametrize(
    ("status", "slug", "code"),
    [
        (400, "invalid-request", 2),
        (401, "not-signed-in", 2),
        (403, "not-allowed", 2),
        (404, "not-found", 2),
        (409, "version-exists", 1),
        (409, "contract-id-taken", 1),
        (409, "verdict-changed", 1),
        (412, "precondition-failed", 2),
        (413, "too-large", 3),
        (415, "unsupported-media-type", 3),
        (422, "invalid-contract", 3),
        (422, "incompatible-change", 1),
    ],
)
def test_each_refusal_has_its_exit_code(charter, serve, status, slug, code):
    """The codes are a promise to pipelines: 1 incompatible, 2 the caller, 3 the contract."""
    server = serve(status, a_problem(slug, status=status))

    results = [charter(each, "-", CHARTER_URL=server.url) for each in ("check", "publish")]

    assert [each.exit_code for each in results] == [code, code]
    assert all(f"It is {slug}." in each.stderr for each in results)


def test_many_contracts_in_a_row_wait_where_they_are_too_many(charter, contract, serve):
    """A pipeline that publishes a hundred must not fail at the sixtieth."""
    replies = iter([(429, {"retry-after": "1"}, a_problem("too-many-requests", status=429))])
    server = serve(422, a_problem("incompatible-change", status=422))
    server.replies = lambda _: next(
        replies, (422, {}, a_problem("incompatible-change", status=422))
    )

    result = charter("publish", "-", stdin=contract(), CHARTER_URL=server.url)

    assert [method for method, *_ in server.seen] == ["POST"] * 2
    assert (result.exit_code, "too-many-requests" in result.stderr) == (1, False)


@pytest.mark.parametrize("after", ["3600", "soon", "-1", "9" * 400, "²", ""])
def test_nobody_waits_for_an_hour(charter, contract, serve, after):
    """A build server that hangs says nothing; a refusal says why."""
    problem = a_problem("too-many-requests", status=429)
    server = serve(429, problem, Retry_After=after.encode().decode("latin-1"))

    result = charter("publish", "-", stdin=contract(), CHARTER_URL=server.url)

    assert len(server.seen) == 1
    assert (result.exit_code, "It is too-many-requests." in result.stderr) == (2, True)


def test_a_missing_token_says_where_to_get_one(charter, contract, serve):
    """The first publish of everybody ends here."""
    server = serve(401, a_problem("not-signed-in"))

    result = charter("publish", "-", stdin=contract(), CHARTER_URL=server.url)

    assert "CHARTER_TOKEN" in result.stderr


def test_a_token_never_follows_a_redirect_to_another_server(charter, serve):
    """A token that leaks publishes in its agency's name."""
    thief = serve(200, b"{}")
    server = serve(302, b"", location=f"{thief.url}/api/v1/search")

    environment = {"CHARTER_URL": server.url, "CHARTER_TOKEN": "secret-token"}
    result = charter("search", **environment)

    assert result.exit_code == 4
    assert (thief.seen, server.seen[0][2]["Authorization"]) == ([], "Bearer secret-token")


def test_a_search_for_another_spelling_says_so(charter, serve):
    """Whoever mistyped must not take the answer for one to what they typed."""
    eased = {"kind": "spelling", "asked": "trafic", "used": "traffic"}
    server = serve(200, json.dumps({**NOTHING, "relaxed": [eased]}).encode())

    result = charter("search", "trafic", CHARTER_URL=server.url)

    assert result.stderr.splitlines() == [
        "Nothing that you may see has 'trafic'; found by 'traffic'.",
        "0 products found, 0 shown.",
        "Without a token in CHARTER_TOKEN only public products are seen.",
    ]


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (["roads", "-traffic"], {"q": ["roads -traffic"]}),
        (["-health", "roads", "--limit", "3"], {"q": ["-health roads"], "limit": ["3"]}),
        (["--agency", "dot", "-agency:doh"], {"agency": ["dot"], "q": ["-agency:doh"]}),
        (['title:"air quality"', "-tag:a=b"], {"q": ['title:"air quality" -tag:a=b']}),
        (["--cursor", "-abc", "--", "-h2o"], {"cursor": ["-abc"], "q": ["-h2o"]}),
    ],
)
def test_a_minus_leaves_a_word_out(charter, serve, arguments, asked):
    """It is part of the language of searches, whatever a command line makes of it."""
    server = serve(200, json.dumps(NOTHING).encode())

    result = charter("search", *arguments, CHARTER_URL=server.url)

    assert result.exit_code == 0, result.output
    sent = parse_qs(urlsplit(server.seen[0][1]).query)
    assert {**sent, **asked} == sent


def test_what_is_found_has_one_line_for_each_thing_that_is_said(charter, serve):
    """A description of three paragraphs would hide the product below it."""
    product = ProductView(
        agency="dot",
        agency_name="Transport",
        slug="roads",
        title="Roads\n",
        summary="",
        domain="transport",
        visibility=Visibility.PUBLIC,
        classification="",
        version="1.0.0",
        state=State.ACTIVE,
        updated_at=datetime(2026, 11, 21, tzinfo=UTC),
    )
    long = f"First.\r\n\n  <mark>Roads</mark> {'x' * 900}"
    hit = HitView(product=product, why=(MatchView(field="description", label="", html=long),))
    page = SearchPage(text="roads", items=(hit,), total=1, facets=(), offset=0)
    server = serve(200, msgspec.json.encode(page))

    lines = charter("search", "roads", CHARTER_URL=server.url).stdout.splitlines()

    assert lines[:2] == ["dot/roads 1.0.0", "  Roads"]
    assert lines[2].startswith("  First. Roads xxx")
    assert (len(lines), len(lines[2])) == (3, 205)
    assert lines[2].endswith("x...")


@pytest.mark.parametrize("token", ["", "secret-token"])
def test_without_a_token_somebody_is_told_that_they_see_little(charter, serve, token):
    """Nothing found is no proof that there is nothing."""
    hint = "Without a token in CHARTER_TOKEN only public products are seen."
    nothing = serve(200, json.dumps(NOTHING).encode()).url
    hidden = serve(404, a_problem("not-found", status=404, next_step="Or sign in.")).url
    asked = (
        (nothing, "search", "roads"),
        (hidden, "show", "dot/roads"),
        (hidden, "show", "dot/roads", "1.0.0"),
        (hidden, "show", "dot/roads", "--format", "json"),
    )

    for url, *command in asked:
        result = charter(*command, CHARTER_URL=url, CHARTER_TOKEN=token)
        assert (hint in result.stderr.splitlines()) == (not token), command
        assert ("Or sign in." in result.stderr) == (bool(token) and url is hidden), command


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_a_search_explains_its_language(charter, option):
    """Nobody guesses `column:`."""
    result = charter("search", "roads", option)

    assert result.exit_code == 0
    for said in ("Usage: charter search", '"air quality"', "column:", "title:", "agency:", "-traf"):
        assert said in result.stdout


def test_an_option_that_search_does_not_have_is_refused(charter):
    """A typing error in an option is no word to look for."""
    result = charter("search", "roads", "--agncy", "doh")

    assert result.exit_code == 2
    assert result.stderr.startswith("charter: No such option '--agncy'")


def test_a_redirect_is_no_answer_to_a_publish(charter, contract, serve):
    """A PUT that silently becomes a GET would look like success."""
    server = serve(301, b"", location="/elsewhere")

    result = charter("publish", "-", stdin=contract(), CHARTER_URL=server.url)

    assert result.exit_code == 4
    assert [(method, path) for method, path, _ in server.seen] == [("POST", "/api/v1/contracts")]


def test_the_agency_comes_from_the_option_then_the_environment(charter, contract, serve):
    """One pipeline publishes for its own agency without saying so in every line."""
    server = serve(404, a_problem("not-found"))

    charter("check", "-", stdin=contract(), CHARTER_URL=server.url, CHARTER_AGENCY="doh")
    charter("check", "-", "--agency", "dot", stdin=contract())
    charter("publish", "-", "--product", "deq/gauges", stdin=contract())

    assert [(method, path) for method, path, _ in server.seen] == [
        ("POST", "/api/v1/checks?agency=doh"),
        ("POST", "/api/v1/checks?agency=dot"),
        ("PUT", "/api/v1/products/deq/gauges/contract"),
    ]


@pytest.mark.parametrize("product", ["beds", "doh/", "/beds", "doh/beds/3", "doh/../x", "DOH/ß"])
def test_a_product_that_is_none_is_misuse(charter, contract, product):
    """Nothing is sent anywhere for a slip of the finger."""
    result = charter("check", "-", "--product", product, stdin=contract())

    assert result.exit_code == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CHARTER_URL", "registry.example"),
        ("CHARTER_URL", "file:///etc/passwd"),
        ("CHARTER_PORT", "eighty"),
        ("CHARTER_TOKN", "x"),
        ("CHARTER_TOKEN", "a\nb"),
        ("CHARTER_TOKEN", "ключ"),
    ],
)
def test_a_wrong_setting_is_named(charter, contract, name, value):
    """A setting that is silently ignored costs an afternoon."""
    result = charter("check", "-", stdin=contract(), **{name: value})

    assert result.exit_code == 2
    assert name in result.stderr


def test_a_folder_is_published_in_the_order_of_versions(charter, contract, serve, tmp_path):
    """2.10.0 follows 2.9.0, whatever the alphabet says; other files are left alone."""
    names = ["b/2.10.0.odcs.yaml", "b/2.9.0.odcs.yml", "a.odcs.json", "b/notes.yaml", "b/c.txt"]
    for name in names:
        (tmp_path / "all" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "all" / name).write_bytes(contract())
    server = serve(404, a_problem("not-found"))

    result = charter("publish", "all", CHARTER_URL=server.url)

    assert result.exit_code == 2
    assert len(server.seen) == 1  # the caller is to blame, so the rest would fail alike


def test_a_folder_goes_on_after_a_bad_contract(charter, contract, serve, tmp_path):
    """All findings at once are worth more than the first one ten times."""
    for name in ("1.9.0", "1.10.0"):
        (tmp_path / f"{name}.odcs.yaml").write_bytes(contract(version=name))
    server = serve(422, a_problem("invalid-contract"))

    result = charter("publish", ".", CHARTER_URL=server.url)

    assert result.exit_code == 3
    assert len(server.seen) == 2
    assert "0 of 2 contracts published or there already." in result.stderr


def test_a_folder_without_contracts_is_misuse(charter, tmp_path):
    """Probably another folder was meant."""
    result = charter("publish", ".")

    assert result.exit_code == 2
    assert ".odcs.yaml" in result.stderr


def test_what_is_larger_than_any_contract_is_cut_short(charter, serve):
    """A disk image by mistake must not be sent as a whole."""
    server = serve(413, a_problem("too-large"))

    result = charter("check", "-", stdin=b"x" * 6_000_000, CHARTER_URL=server.url)

    assert result.exit_code == 3
    assert int(server.seen[0][2]["Content-Length"]) == 4 * 1024 * 1024 + 1


def test_a_publisher_hears_of_what_is_there_already(charter, contract, serve):
    """Beside the receipt, which JSON holds whole."""
    found = SimilarView(ref="memd/beds", title="Beds", agency_name="MEMD", why="It shares a.")
    receipt = Receipt(
        product="doh/beds",
        version="1.0.0",
        state="active",
        digest="0" * 64,
        created=True,
        report=Report(
            outcome=Outcome.ACCEPTED,
            reads=Impact.OK,
            writes=Impact.OK,
            structural=Impact.OK,
            governance=Impact.OK,
            bump=Bump.NONE,
            required_version=None,
            modes={},
        ),
        notices=(),
        url="/products/doh/beds",
        similar=(found,),
    )
    server = serve(201, msgspec.json.encode(receipt))

    result = charter("publish", "-", stdin=contract(), CHARTER_URL=server.url)

    assert result.exit_code == 0
    assert "  memd/beds (Beds): It shares a." in result.stderr.splitlines()

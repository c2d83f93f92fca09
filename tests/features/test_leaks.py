"""Does anything that can be asked give a product away to somebody who may not know of it?

Four products share their form and differ in one invented word each, which stands in every field.
For every caller, each way of looking must be silent about the words that are not theirs, and must
say those that are: a test that finds nothing anywhere would prove nothing.
"""

import html
import json
import re
from urllib.parse import quote

import pytest
from api_server import serving

from registry import directory, publishing, relay
from registry.addresses import Ref
from registry.identity import SYSTEM, RoleName
from registry.products import set_product
from registry.views import Visibility
from ui.app import application
from ui.session import COOKIE, Signer

WORDS = {
    "quillfeather": Visibility.PUBLIC,
    "marmotweave": Visibility.STATE,
    "ochrebasin": Visibility.AGENCIES,
    "tamarindoak": Visibility.HIDDEN,
}
SEEN = {
    "anybody": {"quillfeather"},
    "somebody of another agency": {"quillfeather", "marmotweave"},
    "a member of the agency": {"quillfeather", "marmotweave", "ochrebasin"},
    "the owner": set(WORDS),
}
SHARED = "ledgerbook"
"""A word that all four have."""

COLUMNS = "".join(
    f"      - {{name: {name}, logicalType: string, description: Text., classification: internal}}\n"
    for name in ("entry_number", "page_number", "booked_at", "booked_by", "closed_at")
)


def a_contract(word, identifier=""):
    """Return a contract in which *word* stands wherever a contract has words."""
    return f"""\
apiVersion: v3.1.0
kind: DataContract
id: urn:doh:{identifier or word}
name: {word}-{SHARED}
version: 1.0.0
status: active
domain: {word}-domain
tags: [{word}-tag{", quillfeathar" if word == "tamarindoak" else ""}]
description:
  purpose: The {SHARED} of {word}.
  usage: Ask the {word} office.
authoritativeDefinitions:
  - {{type: semanticDefinition, url: "https://a.example/{word}", description: {word} standard}}
schema:
  - name: {word}_table
    logicalType: object
    description: One row for each {word}.
    properties:
      - name: {word}_count
        logicalType: integer
        description: How many {word}.
        classification: internal
        required: true
{COLUMNS}slaProperties:
  - {{property: frequency, value: 1, unit: d}}
servers:
  - {{server: {word}-server, type: custom, environment: prod, format: {word}fmt}}
""".encode()


@pytest.fixture(scope="module")
def state(tmp_path_factory):
    """The whole application over the four products, whose addresses say nothing."""
    with serving(tmp_path_factory.mktemp("leaks"), application) as running:
        for number, (word, visibility) in enumerate(WORDS.items()):
            ref = Ref(agency="doh", product=f"p-{number}")
            publishing.publish(running.runtime, SYSTEM, ref, a_contract(word))
            set_product(running.runtime, SYSTEM, ref, visibility=visibility)
        relay.drain(running.runtime)
        yield running


class Caller:
    """Somebody with a browser, who reads pages and the API under one session."""

    def __init__(self, running, words, headers):
        self._running = running
        self._headers = headers
        self.words = words
        self.others = set(WORDS) - words

    def get(self, path):
        """Return the status and the text at *path*."""
        accept = "application/json" if path.startswith("/api") else "text/html"
        reply = self._running.call("GET", path, None, accept=accept, **self._headers)
        assert reply.status < 500, (path, reply.body)
        return reply.status, reply.body.decode()

    def json(self, path):
        """Return the JSON of the API at *path*."""
        return json.loads(self.get(f"/api/v1{path}")[1])

    def check(self, ref, source):
        """Ask what publishing would do; return the text of the answer."""
        headers = self._headers | {"content_type": "application/yaml"}
        return self._running.call("POST", f"/api/v1/products/{ref}/checks", source, **headers)

    def is_told(self, text):
        """Return the words that stand in *text*, none of which may be another's."""
        found = {word for word in WORDS if word in text.casefold()}
        assert not found & self.others, text
        return found


@pytest.fixture(scope="module")
def callers(state):
    """Return everybody who looks, by what they are."""
    runtime = state.runtime

    def signed_in(name, agency, role):
        person = directory.create_person(runtime, SYSTEM, name=name, agency=agency)
        directory.assign(runtime, SYSTEM, person.id, role, agency)
        signer = Signer(directory.cookie_secret(runtime))
        session = signer.begin(person.id, now_s=runtime.clock().timestamp())
        cookie = f"{COOKIE}={signer.sign(session)}"
        return {"cookie": cookie, "x_csrf_token": signer.form_token(session)}

    headers = {
        "anybody": {},
        "somebody of another agency": signed_in("Rafael", "dot", RoleName.PRODUCT_OWNER),
        "a member of the agency": signed_in("Mei", "doh", RoleName.CONSUMER),
        "the owner": signed_in("Amara", "doh", RoleName.PRODUCT_OWNER),
    }
    return {who: Caller(state, SEEN[who], headers[who]) for who in SEEN}


@pytest.fixture(params=SEEN)
def caller(request, callers):
    """Each caller in turn."""
    return callers[request.param]


@pytest.mark.parametrize("sort", ["relevance", "newest", "title"])
def test_results_and_totals_hold_what_is_theirs(caller, sort):
    """Everything is walked, one hit at a time, on pages and over HTTP."""
    path, found = f"/search?q={SHARED}&sort={sort}&limit=1", []
    while path:
        page = caller.json(path)
        found.append(caller.is_told(json.dumps(page["items"])))
        caller.is_told(json.dumps(page))
        assert page["total"] == len(caller.words)
        path = page["cursor"] and f"/search?q={SHARED}&sort={sort}&limit=1&cursor={page['cursor']}"
    assert set().union(*found) == caller.words
    assert len(found) == len(caller.words)

    _, shown = caller.get(f"/search?q={SHARED}&sort={sort}")
    assert caller.is_told(shown) == caller.words
    assert f">{len(caller.words)} data product" in shown


def test_facets_count_what_is_theirs(caller):
    """Values and numbers, with and without a choice."""
    for query in ("", f"q={SHARED}", "agency=doh", "format=custom", "cadence=daily"):
        facets = {
            each["name"]: each["values"] for each in caller.json(f"/search?{query}")["facets"]
        }

        for name in ("domain", "format", "term"):
            assert caller.is_told(json.dumps(facets[name])) == caller.words, (query, name)
        assert [each["count"] for each in facets["agency"]] == [len(caller.words)]
        assert sum(each["count"] for each in facets["access"]) == len(caller.words)


@pytest.mark.parametrize("word", WORDS)
def test_a_filter_by_a_value_that_is_not_theirs_finds_nothing(caller, word):
    """Whoever guesses the value learns nothing from the number."""
    for name, value in (
        ("domain", f"{word}-domain"),
        ("format", f"{word}fmt"),
        ("term", f"{word} standard"),
        ("access", WORDS[word].value),
    ):
        page = caller.json(f"/search?{name}={quote(value)}")

        assert page["total"] == (word in caller.words), (name, value)
        (facet,) = (each for each in page["facets"] if each["name"] == name)
        assert [each["count"] for each in facet["values"] if each["value"] == value] == [
            int(word in caller.words)
        ]


@pytest.mark.parametrize("word", WORDS)
def test_nothing_that_is_theirs_to_see_is_found_by_a_word_of_another(caller, word):
    """Titles, columns, tags, domains, servers, terms: whatever the word stands in."""
    is_theirs = word in caller.words
    for text in (word, f"{word}_count", f'"{word} standard"', f"{word} {SHARED}x", f"{word}fmt"):
        page = caller.json(f"/search?q={quote(text)}")

        told = caller.is_told(json.dumps([page["items"], page["facets"]]))
        if is_theirs and text != f"{word}fmt":
            assert word in told, text


@pytest.mark.parametrize("word", WORDS)
def test_completion_goes_on_with_what_is_theirs(caller, word):
    """In the API, and in the list that comes with the form."""
    for text in (word[:4], f"{word[:-1]}", f"{SHARED} {word[:5]}", f"count {word[:3]}"):
        over_http = json.dumps(caller.json(f"/search/completions?q={quote(text)}&limit=20"))
        _, page = caller.get(f"/search?q={quote(text)}")
        offered = "".join(re.findall(r"<option value=\"(.*?)</option>", page))

        for told in (over_http, offered):
            assert (word in caller.is_told(told)) is (word in caller.words), text
        caller.is_told(page)


@pytest.mark.parametrize("word", WORDS)
def test_did_you_mean_means_what_is_theirs(caller, word):
    """A mistyped word of a product that is not theirs stays mistyped."""
    mistyped = word[:5] + word[6:]

    for text in (
        json.dumps(caller.json(f"/search?q={mistyped}")),
        caller.get(f"/search?q={mistyped}")[1],
    ):
        assert (word in caller.is_told(text)) is (word in caller.words)


def test_a_word_that_is_not_theirs_stands_in_nobodys_way(caller):
    """The hidden product has a nearer word, and others are helped as if it had not."""
    page = caller.json("/search?q=quillfeathaar")

    found = [each["used"] for each in page["relaxed"]]
    assert found == ["quillfeathar" if "tamarindoak" in caller.words else "quillfeather"]
    assert page["total"] == 1


@pytest.mark.parametrize("word", WORDS)
def test_a_filter_that_is_typed_finds_what_is_theirs(caller, word):
    """Values that are not theirs are as unknown as those that nobody wrote."""
    for text in (f"domain:{word}-domain", f"format:{word}fmt", f"column:{word}_count"):
        page = caller.json(f"/search?q={quote(text)}")

        assert (word in caller.is_told(json.dumps(page["items"]))) is (word in caller.words), text


def test_similar_products_are_those_that_are_theirs(caller):
    """Beside a product that everybody sees."""
    _, page = caller.get("/products/doh/p-0")

    _, _, section = page.partition('id="similar"')
    listed = section.partition("</section>")[0]
    assert caller.is_told(listed) == caller.words - {"quillfeather"}
    caller.is_told(page)


@pytest.mark.parametrize("who", ["somebody of another agency", "the owner"])
def test_whoever_begins_the_like_hears_of_what_is_theirs(callers, who):
    """From the check, which says what is there already; and from its refusals."""
    caller = callers[who]
    agency = "doh" if who == "the owner" else "dot"
    source = a_contract("something").replace(b"something_count", b"a_count")

    review = caller.check(f"{agency}/new", source)

    assert review.status == 200
    told = json.dumps(review.json["similar"])
    assert len(review.json["similar"]) == min(3, len(caller.words))
    assert caller.is_told(told) <= caller.words
    for word in WORDS:
        taken = caller.check(f"{agency}/new", a_contract("something", identifier=word))
        assert taken.status == 409
        told = taken.body.decode().replace(f"urn:doh:{word}", "")
        assert word not in told or word in caller.words


def test_feeds_tell_what_is_theirs(caller):
    """Of everything, of a word that all have, and of each word."""
    for path in ("/search.atom", "/search.json"):
        for query in ("", f"?q={SHARED}", "?agency=doh"):
            assert caller.is_told(caller.get(path + query)[1]) == caller.words, path
        for word in WORDS:
            _, feed = caller.get(f"{path}?q={word}")
            entries = len(re.findall(r"<entry>|\"content_text\"", feed))
            assert entries == int(word in caller.words), feed


def test_the_sitemap_has_what_is_public(callers):
    """The same for everybody."""
    for caller in callers.values():
        _, index = caller.get("/sitemap.xml")
        places = re.findall(r"<loc>http://[^/]+(/[^<]+)</loc>", index)
        listed = "".join(caller.get(path)[1] for path in places)
        assert re.findall(r"/products/[^<]+", listed) == ["/products/doh/p-0"]


def test_errors_are_silent_about_what_is_not_theirs(caller):
    """A product that one may not see is a product that there is not."""
    for number, word in enumerate(WORDS):
        for path in (f"/products/doh/p-{number}", f"/api/v1/products/doh/p-{number}"):
            status, text = caller.get(path)
            assert status == (200 if word in caller.words else 404)
            caller.is_told(text)
    for path in ("/search", "/api/v1/search"):
        for query in ("cursor=o20", "sort=upwards", f"cursor={'A' * 40}"):
            status, text = caller.get(f"{path}?q={SHARED}&{query}")
            assert status == 400, path
            caller.is_told(text)


def test_pages_about_everything_hold_what_is_theirs(caller):
    """Home, agency, and the list of products."""
    for path in ("/", "/agencies/doh", "/api/v1/products"):
        assert caller.is_told(html.unescape(caller.get(path)[1])) == caller.words, path
    caller.is_told(caller.get("/agencies")[1])

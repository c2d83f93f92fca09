"""Can anyone who may see a product find it, read it, and trust the bytes they got?"""

import base64
import hashlib

import pytest
from api_server import A_COLUMN, a_contract, make_public, serving, the_problem

from registry import directory, products, relay
from registry.addresses import Ref
from registry.identity import SYSTEM

BEDS = "/api/v1/products/doh/beds"
FIRST = a_contract()
SECOND = a_contract("1.1.0", more=A_COLUMN)


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    """A registry with a public product in two versions, and six products of the state."""
    with serving(tmp_path_factory.mktemp("reading")) as running:
        for source in (FIRST, SECOND):
            published = running.signed(
                "PUT", f"{BEDS}/contract", source, content_type="application/yaml"
            )
            assert published.status == 201, published.body
        for number in range(6):
            name = f"series-{number}"
            published = running.signed(
                "PUT",
                f"/api/v1/products/doh/{name}/contract",
                a_contract(name=name),
                content_type="application/yaml",
            )
            assert published.status == 201, published.body
        make_public(running.runtime, "doh", "beds")
        relay.drain(running.runtime)
        yield running


def test_the_bytes_are_served_as_they_were_published(api):
    """Exactly the author's bytes, with a digest that anyone can check."""
    reply = api.call("GET", f"{BEDS}/versions/1.1.0.odcs.yaml")

    digest = hashlib.sha256(SECOND)
    assert (reply.status, reply.body) == (200, SECOND)
    assert reply.headers["etag"] == f'"{digest.hexdigest()}"'
    encoded = base64.b64encode(digest.digest()).decode()
    assert reply.headers["repr-digest"] == f"sha-256=:{encoded}:"
    assert reply.headers["content-type"] == "application/yaml"
    assert reply.headers["x-content-type-options"] == "nosniff"
    name = 'inline; filename="doh.beds.1.1.0.odcs.yaml"'
    assert reply.headers["content-disposition"] == name


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', "*"])
def test_bytes_that_the_caller_has_are_not_sent_again(api, form):
    """A cache asks whether its copy is still right, and learns so in a few bytes."""
    etag = f'"{hashlib.sha256(SECOND).hexdigest()}"'

    reply = api.call("GET", f"{BEDS}/contract", if_none_match=form.format(etag))

    assert (reply.status, reply.body) == (304, b"")
    assert reply.headers["etag"] == etag


def test_other_bytes_than_the_caller_has_are_sent(api):
    """A copy of the version before is no longer the contract in force."""
    old = f'"{hashlib.sha256(FIRST).hexdigest()}"'

    reply = api.call("GET", f"{BEDS}/contract", if_none_match=old)

    assert (reply.status, reply.body) == (200, SECOND)


def test_shared_caches_keep_only_what_everyone_may_read(api):
    """Visibility may change, so whatever is not public stays with the caller who was allowed."""
    paths = (
        f"{BEDS}/versions/1.0.0.odcs.yaml",
        f"{BEDS}/contract",
        "/api/v1/products/doh/series-1/versions/1.0.0.odcs.yaml",
        BEDS,
    )

    assert [api.signed("GET", path).headers["cache-control"] for path in paths] == [
        "public, max-age=31536000, immutable",
        "public, no-cache",
        "private, no-cache",
        "private, no-cache",
    ]


def test_a_contract_is_found_by_its_own_id(api):
    """The id leads to the contract in force, however it is spelt in an address."""
    for path in ("/api/v1/contracts/urn:doh:beds", "/api/v1/contracts/urn%3Adoh%3Abeds"):
        reply = api.call("GET", path)

        assert (reply.status, reply.body) == (200, SECOND)


def test_an_id_may_hold_slashes(api):
    """Many contracts have a URL as their id."""
    source = a_contract(name="linked", id="https://data.example/contracts//linked")
    published = api.signed(
        "PUT",
        "/api/v1/products/doh/linked/contract",
        source,
        content_type="application/yaml",
    )
    assert published.status == 201, published.body

    encoded = "https%3A%2F%2Fdata.example%2Fcontracts%2F%2Flinked"
    for path in (encoded, "https://data.example/contracts//linked"):
        reply = api.signed("GET", f"/api/v1/contracts/{path}")

        assert (reply.status, reply.body) == (200, source)


def test_a_product_is_read_with_its_versions_and_people(api):
    """One call shows what a page shows."""
    page = api.call("GET", BEDS).json

    assert page["product"]["title"] == "Beds"
    assert page["product"]["version"] == "1.1.0"
    assert [each["version"] for each in page["versions"]] == ["1.1.0", "1.0.0"]
    assert page["contract"]["schema"][0]["properties"][1]["name"] == "staffed"
    assert page["may_publish"] is False


def test_a_version_is_read_with_its_text_and_its_judgement(api):
    """What was published, and under which verdict."""
    page = api.call("GET", f"{BEDS}/versions/1.1.0").json

    assert page["text"].encode() == SECOND
    assert page["version"]["digest"] == hashlib.sha256(SECOND).hexdigest()
    assert page["report"]["outcome"] == "accepted"
    assert [each["rule"] for each in page["report"]["findings"]]
    listed = api.call("GET", f"{BEDS}/versions").json
    assert [each["version"] for each in listed["items"]] == ["1.1.0", "1.0.0"]


def test_two_versions_are_compared(api):
    """Each change with its place in the newer text."""
    page = api.call("GET", f"{BEDS}/diff?from=1.0.0&to=1.1.0").json

    (added,) = [each for each in page["report"]["findings"] if "updated_at" in each["path"]]
    assert SECOND.splitlines()[added["line"] - 1].strip() == b"- name: updated_at"
    assert (page["before"]["version"], page["after"]["version"]) == ("1.0.0", "1.1.0")


@pytest.mark.parametrize("query", ["from=1.0.0&to=9.9.9", "from=x&to=1.0.0"])
def test_a_version_that_does_not_exist_cannot_be_compared(api, query):
    """The answer names the version that is missing."""
    the_problem(api.call("GET", f"{BEDS}/diff?{query}"), 404, "not-found")


def test_a_stranger_sees_what_is_public_and_not_a_trace_of_the_rest(api):
    """What may not be seen answers as what does not exist, in lists, counts and addresses."""
    hidden = api.call("GET", "/api/v1/products/doh/series-1")
    absent = api.call("GET", "/api/v1/products/doh/series-9")

    listed = api.call("GET", "/api/v1/products").json
    found = api.call("GET", "/api/v1/search?q=hospitals").json
    assert [each["slug"] for each in listed["items"]] == ["beds"]
    assert [each["product"]["slug"] for each in found["items"]] == ["beds"]
    assert found["total"] == 1
    assert api.call("GET", "/api/v1/agencies/doh").json["products"] == 1
    first, second = (the_problem(each, 404, "not-found") for each in (hidden, absent))
    assert first["detail"].replace("series-1", "series-9") == second["detail"]
    the_problem(api.call("GET", "/api/v1/contracts/urn:doh:series-1"), 404, "not-found")
    assert api.signed("GET", "/api/v1/products/doh/series-1").status == 200


@pytest.mark.parametrize("start", ["/api/v1/products?limit=3&agency=doh", "/api/v1/search?limit=3"])
def test_pages_lead_from_one_to_the_next(api, start):
    """Following the Link header visits everything once, and the last page leads nowhere."""
    seen, address = [], start
    while address:
        reply = api.signed("GET", address)
        page = reply.json
        assert len(page["items"]) <= 3
        seen += [each.get("product", each)["slug"] for each in page["items"]]
        link = reply.headers.get("link")
        assert (link is None) == (page["cursor"] is None)
        address = link.removesuffix('>; rel="next"').removeprefix("<") if link else None

    assert {f"series-{number}" for number in range(6)} | {"beds"} <= set(seen)
    assert len(seen) == len(set(seen))


def test_a_former_address_still_leads_to_the_product(api):
    """Links in reports and pipelines outlive a change of name."""
    products.rename_product(
        api.runtime, SYSTEM, Ref(agency="doh", product="series-5"), "series-five"
    )

    page = api.signed("GET", "/api/v1/products/doh/series-5").json
    original = api.signed("GET", "/api/v1/products/doh/series-5/versions/1.0.0.odcs.yaml")
    assert (page["moved"], page["product"]["slug"]) == (True, "series-five")
    assert original.body == a_contract(name="series-5")
    products.rename_product(
        api.runtime, SYSTEM, Ref(agency="doh", product="series-five"), "series-5"
    )


def test_a_cursor_of_somebody_else_is_refused(api):
    """A cursor is opaque: what Charter did not give out is not guessed at."""
    for path in ("/api/v1/products?cursor=abc", "/api/v1/search?cursor=abc"):
        the_problem(api.call("GET", path), 400, "invalid-request")


def test_a_search_is_narrowed_by_filters_and_says_why_it_found(api):
    """The words that matched, and what each filter would leave."""
    page = api.signed("GET", "/api/v1/search?q=beds&agency=doh&agency=dot&status=active").json

    assert page["total"] >= 1
    assert page["items"][0]["why"]
    assert {facet["name"] for facet in page["facets"]} == {
        "agency",
        "domain",
        "classification",
        "access",
        "status",
        "format",
        "term",
        "cadence",
    }


def test_agencies_are_listed_with_what_the_caller_may_see(api):
    """The count grows with a token, and the rest stays the same."""
    mine = api.signed("GET", "/api/v1/agencies").json["items"]
    theirs = api.call("GET", "/api/v1/agencies").json["items"]

    assert [each["slug"] for each in mine] == ["doh", "dot"]
    assert mine[0]["products"] > theirs[0]["products"] == 1
    the_problem(api.call("GET", "/api/v1/agencies/nobody"), 404, "not-found")


@pytest.mark.parametrize("key", ["PROP-01", "prop-01"])
def test_a_rule_is_read_by_code_or_name(api, key):
    """A finding names both; either leads to the words."""
    by_code = api.call("GET", f"/api/v1/rules/{key}").json

    assert by_code == api.call("GET", f"/api/v1/rules/{by_code['name']}").json
    assert by_code in api.call("GET", "/api/v1/rules").json["items"]
    the_problem(api.call("GET", "/api/v1/rules/PROP-0"), 404, "not-found")


def test_head_answers_like_get_without_the_body(api):
    """A client may ask how large something is before it takes it."""
    for path in (f"{BEDS}/versions/1.1.0.odcs.yaml", BEDS, "/api/v1/rules", "/api/docs"):
        head, get = api.call("HEAD", path), api.call("GET", path)

        assert (head.status, head.body) == (200, b"")
        for name in ("content-type", "content-length", "etag", "cache-control"):
            assert head.headers.get(name) == get.headers.get(name), (path, name)


def test_options_names_the_methods(api):
    """A client may ask what an address does."""
    reply = api.call("OPTIONS", f"{BEDS}/contract")

    assert reply.status == 204
    assert set(reply.headers["allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "PUT"}


def test_health_says_how_far_the_search_lags_behind(api):
    """A load balancer wants the status, an operator the rest."""
    reply = api.call("GET", "/api/health")

    assert reply.status == 200
    assert reply.json["database"] == "ok"
    assert reply.json["search_lag"] >= 0
    assert reply.json["notices_waiting"] >= 0
    assert reply.json["dead_letters"] == 0
    assert reply.json["version"]


def test_a_token_that_has_ended_reads_nothing(api):
    """Revoking works at once, on public addresses as well."""
    issued = directory.issue_token(
        api.runtime, SYSTEM, "doh", scopes=("read",), days=1, name="ends"
    )
    bearer = f"Bearer {issued.token}"
    before = api.call("GET", BEDS, authorization=bearer)
    directory.revoke_token(api.runtime, SYSTEM, "doh", issued.id)

    after = api.call("GET", BEDS, authorization=bearer)

    assert before.status == 200
    the_problem(after, 401, "not-signed-in")


def test_a_search_that_was_begun_is_completed(api):
    """From what the caller may see, in the words of contracts."""
    found = api.signed("GET", "/api/v1/search/completions?q=staf&limit=3").json["items"]

    assert [(each["value"], each["kind"]) for each in found] == [("staffed", "column")]
    assert api.call("GET", "/api/v1/search/completions?q=s").json["items"] == []
    assert api.call("GET", "/api/v1/search/completions?q=staf&limit=0").status == 400

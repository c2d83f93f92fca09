"""Can a contract be checked, published and put in force over HTTP, and is every refusal useful?"""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from api_server import A_COLUMN, a_contract, serving, the_problem

YAML = {"content_type": "application/yaml"}


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    """A registry that answers on a real port."""
    with serving(tmp_path_factory.mktemp("publishing")) as running:
        yield running


@pytest.fixture
def product(request):
    """A product of the test's own, so that tests do not meet."""
    return request.node.name.removeprefix("test_").replace("_", "-")[:60].split("[")[0]


def address(product):
    """Return where the product is."""
    return f"/api/v1/products/doh/{product}"


def publish(api, product, source, **headers):
    """Publish *source* with the agency's token."""
    return api.signed("PUT", f"{address(product)}/contract", source, **YAML | headers)


def test_a_first_version_goes_into_force(api, product):
    """The receipt says what happened and what comes next, and leads to what was stored."""
    source = a_contract(name=product)

    reply = publish(api, product, source)

    receipt = reply.json
    assert reply.status == 201
    assert (receipt["product"], receipt["version"]) == (f"doh/{product}", "1.0.0")
    assert (receipt["state"], receipt["created"]) == ("active", True)
    assert receipt["digest"] == hashlib.sha256(source).hexdigest()
    assert receipt["report"]["outcome"] == "accepted"
    assert receipt["notices"]
    assert reply.headers["location"] == receipt["url"]
    stored = api.signed("GET", f"{address(product)}/versions/1.0.0.odcs.yaml")
    assert stored.body == source


def test_the_same_bytes_again_change_nothing(api, product):
    """A pipeline that publishes on every push must not fail on the second."""
    publish(api, product, a_contract(name=product))

    reply = publish(api, product, a_contract(name=product))

    assert reply.status == 200
    assert reply.json["created"] is False
    assert "location" not in reply.headers


def test_the_same_number_with_other_bytes_is_a_conflict(api, product):
    """A published version never changes."""
    publish(api, product, a_contract(name=product))

    reply = publish(api, product, a_contract(name=product, more=A_COLUMN))

    the_problem(reply, 409, "version-exists")


def test_a_breaking_change_without_a_major_version_says_where_and_what_to_do(api, product):
    """The line of the column that broke, the number that would be right, and nothing is stored."""
    publish(api, product, a_contract(name=product, more=A_COLUMN))

    reply = publish(api, product, a_contract("1.1.0", name=product))

    problem = the_problem(reply, 422, "incompatible-change")
    assert problem["report"]["outcome"] == "rejected"
    assert problem["report"]["required_version"] == "2.0.0"
    broken = [each for each in problem["report"]["findings"] if each["reads"] == "break"]
    assert broken
    assert all(each["line"] and each["column"] for each in broken)
    assert api.signed("GET", f"{address(product)}/versions/1.1.0").status == 404


def test_a_breaking_change_under_the_right_number_waits_as_proposed(api, product):
    """Publishing it is no accident any more, but the owner has the last word."""
    publish(api, product, a_contract(name=product, more=A_COLUMN))

    reply = publish(api, product, a_contract("2.0.0", name=product))

    assert reply.status == 201
    assert reply.json["state"] == "proposed"
    activated = api.signed("POST", f"{address(product)}/versions/2.0.0/activate")
    the_problem(activated, 403, "not-allowed")


def test_an_invalid_contract_is_refused_with_everything_at_once(api, product):
    """Nobody wants to learn of one error at a time."""
    source = a_contract(name=product).replace(b"logicalType: integer", b"logicalType: number_of")

    problem = the_problem(publish(api, product, source), 422, "invalid-contract")

    (finding,) = [each for each in problem["findings"] if each["severity"] == "error"]
    assert source.splitlines()[finding["line"] - 1].strip() == b"logicalType: number_of"
    assert finding["fix"]


def test_bytes_that_are_no_contract_are_unreadable(api, product):
    """The place where reading stopped, and how to mend it."""
    problem = the_problem(publish(api, product, b"a: [1,\nb: 2"), 422, "invalid-contract")

    (finding,) = problem["findings"]
    assert finding["rule"].startswith("READ-")
    assert finding["line"]


def test_an_update_of_something_else_is_refused(api, product):
    """Two people who change the same contract do not overwrite each other."""
    publish(api, product, a_contract(name=product))
    etag = api.signed("GET", f"{address(product)}/contract").headers["etag"]
    later = a_contract("1.1.0", name=product, more=A_COLUMN)

    stale = publish(api, product, later, if_match='"0123"')
    fresh = publish(api, product, later, if_match=etag)

    the_problem(stale, 412, "precondition-failed")
    assert fresh.status == 201


def test_a_first_publish_takes_nobodys_place(api, product):
    """`If-None-Match: *` is for the one who wants to begin; a draft is no contract in force."""
    draft = publish(api, product, a_contract(name=product, status="draft"), if_none_match="*")
    first = publish(api, product, a_contract(name=product), if_none_match="*")
    again = publish(api, product, a_contract(name=product), if_none_match="*")
    later = a_contract("1.1.0", name=product, more=A_COLUMN)
    other = publish(api, product, later, if_none_match="*")

    assert (draft.status, first.status) == (201, 201)
    assert "1.0.0" in the_problem(again, 412, "precondition-failed")["detail"]
    the_problem(other, 412, "precondition-failed")
    etag = api.signed("GET", f"{address(product)}/contract").headers["etag"]
    the_problem(publish(api, product, later, if_none_match=f"W/{etag}"), 412, "precondition-failed")
    both = {"if_match": etag, "if_none_match": '"0123"'}
    assert publish(api, product, later, **both).status == 201


def test_an_update_of_what_is_not_there_is_refused(api, product):
    """`If-Match: *` is for the one who wants to go on."""
    source = a_contract(name=product)

    the_problem(publish(api, product, source, if_match="*"), 412, "precondition-failed")
    assert publish(api, product, source).status == 201
    later = a_contract("1.1.0", name=product, more=A_COLUMN)
    assert publish(api, product, later, if_match="*").status == 201


def test_of_two_who_begin_at_once_one_is_told(api, product):
    """Each believes to be the first; the condition is asked where the change is made."""
    sources = [a_contract(f"1.0.{patch}", name=product) for patch in range(4)]
    with ThreadPoolExecutor(4) as pool:
        replies = list(
            pool.map(lambda source: publish(api, product, source, if_none_match="*"), sources)
        )

    assert sorted(each.status for each in replies) == [201, 412, 412, 412]


def test_a_check_says_what_publishing_would_do_and_stores_nothing(api, product):
    """The answer of a check is 200 whatever the verdict, and the verdict is that of publishing."""
    publish(api, product, a_contract(name=product, more=A_COLUMN))
    source = a_contract("1.1.0", name=product)

    checked = api.signed("POST", f"{address(product)}/checks", source, **YAML)

    refused = publish(api, product, source)
    assert checked.status == 200
    assert checked.json["report"] == refused.json["report"]
    assert checked.json["baselines"] == ["1.0.0"]


def test_a_contract_may_name_its_product_itself(api, product):
    """`charter publish FILE` knows the agency from the token and the product from the file."""
    source = a_contract(name=product)

    checked = api.signed("POST", "/api/v1/checks", source, **YAML)
    published = api.signed("POST", "/api/v1/contracts", source, **YAML)

    assert checked.json["product"] == f"doh/{product}"
    assert (published.status, published.json["product"]) == (201, f"doh/{product}")
    elsewhere = api.signed("POST", "/api/v1/contracts?agency=dot", source, **YAML)
    the_problem(elsewhere, 403, "not-allowed")
    nobody = api.call("POST", "/api/v1/contracts", source, **YAML)
    the_problem(nobody, 400, "invalid-request")


def test_a_draft_is_kept_and_replaced(api, product):
    """Drafts are where one mends a contract; they never count as published."""
    first = publish(api, product, a_contract(name=product, status="draft"))
    second = publish(api, product, a_contract(name=product, status="draft", more=A_COLUMN))

    assert [first.json["state"], second.json["state"]] == ["draft", "draft"]
    assert api.signed("GET", f"{address(product)}/versions").json["items"] == []


def test_a_contract_in_json_comes_back_as_json(api, product):
    """The bytes and their kind are the author's."""
    source = json.dumps(
        {
            "apiVersion": "v3.1.0",
            "kind": "DataContract",
            "id": product,
            "name": product,
            "version": "1.0.0",
            "status": "active",
        }
    ).encode()

    published = publish(api, product, source, content_type="application/json")
    served = api.signed("GET", f"{address(product)}/versions/1.0.0.odcs.yaml")

    assert published.status == 201, published.body
    assert served.body == source
    assert served.headers["content-type"] == "application/json"
    assert served.headers["content-disposition"].endswith('.odcs.json"')


@pytest.mark.parametrize(
    "media_type", ["text/yaml", "application/x-yaml", "application/odcs+yaml", "text/plain", ""]
)
def test_a_contract_is_told_by_its_content(api, media_type):
    """Clients name YAML in many ways."""
    reply = api.signed("POST", f"{address('beds')}/checks", a_contract(), content_type=media_type)

    assert reply.status == 200

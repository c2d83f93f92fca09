"""When something goes wrong, does a person learn what, and what to do?"""

import pytest


def test_a_person_reads_a_page_and_a_program_a_problem(visitor):
    """The same problem, in the form of whoever asked."""
    page = visitor.reply("/nowhere")
    problem = visitor.client.get("/nowhere")

    assert page.status_code == problem.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "There is nothing at &#39;/nowhere&#39;." in page.text
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["detail"] == "There is nothing at '/nowhere'."


def test_the_api_answers_with_problems_to_everybody(visitor):
    """A program that forgets its Accept header must not have to read HTML."""
    reply = visitor.reply("/api/v1/nowhere")

    assert reply.headers["content-type"] == "application/problem+json"


def test_a_page_about_an_error_knows_who_is_signed_in(reader):
    """Otherwise it looks as if one had been signed out."""
    assert "Signed in as" in reader.get("/nowhere", 404)


def test_signing_in_is_offered_where_it_may_help_and_leads_back(visitor):
    """What is not there for everybody may be there for staff."""
    html = visitor.get("/products/doh/hospital-beds?columns=a", 404)

    assert 'href="/sign-in?next=%2Fproducts%2Fdoh%2Fhospital-beds%3Fcolumns%3Da"' in html


@pytest.mark.parametrize(
    "address",
    [
        "/products/doh/hospital-beds/diff",
        "/products/doh/hospital-beds?start=x",
        "/products/doh/hospital-beds/versions/1.0.0?line=x",
        "/search?cursor=forged",
        "/agencies/doh?cursor=forged",
    ],
)
def test_an_address_that_makes_no_sense_is_the_callers_mistake(reader, address):
    """Not a crash of ours, and the page says what is wrong with it."""
    assert "<h1>" in reader.get(address, 400)


@pytest.mark.parametrize(
    "address",
    [
        "/products/doh/hospital-beds?start=999999999999999999999",
        "/products/doh/hospital-beds?start=-1",
        "/products/doh/hospital-beds/versions/1.0.0?line=-999999999999999999999999",
        "/search?q=" + "a%20" * 300,
        "/search?agency=" + "&agency=".join("abcdefghij") * 20,
        "/search?q=%F0%9F%9A%91",
    ],
)
def test_an_odd_address_is_answered_all_the_same(reader, address):
    """Links are typed, cut and mangled on their way."""
    reader.get(address)


@pytest.mark.parametrize(
    "address",
    [
        "/products/%00/x",
        "/products/a%2fb/x",
        "/rules/%FF",
        "/problems/..%2f..",
        "/static/../app.py",
    ],
)
def test_a_hostile_address_leads_nowhere(visitor, address):
    """No file and no stack trace is behind it."""
    reply = visitor.reply(address)

    assert reply.status_code in {400, 404}
    assert "Traceback" not in reply.text


def test_a_method_that_a_page_does_not_know_is_refused(visitor):
    """With the ones it does know."""
    reply = visitor.send("/agencies", token="")

    assert reply.status_code == 405
    assert "GET" in reply.headers["allow"]


def test_head_answers_like_get_without_a_body(visitor):
    """Link checkers ask so."""
    reply = visitor.client.head("/", headers={"accept": "text/html"})

    assert (reply.status_code, reply.text) == (200, "")


def test_a_form_that_is_too_large_is_refused(visitor):
    """Nobody signs in with a megabyte."""
    assert visitor.send("/sign-in", token="x" * 100_000).status_code == 413

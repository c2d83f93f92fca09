"""A search is saved from its page, found in a list, and removed from there."""

import re


def test_a_search_is_saved_read_again_and_removed(own_registry):
    """Without a script, and with what was chosen."""
    address = "/search?q=beds&agency=doh&sort=title"
    token = own_registry.form_token(address)
    query = re.search(r'name="query" value="([^"]*)"', own_registry.get(address))[1]
    fields = {"token": token, "query": query.replace("&amp;", "&"), "name": "My <beds>"}

    assert own_registry.send("/saved-searches", **fields).headers["location"] == "/saved-searches"
    listed = own_registry.get("/saved-searches")
    assert 'href="/search?q=beds&amp;agency=doh&amp;sort=title"' in listed
    assert "My &lt;beds&gt;" in listed
    assert '<q dir="auto">beds</q>; Agency: <bdi>Department of Health</bdi>; ordered' in listed
    remove = re.search(r'action="(/saved-searches/[^"]+/remove)"', listed)[1]
    for _ in range(2):
        assert own_registry.send(remove, token=token).status_code == 303
    assert "None. Look for something" in own_registry.get("/saved-searches")


def test_what_cannot_be_saved_is_said_on_the_page(own_registry):
    """With the list that there is."""
    token = own_registry.form_token("/search?q=beds")

    reply = own_registry.send("/saved-searches", token=token, query="q=beds", name=" ")

    assert reply.status_code == 400
    assert "Nothing was saved" in reply.text


def test_a_form_of_somebody_else_saves_nothing(own_registry):
    """A foreign page must not write."""
    reply = own_registry.send("/saved-searches", token="x", query="q=beds", name="beds")  # noqa: S106 # a wrong one

    assert reply.status_code == 403
    assert "None. Look for something" in own_registry.get("/saved-searches")


def test_several_searches_are_told_apart_by_what_they_ask_for(own_registry):
    """Each with its own filters, in the words of the search page."""
    token = own_registry.form_token("/search?q=beds")
    for name, query in (
        ("First", "access=public&access=state&cadence=hourly"),
        ("Second", "q=wards&agency=doh&agency=nobody"),
    ):
        own_registry.send("/saved-searches", token=token, name=name, query=query)
    listed = own_registry.get("/saved-searches")

    assert "All data products; Visible to: <bdi>Everyone</bdi> or <bdi>State staff</bdi>;" in listed
    assert "How often it comes: <bdi>Hourly or more often</bdi></p>" in listed
    assert "Agency: <bdi>Department of Health</bdi> or <bdi>Nobody</bdi></p>" in listed


def test_the_search_page_leads_to_what_is_ones_own(owner, visitor):
    """A list that nothing leads to is found by nobody."""
    for address in ("/search", "/search?q=beds", "/search?q=xylophone"):
        assert 'href="/saved-searches">Your saved searches' in owner.get(address)
    assert "/saved-searches" not in visitor.get("/search")


def test_strangers_are_told_to_sign_in(visitor):
    """They can follow the feed of any search all the same."""
    assert "Save this search" not in visitor.get("/search")
    visitor.get("/saved-searches", 401)

"""From an empty page of results, somebody asks for what there is not."""


def test_data_is_asked_for_where_nothing_is_found(own_registry):
    """Without a script, and with the words that were looked for."""
    address = "/search?q=xylophone+%3Cqqq%3E"
    html = own_registry.get(address)
    assert ">xylophone &lt;qqq&gt;</textarea>" in html

    fields = {
        "token": own_registry.form_token(address),
        "wanted": "xylophone <qqq>",
        "purpose": "Art",
    }
    assert own_registry.send("/demands", **fields).headers["location"] == "/demands"
    listed = own_registry.get("/demands")
    assert '<h2 dir="auto">xylophone &lt;qqq&gt;</h2>' in listed
    assert "Art" in listed


def test_what_cannot_be_asked_for_is_said_on_the_page(own_registry):
    """And nothing that was typed is lost."""
    token = own_registry.form_token("/demands")
    reply = own_registry.send("/demands", token=token, wanted=" ", purpose="For a map")

    assert reply.status_code == 400
    assert "Nothing was written down" in reply.text
    assert ">For a map</textarea>" in reply.text


def test_a_form_of_somebody_else_asks_for_nothing(own_registry):
    """A foreign page must not write."""
    reply = own_registry.send("/demands", token="x", wanted="beds")  # noqa: S106 # a wrong one

    assert reply.status_code == 403


def test_nobody_asks_for_what_was_found(own_registry):
    """The form belongs to the end of the ladder."""
    assert "Ask for this data" not in own_registry.get("/search?q=beds")


def test_the_search_page_leads_to_what_is_asked_for(owner, own_office, visitor):
    """To everybody's demands for those who read them, to their own for the others."""
    assert 'href="/demands">Data you asked for' in owner.get("/search")
    assert 'href="/demands">Data asked for' in own_office.get("/search?q=beds")
    assert "/demands" not in visitor.get("/search")


def test_strangers_are_told_to_sign_in(visitor):
    """They learn on the empty page that signing in leads on."""
    html = visitor.get("/search?q=xylophone")

    assert "may ask for data that there is not" in html
    assert "<textarea" not in html
    visitor.get("/demands", 401)

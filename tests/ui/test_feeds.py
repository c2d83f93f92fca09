"""Programs follow a search: valid feeds, newest first, of what the reader may see."""

import json
import xml.etree.ElementTree as ET
from datetime import datetime

import pytest

from registry import sitemap

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def parsed(content):
    """Return the root of XML; whatever is not well-formed is an error."""
    return ET.fromstring(content)  # noqa: S314 # Charter wrote it


def atom(visitor, query=""):
    """Return the root of the Atom feed of a search."""
    reply = visitor.reply(f"/search.atom{query}")
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("application/atom+xml")
    return parsed(reply.content)


def json_feed(visitor, query=""):
    """Return the JSON Feed of a search."""
    reply = visitor.reply(f"/search.json{query}")
    assert reply.headers["content-type"].startswith("application/feed+json")
    return reply.json()


def test_an_atom_feed_has_what_rfc_4287_asks_for(owner):
    """Ids, titles, times, an author, and links to itself and to the page."""
    feed = atom(owner, "?q=beds&agency=doh")

    for element in (feed, *feed.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated", "author"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        assert element.find(f"{ATOM}id").text.startswith("http://127.0.0.1:8000/")
        assert datetime.fromisoformat(element.find(f"{ATOM}updated").text).tzinfo
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == feed.find(f"{ATOM}id").text
    assert links["alternate"] == "http://127.0.0.1:8000/search?q=beds&agency=doh"
    assert len(feed.findall(f"{ATOM}entry")) == 2


def test_a_json_feed_has_what_version_1_1_asks_for(owner):
    """The same entries under the same ids."""
    feed = json_feed(owner, "?q=beds&agency=doh")

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"] == "Data products: beds"
    assert feed["feed_url"] == "http://127.0.0.1:8000/search.json?q=beds&agency=doh"
    assert all(item["id"] and item["content_text"] for item in feed["items"])
    entries = atom(owner, "?q=beds&agency=doh").iter(f"{ATOM}entry")
    assert [item["id"] for item in feed["items"]] == [e.find(f"{ATOM}id").text for e in entries]


def test_the_newest_comes_first_whatever_order_was_asked_for(owner):
    """A reader looks at the top. And the same feed has the same bytes at every reading."""
    moments = [item["date_modified"] for item in json_feed(owner, "?sort=title")["items"]]

    assert moments == sorted(moments, reverse=True)
    assert len(moments) == 3
    assert owner.reply("/search.atom").content == owner.reply("/search.atom").content


def test_a_feed_of_nothing_is_a_feed(visitor):
    """What is looked for may come later."""
    assert json_feed(visitor, "?q=xylophone")["items"] == []
    assert list(atom(visitor, "?q=xylophone").iter(f"{ATOM}entry")) == []


@pytest.mark.parametrize("text", ["%00", "%EF%BF%BF", "%3Cb%3E%26%22%27", "%ED%A0%80", "]]%3E"])
def test_no_text_breaks_a_feed(owner, text):
    """XML holds less than people type."""
    atom(owner, f"?q={text}")
    json_feed(owner, f"?q={text}")


def test_odd_words_of_contracts_break_no_feed(owner):
    """Right-to-left marks, markup and endless words."""
    assert "/products/doh/strange" in json.dumps(json_feed(owner))
    assert len(list(atom(owner).iter(f"{ATOM}entry"))) == 3


def test_the_search_page_names_its_feeds(owner):
    """Feed readers find them by themselves."""
    page = owner.get("/search?q=beds&agency=doh")

    for kind, path in (("atom+xml", "search.atom"), ("feed+json", "search.json")):
        assert f'type="application/{kind}"' in page
        assert f'href="/{path}?q=beds&amp;agency=doh"' in page


def test_what_a_signed_in_reader_gets_stays_out_of_shared_caches(owner, visitor):
    """It may hold what others may not see."""
    assert owner.reply("/search.atom").headers["cache-control"] == "private, no-cache"
    assert visitor.reply("/search.atom").headers["cache-control"] == "no-cache"


def test_the_sitemap_leads_to_public_products_alone(owner, visitor):
    """Whoever asks: the web's search engines are nobody in particular."""
    index = parsed(visitor.reply("/sitemap.xml").content)
    (part,) = [each.text for each in index.iter(f"{MAP}loc")]
    path = part.removeprefix("http://127.0.0.1:8000")

    for reader in (visitor, owner):
        listed = parsed(reader.reply(path).content)
        assert [each.text for each in listed.iter(f"{MAP}loc")] == [
            "http://127.0.0.1:8000/products/doh/clinic-beds"
        ]


def test_a_sitemap_comes_in_parts_of_bounded_size(visitor, monkeypatch):
    """Readers refuse more than 50,000 addresses at once."""
    assert sitemap.PART == 50_000
    monkeypatch.setattr(sitemap, "PART", 1)

    assert sitemap.parts(visitor.runtime) == 1
    assert len(sitemap.part(visitor.runtime, 1)) == 1
    for number in (0, 2, -1, 10**12):
        assert visitor.reply(f"/sitemaps/{number}").status_code == 404

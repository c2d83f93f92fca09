"""How does a search become a feed? Its newest products in Atom (RFC 4287) and JSON Feed 1.1."""

import re
from datetime import UTC, datetime
from typing import Any, ClassVar

import msgspec

from registry.questions import Question
from registry.search_views import SearchPage
from registry.views import ProductView
from ui import addresses
from ui.frame import Document

MOST = 50
"""Entries of a feed; whoever wants more pages through the search."""

ATOM, JSON = "/search.atom", "/search.json"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """A product as a feed tells it. Its address is its id: the same at every reading."""

    address: str
    title: str
    summary: str
    agency: str
    domain: str
    updated: str  # RFC 3339


class Feed(Document, frozen=True, kw_only=True):
    """The newest products of a search. ``itself`` is the id, and where it is read again."""

    template: ClassVar[str] = "feed.xml"
    text: str  # what is looked for, "" for everything
    itself: str
    home: str
    updated: str
    entries: tuple[Entry, ...]


def feed(view: SearchPage, question: Question, origin: str, path: str) -> Feed:
    """Return the feed at *path* of *view*, the answer to *question*."""
    newest = max((hit.product.updated_at for hit in view.items), default=_NEVER)
    return Feed(
        text=_sound(question.text),
        itself=origin + addresses.searching(question.query, path=path),
        home=origin + addresses.searching(question.query),
        updated=_moment(newest),
        entries=tuple(_entry(hit.product, origin) for hit in view.items),
    )


def as_json(found: Feed) -> dict[str, Any]:
    """Return *found* as JSON Feed 1.1."""
    return {
        "version": "https://jsonfeed.org/version/1.1",
        "title": f"Data products: {found.text}" if found.text else "Data products",
        "home_page_url": found.home,
        "feed_url": found.itself,
        "language": "en",
        "items": [
            {
                "id": entry.address,
                "url": entry.address,
                "title": entry.title,
                "content_text": entry.summary or entry.title,
                "date_modified": entry.updated,
                "authors": [{"name": entry.agency}],
                **({"tags": [entry.domain]} if entry.domain else {}),
            }
            for entry in found.entries
        ],
    }


def _entry(product: ProductView, origin: str) -> Entry:
    return Entry(
        address=origin + addresses.product(product.agency, product.slug),
        title=_sound(product.title),
        summary=_sound(product.summary),
        agency=_sound(product.agency_name),
        domain=_sound(product.domain),
        updated=_moment(product.updated_at),
    )


def _sound(text: str) -> str:
    """Replace what XML 1.0 cannot hold, however it is escaped."""
    return _UNSOUND.sub(" ", text)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


_UNSOUND = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # of a feed in which nothing stands yet

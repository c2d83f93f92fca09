"""Where do search engines of the web begin? At a list of the public products."""

from typing import ClassVar

from litestar.di import NamedDependency
from litestar.params import FromPath

from registry import sitemap
from registry.api.answers import Answer
from registry.runtime import Runtime
from registry.sitemap import Place
from ui import rendering
from ui.frame import Document
from ui.routing import shows
from ui.visitor import Visitor


class SitemapIndex(Document, frozen=True, kw_only=True):
    """The parts of the sitemap."""

    template: ClassVar[str] = "sitemap_index.xml"
    origin: str
    parts: int


class SitemapPart(Document, frozen=True, kw_only=True):
    """The addresses of one part."""

    template: ClassVar[str] = "sitemap.xml"
    origin: str
    places: tuple[Place, ...]


@shows("/sitemap.xml")
def sitemaps(runtime: NamedDependency[Runtime], visitor: NamedDependency[Visitor]) -> Answer:
    """List the parts, whoever asks: only what is public is in them."""
    return _answer(SitemapIndex(origin=visitor.origin, parts=sitemap.parts(runtime)))


@shows("/sitemaps/{number:int}")
def sitemap_part(
    number: FromPath[int],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer:
    """List the public products of a part."""
    return _answer(SitemapPart(origin=visitor.origin, places=sitemap.part(runtime, number)))


def _answer(document: Document) -> Answer:
    return Answer(
        rendering.html(document),
        media_type="application/xml",
        headers={"cache-control": "public, max-age=3600"},
    )

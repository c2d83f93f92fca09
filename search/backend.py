"""What must a search engine be able to do? The one seam between Charter and its engines."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from search.document import SearchDocument
from search.query import Query
from search.results import Completion, Hit, Results


class BackendUnavailableError(Exception):
    """The engine does not answer."""


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """What an engine says of a product it keeps. ``digest`` is "" where it refused the document."""

    revision: int
    digest: str  # of the encoded document, see `search.texts.digest`


class AfterError(Exception):
    """`Query.after` is nothing that this engine gave out, or not for this question."""


class Backend(Protocol):
    """An index of products. Every method may raise BackendUnavailableError."""

    is_shared: bool
    """Whether all processes use one index. Otherwise each keeps its own."""

    def apply(
        self,
        upserts: Iterable[SearchDocument],
        deletes: Mapping[str, int] | None = None,
        *,
        cursor: int | None = None,
    ) -> None:
        """Store and remove documents, and *cursor* with them, durably and visibly.

        A document (or delete, id -> revision) of a lower revision than the stored one is dropped.
        """
        ...

    def cursor(self) -> int:
        """Return the last cursor stored with apply or rebuild, 0 for an empty index."""
        ...

    def identity(self) -> str:
        """Return a name that the index has from its beginning to its end, "" for none at all.

        An index that was lost, restored or built anew has another one, or a lower cursor.
        """
        ...

    def search(self, query: Query) -> Results:
        """Answer *query*. Never raises on its text, whatever it holds.

        Raises: AfterError for a token that this engine did not give out.
        """
        ...

    def complete(
        self, text: str, audience: Sequence[str], limit: int = 8
    ) -> tuple[Completion, ...]:
        """Return what *text* may become inside *audience*, the best first. Never raises on it."""
        ...

    def similar(
        self, document: SearchDocument, audience: Sequence[str], limit: int = 5
    ) -> tuple[Hit, ...]:
        """Return what is about the same as *document*, indexed or not, inside *audience*."""
        ...

    def rebuild(self, documents: Iterable[SearchDocument], *, cursor: int) -> int:
        """Replace the whole index without a moment of emptiness; return how many went in."""
        ...

    def stored(self) -> dict[str, Stored]:
        """Return what is stored of each product, for verification."""
        ...

    def close(self) -> None:
        """Let go of files and threads."""
        ...

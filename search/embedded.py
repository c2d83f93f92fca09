"""How does Charter search on one machine? Tantivy on disk, behind the same protocol as any engine.

Many threads read while one writes; one process writes at a time, others still read. Documents and
the relay's cursor enter in the same commit, so after a crash they agree.
"""

import os
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import tantivy

from search import embedded_storage
from search.asking import answer
from search.backend import BackendUnavailableError, Stored
from search.completion import begun, completions
from search.document import SearchDocument
from search.embedded_completion import Names
from search.embedded_fields import (
    CURSOR,
    cursor_document,
    gone_document,
    product_document,
)
from search.embedded_integrity import caught_panics
from search.embedded_queries import Clauses
from search.embedded_search import Search
from search.embedded_similar import candidates
from search.embedded_storage import Generation
from search.query import Query
from search.results import Completion, Hit, Results
from search.similarity import clues, similar
from search.texts import digest
from search.words import clean

_APPLY_HEAP_BYTES = 30_000_000
_REBUILD_HEAP_BYTES = 100_000_000
_LOOK_AGAIN_S = 1.0  # how long a process that does not write may miss what another wrote


def open_embedded(path: Path) -> "EmbeddedBackend":
    """Open the index in the folder *path*, for reading at once and for writing on demand.

    An absent, outdated or broken index opens empty with cursor 0, so that it is filled again.
    Raises: BackendUnavailableError where *path* is no folder, or may not be read.
    """
    try:
        return EmbeddedBackend(path)
    except OSError as error:
        raise BackendUnavailableError(f"The search index cannot be opened: {error}") from error


class EmbeddedBackend:
    """The engine of one machine."""

    is_shared = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._generation = embedded_storage.open_current(folder)
        self._writer: tantivy.IndexWriter | None = None
        self._lock: int | None = None
        self._writing = threading.Lock()
        self._is_suspect = False
        self._looked_at = time.monotonic()

    def search(self, query: Query) -> Results:
        """Answer *query*. Never raises on its text, whatever it holds.

        Raises: BackendUnavailableError when the files cannot be read; AfterError for any token.
        """
        with self._reads():
            searcher, clauses = self._reading()
            return answer(query, partial(Search, searcher, clauses))

    def complete(
        self, text: str, audience: Sequence[str], limit: int = 8
    ) -> tuple[Completion, ...]:
        """Return what *text* may become inside *audience*, the best first. Never raises on it."""
        start = begun(text)
        if start is None:
            return ()
        with self._reads():
            generation = self._current()
            names = Names(generation.index, generation.searcher, audience)
            return completions(start, names.documents(start), limit)

    def similar(
        self, document: SearchDocument, audience: Sequence[str], limit: int = 5
    ) -> tuple[Hit, ...]:
        """Return what is about the same as *document*, indexed or not, inside *audience*."""
        asked = clues(document)
        with self._reads():
            generation = self._current()
            found = candidates(generation.index, generation.searcher, audience, document.id, asked)
        return similar(document, found, limit)

    def identity(self) -> str:
        """Return the name of the directory that is read, "" where there is none.

        Looks at the files every time, also while this process writes: a folder may be removed or
        restored under it. What has failed is checked, and left if it is broken.
        """
        with self._reads():
            if self._is_suspect or not self._is_in_place(self._generation.pointer):
                with self._writing:
                    self._writer = None  # dropped: what it wrote to is no longer what is found
                    self._look_again()
            pointer = self._generation.pointer
            return pointer.directory if pointer else ""

    def cursor(self) -> int:
        """Return the last cursor stored with apply or rebuild, 0 for an empty index."""
        with self._reads():
            searcher, clauses = self._reading()
            for _, address in searcher.search(clauses.bookkeeping(CURSOR), 1).hits:
                return int(searcher.doc(address)["cursor"][0])
            return 0

    def stored(self) -> dict[str, Stored]:
        """Return what is stored of each product, for verification."""
        with self._reads():
            searcher, _ = self._reading()
            everything = tantivy.Query.all_query()
            found = searcher.search(everything, max(searcher.num_docs, 1), count=False)
            stored = (searcher.doc(address) for _, address in found.hits)
            return {
                str(each["id"][0]): Stored(
                    revision=int(each["revision"][0]), digest=digest(each["document"][0])
                )
                for each in stored
                if not each["kind"]
            }

    def apply(
        self,
        upserts: Iterable[SearchDocument],
        deletes: Mapping[str, int] | None = None,
        *,
        cursor: int | None = None,
    ) -> None:
        """Store and remove documents, and *cursor* with them, durably and visibly.

        A document (or delete, id -> revision) of a lower revision than the stored one is dropped.
        Raises: BackendUnavailableError while another process writes.
        """
        with self._writing:
            changes = _newest_changes(upserts, deletes or {})
            writer = self._open_writer()
            generation = self._generation
            try:
                with caught_panics():
                    kept = _revisions_of(generation, changes)
                    for product, (revision, fields) in changes.items():
                        if revision >= kept.get(product, revision):
                            writer.delete_documents_by_term("id", product)
                            _add(writer, generation, fields)
                    if cursor is not None:
                        writer.delete_documents_by_term("kind", CURSOR)
                        _add(writer, generation, cursor_document(cursor))
                    writer.commit()
                    generation.reload()
            except (ValueError, OSError) as error:
                self._writer = None  # dropped, with all that it had not committed
                self._is_suspect = True
                raise BackendUnavailableError(
                    f"The search index was not written: {error}"
                ) from error

    def rebuild(self, documents: Iterable[SearchDocument], *, cursor: int) -> int:
        """Replace the whole index without a moment of emptiness; return how many went in.

        Raises: BackendUnavailableError while another process writes.
        """
        with self._writing:
            self._open_writer()  # keeps other writers away until the exchange is done
            try:
                with caught_panics():
                    pointer, following, writer, count = self._built(documents, cursor)
                embedded_storage.make_current(self._folder, pointer)
            except (ValueError, OSError) as error:
                raise BackendUnavailableError(f"The index was not rebuilt: {error}") from error
            self._generation, self._writer = following, writer
            return count

    def close(self) -> None:
        """Let go of files and threads. Reading remains possible; writing takes the lock again."""
        with self._writing:
            if self._writer is not None:
                self._writer.wait_merging_threads()
                self._writer = None
            if self._lock is not None:
                os.close(self._lock)
                self._lock = None

    def _built(
        self, documents: Iterable[SearchDocument], cursor: int
    ) -> tuple[embedded_storage.Pointer, Generation, tantivy.IndexWriter, int]:
        """Write *documents* into an index beside the current one; leave nothing if that fails."""
        pointer, following = embedded_storage.create(self._folder)
        writer = following.index.writer(_REBUILD_HEAP_BYTES, 1)
        try:
            count = 0
            for count, document in enumerate(documents, start=1):  # noqa: B007 - counted
                _add(writer, following, product_document(document))
            _add(writer, following, cursor_document(cursor))
            writer.commit()
            following.reload()
        except BaseException:
            with suppress(ValueError):  # what went wrong first is what matters
                writer.wait_merging_threads()  # ends it: files would come back otherwise
            embedded_storage.discard(self._folder, pointer)
            raise
        return pointer, following, writer, count

    def _open_writer(self) -> tantivy.IndexWriter:
        """Return the writer; become the one process that writes if this one is not yet it."""
        try:
            if self._writer is not None:
                if not self._is_suspect and self._is_in_place(self._generation.pointer):
                    return self._writer
                self._writer = None  # dropped, as in `identity`
            if self._lock is not None and not embedded_storage.is_locked(self._folder, self._lock):
                os.close(self._lock)
                self._lock = None
            if self._lock is None:
                self._lock = embedded_storage.lock(self._folder)
            self._look_again()
            with caught_panics():
                if self._generation.pointer is None:
                    pointer, self._generation = embedded_storage.create(self._folder)
                    embedded_storage.make_current(self._folder, pointer)
                self._writer = self._generation.index.writer(_APPLY_HEAP_BYTES, 1)
        except embedded_storage.BusyError as error:
            raise BackendUnavailableError(
                f"Another process writes to the search index in '{self._folder}'."
            ) from error
        except (ValueError, OSError) as error:
            raise BackendUnavailableError(f"The search index cannot be written: {error}") from error
        return self._writer

    def _reading(self) -> tuple[tantivy.Searcher, Clauses]:
        generation = self._current()
        return generation.searcher, Clauses(generation.index.schema)

    def _current(self) -> Generation:
        """Return what to read; where another process may write, look again every second."""
        if self._writer is None and time.monotonic() - self._looked_at >= _LOOK_AGAIN_S:
            with self._writing:
                if self._writer is None:
                    self._look_again()
        return self._generation

    def _look_again(self) -> None:
        self._looked_at = time.monotonic()
        present = self._generation.pointer
        if self._is_suspect or embedded_storage.read_pointer(self._folder) != present:
            self._generation = embedded_storage.open_current(self._folder)
        elif present is not None:
            try:
                self._generation.reload()
            except (ValueError, OSError):  # exchanged, or removed, since the pointer was read
                self._generation = embedded_storage.open_current(self._folder)
        self._is_suspect = False

    def _is_in_place(self, pointer: embedded_storage.Pointer | None) -> bool:
        """Whether the folder holds what this backend has open, and the lock if that is taken."""
        return embedded_storage.is_current(self._folder, pointer) and (
            self._lock is None or embedded_storage.is_locked(self._folder, self._lock)
        )

    @contextmanager
    def _reads(self) -> Iterator[None]:
        """Turn what the engine raises into the error of the protocol, and remember to look."""
        try:
            with caught_panics():
                yield
        except (ValueError, OSError) as error:
            self._is_suspect = True
            raise BackendUnavailableError(f"The search index cannot be read: {error}") from error


def _newest_changes(
    upserts: Iterable[SearchDocument], deletes: Mapping[str, int]
) -> dict[str, tuple[int, dict[str, Any]]]:
    """Return the change of the highest revision for each product; a delete wins over its equal."""
    changes: dict[str, tuple[int, dict[str, Any]]] = {}
    for document in upserts:
        fields = product_document(document)
        product = fields["id"]
        if product not in changes or document.revision >= changes[product][0]:
            changes[product] = (document.revision, fields)
    for name, revision in deletes.items():
        product = clean(name)
        if product not in changes or revision >= changes[product][0]:
            changes[product] = (revision, gone_document(product, revision))
    return changes


def _revisions_of(generation: Generation, products: Iterable[str]) -> dict[str, int]:
    """Return the stored revisions of *products*, of deleted ones as well."""
    searcher, clauses = generation.searcher, Clauses(generation.index.schema)
    revisions = {}
    for product in products:
        for _, address in searcher.search(clauses.product(product), 1, count=False).hits:
            revisions[product] = int(searcher.fast_field_values("revision", [address])[0] or 0)
    return revisions


def _add(writer: tantivy.IndexWriter, generation: Generation, fields: dict[str, Any]) -> None:
    writer.add_document(tantivy.Document.from_dict(fields, generation.index.schema))

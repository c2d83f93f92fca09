"""How does Charter search with many machines? An OpenSearch cluster, behind the same protocol.

An alias names the index that is read and written; its name tells the layout, so that two releases
of Charter can run side by side, each with an index of its own. A rebuild fills another index and
moves the alias in one step. Several processes may write: a document never replaces one of a higher
revision, because the server compares (external versions).
"""

import secrets
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from typing import Any

import msgspec
from opensearchpy import OpenSearch
from opensearchpy.exceptions import NotFoundError, RequestError, TransportError

from search.asking import answer
from search.backend import BackendUnavailableError, Stored
from search.completion import begun, completions
from search.document import SearchDocument
from search.opensearch_client import BULK_PATIENCE_S, PATIENCE_S, Link, Server
from search.opensearch_mapping import (
    CURSOR,
    GONE,
    REFUSED,
    SETTINGS,
    bookkeeping_fields,
    cursor_fields,
    key_of,
    layout,
    mapping,
    product_fields,
)
from search.opensearch_names import Names
from search.opensearch_queries import Clauses
from search.opensearch_search import Search
from search.query import Query
from search.results import Completion, Hit, Results
from search.similarity import clues, similar
from search.words import clean

COMBINES_SINCE = (3, 2)
"""The first version of OpenSearch that knows ``combined_fields`` (its pull request 18724)."""

_BULK_DOCUMENTS = 500
_BULK_BYTES = 8_000_000
_PAGE = 5_000
_LOOK_AGAIN_S = 1.0  # how long an index that another process moved the alias from is still read
_LINGER_S = _LOOK_AGAIN_S + PATIENCE_S  # an index that was exchanged may still be asked for so long
_ORPHAN_S = 3_600.0  # an index of a rebuild that was killed is taken away after this
_PATIENT = {"request_timeout": BULK_PATIENCE_S}
_CONFLICT = 409
_EXCHANGED = frozenset({404, 503})  # what a search hears whose index is just taken away
_REFUSALS = frozenset({400, 413})  # all else may pass: 403 is an index that was made read-only
_NO_HITS = {"hits": [], "total": {"value": 0}}
_NO_VALUES: dict[str, Any] = {"buckets": [], "values": {"buckets": []}}


def open_opensearch(server: Server) -> "OpenSearchBackend":
    """Return the backend of a cluster. Nothing is sent before something is asked."""
    return OpenSearchBackend(Link(server), server.index)


class _Index(msgspec.Struct, frozen=True):
    name: str
    uuid: str


class OpenSearchBackend:
    """The engine of a cluster. Safe to use from many threads."""

    is_shared = True

    def __init__(self, link: Link, prefix: str) -> None:
        self._link = link
        self._prefix = prefix
        self._version: tuple[int, int] | None = None
        self._known: tuple[float, _Index | None] = (-_LOOK_AGAIN_S, None)
        self._creating = threading.Lock()
        self._former: list[tuple[float, str]] = []  # exchanged at that time, to be taken away

    def search(self, query: Query) -> Results:
        """Answer *query*. Never raises on its text, whatever it holds."""
        with self._link.speaking() as client:
            clauses = Clauses(combines=self._combines(client))
            return answer(query, partial(Search, partial(self._asked, client), clauses))

    def complete(
        self, text: str, audience: Sequence[str], limit: int = 8
    ) -> tuple[Completion, ...]:
        """Return what *text* may become inside *audience*, the best first. Never raises on it."""
        start = begun(text)
        if start is None:
            return ()
        with self._link.speaking() as client:
            names = Names(partial(self._asked, client), audience)
            return completions(start, names.documents(start), limit)

    def similar(
        self, document: SearchDocument, audience: Sequence[str], limit: int = 5
    ) -> tuple[Hit, ...]:
        """Return what is about the same as *document*, indexed or not, inside *audience*."""
        with self._link.speaking() as client:
            names = Names(partial(self._asked, client), audience)
            clauses = Clauses(combines=self._combines(client))
            found = names.candidates(clauses, clean(document.id), clues(document))
        return similar(document, found, limit)

    def identity(self) -> str:
        """Return the identifier that the server gave the index, "" where there is none."""
        with self._link.speaking() as client:
            index = self._look(client)
            return index.uuid if index else ""

    def cursor(self) -> int:
        """Return the last cursor stored with apply or rebuild, 0 for an empty index."""
        with self._link.speaking() as client:
            try:
                found = client.get(index=self._alias(client), id=CURSOR)
            except NotFoundError:
                return 0
            return int(found["_source"]["cursor"])

    def stored(self) -> dict[str, Stored]:
        """Return what is stored of each product, for verification."""
        with self._link.speaking() as client:
            return {
                source["id"]: Stored(revision=source["revision"], digest=source["digest"])
                for source in self._products(client)
            }

    def apply(
        self,
        upserts: Iterable[SearchDocument],
        deletes: Mapping[str, int] | None = None,
        *,
        cursor: int | None = None,
    ) -> None:
        """Store and remove documents, then *cursor*, durably and visibly.

        A document (or delete, id -> revision) of a lower revision than the stored one is dropped.
        A document that the server refuses leaves a note in its place, which `stored` shows.
        """
        with self._link.speaking() as client:
            combines = self._combines(client)
            alias = self._alias(client)
            self._prepare(client, alias)
            actions = chain(
                (_product_action(each, combines=combines) for each in upserts),
                (
                    _action(clean(name), revision, bookkeeping_fields(GONE, clean(name), revision))
                    for name, revision in (deletes or {}).items()
                ),
            )
            into = {"index": alias, "require_alias": True}
            _send(client, actions, **into)
            client.indices.refresh(index=alias, params=_PATIENT)
            if cursor is not None:  # only now: who finds it must find all that was told before
                _send(client, [_cursor_action(cursor)], **into)
            self._take_away(client)

    def rebuild(self, documents: Iterable[SearchDocument], *, cursor: int) -> int:
        """Replace the whole index without a moment of emptiness; return how many went in."""
        with self._link.speaking() as client:
            combines = self._combines(client)
            alias = self._alias(client)
            self._take_away(client)
            name = f"{alias}-{int(time.time())}-{secrets.token_hex(3)}"
            client.indices.create(index=name, body=_body(combines=combines), params=_PATIENT)
            try:
                actions = (_product_action(each, combines=combines) for each in documents)
                count = _send(client, actions, index=name)
                _send(client, [_cursor_action(cursor)], index=name)
                client.indices.refresh(index=name, params=_PATIENT)
                self._exchange(client, alias, name)
            except BaseException:
                client.indices.delete(index=name, params={"ignore_unavailable": "true"})
                raise
            return count

    def close(self) -> None:
        """Let go of the connections, and of indexes that nobody reads any more."""
        with suppress(BackendUnavailableError), self._link.speaking() as client:
            self._take_away(client, after_s=0.0)
        self._link.close()

    def _combines(self, client: OpenSearch) -> bool:
        if self._version is None:
            major, minor = client.info()["version"]["number"].split(".")[:2]
            self._version = (int(major), int(minor))
        return self._version >= COMBINES_SINCE

    def _alias(self, client: OpenSearch) -> str:
        return f"{self._prefix}-{layout(combines=self._combines(client))}"

    def _look(self, client: OpenSearch) -> _Index | None:
        """Ask which index the alias names now."""
        try:
            found = client.indices.get_settings(index=self._alias(client), name="index.uuid")
        except NotFoundError:
            found = {}
        indexes = [_Index(name, each["settings"]["index"]["uuid"]) for name, each in found.items()]
        self._known = (time.monotonic(), indexes[0] if indexes else None)
        return self._known[1]

    def _asked(self, client: OpenSearch, body: Mapping[str, Any]) -> dict[str, Any]:
        """Search in the index of the alias; in the new one where it was just exchanged."""
        looked_at, index = self._known
        if time.monotonic() - looked_at >= _LOOK_AGAIN_S:
            index = self._look(client)
        while index is not None:
            try:
                found: dict[str, Any] = client.search(index=index.name, body=body)
            except TransportError as error:
                if error.status_code not in _EXCHANGED:
                    raise
                before, index = index, self._look(client)
                if index == before:
                    raise
            else:
                return found
        return {"hits": _NO_HITS, "aggregations": dict.fromkeys(body.get("aggs", ()), _NO_VALUES)}

    def _prepare(self, client: OpenSearch, alias: str) -> None:
        """Make the first index where there is none. Two that do so at once make the same."""
        with self._creating:
            if self._look(client):
                return
            first = f"{alias}-first"
            body = _body(combines=self._combines(client)) | {"aliases": {alias: {}}}
            try:
                client.indices.create(index=first, body=body, params=_PATIENT)
            except RequestError as error:
                if error.error != "resource_already_exists_exception":
                    raise
                client.indices.put_alias(index=first, name=alias)
            self._look(client)

    def _exchange(self, client: OpenSearch, alias: str, name: str) -> None:
        """Let *alias* name *name* alone, in one step; take away what is of no use any more."""
        before = client.indices.get(index=f"{alias}-*", params={"flat_settings": "true"})
        actions: list[dict[str, Any]] = [
            {"remove": {"index": each, "alias": alias}}
            for each, made in before.items()
            if alias in made["aliases"]
        ]
        actions.append({"add": {"index": name, "alias": alias}})
        client.indices.update_aliases(body={"actions": actions}, params=_PATIENT)
        self._look(client)
        oldest = (time.time() - _ORPHAN_S) * 1_000
        now = time.monotonic()
        for each, made in before.items():
            is_orphan = int(made["settings"]["index.creation_date"]) < oldest
            if each != name and (alias in made["aliases"] or is_orphan):
                self._former.append((now, each))

    def _take_away(self, client: OpenSearch, after_s: float = _LINGER_S) -> None:
        """Delete the indexes that were exchanged *after_s* ago. A killed process leaves orphans."""
        now = time.monotonic()
        due = [each for each in self._former if now - each[0] >= after_s]
        for each in due:
            client.indices.delete(index=each[1], params={"ignore_unavailable": "true"})
            self._former.remove(each)

    def _products(self, client: OpenSearch) -> Iterator[dict[str, Any]]:
        """Yield what is stored of the products, without bookkeeping but refused ones."""
        after: list[Any] = []
        while True:
            body = {
                "query": {"bool": {"must_not": {"terms": {"kind": [CURSOR, GONE]}}}},
                "_source": ["id", "revision", "digest"],
                "sort": [{"id": "asc"}],
                "size": _PAGE,
            }
            found = self._asked(client, body | ({"search_after": after} if after else {}))
            hits = found["hits"]["hits"]
            yield from (hit["_source"] for hit in hits)
            if len(hits) < _PAGE:
                return
            after = hits[-1]["sort"]


_Action = tuple[str, int, str, dict[str, Any]]
"""The key, the version, the id of the product and the fields of one document."""


def _body(*, combines: bool) -> dict[str, Any]:
    return {"settings": SETTINGS, "mappings": mapping(combines=combines)}


def _product_action(document: SearchDocument, *, combines: bool) -> _Action:
    fields = product_fields(document, combines=combines)
    return _action(fields["id"], document.revision, fields)


def _cursor_action(cursor: int) -> _Action:
    return _action(CURSOR, cursor, cursor_fields(cursor))


def _action(product: str, revision: int, fields: dict[str, Any]) -> _Action:
    return key_of(product), revision, product, fields


def _send(client: OpenSearch, actions: Iterable[_Action], **into: Any) -> int:  # as the client has
    """Send *actions* in batches; return how many. Each may replace an equal or lower version.

    Raises: BackendUnavailableError where the server is busy or the index is read-only.
    """
    count = 0
    for batch in _batches(actions):
        lines = b"".join(line for _, line in batch)
        params = _PATIENT | {k: str(v).lower() for k, v in into.items() if k != "index"}
        found = client.bulk(body=lines, index=into["index"], params=params)
        count += len(batch)
        if found["errors"]:
            results = [item["index"] for item in found["items"]]
            refused = [
                (action, result["error"]["reason"])
                for (action, _), result in zip(batch, results, strict=True)
                if _is_refused(result)
            ]
            if refused:
                _send(client, [_refusal(action) for action, _ in refused], **into)
    return count


def _is_refused(result: Mapping[str, Any]) -> bool:
    """Whether the server will never take the document. A late one is no error.

    Raises: BackendUnavailableError where it may take it later.
    """
    if "error" not in result or result["status"] == _CONFLICT:
        return False
    if result["status"] in _REFUSALS:
        return True
    raise BackendUnavailableError(f"OpenSearch: {result['status']} {result['error']['reason']}.")


def _refusal(action: _Action) -> _Action:
    key, revision, product, _ = action
    return key, revision, product, bookkeeping_fields(REFUSED, product, revision)


def _batches(actions: Iterable[_Action]) -> Iterator[list[tuple[_Action, bytes]]]:
    batch: list[tuple[_Action, bytes]] = []
    size = 0
    for action in actions:
        key, version, _, fields = action
        head = {"index": {"_id": key, "version": version, "version_type": "external_gte"}}
        line = msgspec.json.encode(head) + b"\n" + msgspec.json.encode(fields) + b"\n"
        if batch and (len(batch) >= _BULK_DOCUMENTS or size + len(line) > _BULK_BYTES):
            yield batch
            batch, size = [], 0
        batch.append((action, line))
        size += len(line)
    if batch:
        yield batch

"""How is a stored contract read without parsing it every time? By its digest, from memory."""

import threading
from collections import OrderedDict

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from contracts.document import Document, load
from contracts.findings import Finding
from contracts.lint.run import lint
from registry.store.tables import ContentRow

BUDGET = 2 * 1024 * 1024
"""Bytes of source whose documents are kept. A parsed document takes about ten times as much."""


class Contents:
    """Documents by digest, the most recently used ones. Bytes never change, so nor do these."""

    def __init__(self, budget: int = BUDGET) -> None:
        self._budget = budget
        self._size = 0
        self._kept: OrderedDict[str, _Entry] = OrderedDict()
        self._lock = threading.Lock()

    def document(self, session: Session, digest: str) -> Document:
        """Return the stored contract of that digest. It must be there."""
        return self._entry(session, digest).document

    def documents(self, session: Session, digests: list[str]) -> list[Document]:
        """Return the stored contracts of those digests, in their order, with one read for all."""
        with self._lock:
            missing = [digest for digest in dict.fromkeys(digests) if digest not in self._kept]
        found: dict[str, _Entry] = {}
        if missing:
            rows = session.execute(
                select(col(ContentRow.digest), col(ContentRow.source)).where(
                    col(ContentRow.digest).in_(missing)
                )
            )
            for digest, source in rows:
                found[digest] = self._keep(digest, _Entry(load(source)))
        return [(found.get(digest) or self._entry(session, digest)).document for digest in digests]

    def lint(self, session: Session, digest: str) -> tuple[Finding, ...]:
        """Return what lint says of the stored contract of that digest."""
        entry = self._entry(session, digest)
        if entry.findings is None:
            entry.findings = lint(entry.document)
        return entry.findings

    def keep(self, document: Document, findings: tuple[Finding, ...]) -> None:
        """Remember a document that was just stored."""
        entry = self._keep(document.digest, _Entry(document))
        entry.findings = findings

    def _entry(self, session: Session, digest: str) -> "_Entry":
        with self._lock:
            entry = self._kept.get(digest)
            if entry is not None:
                self._kept.move_to_end(digest)
                return entry
        source = session.execute(
            select(col(ContentRow.source)).where(col(ContentRow.digest) == digest)
        ).scalar_one()
        return self._keep(digest, _Entry(load(source)))

    def _keep(self, digest: str, entry: "_Entry") -> "_Entry":
        with self._lock:
            present = self._kept.get(digest)
            if present is not None:
                return present
            self._kept[digest] = entry
            self._size += len(entry.document.source)
            while self._size > self._budget and len(self._kept) > 1:
                _, gone = self._kept.popitem(last=False)
                self._size -= len(gone.document.source)
            return entry


class _Entry:
    """A document and, once asked for, what lint says of it."""

    __slots__ = ("document", "findings")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.findings: tuple[Finding, ...] | None = None

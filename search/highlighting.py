"""Why did a document match? The texts that hold the words, escaped, with the words marked."""

import html
from collections.abc import Iterable, Iterator

from search.document import Column, SearchDocument
from search.intent import Intent
from search.results import Match
from search.words import RUN, clean, fold, key, split, stem

MAX_REASONS = 6
MAX_OF_A_KIND = 3
SNIPPET_CHARS = 220
_LEAD_CHARS = 60  # of the snippet, before the first marked word

_Span = tuple[int, int, str]  # start, end, the word of the query it stands for


class Marker:
    """Marks the words of one question in any text."""

    def __init__(self, intent: Intent) -> None:
        self._stems = {stem(word): word for word in intent.content}
        joined = {*intent.content, *intent.wholes, *intent.pairs}
        self._joined = joined
        self._beginnings = {word[:end] for word in joined for end in range(1, len(word))}
        self._names = {intent.name, *intent.parts} - {""}
        self._known: dict[str, tuple[list[tuple[int, int, str]], str]] = {}

    def why(self, document: SearchDocument) -> tuple[Match, ...]:
        """Return what of *document* matched, the strongest reason first."""
        if not self._stems and not self._names:
            return ()
        reasons = [
            *self._identifiers(document),
            *self._named("title", [document.title]),
            *self._named("agency", [document.agency_name, document.agency_acronym]),
            *self._named("tag", document.tags),
            *self._named("term", document.terms),
            *self._columns(document.columns),
            *self._prose(document),
            *self._named("system", document.systems),
        ]
        return tuple(reasons[:MAX_REASONS])

    def mark(self, text: str) -> str:
        """Return *text* escaped, with the words marked."""
        return _marked(text, self._spans(text), 0, len(text))

    def _identifiers(self, document: SearchDocument) -> Iterator[Match]:
        """Yield the name that somebody typed whole."""
        names = (document.contract_id, *document.identifiers, document.id)
        exact = next((name for name in names if name and key(name) in self._names), None)
        if exact and key(exact) != key(document.title):
            yield Match(field="identifier", label="", html=f"<mark>{_escaped(exact)}</mark>")

    def _named(self, field: str, texts: Iterable[str]) -> list[Match]:
        """Return the short *texts* that hold a word, whole."""
        found = ((text, self._spans(text)) for text in texts)
        matches = [
            Match(field=field, label="", html=_marked(text, spans, 0, len(text)))
            for text, spans in found
            if spans
        ]
        return matches[:MAX_OF_A_KIND]

    def _columns(self, columns: Iterable[Column]) -> list[Match]:
        """Return the columns that hold most of the words, in their own order among equals."""
        found: list[tuple[int, Match]] = []
        for column in columns:
            for text in (column.name, column.business_name, column.description):
                if text and (spans := self._spans(text)):
                    match = Match(field="column", label=column.name, html=_snippet(text, spans))
                    found.append((-len({word for _, _, word in spans}), match))
                    break
        return [match for _, match in sorted(found, key=lambda item: item[0])[:MAX_OF_A_KIND]]

    def _prose(self, document: SearchDocument) -> Iterator[Match]:
        """Yield summary, description and purpose, as far as each says something else."""
        seen = set()
        for field in ("summary", "description", "purpose"):
            text = getattr(document, field)
            if text not in seen and (spans := self._spans(text)):
                yield Match(field=field, label="", html=_snippet(text, spans))
            seen.add(text)

    def _spans(self, text: str) -> list[_Span]:
        """Return where *text* holds words of the question; spans do not overlap."""
        spans: list[_Span] = []
        runs: list[tuple[int, int, str]] = []
        for found in RUN.finditer(text):
            raw = found.group()
            hits, whole = self._known.get(raw) or self._look_at(raw)
            spans += [
                (found.start() + start, found.start() + end, word) for start, end, word in hits
            ]
            runs.append((found.start(), found.end(), whole))
        spans += self._joined_spans(runs)
        return _apart(spans)

    def _look_at(self, raw: str) -> tuple[list[_Span], str]:
        """Return the spans inside one run of letters, and the run as one lower-case word."""
        parts = split(fold(raw))
        whole = "".join(parts)
        hits: list[_Span] = []
        if word := self._stems.get(stem(whole), "") or (whole if whole in self._joined else ""):
            hits = [(0, len(raw), word)]
        elif raw.isascii() and sum(map(len, parts)) == len(raw):
            start = 0
            for part in parts:
                if word := self._stems.get(stem(part), ""):
                    hits.append((start, start + len(part), word))
                start += len(part)
        elif word := next((self._stems[s] for s in map(stem, parts) if s in self._stems), ""):
            hits = [(0, len(raw), word)]
        self._known[raw] = (hits, whole)
        return hits, whole

    def _joined_spans(self, runs: list[tuple[int, int, str]]) -> Iterator[_Span]:
        """Yield neighbours in a text that the question writes as one word."""
        for i, (start, _, whole) in enumerate(runs):
            together, j = whole, i
            while together in self._beginnings and j + 1 < len(runs):
                j += 1
                together += runs[j][2]
                if together in self._joined:
                    yield start, runs[j][1], together


def _apart(spans: list[_Span]) -> list[_Span]:
    """Return *spans* in order, the longest first where two overlap."""
    kept: list[_Span] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _snippet(text: str, spans: list[_Span]) -> str:
    """Return the part of *text* around the first marked words."""
    if len(text) <= SNIPPET_CHARS:
        return _marked(text, spans, 0, len(text))
    start = max(0, min(spans[0][0] - _LEAD_CHARS, len(text) - SNIPPET_CHARS))
    if start:
        start = min(text.find(" ", start, spans[0][0]) + 1 or start, spans[0][0])
    end = max(min(start + SNIPPET_CHARS, len(text)), spans[0][1])
    if end < len(text):
        end = max(text.rfind(" ", spans[0][1], end), spans[0][1])
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return f"{before}{_marked(text, spans, start, end)}{after}"


def _marked(text: str, spans: list[_Span], start: int, end: int) -> str:
    """Escape *text* from *start* to *end* and mark *spans*."""
    pieces, at = [], start
    for left, right, _ in spans:
        if left < at or right > end:
            continue
        pieces += [_escaped(text[at:left]), "<mark>", _escaped(text[left:right]), "</mark>"]
        at = right
    return "".join([*pieces, _escaped(text[at:end])])


def _escaped(text: str) -> str:
    return html.escape(clean(text))

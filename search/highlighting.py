"""Why did a document match? The texts that hold the words, escaped, with the words marked."""

import html
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

import msgspec

from search.document import Column, SearchDocument
from search.intent import Intent
from search.results import Match
from search.words import RUN, clean, fold, key, split, stem

MAX_REASONS = 6
MAX_COLUMNS = 3
MAX_OF_A_KIND = 2  # of anything else
MAX_TEXT_CHARS = 20_000  # of one text that are looked through
SNIPPET_CHARS = 220
_LEAD_CHARS = 60  # of the snippet, before the first marked word

_Span = tuple[int, int, str]  # start, end, the word of the query it stands for


class Marker:
    """Marks the words of one question in any text."""

    def __init__(self, intent: Intent) -> None:
        self._stems = {stem(word): word for word in intent.content}
        others = {"".join(name) for name in intent.synonyms}
        joined = {*intent.content, *intent.wholes, *intent.pairs, *others}
        self._joined = joined
        self._beginnings = {word[:end] for word in joined for end in range(1, len(word))}
        self._names = {intent.name, *intent.parts} - {""}
        self.seen: set[str] = set()
        """Words of the question that stood in the texts looked through so far."""
        self._known: dict[str, _Run] = {}
        self._letters = sum(map(len, set(self._stems.values())))
        self._possible = _possible(self._stems, joined, self._beginnings)

    def why(self, document: SearchDocument) -> tuple[Match, ...]:
        """Return what of *document* matched, the strongest reason first."""
        if not self._stems and not self._names:
            return ()
        return tuple(islice(self._reasons(document), MAX_REASONS))

    def mark(self, text: str) -> str:
        """Return *text* escaped, with the words marked."""
        return _marked(text, self._spans(text), 0, len(text))

    def _reasons(self, document: SearchDocument) -> Iterator[Match]:
        """Yield the reasons, the strongest first. Texts are only read as far as they are wanted."""
        yield from self._identifiers(document)
        yield from self._named("title", [document.title])
        yield from self._named("agency", [document.agency_name, document.agency_acronym])
        yield from self._columns(document.columns)
        yield from self._named("term", document.terms)
        yield from self._named("tag", document.tags)
        yield from self._prose(document)
        yield from self._named("system", document.systems)

    def _identifiers(self, document: SearchDocument) -> Iterator[Match]:
        """Yield the name that somebody typed whole."""
        names = (document.contract_id, *document.identifiers, document.id)
        exact = next((name for name in names if name and key(name) in self._names), None)
        if exact and key(exact) != key(document.title):
            yield Match(field="identifier", label="", html=f"<mark>{_escaped(exact)}</mark>")

    def _named(self, field: str, texts: Iterable[str]) -> list[Match]:
        """Return the short *texts* that hold a word."""
        found = ((text, self._spans(text)) for text in texts)
        matches = [
            Match(field=field, label="", html=_snippet(text, spans))
            for text, spans in found
            if spans
        ]
        return matches[:MAX_OF_A_KIND]

    def _columns(self, columns: Iterable[Column]) -> list[Match]:
        """Return the columns that hold most of the question, in their own order among equals."""
        found: list[tuple[int, Match]] = []
        whole = 0
        for column in columns:
            together = f"{column.name}\n{column.business_name}\n{column.description}"
            if not self._possible.search(_flat(together)):
                continue  # as most columns of most documents
            for text in (column.name, column.business_name, column.description):
                if text and (spans := self._spans(text)):
                    match = Match(field="column", label=column.name, html=_snippet(text, spans))
                    letters = sum(map(len, {word for _, _, word in spans}))
                    found.append((-letters, match))
                    whole += letters >= self._letters
                    break
            if whole == MAX_COLUMNS:
                break  # none that follows can be better
        return [match for _, match in sorted(found, key=lambda item: item[0])[:MAX_COLUMNS]]

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
        text = text[:MAX_TEXT_CHARS]
        flat = _flat(text)
        if not self._possible.search(flat):
            return []
        spans: list[_Span] = []
        for found in self._runs(text, flat):
            raw, at = found.group(), found.start()
            word = self._known.get(raw) or self._look_at(raw)
            if word.hits:
                spans += [(at + start, at + end, asked) for start, end, asked in word.hits]
            if word.is_beginning:
                spans += self._joined_spans(text, at, found.end(), word.whole)
        self.seen.update(asked for _, _, asked in spans)
        return _apart(spans) if len(spans) > 1 else spans

    def _runs(self, text: str, flat: str) -> Iterator[re.Match[str]]:
        """Yield the runs of letters and digits, but for those that surely mean nothing here."""
        if not text.isascii() or len(flat) != len(text):  # then places in it are others
            yield from RUN.finditer(text)
            return
        end = 0
        for found in self._possible.finditer(flat):
            start = found.start()
            if start < end:
                continue
            while start > end and text[start - 1].isalnum():
                start -= 1
            if run := RUN.match(text, start):
                end = run.end()
                yield run

    def _look_at(self, raw: str) -> "_Run":
        """Return what is to be marked inside one run of letters and digits."""
        parts, whole = _parts(raw)
        hits: list[_Span] = []
        if asked := self._stems.get(stem(whole)) or (whole if whole in self._joined else None):
            hits = [(0, len(raw), asked)]
        elif len(whole) == len(raw):
            start = 0
            for part in parts:
                if asked := self._stems.get(stem(part)):
                    hits.append((start, start + len(part), asked))
                start += len(part)
        elif asked := next((self._stems[s] for s in map(stem, parts) if s in self._stems), None):
            hits = [(0, len(raw), asked)]  # folding moved the letters: mark it all
        run = _Run(hits, whole, whole in self._beginnings)
        self._known[raw] = run
        return run

    def _joined_spans(self, text: str, start: int, end: int, whole: str) -> Iterator[_Span]:
        """Yield neighbours, of which the first is given, that the question writes as one word."""
        while whole in self._beginnings and (following := RUN.search(text, end)):
            end = following.end()
            whole += _parts(following.group())[1]
            if whole in self._joined:
                yield start, end, whole


class _Run(msgspec.Struct, frozen=True):
    """What one run of letters and digits means to a question."""

    hits: list[_Span]  # relative to its start
    whole: str  # folded, as one word
    is_beginning: bool  # of a word that the question writes together


@lru_cache(maxsize=50_000)  # a few thousand words make up most of all texts
def _parts(raw: str) -> tuple[tuple[str, ...], str]:
    """Return the words of one run of letters and digits, and all of them as one."""
    parts = tuple(split(fold(raw)))
    return parts, "".join(parts)


def _flat(text: str) -> str:
    """Return *text* as `_possible` looks at it: folded, in small letters, without apostrophes."""
    folded = (text if text.isascii() else fold(text)).casefold()
    return folded.replace("'", "").replace("\u2019", "")


def _possible(
    stems: Iterable[str], joined: Iterable[str], beginnings: Iterable[str]
) -> re.Pattern[str]:
    """Return a pattern that stands in every flat text which holds something to be marked.

    That is a word of one of the *stems*; or one of the words *joined*; or a run that is one of
    their *beginnings*. Stemming leaves the letters of a word alone, but for the last of the stem
    and the one before it, and but for `i` instead of `y` (cry, cries; dying, die).
    """
    begun = {stem[: max(_LEAST, len(stem) - 2)] for stem in stems}
    whole = {word for word in joined if not any(piece in word for piece in begun)}
    whole |= {run[:_MOST] for run in beginnings if len(run) >= _MOST}
    found = {re.sub("[iy]$", "[iy]", re.escape(text)) for text in (*begun, *whole)}
    runs: dict[str, list[str]] = {}
    for run in sorted({run for run in beginnings if len(run) < _MOST}, reverse=True):
        runs.setdefault(run[0], []).append(run[1:])
    return re.compile(
        "|".join(
            (
                *sorted(found),
                # One that no letter precedes or follows. It begins with a letter of its own, so
                # that the rest of the text is passed over quickly.
                *(
                    rf"{first}(?<![^\W_]{first})(?:{'|'.join(rest)})(?![^\W_])"
                    for first, rest in runs.items()
                ),
            )
        )
    )


_LEAST = 2  # letters
_MOST = 12  # letters of a run that are told apart


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

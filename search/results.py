"""What comes back from a search? Hits with the reason for each, counts, and what was relaxed."""

from enum import StrEnum

import msgspec


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """Why a hit matched: the field, the element's name where it has one, and the text.

    ``field`` is one of ``identifier``, ``title``, ``agency``, ``column``, ``term``, ``tag``,
    ``summary``, ``description``, ``purpose``, ``system``. ``html`` is escaped text in which only
    ``<mark>`` is markup.
    """

    field: str
    label: str  # the column's name, "" for a field that is one text
    html: str


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A document that matched. ``why`` is ordered, the strongest reason first."""

    id: str
    score: float
    why: tuple[Match, ...] = ()


class FacetValue(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a facet, with the number of matching documents the caller may see."""

    value: str
    count: int


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one facet, computed without the facet's own choice. Most frequent first."""

    name: str
    values: tuple[FacetValue, ...]


class RelaxedKind(StrEnum):
    """How the question was eased, because nothing matched it as it stood (or it was too long)."""

    SPELLING = "spelling"  # `asked` is in no document the caller may see; `used` is
    PHRASE = "phrase"  # no document holds the quoted words side by side; they were searched apart
    FIELD = "field"  # no document has the words in that field; they were searched everywhere
    SYNONYM = "synonym"  # `used` is another name for `asked`, and was searched as well
    VALUE = "value"  # no document the caller may see has the value that was asked of a facet
    LENGTH = "length"  # only the first words were used; `used` says how many


class Relaxed(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was searched otherwise than asked. The page says so."""

    kind: RelaxedKind
    asked: str
    used: str


class Loosened(msgspec.Struct, frozen=True, kw_only=True):
    """What the same question would give without the choice of one facet, "" for without any."""

    facet: str
    total: int


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """A page of hits. ``total`` counts all that match, not only this page.

    ``after`` is the engine's own token for the page that follows, "" where ``offset`` leads there.
    ``text`` is what was asked without the filters that it named; they stand in ``filters``, as the
    documents write them, beside those that were chosen otherwise.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: tuple[Facet, ...] = ()
    relaxed: tuple[Relaxed, ...] = ()
    after: str = ""
    loosened: tuple[Loosened, ...] = ()  # where the filters leave nothing over
    nearest: tuple[str, ...] = ()  # words of visible documents, where nothing is found at all
    text: str = ""
    filters: dict[str, tuple[str, ...]] = {}


class CompletionKind(StrEnum):
    """What a suggestion is."""

    TITLE = "title"
    AGENCY = "agency"
    TERM = "term"
    COLUMN = "column"


class Completion(msgspec.Struct, frozen=True, kw_only=True):
    """What a text that was begun may become. ``detail`` says where it stands: the product's title.

    For a title it names the agency, for an agency its acronym.
    """

    value: str
    kind: CompletionKind
    detail: str = ""

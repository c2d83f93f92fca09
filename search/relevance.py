"""How much does each field weigh, and what else moves a hit up or down?

Shared by every engine. The shape follows what was measured on public judgements: words are never
required all at once, each more of them is worth a little, and an exact name always wins.
"""

FIELD_WEIGHTS = {
    "title": 3,
    "tags": 2,
    "agency": 2,
    "terms": 2,
    "identifiers": 1,
    "domain": 1,
    "summary": 1,
    "description": 1,
    "purpose": 1,
    "systems": 1,
}
"""How many times a word of the field counts in the catch-all text: BM25 over weighted fields."""

UNSTEMMED = 1.0
STEMMED = 1.0
COLUMNS = 0.7
"""Columns are a text of their own, so that a contract of 5,000 columns keeps a short main text."""

JOINED = 0.6
"""``childcare`` found as ``child care``, and the other way round."""

SYNONYM = 0.5
"""Another name for what was asked, as products give it. The name that was asked counts more."""

MAX_SYNONYMS = 8
"""Other names that one question is widened by."""

MAX_SYNONYM_SOURCES = 3
"""Products, the newest, that are asked for other names of one name."""

ADJACENT = {"column": 10.0, "term": 4.0}
"""Constant bonus for neighbours of the question that are neighbours in a column, or in a term.

In titles and prose it was measured to gain nothing. No BM25: the length of a contract says nothing.
"""

TIE = 0.2
"""What the weaker places of a word add to its best place."""

WEAK = 0.1
"""Share of a stop word, or of a word that half a data catalog holds."""

COVERAGE = 1.5
"""Constant bonus where all words have matched; each of them brings its share, whatever the others.

Steps (at half, three quarters and all of the words) rank the judged questions equally well, and
cost an engine twice as much for a page.
"""

EXACT_NAME = 400.0
EXACT_AGENCY = 200.0
EXACT_PART = 30.0
"""Base bonus where the whole text is a name, or an agency's; or one written-together piece is.

It grows with the number of words, as the scores of rivals do.
"""

DEPRECATED = 0.5
DEPRECATED_STATUSES = frozenset({"deprecated", "retired", "superseded", "withdrawn"})
"""A product on its way out counts this share of its score."""

QUALITY = (0.85, 1.15)
"""Bounds of what the quality of a product may do to its score. An exact name outweighs both."""

MAX_QUERY_CHARS = 1_000
MAX_QUERY_WORDS = 32
"""Longer questions are cut, and the answer says so."""

FUZZY_FROM_CHARS = ((8, 2), (5, 1))
"""From this length on, this many edits are one mistake. Shorter words are not corrected."""

MAX_NEAREST = 6
"""Words that are offered where nothing is found."""

FUZZY_PREFIX_CHARS = 2
"""A correction begins with the same letters."""

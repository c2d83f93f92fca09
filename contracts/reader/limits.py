"""How much will the reader take? Bounds that real contracts do not reach and bombs do.

The largest real contract measured has 5,000 properties: 1.7 MB, 90,000 nodes, nine levels.
"""

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 100
MAX_NODES = 500_000
MAX_KEY_CHARACTERS = 1024
MAX_TAG_DIRECTIVES = 16
"""libyaml compares every directive with all before it, so thousands of them take minutes."""

MAX_DIGITS = 1000
"""Of a number written out in full, zeros of its exponent included."""

MAX_ANCHORED = 20_000
"""Parser events inside anchors, which are kept for replay at 700 bytes each."""

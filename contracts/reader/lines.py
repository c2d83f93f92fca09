"""Where is a character, as editors count? Lines end at LF, CR or CR LF and nowhere else.

U+0085 and U+2028 are characters inside a line, although YAML 1.1 and Python's ``splitlines`` take
them for line breaks. Columns count characters (code points) from 1.
"""

import re
from bisect import bisect_right

from contracts.findings import Position


class Lines:
    """The line starts of a text; finding a position is a binary search."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(end.end() for end in re.finditer(r"\r\n|\r|\n", text))]

    def position(self, index: int) -> Position:
        """Return line and column of the character at *index*; both count from 1."""
        line = bisect_right(self._starts, index)
        return Position(line=line, column=index - self._starts[line - 1] + 1)

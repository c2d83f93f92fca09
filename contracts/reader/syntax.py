"""What do libyaml's complaints mean to an author? Plain words and a way out."""

import re

from contracts.reader import refusals
from contracts.reader.lines import Lines
from contracts.reader.refusals import UnreadableError, refusal

_NOT_PRINTABLE = r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
_EXPLANATIONS = (  # the beginning of libyaml's words, what they mean, what to do
    (
        "mapping values are not allowed",
        "A second `:` or a deeper key stands where a plain value already began.",
        "Put the value in quotes, or check the indentation of this line and the one above.",
    ),
    (
        "found character that cannot start any token",
        "A value cannot begin with this character (a tab, `@`, a backtick or `%`).",
        "Put the value in quotes; indent with spaces, not with tabs.",
    ),
    (
        "found a tab character",
        "A tab stands where YAML wants spaces.",
        "Indent with spaces.",
    ),
    (
        "could not find expected ':'",
        "This line is neither a key with a value nor part of the value above.",
        "Add the missing `:`, or indent the line so that it belongs to the value above.",
    ),
    (
        "did not find expected key",
        "A key was expected here.",
        "Check the indentation, and put values with special characters in quotes.",
    ),
    (
        "did not find expected '-' indicator",
        "A list item was expected here.",
        "Align this line with the list above it, or end the list.",
    ),
    (
        "did not find expected ',' or",
        "The list or mapping in brackets is not closed, or a comma is missing.",
        "Add the comma or the closing bracket; put values with special characters in quotes.",
    ),
    (
        "found unexpected end of stream",
        "The quote that begins here is never closed.",
        "Close the quote.",
    ),
    (
        "found unexpected document indicator",
        "A line of `---` or `...` stands inside a quoted value.",
        "Close the quote above it.",
    ),
    (
        "found unknown escape character",
        "A backslash in double quotes begins an escape that does not exist.",
        "Use single quotes, or write the backslash twice.",
    ),
    (
        "found invalid Unicode character escape code",
        "The escape stands for half a character.",
        "Write the character itself.",
    ),
    (
        "found duplicate anchor",
        "The same anchor is defined twice.",
        "Rename one of the two.",
    ),
)


def explained(problem: str) -> tuple[str, str]:
    """Return what the author reads for libyaml's *problem*, and a fix ("" for the rule's)."""
    for beginning, message, fix in _EXPLANATIONS:
        if problem.startswith(beginning):
            return message, fix
    return "The YAML is malformed here.", ""


def forbidden_character(text: str) -> UnreadableError:
    """Return the refusal at the first character of *text* that YAML does not allow."""
    found = re.search(_NOT_PRINTABLE, text)
    if found is None:
        return refusal(refusals.SYNTAX, "The YAML is malformed.", None)
    at = Lines(text).position(found.start())
    return refusal(
        refusals.BAD_CHARACTER, f"The character U+{ord(found[0]):04X} is not allowed here.", at
    )

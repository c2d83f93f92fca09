"""Which characters does libyaml take for line breaks that YAML 1.2 and editors do not?

U+0085, U+2028 and U+2029 end a line (and a comment) in YAML 1.1. Each is hidden from libyaml behind
a private-use character that the text does not contain, and put back into the scalars afterwards.
"""

_BREAKS = "\x85\u2028\u2029"
_PRIVATE_USE = range(0xF0000, 0xFFFFE)


def hidden(text: str) -> tuple[str, dict[int, str]]:
    """Return *text* without such characters, of the same length, and how to restore them.

    The mapping is empty where there were none, which is nearly always.
    """
    found = [character for character in _BREAKS if character in text]
    if not found:
        return text, {}
    free = (code for code in _PRIVATE_USE if chr(code) not in text)
    substitutes = {next(free): character for character in found}
    there = {ord(character): chr(code) for code, character in substitutes.items()}
    return text.translate(there), substitutes


def restored(text: str, substitutes: dict[int, str]) -> str:
    """Return *text* with its own characters again."""
    return text.translate(substitutes)

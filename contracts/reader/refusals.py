"""Why can a file not be read at all? The rules READ-01.. and the error that carries the finding."""

from contracts.findings import Finding, Position, Severity, fingerprint
from contracts.reader.limits import MAX_BYTES, MAX_DEPTH, MAX_DIGITS, MAX_NODES
from contracts.rule import Rule


class UnreadableError(Exception):
    """A file that is no contract; ``finding`` says why, where, and how to mend it."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


class TooLargeError(UnreadableError):
    """A file above `MAX_BYTES`."""


def refusal(rule: Rule, message: str, at: Position | None, fix: str = "") -> UnreadableError:
    """Return the error to raise for *message* at that place; *fix* defaults to the rule's."""
    finding = Finding(
        rule=rule.code,
        name=rule.name,
        severity=Severity.ERROR,
        path="",
        pointer="",
        line=at.line if at else None,
        column=at.column if at else None,
        message=message,
        fix=fix or rule.fix,
        fingerprint=fingerprint(rule.code, "", "", None, message),
    )
    return TooLargeError(finding) if rule is TOO_LARGE else UnreadableError(finding)


def _rule(code: str, name: str, statement: str, reason: str, fix: str) -> Rule:
    return Rule(
        code=code,
        name=name,
        family="Reading",
        statement=statement,
        reason=reason,
        fix=fix,
        severity=Severity.ERROR,
    )


TOO_LARGE = _rule(
    "READ-01",
    "file-too-large",
    f"The file is larger than {MAX_BYTES // 1024 // 1024} MiB.",
    "A contract of 5,000 columns has 1.7 MB; what is larger is usually data, not a contract.",
    "Split the contract by table, or move sample data out of it.",
)
NOT_TEXT = _rule(
    "READ-02",
    "encoding-unknown",
    "The file is not text in UTF-8, UTF-16 or UTF-32.",
    "Guessing an encoding would silently change names and descriptions.",
    "Save the file as UTF-8.",
)
BAD_CHARACTER = _rule(
    "READ-03",
    "character-not-allowed",
    "The file contains a character that no contract may hold.",
    "Control characters and half characters cannot be stored, indexed or shown safely.",
    "Delete the character, or write it as an escape in double quotes.",
)
SYNTAX = _rule(
    "READ-04",
    "syntax-error",
    "The file is not well-formed YAML or JSON.",
    "Tools would disagree on what it says, or refuse it.",
    "Mend the line named; the cause is often on the line above it.",
)
TOO_DEEP = _rule(
    "READ-05",
    "nested-too-deeply",
    f"Values are nested more than {MAX_DEPTH} levels deep.",
    "The deepest real contract has nine levels; thousands are an attack on the reader.",
    "Flatten the structure.",
)
TOO_MUCH = _rule(
    "READ-06",
    "too-many-values",
    f"The file holds more than {MAX_NODES:,} values, an alias counting with all it stands for.",
    "Small files that unfold to gigabytes are an attack on the reader.",
    "Split the contract, and write values out instead of repeating large aliases.",
)
DUPLICATE = _rule(
    "READ-07",
    "key-repeated",
    "A key stands twice in the same mapping.",
    "Most tools keep the last one silently, so what the author wrote first is lost.",
    "Remove or rename one of the two.",
)
BAD_KEY = _rule(
    "READ-08",
    "key-is-not-text",
    "A key is a list or a mapping, or longer than a thousand characters.",
    "The standard names everything by short text.",
    "Use a plain word as the key; fill in a template such as `{{name}}`, or put it in quotes.",
)
MERGE_KEY = _rule(
    "READ-09",
    "merge-key",
    "The merge key `<<` is used.",
    "YAML 1.2 has no merge keys: half of all tools would merge, half would see a key called `<<`.",
    "Write the merged keys out.",
)
TAG = _rule(
    "READ-10",
    "tag-not-allowed",
    "A value carries a tag such as `!!python/object` or `!Ref`.",
    "Tags ask the reader to build objects; nothing in a contract is ever executed.",
    "Remove the tag and write the plain value.",
)
SEVERAL = _rule(
    "READ-11",
    "several-documents",
    "The file holds more than one YAML document.",
    "A contract version is one document with one digest.",
    "Remove the line `---` between them, or put each contract into a file of its own.",
)
EMPTY = _rule(
    "READ-12",
    "file-empty",
    "The file holds nothing.",
    "There is nothing to judge.",
    "Start with `charter init`, which writes a first contract.",
)
NOT_A_MAPPING = _rule(
    "READ-13",
    "not-a-mapping",
    "The file does not start with keys and values.",
    "A contract begins with `apiVersion: ...`, `kind: DataContract` and so on.",
    "Start with `charter init`, which writes a first contract.",
)
NUMBER = _rule(
    "READ-14",
    "number-too-large",
    f"A number would take more than {MAX_DIGITS:,} digits when written out.",
    "Numbers are kept exactly; no database or tool could hold this one.",
    "Use a smaller number, or put it in quotes if it is a code.",
)

READ_RULES: tuple[Rule, ...] = (
    TOO_LARGE,
    NOT_TEXT,
    BAD_CHARACTER,
    SYNTAX,
    TOO_DEEP,
    TOO_MUCH,
    DUPLICATE,
    BAD_KEY,
    MERGE_KEY,
    TAG,
    SEVERAL,
    EMPTY,
    NOT_A_MAPPING,
    NUMBER,
)

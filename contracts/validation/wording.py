"""How is a complaint told to its author? In plain words, with the nearest thing that would do."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from contracts.paths import Parts
from contracts.validation.complaints import Complaint, Kind, value_at
from contracts.validation.context import taken_by
from contracts.validation.editions import MASK, standard_of
from contracts.validation.knowledge import keys_at, later, types_at, values_at

Words = tuple[str, str | None]

_MOST_OPTIONS = 12
_LONGEST_QUOTE = 60

_TYPES = {
    "string": "text",
    "array": "a list",
    "object": "keys and values",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "null": "nothing",
}
_ELEMENTS = {
    "schema": "a schema object",
    "properties": "a property",
    "items": "a property",
    "key": "a property",
    "value": "a property",
    "servers": "a server",
    "quality": "a quality check",
    "roles": "a role",
    "team": "the team",
    "members": "a team member",
    "support": "a support channel",
    "slaProperties": "a service level",
    "customProperties": "a custom property",
    "authoritativeDefinitions": "a definition",
    "relationships": "a relationship",
    "synonyms": "a synonym",
    "enum": "an allowed value",
    "price": "the price",
    "description": "the description",
    "inputPorts": "an input port",
    "outputPorts": "an output port",
    "managementPorts": "a management port",
    "inputContracts": "an input contract",
    "sbom": "a bill of materials",
}
_ELSEWHERE: tuple[tuple[str, Parts], ...] = (
    ("a schema object", ("schema", 0)),
    ("a property", ("schema", 0, "properties", 0)),
    (
        "the `logicalTypeOptions` of a property",
        ("schema", 0, "properties", 0, "logicalTypeOptions"),
    ),
    ("the `arguments` of a quality check", ("schema", 0, "quality", 0, "arguments")),
    ("an output port", ("outputPorts", 0)),
    ("an input port", ("inputPorts", 0)),
)
_COLUMN_HABITS = {  # keys that other tools have on a column or table, and what ODCS has for them
    "nullable": "Use `required`, which says the opposite: `nullable: false` is `required: true`.",
    "isNullable": "Use `required`, which says the opposite: `isNullable: false` is "
    "`required: true`.",
    "isUnique": "Use `unique`.",
    "isPrimaryKey": "Use `primaryKey`.",
    "primary": "Use `primaryKey`.",
    "pk": "Use `primaryKey`.",
    "min": "Use `minimum` under `logicalTypeOptions`.",
    "max": "Use `maximum` under `logicalTypeOptions`.",
    "type": "Use `logicalType` for the meaning and `physicalType` for the database type.",
    "dataType": "Use `logicalType` for the meaning and `physicalType` for the database type.",
    "columns": "Use `properties`.",
    "fields": "Use `properties`.",
    "pii": "Use `classification`, or a custom property.",
}
_HABITS = {  # the same for other places
    "title": "Use `name`.",
    "owner": "Name the owner under `team`.",
    "owners": "Name the owners under `team`.",
    "info": "This is a key of the Data Contract Specification: its `title` and `version` are "
    "`name` and `version` here.",
    "models": "This is a key of the Data Contract Specification: use `schema`.",
    "servicelevels": "This is a key of the Data Contract Specification: use `slaProperties`.",
    "terms": "This is a key of the Data Contract Specification: use `description`.",
}
_COLUMN_LIKE = ("a property", "a schema object", "`logicalTypeOptions`")
_RENAMED = {"metric": "rule", "rule": "metric"}  # 3.0 said `rule`, 3.1 says `metric`
_FORMS = (  # a part of the official pattern, and what it asks for
    ("^[A-Za-z0-9_-]+$", "letters, digits, `_` and `-` only"),
    ("[^\\s.#/", "no spaces and none of `. # / \\ @ ! % & ^`"),
    ("\\.[A-Za-z_]", "`table.column`, or `schema/<id>/properties/<id>`"),
    ("^sftp://", "an address that begins with `sftp://`"),
)


def message_and_fix(edition: str, complaint: Complaint, tree: Any) -> Words:
    """Return what the author reads, and the fix; None where the rule's own says it best."""
    is_there = complaint.kind not in (Kind.MISSING_KEY, Kind.UNKNOWN_KEY)
    parts = complaint.parts if is_there else complaint.parts[:-1]
    if complaint.kind is Kind.UNKNOWN_KEY and complaint.parts[-1] in keys_at(edition, parts):
        return _misplaced_key(edition, complaint.parts, tree)
    return _WORDS[complaint.kind](edition, complaint, value_at(tree, parts))


def element(edition: str, parts: Parts) -> str:
    """Return what people call the element at *parts*."""
    names = [part for part in parts if isinstance(part, str)]
    if not names:
        return f"the {standard_of(edition).noun}"
    if names[-1] == "team" and isinstance(parts[-1], int):
        return "a team member"
    return _ELEMENTS.get(names[-1], f"`{names[-1]}`")


def nearest(word: str, options: Iterable[str]) -> str | None:
    """Return the one of *options* that *word* was probably meant to be."""
    import difflib  # noqa: PLC0415 (needed only when there is something to complain about)

    by_folded = {option.lower(): option for option in options}
    close = difflib.get_close_matches(word[:_LONGEST_QUOTE].lower(), by_folded, n=1, cutoff=0.75)
    return by_folded[close[0]] if close else None


def _missing_key(edition: str, complaint: Complaint, around: Any) -> Words:
    key, place = str(complaint.parts[-1]), complaint.parts[:-1]
    message = f"`{_quoted(key)}` is missing on {element(edition, place)}."
    twin = _RENAMED.get(key)
    if twin in around:
        return message, f"In {edition} it is called `{key}`: rename `{twin}`."
    return message, f"Add `{_quoted(key)}`."


def _missing_choice(edition: str, complaint: Complaint, _value: Any) -> Words:
    options = _list(complaint.wanted, "or")
    return f"{_capital(element(edition, complaint.parts))} needs {options}.", f"Add one: {options}."


def _null(_edition: str, complaint: Complaint, _value: Any) -> Words:
    return f"`{_name(complaint.parts)}` has no value.", None


def _conflict(edition: str, complaint: Complaint, _value: Any) -> Words:
    keys = _list(complaint.wanted, "and") or "Keys that exclude each other"
    return f"{keys} stand together on {element(edition, complaint.parts)}; one may.", None


def _forbidden(edition: str, complaint: Complaint, _value: Any) -> Words:
    keys = _list(complaint.wanted, "and") or "Something"
    place = element(edition, complaint.parts)
    return f"{keys} is not allowed on {place} here.", f"Remove {keys}."


def _other(_edition: str, complaint: Complaint, _value: Any) -> Words:
    said = str(complaint.wanted[0]).removeprefix(MASK).strip()
    return f"By the official schema, `{_name(complaint.parts)}` {said}.", None


def _misplaced_key(edition: str, parts: Parts, tree: Any) -> Words:
    key, place = parts[-1], element(edition, parts[:-1])
    newer = taken_by(edition, parts, tree)
    if newer is None:
        message = f"`{key}` does not go with the other keys of {place}."
        return message, f"Remove `{key}`, or the key that it does not go with."
    message = f"`{key}` goes with the other keys of {place} since {newer}; "
    message += _follows(edition)
    return message, f"Set `apiVersion: {newer}`, or remove the key."


def _unknown_key(edition: str, complaint: Complaint, _around: Any) -> Words:
    key, place = str(complaint.parts[-1]), complaint.parts[:-1]
    known = keys_at(edition, place)
    message = f"`{_quoted(key)}` is not known on {element(edition, place)}."
    newer = [other for other in later(edition) if key in keys_at(other, place)]
    if newer:
        return (
            f"`{key}` came with {newer[0]}; {_follows(edition)}",
            f"Set `apiVersion: {newer[0]}`, or remove the key.",
        )
    habits = _COLUMN_HABITS if element(edition, place) in _COLUMN_LIKE else _HABITS
    if key in habits:
        return message, habits[key]
    suggestion = nearest(key, known)
    if suggestion:
        return message, f"Did you mean `{suggestion}`?"
    places = ((f"the {standard_of(edition).noun} itself", ()), *_ELSEWHERE)
    home = next((words for words, where in places if key in keys_at(edition, where)), None)
    if home:
        return message, f"It belongs on {home}: move it there."
    return message, None


def _follows(edition: str) -> str:
    return f"the {standard_of(edition).noun} follows {edition}."


def _wrong_type(edition: str, complaint: Complaint, value: Any) -> Words:
    parts, wanted = complaint.parts, complaint.wanted
    types = list(dict.fromkeys(_TYPES.get(name, str(name)) for name in wanted))
    message = f"`{_name(parts)}` must be {' or '.join(types)}, but is {_described(value)}."
    kinds = {json_type(value), "number" if isinstance(value, int) else ""}
    newer = [other for other in later(edition) if kinds & types_at(other, parts)]
    if newer:
        return message, f"Set `apiVersion: {newer[0]}`, which allows it, or change the value."
    if "boolean" in wanted and isinstance(value, str):
        truth = value.lower() in ("yes", "y", "on", "true", "1")
        return message, f"Write `{_name(parts)}: {'true' if truth else 'false'}`, without quotes."
    if "string" in wanted and isinstance(value, bool | int | Decimal):
        return message, "Put the value in quotes."
    if "array" in wanted and not isinstance(value, list):
        return message, "Write a list: begin each item with `- `."
    if isinstance(value, str) and {"integer", "number"} & set(wanted):
        return message, "Write the number alone, without quotes or unit."
    return message, None


def _not_allowed(edition: str, complaint: Complaint, value: Any) -> Words:
    parts, name = complaint.parts, _name(complaint.parts)
    options = [option for option in complaint.wanted if option is not None]
    message = f"`{name}` may not be {_described(value)}; allowed: {_shortened(options)}."
    if isinstance(value, str):
        newer = [other for other in later(edition) if value in values_at(other, parts)]
        if newer:
            return (
                f"`{name}: {_quoted(value)}` came with {newer[0]}; {_follows(edition)}",
                f"Set `apiVersion: {newer[0]}`, or use one of: {_shortened(options)}.",
            )
        suggestion = nearest(value, [option for option in options if isinstance(option, str)])
        if suggestion:
            return message, f"Did you mean `{suggestion}`?"
    return message, f"Write `{name}: {options[0]}`." if len(options) == 1 else None


def _wrong_form(_edition: str, complaint: Complaint, value: Any) -> Words:
    name, pattern = _name(complaint.parts), str(complaint.wanted[0])
    form = next((words for part, words in _FORMS if part in pattern), f"the pattern `{pattern}`")
    return f"`{name}` may not be {_described(value)}: wanted is {form}.", None


def json_type(value: Any) -> str:
    """Return the JSON name of the type of *value*."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, Decimal):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def _described(value: Any) -> str:
    kind = json_type(value)
    if kind in ("array", "object", "null"):
        return _TYPES[kind]
    written = str(value).lower() if kind == "boolean" else str(value)
    words = {"string": "the text ", "integer": "the number ", "number": "the number "}
    return f"{words.get(kind, '')}`{_quoted(written)}`"


def _name(parts: Parts) -> str:
    """Return the key at *parts*, for an item that of its list."""
    return _quoted(next((part for part in reversed(parts) if isinstance(part, str)), "contract"))


def _quoted(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST_QUOTE else f"{flat[:_LONGEST_QUOTE]}…"


def _shortened(options: list[Any]) -> str:
    shown = ", ".join(f"`{option}`" for option in options[:_MOST_OPTIONS])
    rest = len(options) - _MOST_OPTIONS
    return f"{shown} and {rest} more" if rest > 0 else shown


def _list(words: Iterable[Any], last: str) -> str:
    quoted = [f"`{word}`" for word in words]
    return f" {last} ".join([", ".join(quoted[:-1]), quoted[-1]]) if quoted[1:] else "".join(quoted)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_WORDS: dict[Kind, Callable[[str, Complaint, Any], Words]] = {
    Kind.UNKNOWN_KEY: _unknown_key,
    Kind.MISSING_KEY: _missing_key,
    Kind.MISSING_CHOICE: _missing_choice,
    Kind.NULL: _null,
    Kind.TYPE: _wrong_type,
    Kind.VALUE: _not_allowed,
    Kind.FORM: _wrong_form,
    Kind.CONFLICT: _conflict,
    Kind.FORBIDDEN: _forbidden,
    Kind.OTHER: _other,
}
"""Each takes the edition, the complaint, and the value complained of (of a key: its mapping)."""

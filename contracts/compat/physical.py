"""What does a physical type hold? A small parser for the types that SQL engines and files use.

Neutral profile: names mean what most engines mean by them. A type we do not know keeps its own
text, so that equal texts are equal and everything else "cannot be told". Lengths count characters
unless the type says bytes (``VARCHAR2(40 BYTE)``); a character of UTF-8 takes up to four of them.
"""

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from contracts.compat.type_text import listed, named, split

Number = int | Decimal

_INTEGERS: dict[str, tuple[int, bool]] = {
    **dict.fromkeys(("TINYINT", "INT1"), (8, True)),
    **dict.fromkeys(("SMALLINT", "INT2", "INT16", "SHORT", "SMALLSERIAL"), (16, True)),
    "MEDIUMINT": (24, True),
    **dict.fromkeys(("INT", "INTEGER", "INT4", "INT32", "SERIAL"), (32, True)),
    **dict.fromkeys(("BIGINT", "INT8", "INT64", "LONG", "BIGSERIAL"), (64, True)),
    **dict.fromkeys(("HUGEINT", "INT128"), (128, True)),
    **dict.fromkeys(("UINT8", "UTINYINT"), (8, False)),
    **dict.fromkeys(("UINT16", "USMALLINT"), (16, False)),
    **dict.fromkeys(("UINT32", "UINTEGER"), (32, False)),
    **dict.fromkeys(("UINT64", "UBIGINT"), (64, False)),
    **dict.fromkeys(("UINT128", "UHUGEINT"), (128, False)),
}
_NAMES: dict[str, str] = {
    **dict.fromkeys(("DECIMAL", "NUMERIC", "DEC", "NUMBER", "BIGNUMERIC"), "decimal"),
    **dict.fromkeys(("REAL", "FLOAT4", "FLOAT32", "BINARY_FLOAT"), "float32"),
    **dict.fromkeys(("DOUBLE", "DOUBLE PRECISION", "FLOAT8", "FLOAT64"), "float64"),
    "BINARY_DOUBLE": "float64",
    "FLOAT": "float",
    "FLOATING NUMBER": "bits",  # a float of exactly so many bits, for engines that count them
    **dict.fromkeys(("VARCHAR", "CHARACTER VARYING", "CHAR VARYING", "VARCHAR2"), "text"),
    **dict.fromkeys(("TEXT", "STRING", "CLOB", "LONGTEXT"), "text"),
    **dict.fromkeys(("NVARCHAR", "NVARCHAR2", "NTEXT", "NCLOB"), "national text"),
    **dict.fromkeys(("NATIONAL CHARACTER VARYING", "NATIONAL CHAR VARYING"), "national text"),
    **dict.fromkeys(("NCHAR VARYING", "NATIONAL TEXT"), "national text"),
    **dict.fromkeys(("CHAR", "CHARACTER", "BPCHAR"), "char"),
    **dict.fromkeys(("NCHAR", "NATIONAL CHARACTER", "NATIONAL CHAR"), "national char"),
    "BINARY": "binary",
    **dict.fromkeys(("VARBINARY", "BYTEA", "BLOB", "BYTES", "BINARY VARYING"), "bytes"),
    **dict.fromkeys(("BOOLEAN", "BOOL"), "boolean"),
    "DATE": "date",
    **dict.fromkeys(("TIMESTAMP", "DATETIME", "DATETIME2", "TIMESTAMP_NTZ"), "timestamp"),
    "TIMESTAMPNTZ": "timestamp",
    "TIMESTAMP WITHOUT TIME ZONE": "timestamp",
    **dict.fromkeys(("TIMESTAMPTZ", "TIMESTAMP_TZ", "DATETIMEOFFSET"), "timestamp with zone"),
    "TIMESTAMP WITH TIME ZONE": "timestamp with zone",
    **dict.fromkeys(("TIMESTAMP_LTZ", "TIMESTAMPLTZ"), "timestamp in local zone"),
    "TIMESTAMP WITH LOCAL TIME ZONE": "timestamp in local zone",
    **dict.fromkeys(("TIME", "TIME WITHOUT TIME ZONE"), "time"),
    **dict.fromkeys(("TIMETZ", "TIME WITH TIME ZONE"), "time with zone"),
    **dict.fromkeys(("UUID", "UNIQUEIDENTIFIER"), "uuid"),
    "JSON": "json",
    "JSONB": "jsonb",
    **dict.fromkeys(("VARIANT", "SUPER"), "variant"),
    **dict.fromkeys(("ARRAY", "LIST"), "array"),
    "MAP": "map",
    **dict.fromkeys(("STRUCT", "RECORD", "ROW", "OBJECT"), "struct"),
}
_LOGICAL = {
    "integer": "integer",
    "decimal": "number",
    "float": "number",
    "text": "string",
    "national text": "string",
    "char": "string",
    "national char": "string",
    "uuid": "string",
    "boolean": "boolean",
    "date": "date",
    "timestamp": "timestamp",
    "timestamp with zone": "timestamp",
    "timestamp in local zone": "timestamp",
    "time": "time",
    "time with zone": "time",
    "array": "array",
    "map": "map",
    "struct": "object",
}
_NEUTRAL: Mapping[str, str] = {}
_MONEY: dict[str, tuple[int, int]] = {  # the largest amount in its smallest unit, and its places
    "MONEY TO 4 PLACES": (2**63 - 1, 4),
    "SMALLMONEY TO 4 PLACES": (2**31 - 1, 4),
    "MONEY TO 2 PLACES": (2**63 - 1, 2),
}
_MAX_DIGITS = 1000  # no engine has more; keeps 10**p cheap


class Physical(msgspec.Struct, frozen=True):
    """A physical type: its family and what the family's values are bounded by.

    ``family`` is empty for a type we do not know. ``lower`` and ``upper`` bound numbers,
    ``fraction`` counts decimal places (None: any; negative: whole tens, hundreds), ``mantissa``
    the bits of a binary float, ``longest`` characters (of binary types bytes), ``octets`` the bytes
    of a text (None: nobody counts them), ``precision`` decimal places of a second. ``parts`` are
    the types inside, each with its name. ``text`` is the type in one spelling: equal texts are
    equal types.
    """

    text: str
    family: str = ""
    lower: Number | None = None
    upper: Number | None = None
    fraction: int | None = None
    mantissa: int | None = None
    longest: int | None = None
    octets: int | None = None
    precision: int | None = None
    parts: tuple[tuple[str, "Physical"], ...] = ()

    @property
    def logical(self) -> str | None:
        """The logical type that this type implies, None if it implies none."""
        return _LOGICAL.get(self.family)

    @property
    def zone(self) -> bool | None:
        """Whether values carry a time zone; None for what is no time or not known."""
        if self.family in {"timestamp", "time"}:
            return False
        return True if "zone" in self.family else None


def parse(source: object, names: Mapping[str, str] = _NEUTRAL) -> Physical | None:
    """Return the physical type that *source* names, None if it names none.

    *names* are what one engine means by a name, where that is not what most engines mean: by the
    name alone; with ``()`` by the name before arguments, which are kept; or with the arguments.
    ``BYTE`` or ``CHAR`` behind what it means is the unit of lengths that state none.
    """
    if not isinstance(source, str) or not source.strip():
        return None
    return _parsed(source, names, 0)


def _parsed(source: str, names: Mapping[str, str], depth: int) -> Physical:
    name, arguments = _meant(*split(source), names)
    is_unsigned = name.endswith(" UNSIGNED")
    name = name.removesuffix(" UNSIGNED").removesuffix(" SIGNED")
    if name in _INTEGERS:
        bits, has_sign = _INTEGERS[name]
        return _integer(bits, signed=has_sign and not is_unsigned)
    if name in _MONEY:
        return _money(name)
    family = _NAMES.get(name, "")
    if family in _NESTED and arguments and depth < _DEEPEST:
        return _nested(family, arguments, names, depth)
    if family in _SIZED:
        return _sized(family, arguments)
    numbers, build = _numbers(arguments), _BUILDERS.get(family)
    if build is None or numbers is None:
        spelt = family or name
        return Physical(f"{spelt}({arguments})" if arguments else spelt, family)
    found = build(family, numbers)
    return _without_sign(found) if is_unsigned else found


_DEEPEST = 8  # types inside types; what is inside the last one is only text


def _meant(name: str, arguments: str, names: Mapping[str, str]) -> tuple[str, str]:
    """Return name and arguments in the words of this module."""
    if not names:
        return name, arguments
    meant = names.get(f"{name}({arguments})" if arguments else name)
    if meant is not None:
        return split(meant)
    meant = names.get(f"{name}()") if arguments else None
    if meant is None:
        return name, arguments
    unit = next((each for each in _UNITS if meant.endswith(f" {each}")), "")
    if unit and not arguments.endswith(_UNITS):
        arguments = f"{arguments} {unit}"
    return meant.removesuffix(f" {unit}"), arguments


_UNITS = ("BYTE", "CHAR")


def _numbers(arguments: str) -> list[int] | None:
    """Return the arguments as numbers, None if one is something else."""
    parts = arguments.split(",") if arguments else []
    if parts[:1] == ["*"]:  # as many digits as there can be
        parts = [_ALL_DIGITS, *parts[1:]] if parts[1:] else []
    digits = [part.removeprefix("-") for part in parts]
    if not all(part.isascii() and part.isdigit() and len(part) < _MAX_DIGITS for part in digits):
        return None
    return [int(part) for part in parts]


_ALL_DIGITS = "38"


def _integer(bits: int, *, signed: bool) -> Physical:
    lower, upper = interval(bits, signed=signed)
    return Physical(f"{'i' if signed else 'u'}{bits}", "integer", lower, upper, fraction=0)


def interval(bits: int, *, signed: bool) -> tuple[int, int]:
    """Return the smallest and largest integer of that many bits."""
    if signed:
        return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    return 0, 2**bits - 1


def _money(name: str) -> Physical:
    units, places = _MONEY[name]
    upper = Decimal(units).scaleb(-places)
    lower = Decimal(-units - 1).scaleb(-places)
    return Physical(name.lower(), "decimal", lower, upper, fraction=places)


def _decimal(family: str, numbers: list[int]) -> Physical:
    digits, fraction = (*numbers, 0, 0)[:2]
    spelt = f"{family}({','.join(map(str, numbers))})"
    if not numbers or not 0 <= digits <= _MAX_DIGITS or len(numbers) > 2:  # noqa: PLR2004 - (p, s)
        return Physical(spelt if numbers else family, "" if numbers else family)
    if abs(fraction) > _MAX_DIGITS:
        return Physical(spelt)
    upper = Decimal((0, (9,) * digits, -fraction)) if digits else Decimal(0)
    return Physical(
        f"decimal({digits},{fraction})", family, upper.copy_negate(), upper, fraction=fraction
    )


def _without_sign(found: Physical) -> Physical:
    return msgspec.structs.replace(found, text=f"{found.text} unsigned", lower=0)


def _float(family: str, numbers: list[int]) -> Physical:
    single = family == "float32" or bool(numbers and numbers[0] <= _SINGLE)
    return Physical("f32" if single else "f64", "float", mantissa=_SINGLE if single else _DOUBLE)


_SINGLE, _DOUBLE = 24, 53  # bits of a float's mantissa


def _bits(family: str, numbers: list[int]) -> Physical:
    bits = numbers[0] if numbers else _DOUBLE
    return Physical(f"{family}({bits})", "float", mantissa=bits)


def _sized(family: str, arguments: str) -> Physical:
    """Return a text or bytes; a length that is no number is kept as it stands."""
    length, _, unit = arguments.partition(" ")
    if length and length != "MAX" and not (length.isascii() and length.isdigit()):
        return Physical(f"{family}({arguments})", family)
    longest = int(length[:_MAX_LENGTH]) if length and length != "MAX" else None
    if not arguments and family in _ONE:
        longest = 1
    octets = None
    if longest is not None and unit:
        octets = longest if unit == "BYTE" else longest * _OCTETS
    spelt = f"{longest} {unit}".strip() if longest is not None else ""
    return Physical(
        f"{family}({spelt})".lower() if spelt else family, family, longest=longest, octets=octets
    )


_ONE = frozenset(("char", "national char", "binary"))  # one character where no length is stated
_SIZED = _ONE | {"text", "national text", "bytes"}
_MAX_LENGTH = 18  # digits of a length; engines have ten
_OCTETS = 4  # bytes of the longest character in UTF-8


def _timed(family: str, numbers: list[int]) -> Physical:
    spelt = f"{family}({','.join(map(str, numbers))})" if numbers else family
    return Physical(spelt, family, precision=numbers[0] if numbers else None)


_BUILDERS = {
    "decimal": _decimal,
    "bits": _bits,
    **dict.fromkeys(("float", "float32", "float64"), _float),
    **dict.fromkeys((name for name in _LOGICAL if name.startswith("time")), _timed),
}


def _nested(family: str, arguments: str, names: Mapping[str, str], depth: int) -> Physical:
    inner = [*listed(arguments)]
    if family == "struct":
        parts = [_field(each, names, depth + 1) for each in inner]
    else:
        roles = ("item",) if family == "array" else ("key", "value")
        if len(inner) != len(roles):
            return Physical(f"{family}({arguments})", family)
        parts = [
            (role, _parsed(each, names, depth + 1)) for role, each in zip(roles, inner, strict=True)
        ]
    spelt = ",".join(f"{name}:{each.text}" for name, each in parts)
    return Physical(f"{family}<{spelt}>", family, parts=tuple(parts))


_NESTED = frozenset(("array", "map", "struct"))


def _field(part: str, names: Mapping[str, str], depth: int) -> tuple[str, Physical]:
    """Return a field's name and type; the name is empty where there is none."""
    name, rest = named(part)
    whole = _parsed(part, names, depth)
    if not rest or whole.family:
        return "", whole
    return name.casefold(), _parsed(rest, names, depth)

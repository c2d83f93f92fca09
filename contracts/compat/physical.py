"""What does a physical type hold? A small parser for the types that SQL engines and files use.

Neutral profile: names mean what most engines mean by them. A type we do not know keeps its own
text, so that equal texts are equal and everything else "cannot be told".
"""

from collections.abc import Mapping
from decimal import Decimal

import msgspec

Number = int | Decimal

_INTEGERS: dict[str, tuple[int, bool]] = {
    **dict.fromkeys(("TINYINT", "INT1"), (8, True)),
    **dict.fromkeys(("SMALLINT", "INT2", "INT16", "SHORT", "SMALLSERIAL"), (16, True)),
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
    **dict.fromkeys(("REAL", "FLOAT4", "FLOAT32"), "float32"),
    **dict.fromkeys(("DOUBLE", "DOUBLE PRECISION", "FLOAT8", "FLOAT64"), "float64"),
    "FLOAT": "float",
    **dict.fromkeys(("VARCHAR", "CHARACTER VARYING", "CHAR VARYING", "VARCHAR2"), "text"),
    **dict.fromkeys(("TEXT", "STRING", "CLOB", "LONGTEXT"), "text"),
    **dict.fromkeys(("NVARCHAR", "NVARCHAR2", "NTEXT"), "national text"),
    **dict.fromkeys(("CHAR", "CHARACTER", "BPCHAR"), "char"),
    "NCHAR": "national char",
    "BINARY": "binary",
    **dict.fromkeys(("VARBINARY", "BYTEA", "BLOB", "BYTES"), "bytes"),
    **dict.fromkeys(("BOOLEAN", "BOOL"), "boolean"),
    "DATE": "date",
    **dict.fromkeys(("TIMESTAMP", "DATETIME", "DATETIME2", "TIMESTAMP_NTZ"), "timestamp"),
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
    "ARRAY": "array",
    "MAP": "map",
    **dict.fromkeys(("STRUCT", "RECORD", "ROW"), "struct"),
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
_MAX_DIGITS = 1000  # no engine has more; keeps 10**p cheap


class Physical(msgspec.Struct, frozen=True):
    """A physical type: its family and what the family's values are bounded by.

    ``family`` is empty for a type we do not know. ``lower`` and ``upper`` bound numbers,
    ``fraction`` counts decimal places (None: any), ``mantissa`` the bits of a binary float,
    ``longest`` characters or bytes, ``precision`` decimal places of a second. ``text`` is the
    type in one spelling: equal texts are equal types.
    """

    text: str
    family: str = ""
    lower: Number | None = None
    upper: Number | None = None
    fraction: int | None = None
    mantissa: int | None = None
    longest: int | None = None
    precision: int | None = None

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

    *names* are what one engine means by a name, where that is not what most engines mean: the name
    alone, or with ``()`` where arguments follow it, which are kept.
    """
    if not isinstance(source, str) or not source.strip():
        return None
    name, arguments = split(source)
    if names:
        meant = names.get(f"{name}()" if arguments else name)
        if meant is not None:
            name, arguments = split(f"{meant}({arguments})" if arguments else meant)
    signed = not name.endswith(" UNSIGNED")
    name = name.removesuffix(" UNSIGNED").removesuffix(" SIGNED")
    if name in _INTEGERS:
        bits, has_sign = _INTEGERS[name]
        return _integer(bits, signed=signed and has_sign)
    family = _NAMES.get(name, "")
    numbers = [] if arguments == "MAX" else _numbers(arguments)
    build = _BUILDERS.get(family)
    if build is not None and numbers is not None:
        return build(family, numbers)
    spelt = family or name
    return Physical(f"{spelt}({arguments})" if arguments else spelt, family)


def split(source: str) -> tuple[str, str]:
    """Split ``name(arguments) suffix`` into NAME with its suffix and the arguments, in capitals."""
    source = " ".join(source.upper().split())
    openings = [position for position in (source.find("("), source.find("<")) if position >= 0]
    if not openings:
        return source, ""
    start = min(openings)
    end = source.rfind(")" if source[start] == "(" else ">")
    if end < start:
        return source, ""
    name = " ".join(f"{source[:start]} {source[end + 1 :]}".split())
    return name, source[start + 1 : end].replace(" ", "")


def _numbers(arguments: str) -> list[int] | None:
    """Return the arguments as numbers, None if one is something else."""
    parts = arguments.split(",") if arguments else []
    parts = [part.removesuffix("CHAR").removesuffix("BYTE") for part in parts]
    if not all(part.isascii() and part.isdigit() and len(part) < _MAX_DIGITS for part in parts):
        return None
    return [int(part) for part in parts]


def _spelt(family: str, numbers: list[int]) -> str:
    return f"{family}({','.join(map(str, numbers))})" if numbers else family


def _integer(bits: int, *, signed: bool) -> Physical:
    lower, upper = interval(bits, signed=signed)
    return Physical(f"{'i' if signed else 'u'}{bits}", "integer", lower, upper, fraction=0)


def interval(bits: int, *, signed: bool) -> tuple[int, int]:
    """Return the smallest and largest integer of that many bits."""
    if signed:
        return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    return 0, 2**bits - 1


def _decimal(family: str, numbers: list[int]) -> Physical:
    if not numbers or numbers[0] > _MAX_DIGITS or len(numbers) > 2:  # noqa: PLR2004 - (p, s)
        return Physical(_spelt(family, numbers), "" if numbers else family)
    digits = numbers[0]
    fraction = numbers[1] if len(numbers) > 1 else 0
    if fraction > _MAX_DIGITS:
        return Physical(_spelt(family, numbers))
    upper = Decimal((0, (9,) * digits, -fraction)) if digits else Decimal(0)
    return Physical(
        f"decimal({digits},{fraction})", family, upper.copy_negate(), upper, fraction=fraction
    )


def _float(family: str, numbers: list[int]) -> Physical:
    single = family == "float32" or bool(numbers and numbers[0] <= _SINGLE)
    return Physical("f32" if single else "f64", "float", mantissa=_SINGLE if single else _DOUBLE)


_SINGLE, _DOUBLE = 24, 53  # bits of a float's mantissa


def _sized(family: str, numbers: list[int]) -> Physical:
    longest = numbers[0] if numbers else None
    if longest is None and family in {"char", "national char", "binary"}:
        longest = 1
    return Physical(_spelt(family, [] if longest is None else [longest]), family, longest=longest)


def _timed(family: str, numbers: list[int]) -> Physical:
    return Physical(_spelt(family, numbers), family, precision=numbers[0] if numbers else None)


_BUILDERS = {
    "decimal": _decimal,
    **dict.fromkeys(("float", "float32", "float64"), _float),
    **dict.fromkeys(("text", "national text", "char", "national char", "binary", "bytes"), _sized),
    **dict.fromkeys((name for name in _LOGICAL if name.startswith("time")), _timed),
}

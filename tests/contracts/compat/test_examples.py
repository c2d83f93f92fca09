"""Does a row prove what a finding says? One version takes it and the other refuses it.

Both versions become JSON Schemas, in another way than the engine's, and a validator decides.
"""

import json as plain_json
from decimal import Decimal
from pathlib import Path

import jsonschema_rs
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from contracts.compat.compare import compare
from contracts.compat.example import MOST_EXAMPLES
from contracts.document import load
from contracts.findings import Impact
from contracts.render.safe import to_json

RULES = Path(__file__).parents[2] / "data" / "compat"
FAMILIES = ("ENU-", "VAL-", "NUL-", "TYP-", "PROP-02", "PROP-03")
SIZES = {"TINYINT": 8, "SMALLINT": 16, "INT": 32, "INTEGER": 32, "BIGINT": 64}


def physical_schema(physical_type):
    """What the physical types of these tests hold, as a JSON Schema."""
    name, _, arguments = str(physical_type or "").upper().rstrip(")").partition("(")
    if name in SIZES:
        bound = 2 ** (SIZES[name] - 1)
        return {"minimum": -bound, "maximum": bound - 1}
    if name in {"VARCHAR", "CHAR"} and arguments:
        return {"maxLength": int(arguments)}
    if name == "DECIMAL" and arguments:
        digits, places = (int(each) for each in arguments.split(","))
        top = 10 ** (digits - places)
        step = float(Decimal(1).scaleb(-places))
        return {"exclusiveMinimum": -top, "exclusiveMaximum": top, "multipleOf": step}
    return {}


FORMATS = {"i32": {"minimum": -(2**31), "maximum": 2**31 - 1}}
LOGICAL = {
    "date": {"type": "string", "format": "date"},
    "timestamp": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "format": "time"},
    "map": {"type": "object"},
}


def column_schema(element):
    """What a property takes, as a JSON Schema."""
    logical = element.get("logicalType")
    parts = [LOGICAL.get(logical, {"type": logical} if logical else {})]
    parts.append(physical_schema(element.get("physicalType")))
    options = dict(element.get("logicalTypeOptions") or {})
    form = options.pop("format", None)
    parts.append(FORMATS.get(form, {}))
    keys = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
    keys += ("minLength", "maxLength", "pattern", "minItems", "maxItems")
    parts.append({key: options[key] for key in keys if key in options})
    if listed := element.get("enum"):
        parts.append({"enum": [each["value"] for each in listed]})
    if "items" in element:
        parts.append({"items": column_schema(element["items"])})
    if "properties" in element:
        parts.append(object_schema(element["properties"]))
    own = {"allOf": parts}
    required = element.get("required") or element.get("primaryKey")
    return own if required else {"anyOf": [own, {"type": "null"}]}


def object_schema(columns):
    """What an object or a row with these columns must be, as a JSON Schema."""
    demanded = [each["name"] for each in columns if each.get("required") or each.get("primaryKey")]
    return {
        "type": "object",
        "properties": {each["name"]: column_schema(each) for each in columns},
        "required": demanded,
    }


def takes(source, row):
    """Whether the validator lets a row of that contract through."""
    schema = object_schema(yaml.safe_load(source)["schema"][0]["properties"])
    validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    return validator.is_valid(plain_json.loads(to_json(row)))


def shown(before, after):
    """Each finding with a row, and whether the version before and the one after take it."""
    found = compare(load(before.encode()), load(after.encode()))
    return [
        (each, takes(before, each.example), takes(after, each.example))
        for each in found
        if each.example is not None
    ]


def proves(finding, old, new):
    """Whether a row that the versions take like this proves what the finding says."""
    readers = finding.reads is Impact.BREAK and new and not old
    history = finding.writes is Impact.BREAK and old and not new
    return readers or history


FOLDERS = sorted(each.name for each in RULES.iterdir() if each.name.startswith(FAMILIES))
WITHOUT = {
    *("ENU-02", "ENU-03", "ENU-06", "ENU-07", "ENU-10", "ENU-11"),
    *("NUL-03", "TYP-04", "TYP-06", "TYP-07"),
    *("TYP-11", "TYP-12", "TYP-13", "TYP-14", "TYP-15", "TYP-17", "TYP-19"),
    *("VAL-03", "VAL-04", "VAL-08", "VAL-09", "VAL-10", "VAL-12"),
}
"""Rules whose example has no row: nothing breaks, or no row of plain values shows it."""


@pytest.mark.parametrize("rule", FOLDERS)
def test_the_row_of_a_rule_proves_it(rule):
    """The sentence says that something may arrive; the row is the thing."""
    before, after = ((RULES / rule / f"{each}.yaml").read_text() for each in ("before", "after"))

    found = [each for each in shown(before, after) if each[0].rule == rule]

    assert [each[0].message for each in found if not proves(*each)] == []
    assert bool(found) is (rule not in WITHOUT)


CONTRACT = """\
apiVersion: v3.2.0
kind: DataContract
id: 5d0a
version: {version}
status: active
schema:
  - name: visits
    properties:
      - {{name: id, logicalType: integer, required: true, logicalTypeOptions: {{minimum: 7}}}}
      - {{name: day, logicalType: date, required: true}}
      - name: code
        logicalType: string
        required: true
        logicalTypeOptions: {{pattern: '^[A-Z]{{2}}-[0-9]+$'}}
      - {column}
{rest}"""


def versions(before, after, rest=""):
    """Two versions of a contract that differ in one column."""
    return [
        CONTRACT.format(version=number, column=column, rest=rest)
        for number, column in (("1.0.0", before), ("1.1.0", after))
    ]


@pytest.mark.parametrize(
    ("before", "after", "value"),
    [
        ("{name: x, enum: [{value: a}]}", "{name: x, enum: [{value: a}, {value: b}]}", "b"),
        ("{name: x, logicalType: integer}", "{name: x, logicalType: string}", "A"),
        (
            "{name: x, logicalType: number, logicalTypeOptions: {maximum: 0.3}}",
            "{name: x, logicalType: number, logicalTypeOptions: {maximum: 10}}",
            Decimal("1.3"),
        ),
        (
            "{name: x, physicalType: 'DECIMAL(5,2)', logicalType: number}",
            "{name: x, physicalType: 'DECIMAL(7,2)', logicalType: number}",
            Decimal("-1000.99"),
        ),
        (
            "{name: x, logicalType: string, logicalTypeOptions: {maxLength: 3}}",
            "{name: x, logicalType: string}",
            "AAAA",
        ),
        ("{name: x, logicalType: date, required: true}", "{name: x, logicalType: date}", None),
    ],
)
def test_a_row_has_what_is_new_first_and_all_that_must_be_there(before, after, value):
    """People read the beginning, and a database would refuse the rest for lack of a key."""
    ((finding, was_taken, is_taken),) = shown(*versions(before, after))

    assert list(finding.example.items()) == [
        ("x", value),
        ("id", 8),
        ("day", "2026-01-31"),
        ("code", "AA-0"),
    ]
    assert (was_taken, is_taken) == (False, True)


MOMENTS = [
    ("date", "'2024-01-01'", "'2020-01-01'", "2023-12-31"),
    ("timestamp", "'2024-01-01T00:00:00Z'", "'2020-01-01T00:00:00Z'", "2023-12-31T00:00:00Z"),
]


@pytest.mark.parametrize(("kind", "old", "new", "value"), MOMENTS)
def test_a_bound_of_dates_is_shown_by_a_date(kind, old, new, value):
    """`1923` means nothing where a day was promised."""
    column = "{{name: x, logicalType: {}, logicalTypeOptions: {{minimum: {}}}}}"

    found = compare(
        *(
            load(each.encode())
            for each in versions(column.format(kind, old), column.format(kind, new))
        )
    )

    assert [each.example["x"] for each in found] == [value]


def test_a_date_is_written_as_its_format_has_it():
    """A row with a date in it that the table would refuse proves nothing."""
    form = "yyyy-MM-dd HH:mm:ss"
    other = "      - name: at\n        logicalType: timestamp\n        required: true\n"
    other += f"        logicalTypeOptions: {{format: '{form}'}}\n"
    kinds = ("{name: x, logicalType: integer}", "{name: x, logicalType: string}")
    before, after = versions(*kinds, other)

    (found,) = compare(load(before.encode()), load(after.encode()))

    assert found.example["at"] == "2026-01-31 12:00:00"


def test_no_row_is_shown_with_restricted_data_in_it():
    """Not even values that were made up: they are made from the contract's own lists."""
    before, after = versions(
        "{name: x, classification: restricted, enum: [{value: a}]}",
        "{name: x, classification: restricted, enum: [{value: a}, {value: b}]}",
    )
    other = "      - {name: y, enum: [{value: a}], required: true, classification: restricted}\n"

    beside = versions("{name: x, logicalType: integer}", "{name: x, logicalType: string}", other)

    assert shown(before, after) == []
    assert shown(*beside) == []


def test_no_row_is_shown_where_a_column_is_beyond_us():
    """A wrong example is worse than none."""
    other = "      - {name: y, physicalType: GEOGRAPHY, required: true}\n"

    found = shown(*versions("{name: x, logicalType: integer}", "{name: x}", other))

    assert found == []


def test_the_work_is_bounded():
    """A contract with thousands of changed columns gets its verdict as quickly as without rows."""
    columns = "\n".join(f"      - {{name: c{at}, logicalType: TYPE}}" for at in range(300))
    before, after = versions("{name: x}", "{name: x}", columns)

    found = compare(
        load(before.replace("TYPE", "integer").encode()),
        load(after.replace("TYPE", "string").encode()),
    )

    assert sum(each.example is not None for each in found) == MOST_EXAMPLES


BOUND = st.integers(-50, 50)
OPTION = st.sampled_from(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"))
NUMBERS = st.builds(
    lambda kind, options: f"{{name: x, logicalType: {kind}, logicalTypeOptions: {options}}}",
    st.sampled_from(("integer", "number")),
    st.dictionaries(OPTION, BOUND, max_size=2).map(plain_json.dumps),
)
SIZES_OF_TEXTS = st.dictionaries(st.sampled_from(("minLength", "maxLength")), st.integers(0, 9))
PATTERNS = st.sampled_from(("^[a-z]+$", "^[a-z0-9]+$", "^x$", "^.{2,4}$"))
TEXTS = st.builds(
    lambda sizes, pattern: (
        "{name: x, logicalType: string, logicalTypeOptions: "
        f"{plain_json.dumps(sizes | ({'pattern': pattern} if pattern else {}))}}}"
    ),
    SIZES_OF_TEXTS,
    st.none() | PATTERNS,
)
LISTS = st.lists(
    st.sampled_from(("a", "b", 1, True, 2.5)), min_size=1, max_size=3, unique=True
).map(lambda values: f"{{name: x, enum: {plain_json.dumps([{'value': each} for each in values])}}}")
COLUMNS = NUMBERS | TEXTS | LISTS | st.just("{name: x, logicalType: boolean}")


def wrapped(column, step):
    """The column inside of an object that has another one, or of a list."""
    if step == "l":
        return f"{{name: x, logicalType: array, items: {column}}}"
    other = "{name: y, logicalType: integer, required: true}"
    return f"{{name: x, logicalType: object, properties: [{other}, {column}]}}"


def test_a_row_leads_to_what_changed_inside_of_it():
    """Most rows of an API are objects in lists in objects."""
    before, after = "{name: x, logicalType: integer}", "{name: x, logicalType: string}"
    for step in "olo":
        before, after = wrapped(before, step), wrapped(after, step)

    ((finding, was_taken, is_taken),) = shown(*versions(before, after))

    assert finding.example["x"] == {"x": [{"x": "A", "y": 1}], "y": 1}
    assert (was_taken, is_taken) == (False, True)


@given(before=COLUMNS, after=COLUMNS, inside=st.lists(st.sampled_from("ol"), max_size=3))
def test_every_row_proves_its_finding(before, after, inside):
    """Whatever changes into whatever, and however deep: what is shown is true."""
    for step in inside:
        before, after = (wrapped(each, step) for each in (before, after))

    found = shown(*versions(before, after))

    assert [(each[0].rule, each[0].example) for each in found if not proves(*each)] == []

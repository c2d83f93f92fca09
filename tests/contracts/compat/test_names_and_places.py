"""Names, places, keys and what hangs inside: one finding for one cause, with its mapping."""

import pytest
import yaml

from contracts.compat.compare import changes


def _told(before, after, **top):
    """Return what changed between two lists of properties, written as YAML."""
    return _schema(
        f"[{{name: t, properties: {before}}}]", f"[{{name: t, properties: {after}}}]", **top
    )


def _schema(before, after, **top):
    trees = [{**top, "schema": yaml.safe_load(text)} for text in (before, after)]
    return sorted(
        f"{each.rule} {each.reads.value} {each.writes.value} {each.bump.value}"
        for each in changes(*trees)
    )


FILLED = "customProperties: [{property: default, value: 0}]"
OUTER = "{name: o, properties: [{name: b}"
INNER = "{name: p, properties: [{name: q}"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # names
        ("[{name: a}]", "[{name: A}]", ["PROP-12 risk risk minor"]),
        ("[{id: x, name: a}]", "[{id: x, name: b}]", ["PROP-05 break break major"]),
        (
            "[{id: x, name: a}]",
            "[{id: x, name: b, physicalName: a}]",
            ["PROP-06 risk ok minor"],
        ),
        (
            "[{name: a, physicalName: C}]",
            "[{name: b, physicalName: C}]",
            ["PROP-06 risk ok minor"],
        ),
        ("[{name: a}]", "[{name: a, physicalName: a}]", ["CHG-02 ok ok patch"]),
        ("[{name: a, physicalName: A}]", "[{name: a}]", ["PROP-07 break break major"]),
        (
            "[{id: x, name: a}]",
            "[{id: x, name: b, synonyms: [{synonym: a, status: former name}]}]",
            ["PROP-08 risk ok minor", "SEM-05 ok ok patch"],
        ),
        (
            "[{id: x, name: a}]",
            "[{id: x, name: b, synonyms: [{synonym: a}]}]",
            ["PROP-05 break break major", "SEM-05 ok ok patch"],
        ),
        ("[{id: x, name: a}]", "[{id: y, name: a}]", ["HIST-03 ok ok patch"]),
        # what is filled already, what is positional, what stands twice
        (
            "[{name: a}]",
            f"[{{name: a}}, {{name: b, required: true, {FILLED}}}]",
            ["PROP-02 ok ok minor"],
        ),
        ("[{name: a}, {name: a}]", "[{name: a}, {name: a}]", []),
        ("[{name: a}, {name: a}]", "[{name: a}]", ["PROP-04 break ok major"]),
        (
            "[{name: a, logicalType: string}, {name: a}]",
            "[{name: a}, {name: a, logicalType: string}]",
            ["PROP-13 ok ok none"],
        ),
        (
            "[{name: a}, {name: a}]",
            "[{name: a, description: d}, {name: a}]",
            ["PROP-13 ok ok none", "SEM-04 ok ok patch"],
        ),
        (
            "[{id: x, name: a}]",
            "[{id: x, name: a}, {id: x, name: b}]",
            ["DOC-08 break break major"],
        ),
        # keys
        (
            "[{name: a, primaryKey: true}]",
            "[{name: a}, {name: b, primaryKey: true}]",
            ["KEY-05 break break major", "PROP-02 ok break minor"],
        ),
        (
            "[{name: a, primaryKey: true}, {name: b, required: true}]",
            "[{name: a, primaryKey: true, unique: true}, {name: b, primaryKey: true}]",
            ["CHG-02 ok ok patch", "KEY-05 risk ok minor", "NUL-03 ok ok patch"],
        ),
        (
            "[{name: a, primaryKey: true}, {name: b, primaryKey: true}]",
            "[{name: a}, {name: b}]",
            ["KEY-03 break ok major"],
        ),
        (
            "[{name: a}, {name: b}]",
            "[{name: a, primaryKey: true}, {name: b, primaryKey: true}]",
            ["KEY-04 ok break minor"],
        ),
        (
            "[{name: a, unique: true}]",
            "[{name: a, quality: [{metric: duplicateValues, mustBe: 0}]}]",
            ["CHG-02 ok ok patch"],
        ),
        (
            "[{name: a}]",
            "[{name: a, quality: [{metric: duplicateValues, mustBeLessThan: 1}]}]",
            ["KEY-02 ok break minor"],
        ),
        (
            "[{name: a, quality: [{rule: nullCheck, mustBe: 0}]}]",
            "[{name: a, quality: [{metric: nullValues, mustBeLessOrEqualTo: 0}]}]",
            [],
        ),
        (
            "[{name: a, quality: [{metric: nullValues, mustBe: 0}]}]",
            "[{name: a, quality: [{metric: nullValues, mustBe: 0, severity: warning}]}]",
            ["NUL-01 break ok major"],
        ),
        ("[{name: a}]", "[{name: a, partitioned: true}]", ["PART-01 ok ok minor"]),
        ("[{name: a, required: false}]", "[{name: a}]", []),
        ("[{name: a, required: maybe}]", "[{name: a}]", ["CHG-01 risk risk minor"]),
        (
            "[{name: a, primaryKey: true, unique: true}]",
            "[{name: a, primaryKey: true}]",
            ["CHG-02 ok ok patch"],
        ),
        (
            "[{name: a, primaryKey: true, unique: true}, {name: b, primaryKey: true}]",
            "[{name: a, primaryKey: true}, {name: b, primaryKey: true}]",
            ["KEY-01 break ok major"],
        ),
        (
            "[{name: a, primaryKey: true, tags: [x]}, {name: b, required: true}]",
            "[{name: a, primaryKey: true}, {name: b, primaryKey: true}]",
            ["KEY-05 break break major", "NUL-03 ok ok patch", "SEM-09 ok ok patch"],
        ),
        ("[{name: a, primaryKey: true}, {name: b}]", "[{name: b}]", ["PROP-03 break ok major"]),
        ("[{name: b}]", "[{name: b}, {name: a, primaryKey: true}]", ["PROP-02 ok break minor"]),
        # moves
        (
            "[{name: o, properties: [{id: x, name: a}, {name: b}]}]",
            "[{name: o, properties: [{name: b}]}, {name: p, properties: [{id: x, name: c}]}]",
            ["PROP-01 ok ok minor", "PROP-10 break break major"],
        ),
        (
            f"[{OUTER}, {{id: x, name: a, logicalType: date}}]}}, {INNER}]}}]",
            f"[{OUTER}]}}, {INNER}, {{id: x, name: a, logicalType: string}}]}}]",
            ["PROP-10 break break major", "TYP-03 break break major"],
        ),
        (
            "[{id: x, name: a}, {id: y, name: b}]",
            "[{name: o, properties: [{id: x, name: a}, {id: y, name: b}]}]",
            ["NST-03 break break major"],
        ),
        # inside
        (
            "[{name: a, logicalType: array, items: {logicalType: string}}]",
            "[{name: a, logicalType: string}]",
            ["NST-02 break break major"],
        ),
        (
            "[{name: a, logicalType: object, properties: [{name: b}]}]",
            "[{name: a, logicalType: map, map: {key: {}, value: {}}}]",
            ["NST-07 risk risk minor"],
        ),
        (
            "[{name: a, items: {logicalType: object, properties: [{name: b, required: true}]}}]",
            "[{name: a, items: {logicalType: object, properties: [{name: b}]}}]",
            ["NUL-01 break ok major"],
        ),
        (
            "[{name: a, items: {logicalType: object, properties: [{name: b}]}}]",
            "[{name: a, items: {logicalType: object, properties: [{name: b}, {name: c}]}}]",
            ["NST-04 ok ok minor"],
        ),
        ("[{name: a}]", "[{name: a, items: {logicalType: date}}]", ["TYP-04 ok risk minor"]),
        ("[{name: a, items: {logicalType: date}}]", "[{name: a}]", ["TYP-05 break ok major"]),
        ("[{name: a, items: x}]", "[{name: a, items: y}]", ["CHG-01 risk risk minor"]),
        (
            "[{name: a, map: {key: {physicalType: INT}}}]",
            "[{name: a, map: {key: {physicalType: BIGINT}}}]",
            ["NST-05 break break major"],
        ),
        (
            "[{name: a, map: {key: {physicalType: INT}}}]",
            "[{name: a, map: {key: {physicalType: int}}}]",
            ["TYP-06 ok ok none"],
        ),
        (
            "[{name: a, logicalType: vector, logicalTypeOptions: {elementType: float32}}]",
            "[{name: a, logicalType: vector}]",
            [],
        ),
        ("[{name: a}]", "[{name: a}, 5]", ["CHG-01 risk risk minor"]),
        # documentation and what is not judged
        (
            "[{name: a}]",
            "[{name: a, tags: [x], businessName: A}]",
            ["SEM-04 ok ok patch", "SEM-09 ok ok patch"],
        ),
        ("[{name: a, tags: [x, y]}]", "[{name: a, tags: [y, x]}]", []),
        (
            "[{name: a, classification: public}]",
            "[{name: a, transformLogic: x}]",
            ["SEC-03 risk ok minor", "SEM-01 ok ok patch"],
        ),
    ],
)
def test_a_change_of_properties_is_told_once(before, after, expected):
    """One cause must not fill a page, and no cause may be missing from it."""
    assert _told(before, after) == expected


CSV = [{"type": "s3", "format": "csv", "customProperties": [{"property": "header", "value": "no"}]}]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("[{name: a}, {name: b}]", "[{name: b}, {name: a}]", ["PROP-13 break break major"]),
        ("[{name: a}]", "[{name: a}, {name: b}]", ["PROP-01 ok ok minor"]),
        ("[{name: b}]", "[{name: a}, {name: b}]", ["PROP-14 break break major"]),
        ("[{name: a}, {name: b}]", "[{name: b}]", ["PROP-04 break break major"]),
        ("[{name: a}, {name: b}]", "[{name: a}]", ["PROP-04 break ok major"]),
    ],
)
def test_files_without_a_header_find_columns_by_place(before, after, expected):
    """A column in the middle shifts all that follow, on both sides and without any error."""
    assert _told(before, after, servers=CSV) == expected


@pytest.mark.parametrize(
    ("servers", "physical", "expected"),
    [
        ([{"type": "postgres"}], None, "TYP-14 ok ok patch"),
        ([{"type": "s3", "format": "parquet"}], None, "TYP-14 ok ok patch"),
        ([{"type": "s3", "format": "json"}], "DATE", "TYP-14 break break major"),
        ([], "DATE", "TYP-14 ok ok patch"),
        ([], None, "TYP-14 break break major"),
    ],
)
def test_a_date_pattern_matters_where_dates_are_text(servers, physical, expected):
    """A typed column holds days, not their spelling."""
    stated = f", physicalType: {physical}" if physical else ""
    column = "[{{name: a, logicalType: date{}, logicalTypeOptions: {{format: {}}}}}]"

    told = _told(column.format(stated, "yyyy"), column.format(stated, "yy"), servers=servers)

    assert told == [expected]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("[{id: x, name: a}]", "[{id: x, name: b}]", ["OBJ-03 break break major"]),
        ("[{name: a, physicalName: T}]", "[{name: b, physicalName: T}]", ["OBJ-05 risk ok minor"]),
        ("[{name: a}]", "[{name: a, physicalName: a}]", ["CHG-02 ok ok patch"]),
        (
            "[{name: a, properties: [{name: p}, {name: q}]}]",
            "[{name: b, properties: [{name: p}, {name: r}]}]",
            ["OBJ-01 ok ok minor", "OBJ-02 break ok major"],
        ),
        ("[{name: a}]", "[{name: b}]", ["OBJ-01 ok ok minor", "OBJ-02 break ok major"]),
        ("[{name: a}]", "[{name: a, physicalType: table}]", ["OBJ-06 ok ok patch"]),
        ("[{name: a, physicalType: table}]", "[{name: a}]", ["OBJ-06 risk ok minor"]),
        (
            "[{name: a, physicalType: table}]",
            "[{name: a, physicalType: Table}]",
            ["CHG-02 ok ok patch"],
        ),
        (
            "[{name: a, physicalType: view}]",
            "[{name: a, physicalType: materialized view}]",
            ["OBJ-06 ok ok patch"],
        ),
        (
            "[{name: a, physicalType: table}]",
            "[{name: a, physicalType: blimp}]",
            ["OBJ-07 risk risk minor"],
        ),
        ("[{name: a}]", "[{name: a, dataGranularityDescription: a day}]", ["OBJ-09 ok ok minor"]),
        (
            "[{name: a, dataGranularityDescription: One row per day}]",
            "[{name: a, dataGranularityDescription: one row  per day.}]",
            ["CHG-02 ok ok patch"],
        ),
        (
            "[{name: a, dataGranularityDescription: a day}]",
            "[{name: a}]",
            ["OBJ-09 break risk major"],
        ),
        (
            "[{name: a, properties: [{id: x}]}, {name: b, properties: [{id: y}]}]",
            "[{name: c, properties: [{id: x}, {id: y}]}]",
            ["OBJ-11 break break major"],
        ),
        (
            "[{name: a, properties: [{id: x}, {id: y}]}, {name: b, properties: [{id: z}]}]",
            "[{name: c, properties: [{id: x}, {id: z}]}, {name: d, properties: [{id: y}]}]",
            ["OBJ-02 break ok major", "OBJ-11 break break major", "PROP-10 break break major"],
        ),
        (
            "[{name: a, properties: [{id: x, name: x}, {name: y}]}, {name: b, properties: []}]",
            "[{name: b, properties: [{id: x, name: x}]}]",
            ["OBJ-02 break ok major", "PROP-10 break break major"],
        ),
        (
            "[{name: a, relationships: [{from: a.r, to: [b.q]}, 5]}, {id: b, name: b}]",
            "[{name: a, relationships: [{from: a.r, to: [c.q]}, 5]}, {id: b, name: c}]",
            ["OBJ-03 break break major"],
        ),
        (
            "[{name: a, relationships: [{to: {}}, {to: b}]}, {id: b, name: b}]",
            "[{name: a, relationships: [{to: {}}, {to: d}]}, {id: b, name: c}]",
            ["OBJ-03 break break major", "REL-03 break break major"],
        ),
        (
            "[{name: a, properties: [{name: r, relationships: [{to: b.q}]}]}, {name: b}]",
            "[{name: a, properties: [{name: r}]}]",
            ["OBJ-02 break ok major"],
        ),
        (
            "[{name: a, quality: [{rule: rowCount, mustBe: 1}]}]",
            "[{name: a, quality: [{metric: rowCount, mustBe: 1}]}]",
            [],
        ),
        (
            "[{name: a, quality: [{metric: rowCount, mustBe: 1}]}]",
            "[{name: a, quality: [{metric: rowCount, mustBe: 2}]}]",
            ["QUA-04 break break major"],
        ),
        (
            "[{name: a, properties: [{id: x}, {id: y, name: y}]}]",
            "[{name: a, properties: [{id: x}]}, {name: b, properties: [{id: y, name: y}, {}]}]",
            ["OBJ-11 break break major"],
        ),
        (
            "[{name: a, properties: [{id: x}]}, {name: b, properties: [{id: y, name: y}]}]",
            "[{name: a, properties: [{id: x}, {id: y, name: y}]}]",
            ["OBJ-11 break break major"],
        ),
        ("[{name: a}]", "[{name: a, colour: red}]", ["DOC-07 risk risk minor"]),
        ("[{name: a}]", "[{name: a}, {name: a}]", ["DOC-08 break break major"]),
    ],
)
def test_a_change_of_objects_is_told_once(before, after, expected):
    """A table that is renamed, split or emptied is one thing to say, not one for each column."""
    assert _schema(before, after) == expected


def test_a_likely_rename_is_suggested():
    """Without an id nobody can tell a rename from a removal, but the publisher can say so."""
    column = "schema: [{{name: t, properties: [{{name: {}, logicalType: date}}]}}]"
    before, after = (yaml.safe_load(column.format(name)) for name in ("a", "b"))
    removed = next(change for change in changes(before, after) if change.rule == "PROP-04")

    assert removed.fix.endswith("If it is called b, give both versions of it the same id.")


def test_a_move_names_old_and_new_paths():
    """Whoever must migrate needs the mapping and nothing else."""
    before = yaml.safe_load("[{name: t, properties: [{id: x, name: a}, {id: y, name: b}]}]")
    after = yaml.safe_load(
        "[{name: t, properties: [{name: o, properties: [{id: x, name: a}, {id: y, name: c}]}]}]"
    )

    [change] = changes({"schema": before}, {"schema": after})

    assert (change.before, change.after) == (["t.a", "t.b"], ["t.o.a", "t.o.c"])
    assert change.fix == "Old and new paths: 't.a -> t.o.a' and 't.b -> t.o.c'."


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"team": [{"name": "A"}]}, {"team": {"members": [{"name": "A"}]}}, []),
        ({"description": {"purpose": "a"}}, {"description": {"purpose": "b"}}, ["TXT-04"]),
        ({"description": {"usage": "a"}}, {"description": {"usage": "b"}}, ["TXT-03"]),
        ({"description": "a"}, {"description": {"usage": "b"}}, ["TXT-06"]),
        ({"tags": ["a"]}, {"tags": ["b"]}, ["TXT-06"]),
        ({"roles": [{"role": "r"}]}, {"roles": [{"role": "r"}, {"role": "s"}]}, ["ACC-04"]),
        ({"roles": "r"}, {"roles": []}, ["CHG-01"]),
        ({"apiVersion": "v3.1.0"}, {"apiVersion": "newest"}, ["DOC-03"]),
        ({"apiVersion": "v3.1.0"}, {"apiVersion": "v3.10.0"}, ["DOC-02"]),
        ({}, {"apiVersion": "v3.1.0"}, ["DOC-02"]),
        ({"schema": 5}, {"schema": 6}, ["CHG-01"]),
    ],
)
def test_a_change_of_the_contract_itself_is_told(before, after, expected):
    """Sections outside the schema must not pass in silence."""
    assert [change.rule for change in changes(before, after)] == expected

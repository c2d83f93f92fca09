"""Does a finding hold on the servers that the contract names, and does it say on which?"""

import pytest
import yaml

from contracts.compat.compare import changes, compare
from contracts.compat.engines.kinds import Engine, engine_of, served
from contracts.compat.judge import judge
from contracts.document import load
from contracts.render import json, markdown, text

PG = "{server: pg, type: postgres}"
WAREHOUSE = "{server: wh, type: snowflake}"
BULK = "{server: bulk, type: s3, format: parquet}"
EVENTS = "{server: ev, type: kafka, format: avro}"
JSON = "{server: js, type: kafka, format: json}"
LAKE = "{server: lake, type: s3, format: iceberg}"
LAKE_V3 = (
    "{server: lake, type: s3, format: iceberg,"
    " customProperties: [{property: formatVersion, value: 3}]}"
)
ODD = "{server: odd, type: abacus}"


def _told(servers, before, after):
    """Return rule, verdict and servers of each change between two lists of properties."""
    trees = [
        {
            "servers": yaml.safe_load(f"[{servers}]"),
            "schema": [{"name": "t", "properties": yaml.safe_load(f"[{properties}]")}],
        }
        for properties in (before, after)
    ]
    return [
        (f"{each.rule} {each.reads} {each.writes} {each.bump}", each.servers)
        for each in changes(*trees)
    ]


def _typed(servers, before, after):
    """Return what is told where a column's physical type changes."""
    logical = {"D": "number", "N": "integer"}.get(before[0], "integer")
    column = "{{name: c, logicalType: {}, physicalType: '{}'}}"
    return _told(servers, column.format(logical, before), column.format(logical, after))


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        ({"type": "postgresql"}, Engine.POSTGRES),
        ({"type": "s3", "format": "Parquet"}, Engine.PARQUET),
        ({"type": "kafka", "format": "avro"}, Engine.AVRO),
        ({"type": "gcs", "format": "delta"}, Engine.SPARK),
        ({"type": "trino"}, Engine.TRINO),
        ({"type": "trino", "format": "iceberg"}, Engine.ICEBERG_V2),
        (yaml.safe_load(LAKE_V3), Engine.ICEBERG_V3),
        ({"type": "kafka", "format": "protobuf"}, None),
        ({"type": "kafka"}, None),
        ({"type": ["postgres"], "format": {"a": 1}}, None),
        ({}, None),
    ],
)
def test_the_format_decides_before_the_type(server, expected):
    """What lies in a bucket is read by the rules of its files, not of the bucket."""
    assert engine_of(server) is expected


def test_only_servers_of_both_versions_count():
    """Nobody reads a server that is announced for the first time, so nothing breaks there."""
    before = {"servers": yaml.safe_load(f"[{PG}, {BULK}, {ODD}]")}
    after = {"servers": yaml.safe_load(f"[{PG}, {WAREHOUSE}, {ODD}]")}

    found = [(each.engine, each.names) for each in served(before, after)]

    assert found == [(Engine.POSTGRES, ("pg",)), (None, ("odd",))]


def test_unknown_servers_alone_leave_the_verdict_as_it_is():
    """Without a profile the neutral reading stands, as if there were no server."""
    assert served({"servers": [{"type": "abacus"}]}, {"servers": [{"type": "abacus"}]}) == ()
    assert _typed(ODD, "INT", "BIGINT") == _typed("", "INT", "BIGINT")


@pytest.mark.parametrize(
    ("servers", "before", "after", "expected"),
    [
        ("", "INT", "NUMBER(38,0)", ("TYP-08 break ok major", ())),
        (WAREHOUSE, "INT", "NUMBER(38,0)", ("TYP-06 ok ok none", ())),
        (f"{WAREHOUSE}, {PG}", "INT", "NUMBER(38,0)", ("TYP-08 break ok major", ("pg",))),
        (f"{WAREHOUSE}, {ODD}", "INT", "NUMBER(38,0)", ("TYP-08 break ok major", ("odd",))),
        (LAKE, "INT", "BIGINT", ("TYP-08 break ok major", ())),
        (LAKE, "DECIMAL(10,2)", "DECIMAL(12,3)", ("TYP-17 break break major", ("lake",))),
        (PG, "DECIMAL(10,2)", "DECIMAL(12,3)", ("TYP-08 break ok major", ())),
        (EVENTS, "DECIMAL(9,2)", "DECIMAL(12,2)", ("TYP-17 break break major", ("ev",))),
        (f"{BULK}, {JSON}", "INT", "BIGINT", ("TYP-08 break risk major", ("bulk", "js"))),
    ],
)
def test_the_verdict_is_that_of_the_worst_server_and_names_it(servers, before, after, expected):
    """Who reads the warehouse need not worry about what breaks in the lake."""
    assert _typed(servers, before, after) == [expected]


def test_a_bound_that_the_type_implied_is_the_one_of_the_engine():
    """Without the maximum a Snowflake INT holds 38 digits, not the ten of other engines."""
    after = "{name: c, logicalType: integer, physicalType: INT}"
    before = after.replace("INT}", "INT, logicalTypeOptions: {maximum: 2147483647}}")

    assert _told(PG, before, after) == [("VAL-01 ok ok patch", ())]
    assert _told(WAREHOUSE, before, after) == [("VAL-01 break ok major", ("wh",))]


def test_what_has_nothing_to_do_with_the_engine_names_no_server():
    """A pattern is refused everywhere alike, whatever VARCHAR means to Snowflake."""
    column = "{{name: c, logicalType: string, physicalType: VARCHAR{}}}"
    pattern = ", logicalTypeOptions: {pattern: a+}"

    found = _told(f"{WAREHOUSE}, {PG}", column.format(""), column.format(pattern))

    assert found == [("VAL-07 ok break minor", ())]


def test_what_engines_agree_on_is_told_beside_what_they_do_not():
    """One engine's reading of a type must not swallow what else changed in the column."""
    before = "{name: c, physicalType: INT, examples: [1]}"
    after = "{name: c, physicalType: BIGINT, examples: [2]}"

    found = _told(f"{WAREHOUSE}, {PG}", before, after)

    assert [(rule.partition(" ")[0], len(servers)) for rule, servers in found] == [
        ("TYP-08", 1),
        ("VAL-12", 0),
    ]


@pytest.mark.parametrize(
    ("servers", "expected"),
    [
        ("", ("PROP-12 risk risk minor", ())),
        (ODD, ("PROP-12 risk risk minor", ())),
        (PG, ("PROP-12 ok ok patch", ())),
        (f"{PG}, {ODD}", ("PROP-12 risk risk minor", ())),
        (f"{PG}, {BULK}", ("PROP-12 break break major", ("bulk",))),
        (f"{LAKE}, {PG}", ("PROP-12 risk risk minor", ())),
        (JSON, ("PROP-12 break break major", ("js",))),
    ],
)
def test_the_case_of_a_name_matters_where_names_are_not_folded(servers, expected):
    """A database finds Ward under ward; a file of columns does not."""
    assert _told(servers, "{name: ward}", "{name: Ward}") == [expected]


def test_letters_beyond_a_to_z_are_folded_by_nobody_for_sure():
    """PostgreSQL leaves É as it is, so the column may be another one."""
    assert _told(PG, "{name: étage}", "{name: Étage}") == [("PROP-12 risk risk minor", ())]


@pytest.mark.parametrize(
    ("servers", "new", "expected"),
    [
        (PG, "WARD_NO", ("PROP-07 ok ok patch", ())),
        (PG, "ward", ("PROP-07 break break major", ())),
        (f"{PG}, {BULK}", "WARD_NO", ("PROP-07 break break major", ())),
        ("", "WARD_NO", ("PROP-07 break break major", ())),
    ],
)
def test_a_column_in_capitals_is_the_same_column_to_a_database(servers, new, expected):
    """Exports from a catalog write in capitals what the contract wrote in small letters."""
    before, after = (f"{{name: ward, physicalName: {name}}}" for name in ("ward_no", new))

    assert _told(servers, before, after) == [expected]


@pytest.mark.parametrize(
    ("servers", "filled", "expected"),
    [
        (PG, "default", ("PROP-02 ok ok minor", ())),
        (LAKE, "default", ("PROP-02 ok break minor", ("lake",))),
        (LAKE, "backfilled", ("PROP-02 ok risk minor", ("lake",))),
        (LAKE_V3, "default", ("PROP-02 ok ok minor", ())),
        (LAKE_V3, "backfilled", ("PROP-02 ok risk minor", ("lake",))),
        ("{server: bq, type: bigquery}", "default", ("PROP-02 ok break minor", ("bq",))),
    ],
)
def test_a_required_column_needs_an_engine_that_fills_it(servers, filled, expected):
    """A default in the contract fills no row of a table that knows none."""
    added = f"{{name: c, required: true, customProperties: [{{property: {filled}, value: 1}}]}}"

    assert _told(servers, "", added) == [expected]


def test_what_is_absent_from_json_is_null_to_its_readers():
    """An optional field that no longer comes is what readers of JSON had to expect."""
    assert _told(JSON, "{name: c}", "") == [("PROP-04 risk ok major", ())]
    assert _told(f"{JSON}, {PG}", "{name: c}", "") == [("PROP-04 break ok major", ())]
    assert _told("", "{name: c}", "") == [("PROP-04 break ok major", ())]


def test_a_report_tells_machines_and_people_which_server_it_is():
    """A pipeline filters by the key, a person reads the sentence; waivers outlive new servers."""
    servers = [PG, LAKE], [PG]
    sources = [
        f"id: x\nversion: 1.0.0\nservers: [{', '.join(each)}]\n"
        "schema: [{name: t, properties: "
        f"[{{name: c, logicalType: number, physicalType: 'DECIMAL({digits})'}}]}}]"
        for each in servers
        for digits in ("10,2", "12,3")
    ]
    before, after, before_alone, after_alone = (load(each.encode()) for each in sources)

    report = judge(after, [before])
    (finding,) = (each for each in report.findings if each.rule == "TYP-17")
    (alone,) = compare(before_alone, after_alone)

    assert finding.servers == ("pg", "lake")
    assert (alone.rule, alone.servers) == ("TYP-08", ())
    assert "In iceberg v2 what is written under the old type cannot be read" in finding.message
    for form in (text, markdown, json):
        shown = form.judged(report, file="a.yaml", title="a")
        assert "lake" in shown, form
    assert '"servers"' in json.judged(report, file="a.yaml", title="a")


def test_a_message_names_the_servers_and_counts_the_rest():
    """People look for the name that they know; a hundred names help nobody."""
    servers = ", ".join(f"{{server: s{at}, type: s3, format: parquet}}" for at in range(9))
    declared = yaml.safe_load(f"[{servers}]")
    trees = [
        {"servers": declared, "schema": [{"name": "t", "properties": [{"name": name}]}]}
        for name in ("ward", "Ward")
    ]

    (change,) = changes(*trees)

    assert change.message == (
        "Servers 's0' (parquet), 's1' (parquet), 's2' (parquet) and 6 more: "
        "Ward is another column than ward."
    )
    assert change.servers == tuple(f"s{at}" for at in range(9))


@pytest.mark.parametrize(
    ("servers", "before", "after", "expected"),
    [
        ("{server: f, type: flink}", "INT", "BIGINT", "NST-05 break ok major"),
        ("{server: f, type: flink}", "BIGINT", "INT", "NST-05 ok break minor"),
        (LAKE, "INT", "BIGINT", "NST-05 break break major"),
        ("", "INT", "BIGINT", "NST-05 break break major"),
    ],
)
def test_the_key_of_a_map_may_widen_only_where_the_engine_casts_it(
    servers, before, after, expected
):
    """A key that is read as another type finds nothing, unless the engine casts both."""
    column = (
        "{{name: c, logicalType: map, map: {{key: {{logicalType: integer, physicalType: {}}}}}}}"
    )

    ((told, _),) = _told(servers, column.format(before), column.format(after))

    assert told == expected

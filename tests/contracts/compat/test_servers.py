"""Is the data still where it was, and written as it was?"""

import pytest
import yaml

from contracts.compat.compare import changes

PG = "{server: a, environment: prod, type: postgres, host: h, database: d"
FILE = "{server: f, type: s3, location: s3://b/x, format: csv"


def _told(before, after):
    trees = [{"servers": yaml.safe_load(f"[{each}]")} for each in (before, after)]
    return sorted(f"{each.rule} {each.reads} {each.writes} {each.bump}" for each in changes(*trees))


def _custom(name, value):
    return f", customProperties: [{{property: {name}, value: {value}}}]}}"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (f"{PG}}}", f"{PG.replace('postgres', 'postgresql')}}}", ["SRV-12 ok ok patch"]),
        (f"{PG}}}", f"{PG.replace('prod', 'production')}}}", ["SRV-12 ok ok patch"]),
        (f"{PG}}}", f"{PG.replace('prod', 'uat')}}}", ["SRV-09 break ok major"]),
        (f"{PG.replace('environment: prod,', '')}}}", f"{PG}}}", ["SRV-09 ok ok patch"]),
        (f"{PG}}}", f"{PG.replace('h,', 'g,').replace(' d', ' e')}}}", ["SRV-04 break ok major"]),
        (f"{PG}}}", PG.replace("host: h", "host: '${H}'") + "}", ["SRV-04 risk ok minor"]),
        (f"{PG}}}", f"{PG}, port: 5432}}", ["SRV-05 ok ok patch"]),
        (f"{PG}, port: '5432'}}", f"{PG}, port: 5433}}", ["SRV-05 break ok major"]),
        (f"{PG}, port: 1}}", PG + ", port: '${P}'}", ["SRV-05 risk ok minor"]),
        (f"{PG}}}", f"{PG.replace('a,', 'b,')}}}", ["SRV-10 ok ok minor"]),
        (f"{PG}, region: us}}", f"{PG}, region: eu}}", ["SRV-04 risk ok minor"]),
        (
            f"{PG}{_custom('region', 'us')}",
            f"{PG}{_custom('region', 'eu')}",
            ["SRV-12 ok ok patch"],
        ),
        (f"{PG}{_custom('note', 'x')}", f"{PG}{_custom('note', 'y')}", ["SRV-12 ok ok patch"]),
        (f"{PG}}}", f"{PG}, roles: [{{role: r}}]}}", ["ACC-04 ok ok minor"]),
        (f"{PG}}}, {PG.replace('a,', 'b,')}}}", f"{PG}}}", ["SRV-02 ok ok minor"]),
        (f"{PG}}}", "", ["SRV-03 break break major"]),
        (f"{PG}}}, {FILE}}}", f"{FILE}}}", ["SRV-03 break break major"]),
        (f"{PG}}}, {FILE}}}", "", ["SRV-02 break ok major", "SRV-03 break break major"]),
        ("{host: h}", "", ["SRV-02 break ok major"]),
        (f"{FILE}}}", f"{FILE.replace('csv', 'CSV')}}}", ["SRV-12 ok ok patch"]),
        (f"{FILE}}}", f"{FILE.replace('csv', 'csv.gz')}}}", ["SRV-07 break break major"]),
        (f"{FILE}, encoding: ascii}}", f"{FILE}, encoding: UTF-8}}", ["SRV-08 risk risk minor"]),
        (f"{FILE}, encoding: latin1}}", f"{FILE}, encoding: UTF-8}}", ["SRV-08 break break major"]),
        (
            f"{FILE}{_custom('encoding', 'ascii')}",
            f"{FILE}{_custom('encoding', 'utf8')}",
            ["SRV-08 risk risk minor"],
        ),
        (f"{FILE}, delimiter: ','}}", f"{FILE}, delimiter: ';'}}", ["SRV-08 break break major"]),
        ("5", "6", ["CHG-01 risk risk minor"]),
    ],
)
def test_a_change_of_servers_is_told_once(before, after, expected):
    """Clients that look in the old place find nothing, or the wrong thing."""
    assert _told(before, after) == expected


_KIND, _SIZE = "There mean something else: ", "There hold other values: "


@pytest.mark.parametrize(
    ("engines", "before", "after", "verdict", "says"),
    [
        ("postgres bigquery", "TIMESTAMP", "TIMESTAMP", "break break", f"{_KIND}t.c TIMESTAMP."),
        ("postgres bigquery", "DATE", "DATE", "break ok", ""),
        ("oracle postgres", "DATE", "DATE", "break break", f"{_KIND}t.c DATE."),
        ("oracle postgres", "DATE", "date", "break ok", ""),
        ("snowflake postgres", "INTEGER", "INTEGER", "break break", f"{_SIZE}t.c INTEGER."),
        ("postgres snowflake", "INTEGER", "INTEGER", "break ok", f"{_SIZE}t.c INTEGER."),
        ("postgres snowflake", "TEXT", "TEXT", "break ok", ""),
        ("postgres oracle", "INTEGER", "NUMBER(38)", "break ok", ""),
        ("postgres oracle", "CLOB", "CLOB", "break ok", "There an empty text is null."),
        ("postgres abacus", "TIMESTAMP", "TIMESTAMP", "break ok", ""),
    ],
)
def test_another_system_reads_the_same_types_otherwise(engines, before, after, verdict, says):
    """A client that connects again still misreads every value, if the name alone stayed."""
    trees = [
        {
            "servers": [{"server": "a", "type": engine}],
            "schema": [{"name": "t", "properties": [{"name": "c", "physicalType": source}]}],
        }
        for engine, source in zip(engines.split(), (before, after), strict=True)
    ]

    found = next(each for each in changes(*trees) if each.rule == "SRV-06")

    assert f"{found.reads} {found.writes}" == verdict
    assert found.message.partition("'. ")[2] == says


def test_a_column_inside_a_list_is_read_again_too():
    """What lies deep is misread as easily."""
    inner = {"name": "at", "physicalType": "TIMESTAMP"}
    table = {"name": "t", "properties": [{"name": "c", "items": {"properties": [inner]}}]}
    trees = [
        {"servers": [{"server": "a", "type": engine}], "schema": [table]}
        for engine in ("trino", "databricks")
    ]

    (found,) = changes(*trees)

    assert "There mean something else: t.c.at TIMESTAMP." in found.message


@pytest.mark.parametrize(
    ("engines", "before", "after", "expected"),
    [
        ("postgres bigquery", "TIMESTAMPTZ", "TIMESTAMP", "TYP-06 ok ok none"),
        ("postgres bigquery", "TIMESTAMP", "DATETIME", "TYP-06 ok ok none"),
        ("postgres bigquery", "timestamp", "TIMESTAMP", "TYP-17 break break major"),
        ("oracle postgres", "DATE", "TIMESTAMP(0)", "TYP-06 ok ok none"),
        ("snowflake postgres", "INTEGER", "NUMERIC(38,0)", "TYP-06 ok ok none"),
        ("postgres abacus", "TIMESTAMPTZ", "TIMESTAMP", "TYP-17 break break major"),
    ],
)
def test_a_type_that_moves_with_its_server_is_read_on_both_sides(engines, before, after, expected):
    """Who moves a table writes the new engine's name for the same type."""
    trees = [
        {
            "servers": [{"server": "a", "type": engine}],
            "schema": [{"name": "t", "properties": [{"name": "c", "physicalType": source}]}],
        }
        for engine, source in zip(engines.split(), (before, after), strict=True)
    ]

    told = [each for each in changes(*trees) if each.rule != "SRV-06"]

    assert [f"{each.rule} {each.reads} {each.writes} {each.bump}" for each in told] == [expected]

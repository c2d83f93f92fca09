"""Does a page show every column that a contract promises, and can each be linked to?"""

from contracts import document
from ui.columns import MAX_ROWS, select

NESTED = b"""
apiVersion: v3.1.0
kind: DataContract
id: a
version: 1.0.0
status: active
schema:
- name: people
  properties:
  - name: id
    logicalType: string
    primaryKey: true
  - name: address
    logicalType: object
    properties:
    - name: county fips
      logicalType: string
      description: Where somebody lives
  - name: phones
    logicalType: array
    items:
      logicalType: object
      properties:
      - name: number
        logicalType: string
- name: others
  properties:
  - name: id
    logicalType: string
"""


def _rows(selection):
    return [column for table in selection.tables for column in table.columns]


def test_nested_fields_stand_under_their_parents():
    """A field inside a record is a promise like any other."""
    selection = select(document.load(NESTED).contract)

    assert [(column.path, column.depth) for column in _rows(selection)] == [
        ("id", 0),
        ("address", 0),
        ("address.county fips", 1),
        ("phones", 0),
        ("phones.number", 1),
        ("id", 0),
    ]


def test_every_column_has_an_anchor_of_its_own():
    """A link to a column must lead to one place, even where two tables share a name."""
    anchors = [column.anchor for column in _rows(select(document.load(NESTED).contract))]

    assert anchors == [
        "c-id",
        "c-address",
        "c-address.county_fips",
        "c-phones",
        "c-phones.number",
        "c-id-2",
    ]


def test_a_filter_looks_in_names_and_descriptions():
    """People remember a word, not where it stood."""
    contract = document.load(NESTED).contract

    assert [column.path for column in _rows(select(contract, text="FIPS"))] == [
        "address.county fips"
    ]
    assert [column.path for column in _rows(select(contract, text="somebody lives"))] == [
        "address.county fips"
    ]
    assert select(contract, text="nothing like it").found == 0


def test_five_thousand_columns_come_in_pages():
    """A contract of 5,000 columns is real, and must open as quickly as any other."""
    columns = "".join(f"  - name: c{number}\n" for number in range(5000))
    contract = document.load(
        b"apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\n"
        b"schema:\n- name: wide\n  properties:\n" + columns.encode()
    ).contract

    first = select(contract)
    second = select(contract, start=first.following or 0)

    assert (first.total, first.shown, first.following) == (5000, MAX_ROWS, MAX_ROWS)
    assert _rows(second)[0].name == f"c{MAX_ROWS}"
    assert select(contract, start=10**9).following is None

"""Are huge contracts judged whole, page by page, and broken ones without drowning?"""

import pytest

from contracts.document import load
from contracts.schema import validate

HEAD = "apiVersion: v3.1.0\nkind: DataContract\nid: c-1\nversion: 1.0.0\nstatus: active\n"


def found_in(body) -> list:
    """Return the findings on a contract that is valid but for *body*."""
    return validate(load(f"{HEAD}{body}".encode()))


@pytest.mark.parametrize(
    "body",
    [
        f"schema: [{{name: t, properties: [{'{nam: 1},' * 20_000}]}}]",
        f"team: [{'{nam: x},' * 20_000}]",
        f"schema: [{'~,' * 50_000}]",
        "\n".join(f"key{number}: 1" for number in range(20_000)),
        f"schema: [{{name: t, relationships: [{'{from: [x, x], to: [1]},' * 8_000}]}}]",
    ],
    ids=["columns", "members", "nulls", "keys", "references"],
)
def test_a_contract_that_is_wrong_everywhere_is_told_a_thousand_things(body):
    """Nobody mends a hundred thousand faults one by one, and a server may not drown in them."""
    found = found_in(body)

    assert 1_000 <= len(found) <= 1_001
    assert [f.message for f in found if f.rule == "SCH-10"] == [
        "There is more: only the first 1,000 things are told."
    ]


@pytest.mark.parametrize("number", [0, 1, 700, 1234, 1999])
def test_a_fault_deep_in_a_huge_contract_is_found_at_its_line(number):
    """Large contracts are validated in pages; a page knows where it was cut from."""
    column = "  - {name: c, logicalType: string, tags: [a, b], required: true}\n"
    columns = [column] * 2_000
    columns[number] = column.replace("required: true", "required: maybe")
    body = f"schema:\n- name: other\n- name: t\n  properties:\n{''.join(columns)}"

    found = found_in(body)

    assert [(f.rule, f.line, f.pointer) for f in found] == [
        ("SCH-06", 10 + number, f"/schema/1/properties/{number}/required")
    ]


def test_two_large_parts_are_both_judged():
    """While one part is judged, the other is left out; neither may be forgotten."""
    servers = "".join(f"- {{server: s{n}, type: custom}}\n" for n in range(3_000))
    tags = "".join(f"- t{n}\n" for n in range(6_000))
    body = f"servers:\n{servers}- {{server: last}}\ntags:\n{tags}- [x]\nschema: [{{}}]"

    found = found_in(body)

    assert [(f.rule, f.pointer) for f in found] == [
        ("SCH-04", "/servers/3000/type"),
        ("SCH-06", "/tags/6000"),
        ("SCH-04", "/schema/0/name"),
    ]


def test_what_a_page_leaves_out_is_not_complained_of():
    """A limit of two numbers is broken by six thousand, never by none."""
    numbers = f"[{'1,' * 6_000}]"
    check = f"{{metric: nullValues, mustBeBetween: {numbers}, tags: [{'a,' * 6_000}]}}"

    found = found_in(f"schema: [{{name: t, quality: [{check}]}}]")

    assert [(f.path, f.message) for f in found] == [
        (
            "/schema[name=t]/quality[0]/mustBeBetween",
            "By the official schema, `mustBeBetween` has more than 2 items.",
        )
    ]

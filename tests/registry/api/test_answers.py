"""Does every value that a contract may hold become JSON?"""

import json
from decimal import Decimal

import pytest

from contracts.findings import Finding, Severity
from registry.json_text import encode


def finding(before):
    """Return a finding whose `before` is that value."""
    return Finding(
        rule="PROP-01",
        name="property-added",
        severity=Severity.INFO,
        path="/",
        pointer="",
        message="m",
        before=before,
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1.10"), "1.10"),
        (Decimal("1E+400"), "1E+400"),
        (10**40, "1" + "0" * 40),
        (-(2**64), "-18446744073709551616"),
        ("\ud800", '"\ufffd"'),
        ("fine \ud83d\ude00", '"fine \U0001f600"'),
        (Decimal("NaN"), '"NaN"'),
        (Decimal("-Infinity"), '"-Infinity"'),
        ("NaN", '"NaN"'),
        ({"\udfff": [Decimal("Infinity")]}, '{"\ufffd":["Infinity"]}'),
    ],
)
def test_a_value_of_a_contract_keeps_its_digits_and_never_breaks_an_answer(value, text):
    """A column's old maximum of 1.10 must not come back as 1.1, and no value may cost an answer."""
    body = encode(finding(value)).decode()

    assert f'"before":{text},' in body
    json.loads(body)

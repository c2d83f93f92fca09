"""Where exactly do the checks draw their lines? Tables of what is a fault and what is not."""

from decimal import Decimal

import pytest

from contracts.lint.people import Sensitivity, sensitivity
from contracts.lint.run import hits
from contracts.lint.values import fits, is_multiple, is_whole


def codes(tree):
    """The rules that have something to say about a tree."""
    return {check.rule.code for check, _ in hits(tree)}


def about_column(**keys):
    """What lint says about one column, as a dict of code to message."""
    tree = {"schema": [{"name": "t", "properties": [{"name": "c", **keys}]}]}
    return {check.rule.code: hit.message for check, hit in hits(tree)}


def test_data_under_a_misspelt_key_is_not_called_missing():
    """That it describes no data is untrue, and mending the key mends both."""
    tables = [{"name": "t", "properties": [{"name": "c"}]}]

    assert "SHAPE-01" not in codes({"schemas": tables})
    assert "SHAPE-01" in codes({"schemas": []})
    assert "SHAPE-01" in codes({"servers": tables})


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("production", "active"),
        ("Active", "active"),
        ("in development", "draft"),
        ("In-Development", "draft"),
        ("current", "active"),
        ("under_review", "proposed"),
        ("obsolete", "deprecated"),
        ("end of life", "retired"),
    ],
)
def test_a_status_in_other_words_is_told_the_word_of_the_standard(said, meant):
    """Nobody should have to read the standard to learn that "production" is called active."""
    fixes = [hit.fix for check, hit in hits({"status": said}) if check.rule.code == "META-02"]

    assert fixes == [f"Write `status: {meant}`."]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ssn", Sensitivity.IDENTIFYING),
        ("applicantSSN", Sensitivity.IDENTIFYING),
        ("DATE_OF_BIRTH", Sensitivity.IDENTIFYING),
        ("birth-date", Sensitivity.IDENTIFYING),
        ("passportNumber", Sensitivity.IDENTIFYING),
        ("bank_account_number", Sensitivity.IDENTIFYING),
        ("customer_email_address", Sensitivity.PERSONAL),
        ("faxNumber", Sensitivity.PERSONAL),
        ("diagnosis_code", Sensitivity.PERSONAL),
        ("medical_condition", Sensitivity.PERSONAL),
        ("contact_email", Sensitivity.NONE),
        ("email_count", Sensitivity.NONE),
        ("has_phone", Sensitivity.NONE),
        ("birth_year", Sensitivity.NONE),
        ("diagnosis_group", Sensitivity.NONE),
        ("cross_street", Sensitivity.NONE),
        ("mission", Sensitivity.NONE),
        ("assessment", Sensitivity.NONE),
        ("", Sensitivity.NONE),
        ("出生日期", Sensitivity.NONE),
    ],
)
def test_what_a_name_says_about_people(name, expected):
    """A missed `ssn` harms somebody; a false alarm on `mission` makes authors switch lint off."""
    assert sensitivity(name) is expected


@pytest.mark.parametrize(
    "location",
    [
        "postgres://${USER}:${PASSWORD}@db.example/x",
        "postgres://user:{{ password }}@db.example/x",
        "postgres://user:<password>@db.example/x",
        "postgres://user:****@db.example/x",
        "postgres://user@db.example:5432/x",
        "Server=db;User=u;Password=${DB_PASSWORD};",
        "https://example.org/a:b@c",
    ],
)
def test_references_to_secrets_are_no_secrets(location):
    """Writing `${PASSWORD}` is what we ask people to do."""
    assert not {code for code in codes({"servers": [{"location": location}]}) if "LEAK" in code}


@pytest.mark.parametrize(
    "text",
    [
        "postgres://user:hunter2@db.example/x",
        "jdbc:sqlserver://db;user=u;password=hunter2;",
        "DefaultEndpointsProtocol=https;AccountName=a;AccountKey=bG9uZ2tleQ==;",
        "https://a.blob.example/c?sv=1&sig=abcdefabcdef",
        "ghp_0123456789abcdefghijABCDEFGHIJ012345",
        "-----BEGIN RSA PRIVATE KEY-----",
    ],
)
def test_a_secret_is_found_and_never_repeated(text):
    """The report is stored, mailed and commented; it must not spread what it complains about."""
    found = [(c.rule.code, hit) for c, hit in hits({"servers": [{"host": text}]})]
    leaks = [hit for code, hit in found if code.startswith("LEAK")]

    assert leaks
    assert not any("hunter2" in f"{hit.message}{hit.fix}" or text in hit.message for hit in leaks)


def test_a_key_called_password_must_not_hold_one():
    """Wherever a tool looks for a password, a stranger does too."""
    assert "LEAK-02" in codes({"servers": [{"type": "sftp", "password": "hunter2"}]})
    assert "LEAK-02" not in codes({"servers": [{"type": "sftp", "password": "${SFTP}"}]})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"minimum": 2, "maximum": 1}, "`minimum` 2 leaves no room below `maximum` 1."),
        (
            {"exclusiveMinimum": 1, "maximum": 1},
            "`exclusiveMinimum` 1 leaves no room below `maximum` 1.",
        ),
        (
            {"minimum": "2026-02-01", "maximum": "2026-01-31"},
            "`minimum` '2026-02-01' leaves no room below `maximum` '2026-01-31'.",
        ),
        ({"multipleOf": 0}, "`multipleOf` must be above zero."),
    ],
)
def test_limits_that_leave_nothing_are_a_fault(options, message):
    """Every row would break such a contract."""
    assert about_column(logicalTypeOptions=options)["LIMIT-01"] == message


@pytest.mark.parametrize(
    "options",
    [
        {"minimum": 1, "maximum": 1},
        {"minimum": Decimal("0.1"), "maximum": Decimal("0.10")},
        {"exclusiveMinimum": False, "minimum": 0},
        {"minimum": "low", "maximum": "high"},
        {"minLength": 0, "maxLength": 0},
        {"maximum": 5},
    ],
)
def test_limits_that_leave_something_are_none(options):
    """Tight is not contradictory; 3.0 wrote booleans; what is no number is not compared."""
    assert "LIMIT-01" not in about_column(logicalTypeOptions=options)


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"logicalType": "integer", "examples": ["1"]}, "The example '1' is no integer."),
        (
            {"enum": [{"value": "a"}], "examples": ["b"]},
            "The example 'b' is not an allowed value.",
        ),
        (
            {"examples": [7], "logicalTypeOptions": {"multipleOf": 2}},
            "The example at place 1 is outside `multipleOf`.",
        ),
        (
            {"examples": [7], "logicalTypeOptions": {"maximum": 5}},
            "The example at place 1 is outside `maximum`.",
        ),
        (
            {"examples": [[1, 2]], "logicalTypeOptions": {"maxItems": 1}},
            "The example at place 1 is outside `maxItems`.",
        ),
        (
            {"examples": ["a"], "logicalTypeOptions": {"minLength": 2}},
            "The example at place 1 is outside `minLength`.",
        ),
    ],
)
def test_examples_follow_the_contract(keys, message):
    """Readers copy examples."""
    assert about_column(**keys)["LIMIT-06"] == message


@pytest.mark.parametrize(
    "options",
    [
        {"pattern": "^(?=a)b$"},
        {"pattern": "((a{100}){100}){100}"},
        {"pattern": "^" + "b" * 3_000},
        {"minimum": 5},
    ],
)
def test_what_cannot_be_decided_safely_is_left_open(options):
    """A pattern that would take an hour is not worth an hour."""
    assert "LIMIT-06" not in about_column(examples=["a"], logicalTypeOptions=options)


def test_what_has_no_size_is_not_measured():
    """A yes or no is neither above nor below five."""
    assert "LIMIT-06" not in about_column(examples=[True], logicalTypeOptions={"minimum": 5})


def test_one_unknown_element_is_told_once():
    """Six service levels about the same misspelt table are one mistake."""
    levels = [{"property": "retention", "element": "x, t"}, {"property": "latency", "element": "x"}]
    tree = {"schema": [{"name": "t"}], "slaProperties": levels}

    found = [hit.message for check, hit in hits(tree) if check.rule.code == "LINK-04"]

    assert found == ["There is no 'x' in this contract."]


def test_a_pattern_that_hangs_other_engines_is_run_in_linear_time():
    """`(a+)+$` takes Python's own engine for ever on thirty letters."""
    found = about_column(examples=["a" * 9_000 + "b"], logicalTypeOptions={"pattern": "^(a+)+$"})

    assert found["LIMIT-06"] == "The example at place 1 is outside `pattern`."


def test_a_long_value_is_not_repeated_whole():
    """A finding is a sentence, not a copy of the file."""
    found = about_column(logicalType="integer", examples=["x" * 500])

    assert len(found["LIMIT-06"]) < 100


def test_columns_are_found_at_every_depth():
    """A social security number inside a list inside a map is one all the same."""
    leaf = {"name": "ssn", "logicalType": "string"}
    deep = {
        "name": "m",
        "logicalType": "map",
        "map": {
            "key": {"logicalType": "string"},
            "value": {
                "logicalType": "array",
                "items": {"logicalType": "object", "properties": [leaf]},
            },
        },
    }

    found = [
        hit.parts
        for check, hit in hits({"schema": [{"name": "t", "properties": [deep]}]})
        if check.rule.code == "SENS-03"
    ]

    assert found == [("schema", 0, "properties", 0, "map", "value", "items", "properties", 0)]


def test_a_mapping_in_place_of_a_list_is_no_column():
    """The schema says what is wrong there; lint must not add nonsense."""
    assert codes({"schema": {"name": "t"}}).isdisjoint({"SHAPE-02", "SHAPE-03", "TEXT-03"})


def test_a_default_of_another_type_is_a_fault():
    """Suppliers rely on defaults."""
    wrong = [{"property": "default", "value": "many"}]

    found = about_column(logicalType="integer", customProperties=wrong)

    assert found["SHAPE-05"] == "The default of 'c' is not of its logical type."


@pytest.mark.parametrize(
    ("reference", "is_there"),
    [
        ("t.c", True),
        ("t.c.d", True),
        ("real_table.c", True),
        ("t", True),
        ("t.x", False),
        ("schema/t/properties/c", True),
        ("#/schema/t/properties/c/properties/d", True),
        ("schema/one/properties/two", True),
        ("schema/t/properties/x", False),
        ("https://other.example/contract.yaml#schema/x", True),
        ("other.odcs.yaml#/schema/x", True),
    ],
)
def test_references_arrive_or_are_told(reference, is_there):
    """A join that leads nowhere is found by its reader, at night."""
    inner = {"name": "c", "id": "two", "items": {"properties": [{"name": "d"}]}}
    tables = [{"name": "t", "id": "one", "physicalName": "real_table", "properties": [inner]}]
    inner["properties"] = [{"name": "d"}]
    tables[0]["relationships"] = [{"from": "t.c", "to": reference}]

    assert ("LINK-01" not in codes({"schema": tables})) is is_there


@pytest.mark.parametrize(
    ("value", "logical_type", "expected"),
    [
        (True, "integer", False),
        (Decimal("2.0"), "integer", True),
        (Decimal("2.5"), "integer", False),
        (Decimal("1E+999999"), "integer", True),
        (Decimal("NaN"), "number", False),
        ([], "vector", True),
        ({}, "map", True),
        (1, "date", False),
        (1, None, True),
        (1, "anything", True),
    ],
)
def test_what_belongs_to_a_type(value, logical_type, expected):
    """Numbers are exact, and what nobody can decide is let through."""
    assert fits(value, logical_type) is expected


@pytest.mark.parametrize(
    ("value", "step", "expected"),
    [
        ("0.3", "0.1", True),
        ("0.35", "0.1", False),
        ("1E+3", "8", True),
        ("-4", "2", True),
        ("1E+9999", "3", None),
        ("1", "0", None),
    ],
)
def test_multiples_are_exact(value, step, expected):
    """0.3 is three times 0.1, whatever floats say; powers too far apart stay undecided."""
    assert is_multiple(Decimal(value), Decimal(step)) is expected


def test_whole_numbers_are_told_by_their_digits():
    """An exponent of a billion must not be written out to be judged."""
    assert is_whole(Decimal("1E+999999999"))
    assert not is_whole(Decimal("Infinity"))

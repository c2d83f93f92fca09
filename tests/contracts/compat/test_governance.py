"""What changes of meaning, protection, people and terms do: one table for each family."""

import pytest
import yaml

from contracts.compat.compare import changes


def _told(before, after):
    trees = [yaml.safe_load(each) or {} for each in (before, after)]
    return sorted(f"{each.rule} {each.reads} {each.writes} {each.bump}" for each in changes(*trees))


def _in_property(before, after):
    element = "schema: [{{name: t, properties: [{{name: c, {}}}]}}]"
    return _told(element.format(before), element.format(after))


def _custom(name, value):
    return f"customProperties: [{{property: {name}, value: {value}}}]"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("classification: public", "classification: Open", ["TXT-07 ok ok patch"]),
        ("classification: public", "classification: purple", ["SEC-02 risk risk minor"]),
        ("classification: public", "classification: PUBLIC", ["CHG-01 risk risk minor"]),
        ("classification: public", "", ["SEC-03 risk ok minor"]),
        ("encryptedName: a", "encryptedName: b", ["SEC-05 break risk major"]),
        ("tags: [not-pii]", "tags: [x]", ["SEC-09 risk ok minor"]),
        ("tags: pii", "tags: [x]", ["SEC-09 risk ok minor"]),
        (_custom("pii", "true"), _custom("pii", "false"), ["SEC-09 risk ok minor"]),
        (_custom("pii", "false"), _custom("pii", "true"), ["TXT-07 ok ok patch"]),
        (_custom("maxClassification", "public"), "", ["SEC-03 risk ok minor"]),
        (
            _custom("consentRequired", "false"),
            _custom("consent_required", "yes"),
            ["SEC-11 break ok major"],
        ),
        (_custom("consentRequired", "false"), "", ["TXT-07 ok ok patch"]),
        (
            _custom("techniques", "[a, b]"),
            _custom("techniques", "[b, c]"),
            ["SEC-12 risk ok major"],
        ),
        (_custom("techniques", "[a]"), _custom("techniques", "[a, b]"), ["SEC-12 risk ok minor"]),
        (
            _custom("privacyTechnique", "masking"),
            _custom("privacyTechnique", "none"),
            ["SEC-12 risk ok major"],
        ),
        (_custom("dp", "{epsilon: 2}"), _custom("dp", "{epsilon: 1}"), ["SEC-12 risk ok minor"]),
        (_custom("dp", "{epsilon: 2}"), _custom("dp", "{epsilon: x}"), ["SEC-12 risk ok major"]),
        (_custom("dp", "{epsilon: 2}"), "", ["SEC-12 risk ok major"]),
        ("", _custom("dp", "{epsilon: 2}"), ["SEC-12 risk ok minor"]),
        (
            _custom("dp", "{unit_of_privacy: person}"),
            _custom("dp", "{unit_of_privacy: event}"),
            ["SEC-12 risk ok major"],
        ),
        (
            _custom("dp", "{unit_of_privacy: person}"),
            _custom("dp", "{unit_of_privacy: soul}"),
            ["SEC-12 risk ok major"],
        ),
        (_custom("dp", "{min_cell: 5}"), _custom("dp", "{min_cell: 11}"), ["SEC-12 risk ok minor"]),
        (_custom("dp", "{mechanism: a}"), _custom("dp", "{mechanism: b}"), ["TXT-07 ok ok patch"]),
        (_custom("suppressionFloor", 11), _custom("suppressionFloor", 5), ["SEC-12 risk ok major"]),
        (_custom("suppressionFloor", 5), _custom("suppressionFloor", 11), ["SEC-12 risk ok minor"]),
        (
            _custom("regulatedCategory", "[phi, pii]"),
            _custom("regulatedCategory", "[pii]"),
            ["SEC-13 risk ok minor"],
        ),
        (
            _custom("regulatedCategory", "'phi, pii'"),
            _custom("regulatedCategory", "[pii, phi]"),
            ["TXT-07 ok ok patch"],
        ),
        (
            _custom("rowFilter", "a"),
            _custom("row_filter", "b"),
            ["SEC-14 break ok major"],
        ),
        (_custom("rowFilter", "a"), _custom("rowFilter", "b"), ["SEC-14 break ok major"]),
        (_custom("masking", "a"), _custom("masking", "none"), ["SEC-14 ok ok minor"]),
    ],
)
def test_protection_is_judged(before, after, expected):
    """Disclosure is for ever, and lost access is lost work."""
    assert _in_property(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("description: In USD.", "description: In EUR.", ["SEM-04 risk risk major"]),
        ("description: In seconds.", "description: In minutes.", ["SEM-04 risk risk major"]),
        ("description: Beds per day.", "description: Beds per week.", ["SEM-04 risk risk major"]),
        ("description: Local roads.", "description: Roads.", ["SEM-04 ok ok patch"]),
        ("description: In km.", "description: In km or miles.", ["SEM-04 ok ok patch"]),
        ("description: In km/h.", "description: Speed (km/h).", ["SEM-04 ok ok patch"]),
        ("transformLogic: 'SUM( a )'", "transformLogic: sum(a) -- total", ["SEM-01 ok ok none"]),
        (
            "transformLogic: sum(a), criticalDataElement: true",
            "transformLogic: sum(b), criticalDataElement: true",
            ["SEM-01 break break major"],
        ),
        ("transformLogic: sum(a)", "", ["SEM-01 risk risk minor"]),
        ("", "transformSourceObjects: [a]", ["SEM-02 ok ok patch"]),
        (
            "transformSourceObjects: [a, b]",
            "transformSourceObjects: [b, a]",
            [],
        ),
        ("transformDescription: a", "transformDescription: b", ["SEM-04 ok ok patch"]),
        ("semanticType: measure", "semanticType: column", ["SEM-03 risk ok minor"]),
        ("semanticType: measure", "semanticType: dimension", ["SEM-03 break risk major"]),
        ("semanticType: column", "semanticType: cube", ["SEM-03 risk risk minor"]),
        ("synonyms: [{synonym: a}]", "synonyms: [{synonym: a}, b]", ["SEM-05 ok ok patch"]),
        (
            "synonyms: [{synonym: a}]",
            "synonyms: [{synonym: a, locale: en}]",
            ["SEM-05 ok ok patch"],
        ),
        (_custom("unit", "m"), "", ["SEM-10 risk risk minor"]),
        ("", _custom("unit", "m"), ["TXT-07 ok ok patch"]),
        (_custom("unit", "M"), _custom("unit", "m"), ["TXT-07 ok ok patch"]),
        (_custom("sentinel", "-9"), _custom("sentinel", "-99"), ["SEM-11 break break major"]),
        ("", _custom("sentinel", "-99"), ["TXT-07 ok ok patch"]),
        ("", _custom("filter", "adults"), ["SEM-12 risk risk minor"]),
        (_custom("deletes", "hard"), _custom("deletes", "soft"), ["SEM-13 break break major"]),
        ("", _custom("deletes", "soft"), ["TXT-07 ok ok patch"]),
        ("", _custom("enumExtensible", "true"), ["ENU-02 risk ok minor"]),
        (_custom("enumExtensible", "true"), "", ["TXT-07 ok ok patch"]),
        ("authoritativeDefinitions: [{url: a, type: glossary}]", "", ["SEM-08 risk risk minor"]),
        ("", "authoritativeDefinitions: [{url: a, type: glossary}]", ["TXT-06 ok ok patch"]),
        (
            "authoritativeDefinitions: [{url: a, type: x, description: d}]",
            "authoritativeDefinitions: [{url: a, type: x}]",
            ["TXT-06 ok ok patch"],
        ),
        ("authoritativeDefinitions: 5", "authoritativeDefinitions: []", ["CHG-01 risk risk minor"]),
        ("customProperties: 5", "customProperties: []", ["CHG-01 risk risk minor"]),
    ],
)
def test_meaning_is_judged(before, after, expected):
    """The same type with another meaning goes wrong without an error."""
    assert _in_property(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("context: {constraints: [{constraint: a}]}", "", ["SEM-06 ok ok minor"]),
        (
            "context: {constraints: [{constraint: a}]}",
            "context: {constraints: [{constraint: A.}]}",
            ["SEM-06 ok ok patch"],
        ),
        ("context: Count beds.", "context: {instructions: Count all.}", ["SEM-07 ok ok patch"]),
        (
            "context: {verifiedStatements: []}",
            "context: {verifiedStatements: [{question: q}]}",
            ["SEM-07 ok ok patch"],
        ),
        (_custom("ownerAgency", "DOH"), _custom("ownerAgency", "DHS"), ["ORG-02 ok ok minor"]),
        ("", _custom("ownerAgency", "DHS"), ["ORG-02 ok ok minor"]),
        (_custom("purposes", "[a]"), _custom("purposes", "[a, b]"), ["TXT-09 ok ok minor"]),
        (
            _custom("license", "CC-BY-4.0"),
            _custom("license", "proprietary"),
            ["TXT-05 break ok major"],
        ),
        (_custom("license", "CC-BY-4.0"), _custom("license", "CC0-1.0"), ["TXT-05 risk ok minor"]),
        (
            _custom("license", "house rules"),
            _custom("license", "CC0-1.0"),
            ["TXT-05 risk ok minor"],
        ),
        (
            "authoritativeDefinitions: [{url: a, type: privacy-statement}]",
            "",
            ["TXT-05 risk ok minor"],
        ),
        (
            "description: {limitations: Not live.}",
            "description: {limitations: not  live}",
            ["TXT-02 ok ok patch"],
        ),
        ("description: {limitations: Not live.}", "description: {}", ["TXT-02 ok ok minor"]),
        ("description: {usage: a}", "description: {}", ["TXT-03 risk ok minor"]),
        ("", "description: {usage: a}", ["TXT-03 ok ok patch"]),
        ("description: {colour: a}", "description: {}", ["DOC-07 risk risk minor"]),
        ("team: {description: a}", "team: {description: b}", ["ORG-01 ok ok patch"]),
        ("team: {name: a}", "team: {name: b}", ["ORG-02 ok ok minor"]),
        (
            "team: {members: [{username: a, role: owner}]}",
            "team: {members: []}",
            ["ORG-01 ok ok patch"],
        ),
        (
            "team: [{username: a}]",
            "team: {members: [{username: a, role: x}]}",
            ["ORG-01 ok ok patch"],
        ),
        ("team: 5", "team: {}", ["CHG-01 risk risk minor"]),
        (
            "support: [{channel: a, url: b}]",
            "support: [{channel: a, url: c}]",
            ["ORG-01 ok ok patch"],
        ),
        ("support: [{url: b}, {}]", "support: [{url: b}]", ["ORG-03 risk ok minor"]),
        ("price: {priceAmount: 1}", "", ["PRI-02 ok ok minor"]),
        ("", "price: {priceAmount: 1}", ["PRI-01 break ok major"]),
        ("", "price: {priceAmount: 0}", ["PRI-02 ok ok minor"]),
        (
            "price: {priceAmount: 2, priceCurrency: USD}",
            "price: {priceAmount: 1, priceCurrency: EUR}",
            ["PRI-01 break ok major"],
        ),
        ("price: {id: a}", "price: {id: b}", ["ORG-01 ok ok patch"]),
        ("price: 5", "price: 6", ["CHG-01 risk risk minor"]),
        ("roles: [{id: x, role: a}]", "roles: [{id: x, role: b}]", ["ACC-01 break ok major"]),
        (
            "roles: [{role: a, access: read}]",
            "roles: [{role: a, access: write}]",
            ["ACC-02 ok ok minor"],
        ),
        (
            "roles: [{role: a, access: read}]",
            "roles: [{role: a, access: select}]",
            ["ACC-02 ok ok patch"],
        ),
        (
            "roles: [{role: a, access: read}]",
            "roles: [{role: a, access: lease}]",
            ["ACC-02 risk ok minor"],
        ),
        (
            "roles: [{role: a, access: read}]",
            "roles: [{role: a, access: Read}]",
            ["CHG-02 ok ok patch"],
        ),
        (
            "roles: [{role: a}]",
            "roles: [{role: a, firstLevelApprovers: b}]",
            ["ACC-03 ok ok patch"],
        ),
        ("roles: [{access: read}]", "roles: []", ["ACC-01 break ok major"]),
        (
            "customProperties: [{property: a, value: 1}]",
            "customProperties: [{property: a, value: 1, description: b}]",
            ["TXT-07 ok ok patch"],
        ),
    ],
)
def test_terms_and_people_are_judged(before, after, expected):
    """Agreements name purposes, owners, roles and prices."""
    assert _told(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("to: b.c", "to: [b.c]", ["REL-05 ok ok none"]),
        ("id: x, to: b.c", "id: y, to: b.c", ["REL-05 ok ok patch"]),
        ("to: b.c", "type: foreignKey, to: b.c", ["REL-05 ok ok patch"]),
        ("to: [b.c]", "to: [b.c, b.d]", ["REL-03 break break major"]),
    ],
)
def test_relationships_are_judged(before, after, expected):
    """Whoever joins relies on them."""
    relationships = "relationships: [{{{}}}]"

    told = _in_property(relationships.format(before), relationships.format(after))

    assert told == expected


def test_a_relationship_of_an_unknown_type_is_a_risk():
    """What nobody defined promises nothing that could be broken for certain."""
    written = "relationships: [{type: likes, to: b.c}]"

    assert _in_property("", written) == ["REL-01 risk risk minor"]
    assert _in_property(written, "") == ["REL-02 risk risk minor"]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("techniques", "[a, b]", "[b, a]"),
        ("suppressionFloor", "none", "0"),
        ("cardinality", "1", "2"),
        ("note", '"\\ud800"', "x"),
        ("purposes", "[a, b]", "[b, a]"),
        ("rowFilter", "no", "none"),
    ],
)
def test_what_promises_the_same_is_only_noted(name, before, after):
    """A watched key is no reason for an alarm of its own."""
    assert _in_property(_custom(name, before), _custom(name, after)) == ["TXT-07 ok ok patch"]


@pytest.mark.parametrize(("name", "value"), [("license", "x"), ("region", "us"), ("masking", "no")])
def test_what_is_said_for_the_first_time_hurts_nobody(name, value):
    """Whoever documents more must not be punished for it."""
    assert _in_property("", _custom(name, value)) == ["TXT-07 ok ok patch"]


def test_a_purpose_that_binds_names_who_must_agree():
    """Where people consented to a purpose, another wording is not the publisher's to decide."""
    consent = {"customProperties": [{"property": "consentRequired", "value": True}]}
    trees = ({"description": {"purpose": each}, **consent} for each in ("a", "b"))

    assert [each.approvers for each in changes(*trees)] == [("privacy officer",)]


def test_texts_of_an_entry_are_told_together():
    """Two labels that changed at once are one thing to read."""
    roles = "roles: [{{role: a, id: {}, description: {}}}]"

    assert _told(roles.format("x", "d"), roles.format("y", "e")) == ["ORG-01 ok ok patch"]


def _text(key, written):
    return yaml.safe_dump({"description": {key: written}} if written else {})


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Planning. Reports.", "Planning; reports!", "TXT-03 ok ok patch"),
        ("Planning.\n- Reports.", "Reports. Planning.", "TXT-03 ok ok patch"),
        ("Authorised labour programmes.", "authorized labor programs", "TXT-03 ok ok patch"),
        ("You can not resell it.", "You cannot resell it.", "TXT-03 ok ok patch"),
        ("Up to 10 users.", "Up to 100 users.", "TXT-03 risk ok minor"),
        ("Planning and reports.", "Planning.", "TXT-03 risk ok minor"),
        ("Planning.", "Planning. Not for marketing.", "TXT-03 risk ok minor"),
        ("Planning. Not for marketing.", "Planning.", "TXT-03 ok ok patch"),
        ("Planning.", "Planning. Firms may use it.", "TXT-03 ok ok patch"),
        ("Planning. Firms may use it.", "Planning.", "TXT-03 risk ok minor"),
        ("Only for states.", "Cities may use it.", "TXT-03 ok ok patch"),
        ("Planning.", "Planning. Firms may not use it.", "TXT-03 risk ok minor"),
        ("Planning. You may use it without asking.", "Planning.", "TXT-03 risk ok minor"),
        ("Planning. The fee does not apply to cities.", "Planning.", "TXT-03 risk ok minor"),
    ],
)
def test_what_a_use_allows_is_decided_where_it_can_be(before, after, expected):
    """A reworded sentence is for people to judge; an added one need not be."""
    assert _told(_text("usage", before), _text("usage", after)) == [expected]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Not live. Estimates.", "not live; estimates", "TXT-02 ok ok patch"),
        ("Not live. Estimates.", "Not live.", "TXT-02 ok ok minor"),
        ("Not live. Schools are exempt.", "Not live.", "TXT-01 break ok major"),
        ("Do not use for profit.", "Use for profit.", "TXT-01 break ok major"),
        ("Do not use in June.", "Use in June", "TXT-01 break ok major"),
        ("Not live.", "Not live. Not for navigation.", "TXT-01 break ok major"),
        ("Not live.", "", "TXT-02 ok ok minor"),
        ("", "Not live.", "TXT-01 break ok major"),
    ],
)
def test_a_limit_is_gone_only_if_its_sentence_is(before, after, expected):
    """Half a sentence may say the contrary of the whole."""
    assert _told(_text("limitations", before), _text("limitations", after)) == [expected]


def test_limits_that_are_no_text_are_never_taken_for_less():
    """A list in the place of a text may say anything."""
    before, after = (f"description: {{limitations: {each}}}" for each in ("[a, b]", "[a]"))

    assert _told(before, after) == ["TXT-01 break ok major"]

"""Does check end as publish would, where neither report nor findings say how that is?"""

import json

import pytest
from api_server import a_contract


@pytest.fixture(scope="module")
def published(registry):
    """Publish `beds`, and give the registry."""
    assert registry.signed("POST", "/api/v1/contracts", a_contract(name="beds")).status == 201
    return registry


def a_changed(**replaced: str) -> bytes:
    """Return the published contract with some lines replaced."""
    text = a_contract(name="beds").decode()
    for key, value in replaced.items():
        start = text.index(f"\n{key}: ") + 1
        end = text.index("\n", start)
        text = f"{text[:start]}{key}: {value}{text[end:]}"
    return text.encode()


DRAFT = a_changed(status="draft").partition(b"      - name: staffed")[0]


@pytest.mark.parametrize(
    ("source", "code", "said"),
    [
        (DRAFT, 0, "It would be kept as a draft."),
        (a_changed(version="2.0.0", status="retired"), 2, "may not retire a version of doh/beds."),
        (a_changed(version='"1.0.1 "'), 3, "It cannot stand in an address."),
        (a_changed(version="1.0.1", id="x" * 3_000), 3, "The id is longer than 1000 characters."),
        (a_changed(version="1.0.1", id="another"), 1, "doh/beds 1.0.1 may not go out"),
    ],
)
def test_a_check_says_what_stands_in_the_way(published, charter, repository, source, code, said):
    """Somebody who merges on a green check must not find the publish red."""
    repository.write("beds.odcs.yaml", source)

    one = charter("check", "beds.odcs.yaml")
    several = charter("check", "--all")
    published = charter("publish", "beds.odcs.yaml")

    assert (one.exit_code, several.exit_code, published.exit_code) == (code, code, code)
    assert said in one.output
    assert said in several.output or code == 0


def test_a_draft_is_fine_in_every_form(published, charter, repository):
    """A draft is where one mends things; its findings are no reason to stop a pipeline."""
    repository.write("beds.odcs.yaml", DRAFT)

    as_json = json.loads(charter("check", "--all", "--format", "json").stdout)["files"][0]
    markdown = charter("check", "--all", "--format", "markdown").stdout

    assert (as_json["outcome"], as_json["is_draft"], as_json["set_version"]) == (
        "accepted",
        True,
        None,
    )
    assert any(each["rule"] == "VER-01" for each in as_json["report"]["findings"])
    assert "| kept as a draft |" in markdown


def test_who_set_neither_token_nor_agency_is_told_both(published, charter, repository, monkeypatch):
    """The first thing that a newcomer forgets."""
    repository.write("beds.odcs.yaml", DRAFT)
    monkeypatch.delenv("CHARTER_TOKEN")

    result = charter("check", "beds.odcs.yaml")

    assert result.exit_code == 2
    assert "CHARTER_TOKEN" in result.stderr
    assert "CHARTER_AGENCY" in result.stderr

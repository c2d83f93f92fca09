"""The demo's change scenarios: one change to a real contract, and the number it must carry.

The register of scenarios beside this repository says what people expect; the table below makes
each change in the demo's newest contract and holds the verdict to it.
"""

from pathlib import Path

import pytest
import yaml

from contracts.compat.judge import judge
from contracts.document import load
from contracts.findings import Impact

ROOT = Path(__file__).parents[3]
DEMO = ROOT / "registry" / "demo" / "contracts"
REGISTER = ROOT.parent / "shared" / "demo" / "ecosystem.yaml"


def _column(tree, name):
    return next(each for each in tree["schema"][0]["properties"] if each["name"] == name)


def _level(tree, name):
    return next(each for each in tree["slaProperties"] if each["property"] == name)


def _custom(tree, name):
    return next(each for each in tree["customProperties"] if each["property"] == name)


def _add_column(tree):
    column = {"id": "ventilators", "name": "ventilators_available", "logicalType": "integer"}
    tree["schema"][0]["properties"].append({**column, "classification": "internal"})


def _add_value(tree):
    _column(tree, "bed_type")["enum"].append({"value": "isolation"})


def _remove_column(tree):
    tree["schema"][0]["properties"].remove(_column(tree, "surge_24h_beds"))


def _raise_classification(tree):
    _column(tree, "call_count")["classification"] = "confidential"


def _lower_classification(tree):
    _column(tree, "tract_geoid")["classification"] = "internal"


def _weaken_latency(tree):
    _level(tree, "latency").update({"value": 30, "unit": "min"})


def _reword(tree):
    tree["schema"][0]["description"] = "People and the programme that they are eligible for."
    tree["tags"].append("eligibility of people")


def _drop_consent(tree):
    tree["customProperties"].remove(_custom(tree, "consentRequired"))


def _spend_more_privacy(tree):
    _custom(tree, "dp")["value"]["epsilon"] = 4.0


def _change_owner(tree):
    owner = next(each for each in tree["team"]["members"] if each["role"] == "product owner")
    owner["username"] = "tessa.grant@dot.meridian.example"


def _retire(tree):
    tree["status"] = "retired"


def _require_column(tree):
    _column(tree, "wheelchair_accessible")["required"] = True


def _retarget_concept(tree):
    concept = _column(tree, "last_name")["authoritativeDefinitions"][0]
    concept["url"] = concept["url"].replace("PersonSurName", "PersonFullName")


def _shorten_retention(tree):
    _level(tree, "retention").update({"value": 1, "unit": "y"})


SCENARIOS = {
    "CS-01": (_add_column, {"PROP-01"}, ()),
    "CS-02": (_add_value, {"ENU-01"}, ()),
    "CS-03": (_remove_column, {"PROP-04"}, ()),
    "CS-05": (_raise_classification, {"SEC-01"}, ()),
    "CS-06": (_lower_classification, {"SEC-02"}, ("privacy officer",)),
    "CS-07": (_weaken_latency, {"SLA-03"}, ()),
    "CS-09": (_reword, {"SEM-04", "TXT-06"}, ()),
    "CS-10": (_drop_consent, {"SEC-11"}, ("privacy officer", "governance board")),
    "CS-11": (_spend_more_privacy, {"SEC-12"}, ("privacy officer", "governance board")),
    "CS-13": (_change_owner, {"ORG-01"}, ()),
    "CS-14": (_retire, {"LIFE-04"}, ("every consumer",)),
    "CS-16": (_require_column, {"NUL-02"}, ()),
    "CS-17": (_retarget_concept, {"SEM-08"}, ("glossary owner", "data steward")),
    "CS-19": (_shorten_retention, {"SLA-03"}, ("privacy officer", "governance board")),
}
"""What each scenario does, which rules tell it, and who must agree."""

_EXPECTED = {
    each["id"]: each
    for each in (
        yaml.safe_load(REGISTER.read_text(encoding="utf-8"))["change_scenarios"]
        if REGISTER.is_file()
        else ()
    )
}
_BESIDE = pytest.mark.skipif(not _EXPECTED, reason="the demo's register is not beside it")


_STARTS_FROM = {
    "doh-hospital-bed-availability": "3.1.0",
    "deq-weather-observations": "1.6.0",
    "memd-shelter-status": "1.4.0",
}
"""Where the demo's own next version plays the scenario; else it is the newest."""


def _before(scenario):
    product = _EXPECTED[scenario]["product"]
    number = _STARTS_FROM.get(product, "")
    newest = max(path for path in (DEMO / product).iterdir() if path.name.startswith(number))
    return newest.read_text(encoding="utf-8")


def _changed(scenario):
    """Return the contract before and after the scenario's change, under the next number."""
    before = yaml.safe_load(_before(scenario))
    after = yaml.safe_load(_before(scenario))
    if scenario == "CS-14":
        before["status"] = "deprecated"
    SCENARIOS[scenario][0](after)
    major, minor, _ = after["version"].split(".")
    after["version"] = f"{major}.{int(minor) + 1}.0"
    return (load(yaml.safe_dump(each, sort_keys=False).encode()) for each in (before, after))


@pytest.mark.corpora
@_BESIDE
def test_every_scenario_is_played():
    """A scenario that nobody plays is a promise that nobody keeps."""
    assert sorted(SCENARIOS) == sorted(_EXPECTED)


@pytest.mark.corpora
@_BESIDE
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_scenario_needs_the_number_that_people_expect(scenario):
    """Agencies agreed on these cases; the verdict must not surprise them."""
    before, after = _changed(scenario)

    report = judge(after, [before])

    assert report.bump.value == _EXPECTED[scenario]["bump"]


@pytest.mark.corpora
@_BESIDE
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_scenario_is_told_by_its_rule_and_names_who_must_agree(scenario):
    """Whoever has to decide reads their role in the report."""
    before, after = _changed(scenario)
    _, rules, approvers = SCENARIOS[scenario]

    findings = [each for each in judge(after, [before]).findings if each.rule[:3] != "VER"]

    assert {each.rule for each in findings} == rules
    assert {each.approvers for each in findings} == {approvers}


@pytest.mark.corpora
@_BESIDE
@pytest.mark.parametrize(
    "scenario", [name for name, each in _EXPECTED.items() if each["structural"] == "compatible"]
)
def test_a_compatible_structure_breaks_no_reader_by_its_shape(scenario):
    """What is a matter of governance must not look like a broken table."""
    before, after = _changed(scenario)

    report = judge(after, [before])
    structural = [each for each in report.findings if each.rule[:3] in {"PRO", "TYP", "NUL"}]

    assert all(each.reads is not Impact.BREAK for each in structural)
    assert report.governance is Impact.OK or report.structural is Impact.OK

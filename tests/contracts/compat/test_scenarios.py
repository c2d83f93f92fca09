"""Does the engine judge changes of real contracts as the catalogue does, several at once too?"""

import pytest
import yaml

from contracts.compat.compare import compare
from contracts.findings import greatest, worst
from tests.contracts.compat.real_contracts import contract, edited, written
from tests.contracts.compat.rule_folders import DATA

SCENARIOS = {
    name: row
    for path in sorted(DATA.glob("scenarios-*.yaml"))
    for name, row in yaml.safe_load(path.read_text(encoding="utf-8")).items()
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_is_judged_as_the_catalogue_says(name):
    """Whom it hurts, the number it needs, the rules that say so, and who must agree."""
    row = SCENARIOS[name]
    before = edited(contract(row["contract"]).tree, row.get("given", {}))

    found = compare(written(before), written(edited(before, row)))
    verdict = (
        worst(*(each.reads for each in found)),
        worst(*(each.writes for each in found)),
        greatest(*(each.bump for each in found)),
    )

    assert sorted(each.rule for each in found) == row["rules"]
    assert " ".join(part.value for part in verdict) == row["is"]
    assert sorted({role for each in found for role in each.approvers}) == row.get("agree", [])


@pytest.mark.parametrize("name", SCENARIOS)
def test_advice_fits_the_harm(name):
    """Who hurts nobody and needs nobody's consent is told to do nothing."""
    row = SCENARIOS[name]
    before = edited(contract(row["contract"]).tree, row.get("given", {}))

    found = compare(written(before), written(edited(before, row)))
    quiet = [each for each in found if {each.reads.value, each.writes.value} == {"ok"}]

    assert not [each.fix for each in quiet if each.fix.startswith(("Keep the", "Check "))]
    assert all(each.message[0] != "t" or each.message[:4] != "the " for each in found)

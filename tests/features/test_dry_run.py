"""Is a check the same judgement as publishing? Over two hundred contracts that somebody spoilt."""

import copy
import random

import msgspec
import yaml

from registry import directory, publishing
from registry.errors import CharterError
from registry.identity import SYSTEM
from registry.publishing import Ref
from registry.runtime import open_runtime
from tests.databases import settings_at

MUTANTS = 200

BASE = {
    "apiVersion": "v3.1.0",
    "kind": "DataContract",
    "id": "beds",
    "name": "beds",
    "version": "1.0.0",
    "status": "active",
    "domain": "health",
    "description": {"purpose": "Beds.", "usage": "Planning.", "limitations": "None."},
    "schema": [
        {
            "name": table,
            "logicalType": "object",
            "physicalType": "table",
            "description": "One row for each hospital.",
            "properties": [
                {
                    "name": f"column_{number}",
                    "logicalType": ("string", "integer", "number", "date")[number % 4],
                    "required": number % 3 == 0,
                    "description": f"Column {number}.",
                    "classification": "public",
                }
                for number in range(5)
            ],
        }
        for table in ("beds", "wards")
    ],
}


def drop(columns, chance, _):
    """Drop a column."""
    if columns:
        columns.remove(chance.choice(columns))


def add(columns, _, number):
    """Add a column."""
    columns.append({"name": f"more_{number}", "logicalType": "string"})


def change(**choices):
    """Return what sets one of the given keys of a column to one of its values."""

    def mutate(columns, chance, number):
        if columns:
            key = chance.choice(list(choices))
            chance.choice(columns)[key] = chance.choice(choices[key] or [f"renamed_{number}"])

    return mutate


def shuffle(columns, chance, _):
    """Bring the columns into another order."""
    chance.shuffle(columns)


MUTATIONS = (
    drop,
    add,
    shuffle,
    change(name=[]),
    change(logicalType=["string", "integer", "boolean"], required=[True, False]),
    change(classification=["internal", "restricted"], description=["Other words."]),
    change(unknown=[1], enum=[2], required=["yes"]),
)


def mutant(tree, chance, number):
    """Return a copy of *tree* with some things changed, and mostly another version number."""
    changed = copy.deepcopy(tree)
    changed["description"]["purpose"] = f"Beds, edition {number}."
    for _ in range(chance.randint(0, 2)):
        chance.choice(MUTATIONS)(chance.choice(changed["schema"])["properties"], chance, number)
    words = ["active"] * 6 + ["draft", "proposed", "deprecated", "development"]
    changed["status"] = chance.choice(words)
    changed["version"] = chance.choice(
        [f"1.{number}.0", f"1.{number}.1", f"{number + 1}.0.0", f"0.{number}.0", "1.0.0"]
    )
    return changed


def text(tree):
    """Return *tree* as YAML."""
    return yaml.dump(tree, Dumper=yaml.CSafeDumper, sort_keys=False).encode()


def published(runtime, ref, source):
    """Publish; return how it ended, with the report and the findings that the caller gets."""
    try:
        receipt = publishing.publish(runtime, SYSTEM, ref, source)
    except CharterError as error:
        return type(error).__name__, error.report, error.findings
    return str(receipt.state), receipt.report, None


def test_check_and_publish_give_the_same_report(tmp_path):
    """A check that says yes before a publish that says no is worth nothing."""
    runtime = open_runtime(settings_at(tmp_path))
    directory.create_agency(runtime, SYSTEM, slug="doh", acronym="DOH", name="Health")
    ref = Ref(agency="doh", product="beds")
    chance = random.Random(3)  # noqa: S311 # the same mutants every time
    publishing.publish(runtime, SYSTEM, ref, text(BASE))
    outcomes: dict[str, int] = {}
    for number in range(1, MUTANTS + 1):
        source = text(mutant(BASE, chance, number))
        checked = publishing.review(runtime, SYSTEM, ref, source)
        outcome, report, findings = published(runtime, ref, source)
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        assert findings in (None, checked.lint)
        if report is not None:
            assert report == checked.report
            assert msgspec.json.encode(report) == msgspec.json.encode(checked.report)
        else:
            assert outcome == "InvalidContractError"
            assert not checked.valid
    runtime.close()

    assert len(outcomes) >= 5, outcomes  # the mutants reach every way a publish can end

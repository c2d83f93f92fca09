"""What do the suites of peers and the histories of open standards expect of a comparison?

`python -m tests.contracts.compat.peer_suites` prints how far each agrees with ours.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import yaml

from contracts.compat.change import Change
from contracts.compat.compare import changes
from contracts.compat.judge import judge
from contracts.document import load
from contracts.findings import worst
from tests.contracts.compat.json_schemas import contract
from tests.contracts.compat.rule_folders import DATA

CORPORA = Path(__file__).parents[3].parent / "shared" / "corpora" / "compat"
SUITES = ("datacontract-cli", "odcs-translated", "pairs", "gbfs", "ocds", "wzdx")


class Case(msgspec.Struct, frozen=True):
    """One change: what is allowed on each side, what ours says, and which rules say so.

    ``rules`` are those that speak of a side in question, or all where none of them minds.
    """

    name: str
    wanted: dict[str, tuple[str, ...]]
    ours: dict[str, str]
    rules: tuple[str, ...]
    bump: str = ""

    @property
    def agrees(self) -> bool:
        """Whether our verdict is one that the suite allows."""
        return all(self.ours[side] in allowed for side, allowed in self.wanted.items())


def cases(suite: str) -> list[Case]:
    """Return the cases of a suite; none where it does not lie beside the repository."""
    if not CORPORA.is_dir():
        return []
    return [*_READERS.get(suite, _natural)(suite)]


def explanations(suite: str) -> dict[str, Any]:
    """Return why ours differs, by the name of the case."""
    name = "pairs-disagreements" if suite == "pairs" else f"peers-{suite}"
    told: dict[str, Any] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return told


def table() -> str:
    """Return how many cases of each suite agree, are explained, or neither."""
    lines = [f"{'suite':<18}{'cases':>7}{'agree':>7}{'explained':>11}{'unexplained':>13}"]
    for suite in SUITES:
        found, told = cases(suite), explanations(suite)
        differ = [case.name for case in found if not case.agrees]
        explained = sum(name in told for name in differ)
        counts = (len(found), len(found) - len(differ), explained, len(differ) - explained)
        lines.append("{:<18}{:>7}{:>7}{:>11}{:>13}".format(suite, *counts))
    return "\n".join(lines)


_HARMLESS = ("ok", "risk")


def _case(
    name: str, wanted: dict[str, tuple[str, ...]], found: Iterable[Change], bump: str = ""
) -> Case:
    told = [*found]
    sides = {"reads": worst(*(each.reads for each in told)).value}
    sides["writes"] = worst(*(each.writes for each in told)).value
    minding = {each.rule for each in told if any(getattr(each, side) != "ok" for side in wanted)}
    rules = minding or {each.rule for each in told}
    return Case(name, wanted, sides, tuple(sorted(rules)), bump)


def _read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((CORPORA / name).read_text(encoding="utf-8"))["cases"]
    return found


def _datacontract_cli(suite: str) -> Iterator[Case]:
    """Directions of the permitted data: tighter hurts producers, looser hurts consumers."""
    for each in _read(f"{suite}/breaking-cases.json"):
        directions = set(each["directions"])
        otherwise = "risk" if "undetermined" in directions else "ok"
        wanted = {
            "reads": ("break" if directions & {"loosens", "both"} else otherwise,),
            "writes": ("break" if directions & {"tightens", "both"} else otherwise,),
        }
        yield _case(each["id"], wanted, changes(each["before"], each["after"]))


def _odcs_translated(suite: str) -> Iterator[Case]:
    """A mode protects one side or both: FORWARD those who read, BACKWARD what was valid."""
    sides = {"FORWARD": ["reads"], "BACKWARD": ["writes"], "FULL": ["reads", "writes"]}
    for each in _read(f"{suite}/cases.json"):
        allowed = _HARMLESS if each["compatible"] else ("break",)
        wanted = dict.fromkeys(sides[each["mode"]], allowed)
        yield _case(each["id"], wanted, changes(each["before"], each["after"]))


def _pairs(suite: str) -> Iterator[Case]:
    for folder in sorted((CORPORA / suite).iterdir()):
        expected = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
        before, after = (load((folder / f"{side}.yaml").read_bytes()) for side in _SIDES)
        report = judge(after, [before])
        yield Case(
            folder.name,
            {side: (expected[side],) for side in ("reads", "writes", "semver")},
            {"reads": report.reads, "writes": report.writes, "semver": report.bump},
            tuple(sorted({finding.rule for finding in report.findings})),
        )


_SIDES = ("before", "after")


def _natural(suite: str) -> Iterator[Case]:
    """Successive releases: their publisher says by the number whether readers must change."""
    root = CORPORA / f"natural-{suite}"
    for meta in sorted(root.glob("*/*/meta.yaml")):
        told = yaml.safe_load(meta.read_text(encoding="utf-8"))
        trees = [
            contract(
                json.loads((meta.parent / f"{side}.schema.json").read_text(encoding="utf-8")),
                name=meta.parent.parent.name,
                version=str(told[end]),
                is_open=suite == "gbfs",
            )
            for side, end in zip(_SIDES, ("from", "to"), strict=True)
        ]
        bump = told["publisher_bump"]
        wanted = {"reads": ("break",) if bump == "major" else _HARMLESS}
        yield _case(str(meta.parent.relative_to(root)), wanted, changes(*trees), bump)


_READERS = {
    "datacontract-cli": _datacontract_cli,
    "odcs-translated": _odcs_translated,
    "pairs": _pairs,
}

if __name__ == "__main__":
    print(table())  # noqa: T201 - this is what the module is run for

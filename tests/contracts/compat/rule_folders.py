"""Where do the examples of the change rules lie, and what does the comparison say of them?

A folder has a `context.yaml` where the documents alone do not tell: the versions before
(`history`), the day of judging (`today`), since when versions were in force (`published`; one that
is not named never was) and who uses the contract (`uses`).
"""

from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import yaml

from contracts.compat.circumstances import Circumstances
from contracts.compat.compare import changes, compare
from contracts.compat.judge import judge
from contracts.compat.ledger import gone
from contracts.compat.windows import since
from contracts.document import Document, load
from contracts.findings import Consumer, Finding, greatest, worst

DATA = Path(__file__).parents[2] / "data" / "compat"
FOLDERS = sorted(path for path in DATA.iterdir() if path.is_dir())


def documents(folder: Path) -> tuple[Document, Document]:
    """Return the two versions in a folder."""
    return load((folder / "before.yaml").read_bytes()), load((folder / "after.yaml").read_bytes())


def found(folder: Path) -> tuple[Finding, ...]:
    """Return what changed in a folder; rules about version numbers speak only in a judgement."""
    before, after = documents(folder)
    if (folder / "context.yaml").exists():
        return judge(after, [before], known=known(folder)).findings
    if folder.name.startswith("VER"):
        return judge(after, [before]).findings
    return compare(before, after)


def known(folder: Path) -> Circumstances:
    """Return what the context of a folder says beyond its two versions."""
    context = yaml.safe_load((folder / "context.yaml").read_text(encoding="utf-8"))
    names = [*context.get("history", ()), "before.yaml"]
    versions = [load((folder / name).read_bytes()).tree for name in names]
    published = context.get("published", {})
    in_force = [
        (published[tree["version"]], tree)
        for tree in reversed(versions)
        if tree["version"] in published
    ]
    uses = msgspec.convert(context.get("uses", ()), tuple[Consumer, ...])
    return Circumstances(
        today=context.get("today"),
        deprecated=since(in_force),
        uses=uses,
        line_uses=uses,
        remembered=tuple(each for pair in pairwise(versions) for each in gone(*pair)),
    )


def expected(folder: Path) -> list[dict[str, Any]]:
    """Return the findings that a folder expects, in their order."""
    text = (folder / "expected.yaml").read_text(encoding="utf-8")
    findings: list[dict[str, Any]] = yaml.safe_load(text)["findings"]
    return findings


def brief(finding: Finding) -> dict[str, Any]:
    """Return a finding as the folders write it."""
    return {
        "rule": finding.rule,
        "path": finding.path,
        "reads": finding.reads.value,
        "writes": finding.writes.value,
        "bump": finding.bump.value,
        "line": finding.line,
    }


def told(before: dict[str, Any], after: dict[str, Any]) -> tuple[list[str], str]:
    """Return the rules and the verdict of changing one property from *before* to *after*."""
    trees = [
        {"schema": [{"name": "t", "properties": [{"name": "c", **each}]}]}
        for each in (before, after)
    ]
    found = changes(*trees)
    verdict = (
        worst(*(each.reads for each in found)),
        worst(*(each.writes for each in found)),
        greatest(*(each.bump for each in found)),
    )
    return sorted(each.rule for each in found), " ".join(part.value for part in verdict)

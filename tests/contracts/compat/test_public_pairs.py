"""The public pairs: what the project's own examples of changes expect, and where we differ."""

from pathlib import Path

import pytest
import yaml

from contracts.compat.judge import judge
from contracts.document import load
from contracts.findings import Outcome
from tests.contracts.compat.rule_folders import DATA

PAIRS = Path(__file__).parents[3].parent / "shared" / "corpora" / "compat" / "pairs"
FOLDERS = sorted(PAIRS.iterdir()) if PAIRS.is_dir() else []
DISAGREEMENTS = yaml.safe_load((DATA / "pairs-disagreements.yaml").read_text(encoding="utf-8"))


def _report(folder):
    before = load((folder / "before.yaml").read_bytes())
    after = load((folder / "after.yaml").read_bytes())
    return judge(after, [before])


def _verdict(report):
    return {"reads": report.reads.value, "writes": report.writes.value, "semver": report.bump.value}


def _expected(folder):
    return yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))


@pytest.mark.corpora
@pytest.mark.skipif(not FOLDERS, reason="the public pairs are not beside this repository")
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_public_pair_gets_the_expected_verdict(folder):
    """Others will hold us to these verdicts; where ours differs, the reason stands in a file."""
    expected = _expected(folder)
    verdict = _verdict(_report(folder))
    agrees = verdict == {key: expected[key] for key in verdict}

    assert agrees == (folder.name not in DISAGREEMENTS)


@pytest.mark.corpora
@pytest.mark.skipif(not FOLDERS, reason="the public pairs are not beside this repository")
@pytest.mark.parametrize(
    "folder",
    [path for path in FOLDERS if _expected(path).get("accepted") is False],
    ids=lambda path: path.name,
)
def test_what_may_not_be_published_is_rejected(folder):
    """No version number makes these changes acceptable."""
    assert _report(folder).outcome is Outcome.REJECTED


def test_a_disagreement_has_a_reason():
    """A difference without a reason is a mistake."""
    for told in DISAGREEMENTS.values():
        assert told["family"]
        assert told["ours"].keys() == {"reads", "writes", "semver"}
        assert told["reason"].endswith(".")

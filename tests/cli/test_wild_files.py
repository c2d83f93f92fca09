"""Does the command line survive what people and test suites have written?"""

import itertools
import json

import pytest

from tests.house.readme import ROOT

CORPORA = ROOT.parent / "shared" / "corpora"

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(not CORPORA.exists(), reason="../shared/corpora is not on this machine"),
]


def _files(*folders: str) -> list[str]:
    found = (each for folder in folders for each in (CORPORA / folder).rglob("*"))
    return sorted(str(each) for each in found if each.is_file())


@pytest.mark.parametrize("form", ["text", "json", "markdown", "github"])
def test_every_wild_file_is_linted(charter, form):
    """Real contracts and hostile inputs alike get a verdict, in every form."""
    files = _files("odcs", "bad")

    result = charter("lint", *files, "--format", form)

    assert result.exit_code == 3
    assert isinstance(result.exception, SystemExit)
    if form == "json":
        assert [each["file"] for each in json.loads(result.stdout)["files"]] == files


def test_any_two_wild_files_can_be_compared(charter):
    """A comparison of things that have nothing in common is still a verdict, not a crash."""
    files = _files("odcs", "bad")[::4]

    results = [charter("diff", *pair, "--format", "json") for pair in itertools.pairwise(files)]

    crashes = [each for each in results if not isinstance(each.exception, SystemExit | None)]
    assert crashes == []
    assert {result.exit_code for result in results} <= {0, 1, 3}

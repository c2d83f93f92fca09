"""Does every file that people and test suites came up with get through, or get a clear refusal?"""

import tomllib
from pathlib import Path

import pytest
import yaml

from contracts.document import UnreadableError, load
from contracts.reader.from_yaml import read_yaml
from contracts.schema import validate

pytestmark = pytest.mark.corpora

EXPECTED = Path(__file__).parents[2] / "data" / "reader" / "upstream_findings.toml"


def files(folder) -> list[Path]:
    """Return the files below *folder*, in a fixed order."""
    return [file for file in sorted(folder.rglob("*")) if file.is_file()]


def outcome(source, name="") -> list[str]:
    """Return line, rule and severity of everything that is to say about *source*."""
    try:
        document = load(source, name=name)
    except UnreadableError as error:
        found = [error.finding]
    else:
        assert document.contract is not None
        found = validate(document)
    assert all(finding.message and finding.fix for finding in found)
    return [f"{finding.line} {finding.rule} {finding.severity}" for finding in found]


@pytest.mark.parametrize("folder", ["odcs", "bad", "compat", "standards"])
def test_no_file_from_the_wild_makes_the_reader_fall_over(corpora, folder):
    """A crash on a stranger's file is the registry's fault, never the stranger's."""
    read = [outcome(file.read_bytes(), file.name) for file in files(corpora / folder)]

    assert len(read) > 50


def test_upstream_examples_are_valid_or_their_faults_are_known(corpora):
    """An example of the standard that Charter refuses needs a reason that holds in public."""
    expected: dict[str, list[str]] = {}
    for example in tomllib.loads(EXPECTED.read_text())["example"]:
        expected.setdefault(example["file"], []).extend(example["findings"])
    folders = [
        corpora / "compat" / "odcs-examples",
        corpora / "standards" / "bitol-io__open-data-contract-standard" / "examples",
    ]

    for folder in folders:
        examples = sorted(folder.rglob("*.odcs.yaml"))
        found = {str(e.relative_to(folder)): outcome(e.read_bytes()) for e in examples}
        assert len(found) == 18
        wrong = {name: sorted(told) for name, told in found.items() if told}
        assert wrong == {name: sorted(told) for name, told in expected.items()}


def test_naughty_strings_are_text_like_any_other(corpora):
    """Script tags, zero-width letters and words of abuse are data, and come back unchanged."""
    source = (corpora / "bad" / "minimaxir__big-list-of-naughty-strings" / "blns.json").read_bytes()
    strings = load(b'{"tags": ' + source + b"}").tree["tags"]
    quoted = "\n".join(f"- {yaml.dump(s, default_style=chr(34), width=10**6)}" for s in strings)

    tree = load(f"tags:\n{quoted}".encode()).tree

    assert len(strings) > 500
    assert tree["tags"] == strings


def cases(folder) -> list[tuple[str, str, bool, str | None]]:
    """Return name, text, whether it must fail, and the JSON it means, of each case of the suite."""
    found = []
    for file in files(folder):
        merged: dict = {}
        for number, case in enumerate(yaml.safe_load(file.read_text())):
            merged = {**{k: v for k, v in merged.items() if k != "fail"}, **case}
            name = f"{file.stem}/{number}"
            found.append((name, _plain(merged["yaml"]), "fail" in merged, merged.get("json")))
    return found


def _plain(text: str) -> str:
    """Return what the suite's visible signs stand for."""
    for sign, meant in (("␣", " "), ("»", "\t"), ("↵", ""), ("←", "\r"), ("⇔", ""), ("∎\n", "")):
        text = text.replace(sign, meant)
    return text.replace("—", "")


def verdict(text, meant) -> str:
    """Say how the reader takes *text*, which means *meant* in JSON."""
    try:
        root = read_yaml(text).root
    except UnreadableError as error:
        return error.finding.rule
    if meant is None:
        return "read"
    try:
        wanted = load(f'{{"x": {meant or "null"}}}'.encode()).tree["x"]
    except UnreadableError:  # the meaning is several documents
        return "read"
    return "read" if root == wanted else "misread"


MISREAD = {  # libyaml follows YAML 1.1 here: flow indicators that touch a word, a final blank line
    "652Z/0",
    "HM87/1",
    "JEF9/2",
    "L24T/1",
    "Y2GN/0",
}
TAKEN_THOUGH_INVALID = {  # comments and dashes that touch a word, quotes that are not indented
    "9C9N/0",
    "9JBA/0",
    "CVW2/0",
    "DK95/1",
    "G5U8/0",
    "MUS6/0",
    "QB6E/0",
    "S98Z/0",
    "SU5Z/0",
    "X4QW/0",
    "Y79Y/3",
    "YJV2/0",
}


def test_the_yaml_test_suite_is_read_right_but_for_what_is_listed(corpora):
    """Where the parser below deviates from YAML 1.2, we know it; the list may only shrink."""
    suite = cases(corpora / "bad" / "yaml__yaml-test-suite" / "src")
    verdicts = {name: verdict(text, None if fails else meant) for name, text, fails, meant in suite}

    misread = {name for name, said in verdicts.items() if said == "misread"}
    taken = {name for name, _, fails, _ in suite if fails and verdicts[name] == "read"}

    assert len(suite) > 390
    assert misread == MISREAD
    assert taken == TAKEN_THOUGH_INVALID

"""Nothing changed, nothing is told: the same contract written in another way is no change."""

import pytest

from contracts.compat.compare import changes, compare
from contracts.compat.judge import judge
from contracts.document import Document, UnreadableError, load
from tests.contracts.compat import restatements
from tests.contracts.compat.real_contracts import ALL, ROOT, contract, edited, written

CORPORA = ROOT.parent / "shared"
WILD = sorted(
    path
    for place in ("corpora/odcs", "corpora/compat", "demo/odcs")
    for path in (CORPORA / place).rglob("*.y*ml")
)
_WAYS = (
    restatements.keys_turned,
    restatements.lists_turned,
    restatements.as_json,
    restatements.in_one_line,
    restatements.with_comments,
    restatements.with_defaults,
)


def _noise(before: Document, after: Document) -> list[str]:
    return [f"{finding.rule} {finding.path}" for finding in compare(before, after)]


@pytest.mark.parametrize("way", _WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("name", [name for name in ALL if "/" not in name])
def test_the_same_contract_in_another_spelling_is_silent(name, way):
    """A formatter, a sorter of keys or a converter must never look like a change."""
    plain = contract(name)
    other = way(plain)

    assert other.source != plain.source
    assert _noise(plain, other) == []
    assert _noise(other, plain) == []


@pytest.mark.parametrize("name", ALL)
def test_the_same_contract_in_all_other_spellings_is_silent(name):
    """Two differences that do not count must not add up to one that does."""
    plain = contract(name)
    other = restatements.all_at_once(plain)

    assert _noise(plain, other) == []
    assert _noise(other, plain) == []


def test_the_same_contract_in_a_newer_standard_is_silent_but_for_its_number():
    """Who moves to 3.1 rewrites the team, the metrics and the bounds, and promises the same."""
    plain = contract("datacontract-shipments")
    bounds = {"minimum": 0, "exclusiveMinimum": True, "maximum": 9, "exclusiveMaximum": False}
    path = "schema/shipments/properties/carrier"
    old = written(
        edited(
            plain.tree,
            {
                "set": {
                    f"{path}/logicalType": "integer",
                    f"{path}/logicalTypeOptions": bounds,
                    f"{path}/quality": [
                        {"rule": "nullCheck", "mustBe": 0},
                        {"rule": "duplicateCount", "unit": "percent", "mustBe": 1},
                        {"rule": "validValues", "validValues": [1, 2], "mustBe": 0},
                    ],
                }
            },
        )
    )
    new = restatements.upgraded(old)
    told = compare(old, new)

    assert sorted({finding.rule for finding in told}) == ["DOC-02", "VAL-04"]
    assert isinstance(new.tree["team"], dict)


@pytest.mark.parametrize("name", ALL)
def test_the_same_contract_under_another_number_may_go_out(name):
    """A release that changes nothing announces too much at most."""
    plain = contract(name)
    again = written(edited(plain.tree, {"set": {"version": "9.0.0"}}))

    assert {finding.rule for finding in judge(again, [plain]).findings} <= {"VER-04"}


def _readable() -> dict[str, Document]:
    """Return the contracts from the wild that follow this standard, each once, by their paths."""
    found: dict[str, tuple[str, Document]] = {}
    for path in WILD:
        try:
            document = load(path.read_bytes(), name=path.name)
        except UnreadableError:
            continue
        if str(document.tree.get("apiVersion")).startswith("v3"):
            found.setdefault(document.digest, (str(path.relative_to(CORPORA)), document))
    return dict(found.values())


@pytest.mark.corpora
@pytest.mark.skipif(not WILD, reason="the contracts from the wild are not beside this repository")
def test_no_contract_from_the_wild_differs_from_itself():
    """Real authors write what nobody foresaw; another spelling must not look like a change."""
    documents = _readable()
    noisy = {}
    for path, document in documents.items():
        other = restatements.all_at_once(document)
        told = {*_noise(document, other), *_noise(other, document)}
        if known := {each for each in told if not each.startswith("DOC-07 ")}:
            noisy[path] = known  # what the standard does not know may count by its order

    assert noisy == {}
    assert len(documents) > 100


@pytest.mark.parametrize(
    "tree",
    [
        {"team": {"name": "A", "tags": ["a", "b"], "members": [{"name": "x"}, {"name": "y"}]}},
        {"team": [{"username": "x"}, {"username": "y"}]},
        {"roles": [{"role": "r", "customProperties": [{"property": "a"}, {"property": "b"}]}]},
        {"servers": [{"server": "s", "roles": [{"role": "a"}, {"role": "b"}]}]},
        {"schema": [{"name": "t", "quality": [{"name": "q", "tags": ["a", "b"]}]}]},
        {"schema": [{"name": "t", "synonyms": [{"synonym": "a"}, {"synonym": "b"}]}]},
        {
            "schema": [
                {"name": "t", "relationships": [{"to": "u.a", "authoritativeDefinitions": [1, 2]}]}
            ]
        },
    ],
)
def test_the_order_of_what_has_none_does_not_count(tree):
    """Tags, members, synonyms and extensions are sets, however deep they stand."""
    turned = restatements.turned(tree)

    assert turned != tree
    assert changes(tree, turned) == ()

"""What does a change of a data product do to those who read from its ports? Laws and cases."""

import random

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.compat.compare import changes, compare
from contracts.compat.judge import judge
from contracts.document import load
from contracts.findings import Bump, Impact, Outcome, greatest, worst

_SOME = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.decimals(allow_nan=False), st.text(max_size=4)
)
_KEYS = st.sampled_from(
    [
        *("id", "name", "version", "contractId", "type", "deprecated", "tags", "description"),
        *("inputPorts", "outputPorts", "managementPorts", "inputContracts", "sbom", "synonyms"),
        *("synonym", "context", "customProperties", "property", "value", "team", "members"),
        *("support", "channel", "url", "content", "authoritativeDefinitions", "status", "domain"),
    ]
)
_TREES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=6),
    max_leaves=25,
)
_ANYTHING = st.dictionaries(_KEYS, _TREES).map(lambda tree: {**tree, "kind": "DataProduct"})
_VERSIONS = st.sampled_from(["1.0.0", "1.1.0", "2.0.0", "v1.0.0"])
_PORT = st.fixed_dictionaries(
    {"name": st.sampled_from("abc")},
    optional={
        "id": st.sampled_from("xyz"),
        "version": _VERSIONS,
        "contractId": st.sampled_from(["c-1", "c-2"]),
        "type": st.sampled_from(["tables", "api", "Tables"]),
        "deprecated": st.booleans(),
        "tags": st.lists(st.sampled_from(["t", "pii"]), max_size=2),
        "inputContracts": st.lists(
            st.fixed_dictionaries({"id": st.sampled_from("kl"), "version": _VERSIONS}), max_size=2
        ),
        "customProperties": st.lists(
            st.fixed_dictionaries(
                {"property": st.sampled_from(["sunset", "p"]), "value": _SCALARS}
            ),
            max_size=1,
        ),
    },
)
_PRODUCTS = st.fixed_dictionaries(
    {"kind": st.just("DataProduct"), "status": st.sampled_from(["active", "retired", "draft"])},
    optional={
        "inputPorts": st.lists(_PORT, max_size=3),
        "outputPorts": st.lists(_PORT, max_size=4),
        "managementPorts": st.lists(_PORT, max_size=2),
        "deprecated": st.booleans(),
    },
)


@_SOME
@given(_ANYTHING, _ANYTHING)
def test_any_two_trees_compare(before, after):
    """Products in the wild are imperfect; a crash would stop an owner without a reason."""
    assert all(change.message for change in changes(before, after))


@_SOME
@given(_PRODUCTS, _PRODUCTS)
def test_any_two_products_compare_and_no_difference_is_silent(before, after):
    """Real shapes reach deeper, and whatever differs is told."""
    found = changes(before, after)

    assert found or _without_noise(before) == _without_noise(after)


@_SOME
@given(_PRODUCTS)
def test_a_product_does_not_differ_from_itself(product):
    """Sending the same product again must be silent."""
    assert changes(product, product) == ()


@_SOME
@given(_PRODUCTS, st.randoms(use_true_random=False))
def test_the_order_of_ports_does_not_count(product, shuffling):
    """A list of ports is a set of promises."""
    shuffled = dict(product)
    for key in ("inputPorts", "outputPorts", "managementPorts"):
        if key in product:
            shuffled[key] = [*product[key]]
            shuffling.shuffle(shuffled[key])

    assert changes(product, shuffled) == ()


def _without_noise(node):
    """Return a tree without the order of ports, and without what means the same as its absence."""
    if isinstance(node, dict):
        kept = {key: _without_noise(value) for key, value in node.items()}
        return {key: value for key, value in kept.items() if value not in (None, False, [], {})}
    if isinstance(node, list):
        return sorted({str(_without_noise(item)) for item in node})
    return node


PORT = {"name": "beds", "version": "1.0.0", "type": "tables", "contractId": "c-beds"}
NEXT = {**PORT, "version": "1.1.0"}


def product(*ports, **head):
    """Return a data product with these output ports."""
    tree = {
        "apiVersion": "v1.1.0",
        "kind": "DataProduct",
        "id": "bed-product",
        "version": "1.0.0",
        "status": "active",
        **head,
        "outputPorts": list(ports),
    }
    return load(yaml.safe_dump(tree, sort_keys=False).encode())


def told(before, after):
    """Return the rules, and the verdict: reads, writes and bump."""
    found = compare(before, after)
    impacts = worst(*(each.reads for each in found)), worst(*(each.writes for each in found))
    bump = greatest(*(each.bump for each in found))
    return [each.rule for each in found], " ".join((*impacts, bump))


CASES = [
    ("a version beside the other", (PORT, NEXT), ["PORT-06"], "ok ok minor"),
    ("another version in its place", (NEXT,), ["PORT-02"], "break ok major"),
    (
        "the same version in another spelling",
        ({**PORT, "version": "v1.0.0"},),
        ["PORT-02"],
        "ok ok patch",
    ),
    ("no version any more", ({**PORT, "version": None},), ["PORT-02"], "break ok major"),
    ("another name", ({**PORT, "name": "wards"},), ["PORT-01", "PORT-06"], "break ok major"),
    ("no port any more", (), ["PORT-01"], "break ok major"),
    ("no contract any more", ({**PORT, "contractId": None},), ["PORT-04"], "break ok major"),
    ("no type any more", ({**PORT, "type": None},), ["PORT-05"], "risk ok minor"),
    ("the type in other letters", ({**PORT, "type": "Tables"},), ["PORT-05"], "ok ok patch"),
    ("an id", ({**PORT, "id": "p-1"},), ["CHG-02"], "ok ok patch"),
    ("an end", ({**PORT, "deprecated": True},), ["DEP-02"], "risk ok minor"),
    ("a default spelt out", ({**PORT, "deprecated": False},), ["CHG-02"], "ok ok patch"),
    ("a tag", ({**PORT, "tags": ["beds"]},), ["SEM-09"], "ok ok patch"),
    ("a key of somebody's own", ({**PORT, "owner": "beds"},), ["DOC-07"], "risk risk minor"),
    (
        "a collation, which no type has looked at",
        ({**PORT, "customProperties": [{"property": "collation", "value": "C"}]},),
        ["TXT-07"],
        "ok ok patch",
    ),
]


@pytest.mark.parametrize(
    ("ports", "rules", "verdict"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_a_port_changes(ports, rules, verdict):
    """Each version of a port is a promise of its own."""
    assert told(product(PORT), product(*ports)) == (rules, verdict)


def test_what_was_not_said_may_be_said():
    """A contract, a type or a version that is stated at last takes nothing away."""
    bare = {"name": "beds"}
    before = product(bare)

    assert told(before, product({**bare, "version": "1.0.0"})) == (["PORT-02"], "ok ok patch")
    assert told(before, product({**bare, "contractId": "c"})) == (["PORT-04"], "ok ok minor")
    assert told(before, product({**bare, "type": "api"})) == (["PORT-05"], "ok ok patch")


def test_what_a_port_is_made_from_is_told_entry_by_entry():
    """Which contracts go in, and which software, is a matter of lists of their own."""
    contract, bill = {"id": "c-1", "version": "1.0.0"}, {"url": "https://x.example/sbom"}
    before = product({**PORT, "inputContracts": [contract], "sbom": [bill]})
    after = product({**PORT, "inputContracts": [{"id": "c-2"}], "sbom": [{"type": "internal"}]})

    assert [each.message for each in compare(before, after)] == [
        "The output port beds 1.0.0 is no longer made from c-1 1.0.0.",
        "The output port beds 1.0.0 is also made from c-2.",
        "The output port beds 1.0.0 has no longer the bill of materials https://x.example/sbom.",
        "The output port beds 1.0.0 has a bill of materials: internal.",
    ]
    renamed = product({**PORT, "inputContracts": [{**contract, "name": "x"}], "sbom": [bill]})
    assert told(before, renamed) == (["DOC-07"], "risk risk minor")


def test_a_management_port_says_more():
    """An address that is stated at last stops no tool."""
    port = {"name": "registry", "content": "discoverability"}
    before = product(managementPorts=[port])

    assert told(before, product(managementPorts=[{**port, "url": "https://x.example"}])) == (
        ["PORT-14"],
        "ok ok patch",
    )
    assert told(before, product(managementPorts=[{**port, "type": "rest"}])) == (
        ["CHG-02"],
        "ok ok patch",
    )


def test_an_id_keeps_a_port_over_its_names():
    """With an id, another name is one finding; without, it looks like another port."""
    before, after = ({**PORT, "id": "p-1", "name": name} for name in ("beds", "wards"))

    assert told(product(before), product(after)) == (["PORT-03"], "break ok major")


def test_a_port_without_an_id_that_was_renamed_is_suggested_and_not_guessed():
    """The contract behind it says which port it may be; only an id makes it certain."""
    removed = compare(product(PORT), product({**PORT, "name": "wards"}))[0]

    assert removed.fix == (
        "If it is called wards 1.0.0 now, give both the same `id`, and keep the old name beside "
        "the new one for a while."
    )


def test_a_removed_version_says_which_stay():
    """Its readers want to know where to go."""
    removed = compare(product(PORT, NEXT), product(NEXT))[0]

    assert removed.message == (
        "Readers of the output port beds 1.0.0 find nothing: it was removed. What stays is "
        "'beds 1.1.0'."
    )


def test_two_versions_of_a_port_have_fingerprints_of_their_own():
    """A waiver for one of them must not cover the other."""
    before = product(PORT, NEXT)
    after = product(*({**each, "type": "api"} for each in (PORT, NEXT)))
    found = compare(before, after)

    assert [each.rule for each in found] == ["PORT-05", "PORT-05"]
    assert len({each.fingerprint for each in found}) == 2


def test_a_fingerprint_does_not_depend_on_the_place_in_the_list():
    """The next push may list another port before it."""
    other = {"name": "wards", "version": "1.0.0"}
    first = compare(product(PORT), product({**PORT, "type": "api"}))
    later = compare(product(other, PORT), product(other, {**PORT, "type": "api"}))

    assert [each.fingerprint for each in first] == [each.fingerprint for each in later]


@pytest.mark.parametrize(
    ("double", "message"),
    [
        (PORT, "Two entries of 'outputPorts' are beds 1.0.0: one hides the other."),
        (
            {"id": "p-1", "name": "wards"},
            "Two entries of 'outputPorts' have the id of wards: one hides the other.",
        ),
    ],
)
def test_a_port_that_hides_another_is_refused(double, message):
    """Nobody can tell which of the two is promised."""
    one = {**PORT, "id": "p-1"} if "id" in double else PORT
    found = compare(product(one), product(one, double))

    assert [(each.rule, each.message) for each in found] == [("DOC-08", message)]
    assert compare(product(one, double), product(one, double, version="1.0.1")) == ()


def test_one_of_two_equal_ports_may_go():
    """The promise stands as it did."""
    assert told(product(PORT, PORT), product(PORT)) == (["CHG-02"], "ok ok patch")


def test_what_is_no_port_is_told():
    """Nothing may pass in silence."""
    assert told(product(PORT), product(PORT, "beds")) == (["CHG-01"], "risk risk minor")


def test_a_product_ends_by_its_status_or_by_its_flag():
    """Both say the same, and saying both is one change."""
    before = product(PORT)

    for said in (
        {"status": "deprecated"},
        {"deprecated": True},
        {"status": "deprecated", "deprecated": True},
    ):
        assert told(before, product(PORT, **said)) == (["PORT-15"], "risk ok major")
    assert told(before, product(PORT, status="retired")) == (["PORT-16"], "break ok major")
    assert told(product(PORT, deprecated=True), before) == (["DEP-07"], "ok ok minor")
    assert told(product(PORT, status="deprecated"), before) == (["LIFE-07"], "ok ok minor")


def test_the_end_of_a_product_needs_a_major_number():
    """The floor of the draft OMDS, although a reader is not hurt yet."""
    before = product(PORT)
    minor, major = (
        judge(product(PORT, status="deprecated", version=number), [before])
        for number in ("1.1.0", "2.0.0")
    )

    assert (minor.outcome, minor.required_version) == (Outcome.REJECTED, "2.0.0")
    assert (major.outcome, major.bump) == (Outcome.PROPOSED, Bump.MAJOR)
    assert (major.structural, major.governance) == (Impact.OK, Impact.RISK)


def test_what_a_product_shares_with_a_contract_is_judged_by_the_same_rules():
    """Texts, people, links and labels weigh what they weigh there, in the product's own words."""
    before = product(
        name="Beds",
        tenant="meridian",
        type="aggregate",
        productCreatedTs="2026-01-01T00:00:00Z",
        description={"limitations": "None.", "purpose": "Beds."},
        support=[{"channel": "help", "url": "mailto:help@health.example"}],
        team={"name": "Beds", "members": [{"username": "ann", "role": "owner"}]},
        tags=["beds"],
        synonyms=[{"synonym": "wards"}],
        context={"constraints": [{"constraint": "No forecasts."}]},
        customProperties=[{"property": "sunset", "value": "2030-01-01"}],
        authoritativeDefinitions=[{"type": "license", "url": "https://x.example/cc0"}],
    )
    after = product(
        id="other-product",
        name="Hospital beds",
        tenant="other",
        type="consumerAligned",
        productCreatedTs="2026-01-02T00:00:00Z",
        description={"limitations": "No use for care.", "purpose": "Beds of wards."},
        support=[],
        team={"name": "Wards", "members": []},
        tags=["hospital"],
        synonyms=[],
        context={"constraints": [{"constraint": "No advice."}]},
        customProperties=[{"property": "sunset", "value": "2029-01-01"}],
        authoritativeDefinitions=[{"type": "license", "url": "https://x.example/proprietary"}],
        owner="wards",
    )
    found = compare(before, after)

    assert sorted(each.rule for each in found) == [
        *("DEP-06", "DOC-01", "DOC-05", "DOC-05", "DOC-05", "DOC-06", "DOC-07"),
        *("ORG-01", "ORG-02", "ORG-03", "SEM-05", "SEM-06"),
        *("TXT-01", "TXT-04", "TXT-05", "TXT-06"),
    ]
    assert not [each.message for each in found if "contract" in each.message]
    assert not [each.fix for each in found if "contract" in each.fix.lower()]


def test_the_standard_may_be_raised():
    """A product of v1.0.0 means the same under v1.1.0."""
    before = product(PORT, apiVersion="v1.0.0")

    assert told(before, product(PORT)) == (["DOC-02"], "ok ok patch")
    assert compare(before, product(PORT))[0].message.startswith("The product follows a newer")


def test_the_people_of_v090_are_the_members_of_the_team_since():
    """Only the way to write them has changed."""
    people = [{"username": "ann", "role": "owner"}]
    before = product(PORT, apiVersion="v0.9.0", team=people)

    assert told(before, product(PORT, team={"members": people})) == (["DOC-02"], "ok ok patch")


def test_findings_stand_in_the_order_of_the_document():
    """A report is read from top to bottom beside the product."""
    ports = [{"name": name, "version": "1.0.0", "type": "tables"} for name in "abcd"]
    changed = [{**port, "type": "api"} for port in ports]
    random.Random(7).shuffle(changed)  # noqa: S311 # an order, and no secret
    lines = [each.line for each in compare(product(*ports), product(*changed))]

    assert lines == sorted(lines)
    assert len(lines) == 4

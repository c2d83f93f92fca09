"""What do lint and diff say of data products, and of the contracts behind their ports?"""

import json

import pytest

PRODUCT = """\
apiVersion: v1.1.0
kind: DataProduct
id: food-product
name: Food safety
version: {version}
status: active
outputPorts:
"""
PORT = "- {{name: {name}, type: tables, version: {version}, contractId: {contract}}}\n"


def product(*ports, version="1.0.0"):
    """Return a product; *ports* are names with versions and contracts."""
    listed = (PORT.format(name=name, version=number, contract=of) for name, number, of in ports)
    return "".join([PRODUCT.format(version=version), *listed]).encode()


ONE = ("inspections", "1.0.0", "c-1")


@pytest.fixture
def shelf(contract, tmp_path):
    """Return the folder of contracts: two versions of one, and the second loses a column."""
    folder = tmp_path / "contracts"
    folder.mkdir()
    first = contract(id="c-1")
    second = contract(id="c-1", version="1.1.0").replace(b"- name: grade", b"- name: mark")
    (folder / "c-1.0.0.odcs.yaml").write_bytes(first)
    (folder / "c-1.1.0.odcs.yaml").write_bytes(second)
    return folder


@pytest.fixture
def diff(charter, tmp_path):
    """Return how to compare a product of one port with one of these ports."""

    def run(*ports, old=(ONE,), options=("--contracts", "contracts", "--format", "json")):
        (tmp_path / "old.odps.yaml").write_bytes(product(*old))
        (tmp_path / "new.odps.yaml").write_bytes(product(*ports, version="2.0.0"))
        return charter("diff", "old.odps.yaml", "new.odps.yaml", *options)

    return run


def test_a_product_is_linted_by_its_own_standard(charter, tmp_path):
    """One command for every document that an owner keeps."""
    (tmp_path / "good.odps.yaml").write_bytes(product(ONE))
    (tmp_path / "bad.odps.yaml").write_bytes(product(ONE).replace(b"contractId", b"contract"))

    good, bad = (charter("lint", f"{name}.odps.yaml") for name in ("good", "bad"))

    assert (good.exit_code, good.output) == (0, "good.odps.yaml is valid.\n")
    assert bad.exit_code == 3
    assert "bad.odps.yaml:8:53: error: `contract` is not known on an output port." in bad.output


def test_a_change_of_a_product_is_judged_like_one_of_a_contract(diff):
    """A port that is gone needs the number that says so."""
    removed = diff(options=("--format", "json"))
    added = diff(ONE, ("inspections", "1.1.0", "c-1"), options=())

    report = json.loads(removed.stdout)
    assert (removed.exit_code, report["outcome"]) == (0, "proposed")
    assert [each["rule"] for each in report["findings"]] == ["PORT-01"]
    assert report["required_version"] == "2.0.0"
    assert added.output.startswith("Food safety 2.0.0 may go out: nothing breaks.\n")


def test_a_product_and_a_contract_are_not_compared(charter, contract, tmp_path):
    """Every finding on such a pair would be wrong."""
    (tmp_path / "a.yaml").write_bytes(product(ONE))
    (tmp_path / "b.yaml").write_bytes(contract())

    result = charter("diff", "b.yaml", "a.yaml")

    assert result.exit_code == 2
    assert result.stderr == (
        "charter: 'b.yaml' is a contract and 'a.yaml' is a data product: neither can follow the "
        "other.\nCompare two contracts, or two data products.\n"
    )


@pytest.mark.usefixtures("shelf")
def test_the_contract_behind_a_port_has_a_verdict_of_its_own(diff):
    """The envelope may be right and the data not."""
    result = diff(ONE, ("inspections", "1.1.0", "c-1"))

    told = json.loads(result.stdout)
    envelope, behind = told["files"]
    assert result.exit_code == 1
    assert (envelope["file"], envelope["outcome"]) == ("new.odps.yaml", "accepted")
    assert behind["file"] == "contracts/c-1.1.0.odcs.yaml"
    assert behind["product"] == "output port inspections"
    assert (behind["published"], behind["version"]) == ("1.0.0", "1.1.0")
    assert (behind["outcome"], behind["set_version"]) == ("rejected", "2.0.0")
    assert "PROP-04" in [each["rule"] for each in behind["report"]["findings"]]
    assert told["notices"] == []


@pytest.mark.usefixtures("shelf")
def test_a_contract_behind_two_ports_is_judged_once(diff):
    """Both ports promise the same."""
    result = diff(("inspections", "v1.1.0", "c-1"), ("grades", "1.1.0", "c-1"))

    behind = json.loads(result.stdout)["files"][1:]
    assert [each["product"] for each in behind] == ["output ports inspections, grades"]


@pytest.mark.usefixtures("shelf")
def test_what_stays_has_no_verdict(diff):
    """Nothing has changed behind that port."""
    result = diff(("renamed", "1.0.0", "c-1"))

    assert [each["file"] for each in json.loads(result.stdout)["files"]] == ["new.odps.yaml"]


@pytest.mark.usefixtures("shelf")
def test_a_contract_that_is_new_to_the_product_follows_nothing(diff):
    """Another id is another contract, and no version of the one before."""
    result = diff(("inspections", "1.0.0", "c-2"))

    assert result.exit_code == 0
    (notice,) = json.loads(result.stdout)["notices"]
    assert notice == (
        "Contract c-2 1.0.0 is new to the product, behind output port inspections: there is "
        "nothing to compare it with."
    )


@pytest.mark.usefixtures("shelf")
def test_a_contract_that_cannot_be_found_is_told_and_is_no_success(diff):
    """A green light for something that nobody looked at would be a lie."""
    result = diff(ONE, ("inspections", "3.0.0", "c-1"))

    behind = json.loads(result.stdout)["files"][1]
    assert result.exit_code == 2
    assert (behind["file"], behind["outcome"]) == ("contracts", None)
    assert behind["refusal"] == (
        "Contract c-1 3.0.0, behind output port inspections, is not in 'contracts'."
    )


def test_a_contract_without_its_version_before_has_no_verdict(diff, shelf):
    """There is nothing to compare with, and that is no success either."""
    (shelf / "c-1.0.0.odcs.yaml").unlink()
    result = diff(ONE, ("bare", "1.0.0", '""'), ("inspections", "1.1.0", "c-1"))

    behind = json.loads(result.stdout)["files"][1]
    assert result.exit_code == 2
    assert behind["refusal"] == (
        "Contract c-1 1.0.0, behind output port inspections, is not in 'contracts'."
    )


@pytest.mark.usefixtures("shelf")
def test_a_version_before_that_cannot_be_found_is_told(diff):
    """What is there is judged, and what is not is named."""
    earlier = ONE, ("inspections", "0.9.0", "c-1")
    result = diff(ONE, ("inspections", "1.1.0", "c-1"), old=earlier)

    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert told["files"][1]["published"] == "1.0.0"
    assert told["notices"] == [
        "Contract c-1 0.9.0, behind output port inspections, is not in 'contracts'."
    ]


def test_what_in_the_folder_does_not_count_is_told(diff, shelf):
    """A file that is left out in silence is looked for in vain."""
    (shelf / "d-broken.odcs.yaml").write_bytes(b"a: [")
    (shelf / "e-again.odcs.yaml").write_bytes(
        (shelf / "c-1.0.0.odcs.yaml").read_bytes() + b"# another\n"
    )
    result = diff(ONE, options=("--contracts", "contracts"))

    assert "'contracts/d-broken.odcs.yaml' was left out: " in result.output
    assert (
        "'contracts/e-again.odcs.yaml' was left out: 'contracts/c-1.0.0.odcs.yaml' is contract "
        "c-1 1.0.0 as well." in result.output
    )


@pytest.mark.parametrize("form", ["text", "markdown", "github", "gitlab", "sarif", "junit"])
@pytest.mark.usefixtures("shelf")
def test_every_form_names_the_contract_behind_the_port(diff, form):
    """People, pull requests and build servers are all served."""
    result = diff(
        ONE,
        ("inspections", "1.1.0", "c-1"),
        options=("--contracts", "contracts", "--format", form),
    )

    assert result.exit_code == 1
    assert "c-1.1.0.odcs.yaml" in result.stdout
    if form in {"text", "markdown"}:
        assert "1 of 2 files may not go out like this." in result.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--contracts", "nowhere"], "There is no folder 'nowhere'."),
        (["--contracts", "empty"], "'empty' holds no contract that ends in .odcs.yaml"),
        (
            ["--contracts", "empty", "--format", "omds"],
            "--format omds speaks of one change; leave --contracts out.",
        ),
    ],
)
def test_a_folder_of_no_use_is_one_clear_line(diff, tmp_path, options, message):
    """Nothing was compared, and the reason is said."""
    (tmp_path / "empty").mkdir()
    result = diff(ONE, options=options)

    assert result.exit_code == 2
    assert message in result.stderr


def test_contracts_have_no_ports(charter, contract, tmp_path):
    """An option that does nothing misleads."""
    (tmp_path / "a.yaml").write_bytes(contract())

    result = charter("diff", "a.yaml", "a.yaml", "--contracts", ".")

    assert result.exit_code == 2
    assert "--contracts is about the ports of a data product" in result.stderr

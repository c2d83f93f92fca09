"""Does one call check every contract that matters, and say of each what to do?"""

import json
import os

import pytest
from api_server import A_COLUMN, a_contract

from registry import lifecycle
from registry.addresses import Ref
from registry.identity import SYSTEM


@pytest.fixture(scope="module")
def published(registry):
    """Publish `beds` and `wards`, and give the registry."""
    for name in ("beds", "wards"):
        assert registry.signed("POST", "/api/v1/contracts", a_contract(name=name)).status == 201
    return registry


def without_a_column(version: str = "1.0.0", name: str = "beds") -> bytes:
    """Return the contract without the column that readers rely on."""
    return a_contract(version, name=name).partition(b"      - name: staffed")[0]


def the_files(result) -> dict[str, dict]:
    """Return the files of a JSON report by name."""
    return {each["file"]: each for each in json.loads(result.stdout)["files"]}


def test_all_finds_every_contract_below_and_no_other(published, charter, repository):
    """One line in a pipeline covers a repository of forty products."""
    names = ("beds.odcs.yaml", "deep/er/wards.ODCS.YML", "deep/x.odcs.json")
    for name in (*names, "notes.yaml", ".git/a.odcs.yaml", ".venv/b.odcs.yaml"):
        repository.write(name, a_contract(name="beds"))
    repository.write("deep/node_modules/c.odcs.yaml", b"not: [read")

    result = charter("check", "--all", "--format", "json")

    assert result.exit_code == 0, result.output
    assert set(the_files(result)) == set(names)


def test_each_file_is_told_its_product_and_the_number_to_set(published, charter, repository):
    """The number in a file is rarely kept up to date, so it must be said, not asked for."""
    repository.write("beds.odcs.yaml", without_a_column())
    repository.write("wards.odcs.yaml", a_contract(name="wards", more=A_COLUMN))
    repository.write("new.odcs.yaml", a_contract(name="new"))

    result = charter("check", "--all", "--format", "json")

    assert result.exit_code == 1
    assert {
        file: (each["product"], each["published"], each["outcome"], each["set_version"])
        for file, each in the_files(result).items()
    } == {
        "beds.odcs.yaml": ("doh/beds", "1.0.0", "rejected", "2.0.0"),
        "wards.odcs.yaml": ("doh/wards", "1.0.0", "rejected", "1.1.0"),
        "new.odcs.yaml": ("doh/new", None, "accepted", None),
    }


def test_a_folder_stands_for_its_contracts(published, charter, repository):
    """As it does for `charter publish`; a file beside it is taken whatever its name ends in."""
    for name in ("in/beds.odcs.yaml", "in/deep/wards.odcs.yaml", "in/notes.yaml", "odd.yaml"):
        repository.write(name, a_contract(name="beds"))

    result = charter("check", "in", "odd.yaml", "--format", "json")
    one = charter("check", "in/", "--format", "json")
    named = charter("check", "in", "--product", "doh/beds")

    assert set(the_files(result)) == {"in/beds.odcs.yaml", "in/deep/wards.odcs.yaml", "odd.yaml"}
    assert (one.exit_code, len(the_files(one))) == (0, 2)
    assert "--product names one product" in named.stderr


def test_a_change_that_is_taken_back_is_told_that_nothing_happens(registry, charter, repository):
    """`git revert` brings the old number back as well, and the old text stays superseded."""
    for version in ("1.0.0", "1.1.0"):
        more = "" if version == "1.0.0" else A_COLUMN
        registry.signed("POST", "/api/v1/contracts", a_contract(version, name="old", more=more))
    repository.write("old.odcs.yaml", a_contract(name="old"))

    one = charter("check", "old.odcs.yaml")
    several = charter("check", "--all")

    assert (one.exit_code, several.exit_code) == (0, 0)
    said = "doh/old 1.0.0 is published, and superseded since."
    assert said in one.stdout
    assert said in several.stdout


@pytest.mark.parametrize("is_activated", [False, True])
def test_what_is_there_already_fails_no_pipeline(registry, charter, repository, is_activated):
    """The file stays in the repository: it is checked again with every later change."""
    name = f"there-{'in-force' if is_activated else 'waiting'}"
    state = "active" if is_activated else "proposed"
    registry.signed("POST", "/api/v1/contracts", a_contract(name=name))
    breaking = without_a_column("2.0.0", name)
    assert registry.signed("POST", "/api/v1/contracts", breaking).json["state"] == "proposed"
    if is_activated:
        lifecycle.activate(registry.runtime, SYSTEM, Ref(agency="doh", product=name), "2.0.0")
    repository.write("v2.odcs.yaml", breaking)

    one = charter("check", "v2.odcs.yaml", "--fail-on", "proposed")
    several = charter("check", "--all", "--fail-on", "proposed")
    as_json = charter("check", "--all", "--fail-on", "proposed", "--format", "json")
    as_omds = charter("check", "v2.odcs.yaml", "--fail-on", "proposed", "--format", "omds")
    published = charter("publish", "v2.odcs.yaml")

    said = f"doh/{name} 2.0.0 is there already, and {state}. Publishing it again changes nothing."
    for result in (one, several):
        assert (result.exit_code, said in result.stdout) == (0, True), result.output
        assert "may go out once" not in result.stdout
    assert (as_json.exit_code, as_omds.exit_code) == (0, 0)
    assert said in as_omds.stderr
    assert the_files(as_json)["v2.odcs.yaml"]["unchanged"] is True
    assert (published.exit_code, "was there already" in published.stderr) == (0, True)


def test_an_unreadable_contract_does_not_stop_the_others(published, charter, repository):
    """Whoever mends one file wants to know about the rest in the same run."""
    repository.write("a.odcs.yaml", b"a: [")
    repository.write("beds.odcs.yaml", without_a_column())
    repository.write("wards.odcs.yaml", a_contract(name="wards"))

    result = charter("check", "a.odcs.yaml", "missing.yaml", "beds.odcs.yaml", "wards.odcs.yaml")

    assert result.exit_code == 3
    assert "2 of 4 contracts may not go out like this, 1 has no verdict." in result.stdout
    assert "There is no file 'missing.yaml'." in result.stdout
    assert "a.odcs.yaml:1:" in result.stdout
    assert "wards.odcs.yaml: doh/wards 1.0.0 is there already, and active" in result.stdout


@pytest.mark.parametrize(
    ("fail_on", "codes"),
    [("rejected", (1, 0, 3)), ("proposed", (1, 1, 3)), ("never", (0, 0, 0))],
)
def test_a_pipeline_chooses_what_fails_it(published, charter, repository, fail_on, codes):
    """Some want to stop for every breaking change, some only want to be told."""
    repository.write("rejected.odcs.yaml", without_a_column())
    repository.write("proposed.odcs.yaml", without_a_column("2.0.0"))
    repository.write("invalid.odcs.yaml", b"a: [")

    names = [f"{name}.odcs.yaml" for name in ("rejected", "proposed", "invalid")]
    results = [charter("check", name, "--fail-on", fail_on).exit_code for name in names]
    together = charter("check", *names, "--fail-on", fail_on).exit_code

    assert (tuple(results), together) == (codes, max(codes))


def test_since_takes_what_has_changed_and_tells_what_is_gone(published, charter, repository):
    """A pull request is judged by what it changes, not by what was there."""
    for name in ("beds", "same", "moved"):
        repository.write(f"{name}.odcs.yaml", a_contract(name=name))
    repository.write("gone.odcs.yaml", b"unlike: any other\n")
    repository.commit()
    repository.write("beds.odcs.yaml", without_a_column())
    repository.write("notes.md", b"text")
    repository.write("new here.odcs.yml", a_contract(name="new"))
    repository.git("mv", "moved.odcs.yaml", "there.odcs.yaml")
    repository.git("rm", "--quiet", "gone.odcs.yaml")
    repository.commit()

    result = charter("check", "--since", "HEAD~1", "--format", "json")

    assert result.exit_code == 1
    assert set(the_files(result)) == {"beds.odcs.yaml", "new here.odcs.yml", "there.odcs.yaml"}
    assert [notice[:32] for notice in json.loads(result.stdout)["notices"]] == [
        "gone.odcs.yaml is gone. What it ",
        "moved.odcs.yaml is now there.odc",
    ]


def test_since_looks_at_where_the_branch_began(published, charter, repository):
    """What others have merged in the meantime is not this branch's business."""
    repository.write("beds.odcs.yaml", a_contract())
    repository.commit()
    repository.git("checkout", "--quiet", "-b", "mine")
    repository.write("mine.odcs.yaml", a_contract(name="mine"))
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    repository.write("beds.odcs.yaml", without_a_column())
    repository.commit()
    repository.git("checkout", "--quiet", "mine")

    result = charter("check", "--since", "main", "--format", "json")

    assert set(the_files(result)) == {"mine.odcs.yaml"}


def test_since_works_without_a_common_commit(published, charter, repository):
    """Pipelines fetch one commit of each side, without what lies between."""
    repository.write("beds.odcs.yaml", a_contract())
    before = repository.commit()
    repository.git("checkout", "--quiet", "--orphan", "shallow")
    repository.write("wards.odcs.yaml", a_contract(name="wards"))
    repository.commit()

    result = charter("check", "--since", before, "--format", "json")

    assert set(the_files(result)) == {"wards.odcs.yaml"}


def test_since_works_in_a_folder_of_the_repository(published, charter, repository, monkeypatch):
    """Paths are those of where one stands, so that an editor opens them."""
    repository.commit()
    for name in ("beds.odcs.yaml", "sub/wards.odcs.yaml", "sub/low/new.odcs.yaml"):
        repository.write(name, a_contract(name="beds"))
    repository.commit()
    monkeypatch.chdir(repository.folder / "sub")

    here = charter("check", "--since", "HEAD~1", "--format", "json")
    above = charter("check", "--since", "HEAD~1", "..", "--format", "json")
    below = charter("check", "--since", "HEAD~1", "low", "--format", "json")

    assert set(the_files(here)) == {"wards.odcs.yaml", "low/new.odcs.yaml"}
    assert set(the_files(above)) == {*the_files(here), "../beds.odcs.yaml"}
    assert set(the_files(below)) == {"low/new.odcs.yaml"}


HOSTILE = [
    "-rf.odcs.yaml",
    "two\nlines.odcs.yaml",
    "a b\tc.odcs.yaml",
    "$(touch pwned).odcs.yaml",
    ":(exclude)x.odcs.yaml",
    "`@everyone` | <img src=x>.odcs.yaml",
    os.fsdecode(b"\xff\xfe.odcs.yaml"),
    "x%0A::error::y.odcs.yaml",
]


def test_no_file_name_does_anything(published, charter, repository):
    """A file in a pull request of a stranger is named by the stranger."""
    repository.commit()
    for name in HOSTILE:
        repository.write(name, a_contract(name="beds"))
    repository.commit()

    for chosen in (["--all"], ["--since", "HEAD~1"]):
        for form in ("text", "markdown", "github", "json"):
            result = charter("check", *chosen, "--format", form, "--save", f"{form}=out")

            assert result.exit_code == 0, result.output
            assert not (repository.folder / "pwned").exists()
            saved = (repository.folder / "out").read_text()
            assert form == "json" or saved.count("two\nlines") == 0
            assert form != "markdown" or "](" not in saved
        assert len(json.loads((repository.folder / "out").read_text())["files"]) == len(HOSTILE)


@pytest.mark.parametrize("name", ["all", "since"])
def test_a_link_is_left_out(published, charter, repository, tmp_path, name):
    """Otherwise a stranger's pull request has files of the build machine sent and quoted."""
    secret = tmp_path / "secret"
    secret.write_bytes(b"token: [hunter2")
    repository.commit()
    (repository.folder / "a.odcs.yaml").symlink_to(secret)
    repository.write("b.odcs.yaml", a_contract())
    repository.commit()

    result = charter("check", *(["--all"] if name == "all" else ["--since", "HEAD~1"]))

    assert result.exit_code == 0
    assert "hunter2" not in result.output
    assert "is a link and left out." in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--since", "-x"], "'-x' is not a git ref."),
        (["--since=--output=pwned"], "'--output=pwned' is not a git ref."),
        (["--since", ""], "'' is not a git ref."),
        (["--since", "nowhere"], "Git knows no commit 'nowhere' here."),
        (["--since", "HEAD:beds.odcs.yaml"], "Git knows no commit"),
        (["--since", "HEAD", "/"], "Git cannot tell what has changed"),
        (["--all", "--since", "HEAD"], "Use --all or --since, not both."),
        (["--all", "nothing"], "There is no folder 'nothing'."),
        (["--all", "empty"], "There is no file here that ends in"),
        (["--all", "--product", "doh/beds"], "--product names one product"),
        (["-", "-"], "Standard input can be read once."),
        ([], "Name a FILE, or use --all or --since."),
        (["a.yaml", "--save", "markdown"], "'markdown' is not FORMAT=FILE"),
        (["a.yaml", "--save", "pdf=x"], "'pdf=x' is not FORMAT=FILE"),
        (["beds.odcs.yaml", "--save", "json=no/where"], "'no/where' cannot be written"),
    ],
)
def test_what_makes_no_sense_is_refused(published, charter, repository, arguments, said):
    """A gate that guesses what was meant passes what it should not."""
    repository.write("beds.odcs.yaml", a_contract())
    (repository.folder / "empty").mkdir()
    repository.commit()

    result = charter("check", *arguments)

    assert result.exit_code == 2
    assert said in result.stderr


def test_since_needs_a_repository(published, charter, monkeypatch, tmp_path):
    """Git's own reason is the clearest there is."""
    monkeypatch.chdir(tmp_path)

    result = charter("check", "--since", "HEAD")

    assert result.exit_code == 2
    assert "not a git repository" in result.stderr


def test_since_needs_git(published, charter, monkeypatch):
    """A slim image has none, and the reason should not be a traceback."""
    monkeypatch.setenv("PATH", "")

    result = charter("check", "--since", "HEAD")

    assert (result.exit_code, result.stderr) == (
        2,
        "charter: --since needs git, and there is none.\n",
    )


def test_nothing_changed_is_fine_and_says_nothing(published, charter, repository):
    """Most pull requests touch no contract, and nobody wants a comment about that."""
    repository.commit()

    result = charter("check", "--since", "HEAD", "--format", "markdown", "--save", "json=out")

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "No contract has changed.\n"
    assert json.loads((repository.folder / "out").read_text()) == {"files": [], "notices": []}


def test_a_registry_that_is_away_is_said_of_every_file(charter, repository, monkeypatch):
    """A report that leaves files out looks as if they were fine."""
    for name in ("a", "b"):
        repository.write(f"{name}.odcs.yaml", a_contract(name=name))
    monkeypatch.setenv("CHARTER_URL", "http://127.0.0.1:9")

    result = charter("check", "--all", "--format", "json")

    assert result.exit_code == 4
    assert ["cannot be reached" in each["refusal"] for each in the_files(result).values()] == [
        True,
        True,
    ]


def test_a_product_of_others_is_refused_beside_the_rest(published, charter, repository):
    """A repository of several agencies learns which of them the token is not for."""
    repository.write("beds.odcs.yaml", a_contract())

    result = charter("check", "beds.odcs.yaml", "missing", "--agency", "dot", "--format", "json")

    assert result.exit_code == 2
    assert the_files(result)["beds.odcs.yaml"]["refusal"]

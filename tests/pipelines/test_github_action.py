"""Does the action do on GitHub what it promises? Its own script, as a runner would run it."""

import json
import subprocess

import pytest
import yaml
from api_server import a_contract
from jobs import CI, filled, run

from registry.settings import MEANINGS

ACTION = yaml.safe_load((CI / "github" / "action.yml").read_text())


@pytest.fixture(scope="module")
def published(registry):
    """Publish `beds`, and give the registry."""
    assert registry.signed("POST", "/api/v1/contracts", a_contract()).status == 201
    return registry


@pytest.fixture
def job(published, forge, repository, tmp_path):
    """Return a function that runs the action on a pull request, after the base commit given."""

    def start(base: str, *, folder=None, **given: str) -> subprocess.CompletedProcess[str]:
        inputs = {name: each.get("default", "") for name, each in ACTION["inputs"].items()}
        inputs |= {"url": published.url, "token": published.token, "agency": "doh"}
        inputs |= {name.replace("_", "-"): value for name, value in given.items()}
        values = {"github.token": "a-token", "github.event.pull_request.base.sha": base}
        values |= {f"inputs.{name}": filled(text, values) for name, text in inputs.items()}
        (step,) = ACTION["runs"]["steps"]
        (tmp_path / "event.json").write_text(json.dumps({"pull_request": {"number": 7}}))
        environment = {name: filled(text, values) for name, text in step["env"].items()}
        environment |= {
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(CI / "github"),
            "GITHUB_API_URL": forge.url,
            "GITHUB_EVENT_PATH": str(tmp_path / "event.json"),
            "GITHUB_REPOSITORY": "state/contracts",
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "RUNNER_TEMP": str(tmp_path),
        }
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        return run(shell, folder or repository.folder, environment)

    return start


def broken(version: str = "1.0.0") -> bytes:
    """Return the contract without the column that readers rely on."""
    return a_contract(version).partition(b"      - name: staffed")[0]


def test_a_pull_request_is_annotated_and_commented_once(job, repository, forge, tmp_path):
    """The first push breaks readers, the second says so in its number: one comment, changed."""
    repository.write("data/beds.odcs.yaml", a_contract())
    base = repository.commit()
    repository.write("data/beds.odcs.yaml", broken())
    repository.commit()

    first = job(base)
    said = forge.bodies[0]
    repository.write("data/beds.odcs.yaml", broken("2.0.0"))
    repository.commit()
    second = job(base)

    assert first.returncode == 1, first.stderr
    assert "::error file=data/beds.odcs.yaml,line=14,col=5,title=PROP-03" in first.stdout
    assert "set `2.0.0`" in said
    assert second.returncode == 0, second.stderr
    assert len(forge.bodies) == 1
    assert "waits for its owner" in forge.bodies[0]
    summary = (tmp_path / "summary.md").read_text()
    assert said.split("\n", 1)[1] in summary
    assert {token for _, token in forge.seen} == {"Bearer a-token"}


def test_a_pull_request_without_contracts_is_left_alone(job, repository, forge):
    """Most are, and want no comment."""
    base = repository.commit()
    repository.write("notes.md", b"text")
    repository.commit()

    result = job(base)

    assert (result.returncode, result.stdout, forge.bodies) == (0, "", [])


def test_a_push_checks_everything(job, repository, forge):
    """Where there is no pull request, nothing says what has changed."""
    repository.write("a/beds.odcs.yaml", broken())
    repository.write("b/beds.odcs.yaml", a_contract())
    repository.commit()

    assert job("").returncode == 1
    assert job("", paths="b").returncode == 0
    assert job("", paths="b\n\na\n").returncode == 1
    assert job("", fail_on="never").returncode == 0


def test_a_shallow_checkout_fetches_what_it_is_compared_with(job, repository, forge, tmp_path):
    """The usual checkout holds one commit, and not the one that matters here."""
    repository.write("beds.odcs.yaml", a_contract())
    base = repository.commit()
    repository.write("wards.odcs.yaml", a_contract(name="wards"))
    repository.commit()
    repository.git("config", "uploadpack.allowAnySHA1InWant", "true")
    shallow = tmp_path / "shallow"
    repository.git("clone", "--quiet", "--depth=1", repository.folder.as_uri(), str(shallow))

    result = job(base, folder=shallow)

    assert result.returncode == 0, result.stderr
    assert "`wards.odcs.yaml`" in forge.bodies[0]
    assert "`beds.odcs.yaml`" not in forge.bodies[0]


def test_a_base_that_cannot_be_fetched_is_named(job, repository):
    """The job must fail with a reason, and not pass because nothing could be compared."""
    repository.commit()

    result = job("0123456789" * 4)

    assert result.returncode == 2
    assert "Git knows no commit '0123456789" in result.stderr
    assert "shallow clone" in result.stderr


def test_without_the_permission_to_comment_the_check_still_counts(job, repository, forge):
    """A pull request from a fork has no token that may write; the summary has the report."""
    forge.refusal = 403
    repository.write("beds.odcs.yaml", a_contract())
    repository.commit()

    result = job("")

    assert result.returncode == 0
    assert "::warning title=Charter::There is no comment" in result.stdout


def test_without_comments_nobody_is_asked(job, repository, forge):
    """Some do not want them."""
    repository.write("beds.odcs.yaml", a_contract())
    repository.commit()

    assert job("", comment="false").returncode == 0
    assert forge.seen == []


@pytest.mark.parametrize("since", ["-x", "--output=pwned", "$(touch pwned)", "'; touch pwned; '"])
def test_an_input_is_never_run(job, repository, since):
    """What a workflow passes on may come from the title of a stranger's pull request."""
    repository.write("beds.odcs.yaml", a_contract())
    repository.commit()

    results = [job("", since=since), job("", paths=since), job("", agency=since)]

    assert all(each.returncode in {1, 2} for each in results), [each.stderr for each in results]
    assert not (repository.folder / "pwned").exists()


def test_no_file_name_speaks_to_the_runner(job, repository, forge):
    """A line that begins with `::` is a command to GitHub, wherever it comes from."""
    base = repository.commit()
    for name in ("::add-mask::x.odcs.yaml", "a\n::stop-commands::y.odcs.yaml", "-z.odcs.yaml"):
        repository.write(f"{name}", b"a: [")
    repository.commit()

    result = job(base)

    assert result.returncode == 3
    lines = (result.stdout + result.stderr).splitlines()
    commands = {line.split(" ")[0] for line in lines if line.lstrip().startswith("::")}
    assert commands <= {"::error", "::warning", "::notice"}


def test_nothing_of_the_checked_out_repository_is_run():
    """`python -m pip` takes a `pip.py` of the pull request, which would find the token."""
    script = (CI / "github" / "check.sh").read_text()

    assert "-m" in script
    assert script.count("-m ") == script.count("-I -m ")


def test_no_expression_stands_in_a_script():
    """GitHub pastes them in as text, so that a title with a quote in it is a command."""
    (step,) = ACTION["runs"]["steps"]

    assert ACTION["runs"]["using"] == "composite"
    assert "${{" not in step["run"]
    assert step["shell"] == "bash"


def test_every_variable_of_ours_is_a_setting():
    """Charter refuses a CHARTER_ variable that it does not know, and so would every job."""
    (step,) = ACTION["runs"]["steps"]

    assert {name for name in step["env"] if name.startswith("CHARTER_")} <= set(MEANINGS)

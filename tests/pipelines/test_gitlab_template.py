"""Does the template do on GitLab what it promises? Its own script, as a runner would run it."""

import json
import re
import subprocess
import xml.etree.ElementTree as ET

import pytest
import yaml
from api_server import a_contract
from jobs import CI, run

SPEC, JOBS = yaml.safe_load_all((CI / "gitlab.yml").read_text())
JOB = JOBS["charter-check"]
INPUTS = SPEC["spec"]["inputs"]


@pytest.fixture(scope="module")
def published(registry):
    """Publish `beds`, and give the registry."""
    assert registry.signed("POST", "/api/v1/contracts", a_contract()).status == 201
    return registry


@pytest.fixture
def job(published, forge, repository):
    """Return a function that runs the job in a merge request that began at *base*."""

    def start(base: str, **more: str) -> subprocess.CompletedProcess[str]:
        given = {name: each.get("default", "") for name, each in INPUTS.items()}
        given |= {"url": published.url, "agency": "doh", "install": "nothing"}
        environment = {
            name: re.sub(r"\$\[\[ inputs\.([\w-]+) \]\]", lambda found: given[found[1]], text)
            for name, text in JOB["variables"].items()
        }
        environment |= {
            "CHARTER_TOKEN": published.token,
            "CI_API_V4_URL": forge.url,
            "CI_MERGE_REQUEST_DIFF_BASE_SHA": base,
            "CI_MERGE_REQUEST_IID": "7" if base else "",
            "CI_PROJECT_ID": "state/contracts",
            "GITLAB_CI": "true",
            "GITLAB_TOKEN": "a-token",
        } | more
        (script,) = JOB["script"]
        return run(["sh", "-eu", "-c", script], repository.folder, environment)

    return start


def test_a_merge_request_gets_a_note_and_both_reports(job, repository, forge):
    """The merge request shows the findings beside the lines, and the verdict as a note."""
    repository.write("beds.odcs.yaml", a_contract())
    base = repository.commit()
    repository.write("beds.odcs.yaml", a_contract().partition(b"      - name: staffed")[0])
    repository.commit()

    results = [job(base), job(base)]

    assert [each.returncode for each in results] == [1, 1], results[0].stderr
    assert len(forge.bodies) == 1
    assert "set `2.0.0`" in forge.bodies[0]
    artifacts = JOB["artifacts"]["reports"]
    quality = json.loads((repository.folder / artifacts["codequality"]).read_text())
    assert "PROP-03" in {each["check_name"].split(" ")[0] for each in quality}
    assert {each["location"]["path"] for each in quality} == {"beds.odcs.yaml"}
    junit = ET.fromstring((repository.folder / artifacts["junit"]).read_text())  # noqa: S314 (ours)
    assert int(junit.get("failures")) > 0


def test_the_default_branch_is_checked_as_a_whole(job, repository, forge):
    """There is no merge request to compare or to comment."""
    repository.write("a b/beds.odcs.yaml", a_contract())
    repository.commit()

    result = job("")

    assert result.returncode == 0, result.stderr
    assert "a b/beds.odcs.yaml: doh/beds 1.0.0 is there already, and active" in result.stdout
    assert forge.seen == []


def test_without_a_token_for_notes_the_check_still_counts(job, repository, forge):
    """The artifacts say it all, and a note is an extra."""
    base = repository.commit()
    repository.write("beds.odcs.yaml", a_contract())
    repository.commit()

    assert job(base, GITLAB_TOKEN="").returncode == 0
    assert forge.seen == []


def test_a_folder_is_no_pattern_and_no_option(job, repository):
    """The template splits folders at spaces, and does nothing else to them."""
    repository.write("beds.odcs.yaml", a_contract())
    repository.commit()

    assert job("", CHECK_PATHS="*").returncode == 2
    assert job("", CHECK_PATHS="--help").returncode == 2
    assert job("", CHECK_PATHS=". .").returncode == 0


def test_every_input_is_used_and_described_or_said_by_its_name():
    """An input that does nothing is worse than none."""
    text = (CI / "gitlab.yml").read_text()

    used = set(re.findall(r"\$\[\[ inputs\.([\w-]+) \]\]", text))

    assert used == set(INPUTS)
    assert "default" not in INPUTS["install"]  # the name is somebody else's on the public index


def test_the_note_and_the_reports_are_kept_when_the_job_fails():
    """That is when they are wanted."""
    assert JOB["artifacts"]["when"] == "always"

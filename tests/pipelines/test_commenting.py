"""Is there ever a second comment? And does nobody else's get in the way?"""

import json

import pytest
from forge import ROBOT


@pytest.fixture
def github(monkeypatch, forge, tmp_path):
    """Make this a job of GitHub for pull request 7."""
    event = tmp_path / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 7, "title": "x"}}))
    for name, value in {
        "GITHUB_ACTIONS": "true",
        "GITHUB_API_URL": forge.url,
        "GITHUB_REPOSITORY": "state/contracts",
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_TOKEN": "a-token",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("GITLAB_CI", raising=False)
    return event


@pytest.fixture
def gitlab(monkeypatch, forge):
    """Make this a job of GitLab for merge request 7."""
    for name, value in {
        "GITLAB_CI": "true",
        "CI_API_V4_URL": forge.url,
        "CI_PROJECT_ID": "state/contracts",
        "CI_MERGE_REQUEST_IID": "7",
        "GITLAB_TOKEN": "a-token",
    }.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("job", ["github", "gitlab"])
def test_a_second_run_changes_the_comment_of_the_first(charter, forge, request, job):
    """Twenty pushes with twenty comments teach people to look away."""
    request.getfixturevalue(job)

    results = [charter("comment", "-", stdin=f"## Run {run}".encode()) for run in (1, 2, 2)]

    assert [each.exit_code for each in results] == [0, 0, 0], results[0].output
    assert [body.split("\n", 1)[1] for body in forge.bodies] == ["## Run 2"]
    writes = [method for method, _ in forge.seen if method != "GET"]
    assert writes == ["POST", "PATCH" if job == "github" else "PUT"]


@pytest.mark.parametrize("job", ["github", "gitlab"])
def test_the_comment_is_found_behind_hundreds(charter, forge, request, job):
    """A long discussion must not end with a second comment."""
    request.getfixturevalue(job)
    for number in range(150):
        forge.write(f"Remark {number}")
    charter("comment", "-", stdin=b"first")
    for number in range(150):
        forge.write(f"Answer {number}")

    charter("comment", "-", stdin=b"second")

    assert len(forge.comments) == 301
    assert forge.bodies[150].endswith("\nsecond")


@pytest.mark.parametrize("job", ["github", "gitlab"])
def test_a_stranger_with_our_mark_gets_no_verdict_of_ours(charter, forge, request, job):
    """Whoever wrote a comment can change it later, and would make the verdict say anything."""
    request.getfixturevalue(job)
    charter("comment", "-", stdin=b"x")
    mark = forge.bodies[0].split("\n")[0]
    forge.comments.clear()
    forge.write(f"{mark}\nAll is well.")

    charter("comment", "-", stdin=b"Not at all")

    assert [body.split("\n")[1] for body in forge.bodies] == ["All is well.", "Not at all"]


def test_a_comment_that_a_person_of_the_project_left_is_ours(charter, github, forge):
    """Some use a token of a person instead of the job's."""
    charter("comment", "-", stdin=b"first")
    forge.comments[0] |= {"user": {"id": 5, "type": "User"}, "author_association": "MEMBER"}

    charter("comment", "-", stdin=b"second")

    assert len(forge.comments) == 1


def test_two_reports_keep_apart(charter, github, forge):
    """A repository of two agencies has two jobs, and each its comment."""
    for key in ("doh", "dot", "doh"):
        charter("comment", "-", "--key", key, stdin=f"of {key}".encode())

    assert sorted(body.split("\n")[1] for body in forge.bodies) == ["of doh", "of dot"]


def test_an_empty_report_is_no_comment_but_ends_one(charter, github, forge):
    """Most pull requests touch no contract; and one that no longer does must not be accused."""
    charter("comment", "-", stdin=b"\n")
    assert forge.bodies == []

    charter("comment", "-", stdin=b"Broken")
    charter("comment", "-", stdin=b"")

    assert [body.split("\n")[1] for body in forge.bodies] == [
        "No contract is changed here any more."
    ]


def test_a_comment_is_never_longer_than_it_may_be(charter, github, forge):
    """GitHub refuses it otherwise, just when there is most to say."""
    charter("comment", "-", stdin=b"x" * 100_000)

    assert len(forge.bodies[0]) == 65_000


def test_a_job_without_a_pull_request_has_nothing_to_comment(charter, github, forge):
    """The same job runs on the main branch."""
    github.write_text(json.dumps({"ref": "refs/heads/main"}))

    result = charter("comment", "-", stdin=b"x")

    assert (result.exit_code, forge.seen) == (0, [])


@pytest.mark.parametrize(
    ("status", "code", "said"),
    [
        (401, 2, "it answers 401"),
        (403, 2, "pull-requests: write"),
        (302, 2, "it answers 302"),
        (502, 4, "it answers 502"),
    ],
)
def test_a_refusal_says_what_is_missing(charter, github, forge, status, code, said):
    """A token without the permission is the first thing that everybody meets."""
    forge.refusal = status

    result = charter("comment", "-", stdin=b"x")

    assert result.exit_code == code
    assert said in result.stderr


def test_a_forge_that_is_away_is_an_outage(charter, github, monkeypatch):
    """Trying again may help."""
    monkeypatch.setenv("GITHUB_API_URL", "http://127.0.0.1:9")

    result = charter("comment", "-", stdin=b"x")

    assert result.exit_code == 4
    assert "GitHub cannot be reached" in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GITHUB_TOKEN", ""),
        ("GITHUB_TOKEN", "a\nb"),
        ("GITHUB_API_URL", "file:///etc"),
        ("GITHUB_EVENT_PATH", "/nowhere"),
        ("GITHUB_ACTIONS", ""),
    ],
)
def test_what_a_job_should_have_is_named(charter, github, monkeypatch, name, value):
    """It was forgotten, or this is no job at all."""
    monkeypatch.setenv(name, value)

    result = charter("comment", "-", stdin=b"x")

    assert result.exit_code == 2
    assert result.stderr.startswith("charter: ")


def test_the_token_goes_to_the_forge_alone(charter, gitlab, forge):
    """Each forge has its own way to show a token."""
    charter("comment", "-", stdin=b"x")

    assert {token for _, token in forge.seen} == {"a-token"}
    assert ROBOT["id"] == forge.comments[0]["author"]["id"]

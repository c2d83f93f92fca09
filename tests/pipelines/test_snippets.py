"""Does what the README tells people to paste into files of their own fit what is there?"""

import re

import pytest
import yaml
from jobs import CI, ROOT

from contracts.policy_document import read_policy

SNIPPETS = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
PIPELINES, POLICIES = SNIPPETS[:3], SNIPPETS[3:]


@pytest.fixture
def snippets():
    """Return the three snippets: GitHub's, GitLab's and that for hooks."""
    found = [yaml.safe_load(each) for each in PIPELINES]
    assert len(found) == 3
    return found


def test_the_github_snippet_gives_the_action_what_it_needs(snippets):
    """An input that does not exist is ignored with a warning that nobody reads."""
    step = snippets[0]["jobs"]["contracts"]["steps"][-1]
    inputs = yaml.safe_load((CI / "github" / "action.yml").read_text())["inputs"]

    path = step["uses"].partition("/")[2].partition("@")[0]
    required = {name for name, each in inputs.items() if each.get("required")}

    assert (ROOT / path / "action.yml").is_file()
    assert required <= set(step["with"]) <= set(inputs)


def test_the_gitlab_snippet_gives_the_template_what_it_needs(snippets):
    """GitLab refuses the whole pipeline for one wrong input."""
    (included,) = snippets[1]["include"]
    spec, _ = yaml.safe_load_all((CI / "gitlab.yml").read_text())
    inputs = spec["spec"]["inputs"]

    required = {name for name, each in inputs.items() if "default" not in each}

    assert (ROOT / included["remote"].partition("/")[2]).is_file()
    assert required <= set(included["inputs"]) <= set(inputs)


def test_the_policy_of_the_readme_can_be_taken():
    """It is what an agency begins from."""
    (source,) = POLICIES
    policy = read_policy(source.encode())

    assert (policy.fixed, [each.rule for each in policy.watched]) == (
        ("mode",),
        ["SEM-10", "SRV-12"],
    )


def test_the_hooks_of_the_snippet_are_there(snippets):
    """A name that is none ends every commit with an error."""
    (repository,) = snippets[2]["repos"]
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())

    assert {each["id"] for each in repository["hooks"]} == {each["id"] for each in hooks}

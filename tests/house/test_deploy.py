"""Do those who run containers understand what deploy/ says? Asked of the programs that know."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from registry.settings import MEANINGS
from tests.house.readme import ROOT
from tests.opensearch_server import NEWEST

DEPLOY = ROOT / "deploy"
MANIFESTS = sorted(
    path for path in (DEPLOY / "kubernetes").glob("*.yaml") if path.name != "kustomization.yaml"
)


def asked(program, *arguments):
    """Run a program that was installed with the tests; return its exit code and output."""
    found = Path(sys.executable).with_name(program)
    if not found.exists():
        pytest.skip(f"{program} is not installed beside this Python; `make setup` does it")
    done = subprocess.run(
        [found, *map(str, arguments)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_image_is_made_as_it_should_be():
    """No root, no unpinned shell, no cache left behind."""
    assert asked("hadolint", DEPLOY / "Dockerfile") == (0, "")


def test_the_image_copies_what_there_is():
    """What .dockerignore leaves out cannot be copied."""
    text = (DEPLOY / "Dockerfile").read_text()
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    kept = {line[1:] for line in ignored if line.startswith("!")}
    copied = {
        name
        for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE)
        for name in line.split()[:-1]
    }

    assert copied == kept
    assert all((ROOT / name).exists() for name in copied)
    assert re.search(r"^USER 10001:10001$", text, re.MULTILINE)


def test_compose_understands_its_file():
    """Of the compose specification."""
    code, output = asked(
        "check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml"
    )
    assert code == 0, output


def test_compose_runs_the_opensearch_that_the_tests_ran_on():
    """Another release may search otherwise, and none before 3.2 knows all that is asked."""
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]

    assert services["opensearch"]["image"] == f"opensearchproject/opensearch:{NEWEST}"
    assert "CHARTER_SEARCH_URL" in services["charter"]["environment"]


def test_github_understands_the_action():
    """Of the schema of actions."""
    code, output = asked(
        "check-jsonschema", "--builtin-schema", "vendor.github-actions",
        DEPLOY / "ci" / "github" / "action.yml",
    )  # fmt: skip
    assert code == 0, output


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.name)
def test_kubernetes_understands_its_manifests(manifest):
    """Strictly: a key that it does not know would be left out in silence."""
    code, output = asked("kubernetes-validate", "--strict", manifest)
    assert code == 0, output


def test_every_manifest_is_applied_or_an_example():
    """One that is forgotten protects nobody."""
    listed = yaml.safe_load((DEPLOY / "kubernetes" / "kustomization.yaml").read_text())
    names = {path.name for path in MANIFESTS if ".example." not in path.name}
    assert set(listed["resources"]) == names


def test_no_container_has_more_rights_than_it_needs():
    """Every one of every workload."""
    workloads = [
        each
        for path in MANIFESTS
        for each in yaml.safe_load_all(path.read_text())
        if each["kind"] in {"Deployment", "Job", "CronJob"}
    ]
    for each in workloads:
        spec = each["spec"]
        spec = spec["jobTemplate"]["spec"] if each["kind"] == "CronJob" else spec
        pod = spec["template"]["spec"]
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is False
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert {"requests", "limits"} <= set(container["resources"])
            assert {each["name"] for each in container["env"]} <= set(MEANINGS)
    assert len(workloads) == 3

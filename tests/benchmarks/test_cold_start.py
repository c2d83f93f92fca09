"""What does one run of a command cost, from nothing, beside the nearest peer?

CPU time of whole processes, user and system, the median of several runs. Both sides are warmed up
once, so that both have their byte-code. Seconds depend on the machine and are printed; what is
asserted is a ratio.
"""

import os
import resource
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.benchmark

RUNS = 5
PEER = Path(sys.executable).with_name("datacontract")
LEAST_RATIOS = {"diff, 100 properties": 8, "diff, 5,000 properties": 20}
"""How many times cheaper than the peer's a comparison must be; 15 and 20 are the goals."""


def test_the_cost_of_one_command(tmp_path, capsys):
    """A check that runs at every save and every push must not be felt."""
    if not PEER.exists():
        pytest.skip("datacontract-cli is not installed beside this Python; `make setup` does it")
    small = _pair(tmp_path, 100)
    large = _pair(tmp_path, 5_000)
    ours = [sys.executable, "-m", "registry"]
    rows = {
        "python -c pass": (_cpu_ms([sys.executable, "-c", "pass"]), None),
        "lint, 100 properties": (
            _cpu_ms([*ours, "lint", small[1]]),
            _cpu_ms([str(PEER), "lint", small[1]]),
        ),
        "diff, 100 properties": (
            _cpu_ms([*ours, "diff", *small]),
            _cpu_ms([str(PEER), "breaking", *small]),
        ),
        "diff, 5,000 properties": (
            _cpu_ms([*ours, "diff", *large], runs=3),
            _cpu_ms([str(PEER), "breaking", *large], runs=1),
        ),
    }

    with capsys.disabled():
        print("\n".join(_table(rows)))  # noqa: T201 (the table is what the benchmark is for)
    for name, least in LEAST_RATIOS.items():
        mine, theirs = rows[name]
        assert theirs / mine >= least, name


def _table(rows: dict[str, tuple[float, float | None]]) -> Iterator[str]:
    yield ""
    yield f"{'CPU of a cold process, ms':28}{'charter':>10}{'datacontract':>15}{'ratio':>8}"
    for name, (mine, theirs) in rows.items():
        beside = f"{theirs:15,.0f}{theirs / mine:7.1f}x" if theirs else ""
        yield f"{name:28}{mine:10,.0f}{beside}"


def _cpu_ms(command: list[str], *, runs: int = RUNS) -> float:
    """Return the median CPU time of a run. A verdict other than "fine" is a result as well."""
    environment = {key: value for key, value in os.environ.items() if key not in _UNWANTED}
    costs = []
    for run in range(runs + 1):
        before = _spent_s()
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        assert done.returncode in {0, 1}, done.stderr.decode()
        if run:  # the first warms up
            costs.append(_spent_s() - before)
    return statistics.median(costs) * 1000


_UNWANTED = {"PYTHONDONTWRITEBYTECODE", "COVERAGE_PROCESS_START"}


def _spent_s() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def _pair(folder: Path, properties: int) -> list[str]:
    """Write two versions of a contract: a column goes, one becomes required, one is widened."""

    def changed(number: int) -> str:
        if number % 100 == 7:
            return ""
        if number % 100 == 8:
            return _column(number, required=True)
        return _column(number, length=80 if number % 100 == 9 else 40)

    old = _contract("1.0.0", properties, _column)
    new = _contract("1.1.0", properties, changed)
    files = [folder / f"{properties}-{name}.yaml" for name in ("old", "new")]
    for file, text in zip(files, (old, new), strict=True):
        file.write_text(text)
    return [str(file) for file in files]


def _contract(version: str, properties: int, column: Callable[[int], str]) -> str:
    tables = "".join(
        f"  - name: table_{table}\n    logicalType: object\n    physicalType: table\n"
        f"    description: One row for each entry of table {table}.\n    properties:\n"
        + "".join(column(number) for number in range(table * 50, table * 50 + 50))
        for table in range(properties // 50)
    )
    return _HEAD.format(version=version) + tables + _TAIL


def _column(number: int, *, required: bool = False, length: int = 40) -> str:
    return (
        f"      - name: column_{number}\n        logicalType: string\n"
        f"        physicalType: VARCHAR({length})\n"
        f"        description: What column {number} holds.\n"
        f"        required: {str(required).lower()}\n        classification: internal\n"
        f"        logicalTypeOptions:\n          maxLength: {length}\n"
    )


_HEAD = """\
apiVersion: v3.1.0
kind: DataContract
id: 0b9c1f1e-3f0a-4b57-9f3e-0d6f5e0b7c11
name: measured
version: {version}
status: active
domain: benchmarks
description:
  purpose: Something to measure with.
schema:
"""
_TAIL = """\
servers:
  - server: measured
    type: api
    environment: prod
    location: https://api.agency.example/measured
team:
  name: Benchmarks
  members:
    - username: owner@agency.example
      role: product owner
    - username: steward@agency.example
      role: data steward
"""

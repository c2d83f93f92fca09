"""What does judging a candidate cost in process, beside the nearest peer in the same run?

CPU time of reading the candidate from text, validating it and comparing it with a stored baseline.
The peer does what `datacontract breaking` does, which keeps no baseline and reads both files.
Milliseconds depend on the machine and are printed; what is asserted are ratios. Circles are looked
for as often as in `charter serve`.
"""

import gc
import statistics
import time
from collections.abc import Callable

import pytest

from contracts.compat.judge import judge
from contracts.document import load
from contracts.schema import validate

pytestmark = pytest.mark.benchmark

SIZES = (100, 1_000, 5_000)
SHARES = (5, 100)  # per cent of the properties that changed
LEAST_RATIO = 12  # how many times cheaper than the peer; 40 is the goal
MOST_GROWTH = 1.5  # the cost of a property at 5,000, in that of one at 1,000


def test_the_cost_of_judging(capsys):
    """A publish answers while its author waits, however large the contract and the change are."""
    gc.set_threshold(20_000, 20, 50)
    judge(load(_contract("2.0.0", 30, 100)), [load(_contract("1.0.0", 30, 0))])
    ours = {(size, share): _ours_ms(size, share) for size in SIZES for share in SHARES}
    peer = pytest.importorskip("datacontract.data_contract")  # hundreds of megabytes: afterwards
    theirs = {(size, share): _theirs_ms(peer, size, share) for size, share in ours}

    with capsys.disabled():
        print("\n".join(_table(ours, theirs)))  # noqa: T201 (the table is what the benchmark is for)
    for case, mine in ours.items():
        assert theirs[case] / mine >= LEAST_RATIO
    for share in SHARES:
        assert ours[5_000, share] / 5 <= MOST_GROWTH * ours[1_000, share]


def _table(ours, theirs):
    yield f"\n{'in process, CPU ms':28}{'charter':>10}{'datacontract':>15}{'ratio':>8}"
    for (size, share), mine in ours.items():
        name, other = f"{size:,} properties, {share} % new", theirs[size, share]
        yield f"{name:28}{mine:10.1f}{other:15,.0f}{other / mine:7.1f}x"


def _ours_ms(size: int, share: int) -> float:
    baseline, source = load(_contract("1.0.0", size, 0)), _contract("2.0.0", size, share)

    def run() -> None:
        candidate = load(source)
        assert validate(candidate) == []
        assert judge(candidate, [baseline]).findings

    return _cpu_ms(run, runs=9 if size < 5_000 else 5)


def _theirs_ms(peer, size: int, share: int) -> float:
    before, after = _contract("1.0.0", size, 0).decode(), _contract("2.0.0", size, share).decode()

    def run() -> None:
        old, new = (peer.DataContract(data_contract_str=each) for each in (before, after))
        assert old.breaking(new).entries

    return _cpu_ms(run, runs=3 if size < 5_000 else 1)


def _cpu_ms(run: Callable[[], None], *, runs: int) -> float:
    costs = []
    for _ in range(runs):
        began = time.process_time()
        run()
        costs.append(time.process_time() - began)
    return statistics.median(costs) * 1000


def _contract(version: str, size: int, share: int) -> bytes:
    """Return a contract in which each hundred columns have *share* that are described anew.

    Every other one of those becomes required, or is no longer, as well.
    """
    columns = "".join(_column(number, is_new=number % 100 < share) for number in range(size))
    return (_HEAD.format(version=version) + columns).encode()


def _column(number: int, *, is_new: bool) -> str:
    is_required = (number % 4 == 0) != (is_new and number % 2 == 0)
    return (
        f"      - name: column_{number}\n        id: c{number}\n"
        f"        logicalType: {'integer' if number % 3 else 'string'}\n"
        f"        physicalType: {'BIGINT' if number % 3 else 'VARCHAR(40)'}\n"
        f"        description: Column {number} of the table{', said anew' if is_new else ''}.\n"
        f"        required: {str(is_required).lower()}\n        classification: public\n"
    )


_HEAD = """\
apiVersion: v3.1.0
kind: DataContract
id: 0b9c1f1e-3f0a-4b57-9f3e-0d6f5e0b7c11
name: measured
version: {version}
status: active
schema:
  - name: measured
    physicalType: table
    properties:
"""

"""Do all texts that match one pattern match another?

Both patterns become automata, which read the same characters side by side: a text that only one
of them accepts decides. Where the steps run out first, what is not decided is a risk. Whether a
pattern must match the whole text depends on who reads it, so the worse of both readings counts.
"""

from functools import reduce
from operator import or_

from contracts.compat.budget import Budget
from contracts.compat.change import SAME, UNKNOWN, Verdict
from contracts.compat.regular import Automaton, UnsupportedError, automaton
from contracts.findings import Impact

_MAX_STEPS = 20_000  # for one pair of patterns


def compare(before: object, after: object, budget: Budget) -> Verdict:
    """Return what replacing pattern *before* by *after* does to either side."""
    if before == after:
        return SAME
    if not (isinstance(before, str) and isinstance(after, str)):
        return UNKNOWN
    readings = {_decided(before, after, budget, anywhere=True)}
    if not (_is_anchored(before) and _is_anchored(after)):
        readings.add(_decided(before, after, budget, anywhere=False))
    return reduce(or_, readings)


def _is_anchored(pattern: str) -> bool:
    """Whether both readings are one: anchors at both ends, and no alternative without them."""
    return pattern.startswith("^") and pattern.endswith("$") and "|" not in pattern


def _decided(before: str, after: str, budget: Budget, *, anywhere: bool) -> Verdict:
    try:
        machines = automaton(before, anywhere=anywhere), automaton(after, anywhere=anywhere)
    except UnsupportedError:
        return UNKNOWN
    steps = budget.take(_MAX_STEPS)
    verdict, used = _differences(*machines, steps)
    budget.give_back(steps - used)
    return verdict


def _differences(old: Automaton, new: Automaton, steps: int) -> tuple[Verdict, int]:
    """Walk both automata together for at most *steps* steps; return the verdict and the steps."""
    characters = _representatives(old, new)
    start = (old.closure(frozenset((old.start,))), new.closure(frozenset((new.start,))))
    seen, todo, used = {start}, [start], 0
    reads = writes = Impact.OK
    while todo and used < steps:
        was, now = todo.pop()
        was_accepts, now_accepts = old.end in was, new.end in now
        if was_accepts and not now_accepts:
            writes = Impact.BREAK
        if now_accepts and not was_accepts:
            reads = Impact.BREAK
        if reads is writes is Impact.BREAK:
            return Verdict(reads, writes), used
        for character in characters:
            used += len(was) + len(now) + 1
            pair = (old.after(was, character), new.after(now, character))
            if pair not in seen:
                seen.add(pair)
                todo.append(pair)
    if todo:
        reads, writes = (
            impact if impact is Impact.BREAK else Impact.RISK for impact in (reads, writes)
        )
    return Verdict(reads, writes), used


def _representatives(*machines: Automaton) -> list[int]:
    """Return one character of each group that no step of the machines tells apart."""
    edges = {0}
    for machine in machines:
        for step in machine.steps:
            if step:
                edges |= {edge for low, high in step[0] for edge in (low, high + 1)}
    return sorted(edge for edge in edges if edge <= _LAST)


_LAST = 0x10FFFF

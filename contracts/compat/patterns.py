"""Do all texts that match one pattern match another?"""

from contracts.compat.change import SAME, UNKNOWN, Verdict


def compare(before: object, after: object) -> Verdict:
    """Return what replacing pattern *before* by *after* does to either side."""
    return SAME if before == after else UNKNOWN

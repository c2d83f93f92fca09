"""What is a rule? Its identity and its text; the check that finds it lives in a file of its family.

Lint rules and change rules share this shape, so that one catalogue, one page and one command can
show them all. A rule is named by its code (``PROP-01``) or its readable name (``property-added``).
"""

import msgspec

from contracts.findings import Bump, Impact, Severity


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """The identity of a check and everything people read about it.

    ``statement`` says the fact in one plain sentence, ``reason`` whom it hurts and how, ``fix``
    what to do. ``reads``, ``writes`` and ``bump`` are those of the catalogue for a change rule
    (the worst a finding of this rule may carry) and None for a lint rule, which has ``severity``.
    ``approvers`` must agree to such a change whatever the policy protects.
    """

    code: str
    name: str
    family: str
    statement: str
    reason: str
    fix: str
    severity: Severity | None = None
    reads: Impact | None = None
    writes: Impact | None = None
    bump: Bump | None = None
    approvers: tuple[str, ...] = ()

    @property
    def judges_change(self) -> bool:
        """Whether the rule compares two versions; otherwise it looks at one contract."""
        return self.reads is not None

"""May this version go out? Findings against versions in force, the number it needs, the outcome.

Which versions count: the *reference* is the newest version of the candidate's own line (its major
number; before 1.0 its minor), else the newest version below it, else the newest. It decides what
changed and how far the number must rise. Under a transitive mode every other version of the same
line counts too: a break against one of them weighs like any other (two harmless steps may add up
to a harmful one). Versions of other lines only order the numbers: a new major may break.

A major step waits for its owner, except where all of it was announced by a deprecation whose window
is over: readers had their notice.
"""

from collections.abc import Iterable, Sequence

import msgspec

from contracts.compat.change import Change, Verdict, text
from contracts.compat.circumstances import NOTHING_KNOWN, Circumstances
from contracts.compat.compare import REFUSED, changes, findings, protected
from contracts.compat.consumers import meet
from contracts.compat.dangling import from_outside
from contracts.compat.ledger import returned
from contracts.compat.lifecycle import is_word_of_registry
from contracts.compat.numbering import Numbering, numbering, version_text
from contracts.compat.scope import is_table_like
from contracts.compat.weighing import Told, required, weighed
from contracts.compat.windows import in_time
from contracts.document import Document
from contracts.findings import (
    Bump,
    Consumer,
    Finding,
    Impact,
    Outcome,
    Report,
    Severity,
    Source,
    worst,
)
from contracts.kinds import CONTRACT_KIND, PRODUCT_KIND, is_product
from contracts.policy import DEFAULT, Mode, Policy, linted
from contracts.waiving import Waivers, waived


def judge(
    after: Document,
    baselines: Sequence[Document],
    policy: Policy = DEFAULT,
    known: Circumstances = NOTHING_KNOWN,
) -> Report:
    """Return the verdict on *after*, given the versions in force, newest first.

    No baseline means a first version, which is accepted. The bytes of a baseline again are
    accepted without a finding. The consumers that are *known* come back with what meets them. What
    is waived is told, and asks for no version number.
    """
    if not baselines or any(after.digest == baseline.digest for baseline in baselines):
        return _unchanged(after, known.uses)
    mode = policy.mode
    numbers = numbering(after, baselines, known.taken)
    reference = numbers.reference
    newest = _told(reference, after, policy, known)
    again = returned(known.remembered, reference.tree, after.tree)
    newest += findings(reference, after, again, policy.mode)
    older = _older(after, numbers, newest, policy, known)
    modes = _modes(newest, older)
    if is_table_like(after.tree):
        newest, older = _with_history(newest), _with_history(older)
    newest = _weighed(newest, policy, known.waivers)
    older = _weighed(older, policy, known.waivers) if _is_transitive(mode) else []
    told = [*newest, *older]
    bump = required(_counting(newest), _counting(older), policy)
    surprise = required(_unforeseen(newest), _counting(older), policy)
    is_refused = any(change.rule in REFUSED for change, _ in told)
    is_enforced = mode is not Mode.NONE or any(each.severity is Severity.ERROR for _, each in told)
    of_number = () if is_refused else linted(numbers.findings(bump, enforced=is_enforced), policy)
    found = sorted((*of_number, *(finding for _, finding in told)), key=_place)
    is_announced = is_enforced or numbers.declared is Bump.MAJOR
    return Report(
        outcome=_outcome(found, surprise, is_announced=is_announced),
        reads=worst(*(finding.reads for finding in found)),
        writes=worst(*(finding.writes for finding in found)),
        structural=_worst_of(finding for finding in found if _is_structural(finding)),
        governance=_worst_of(finding for finding in found if not _is_structural(finding)),
        bump=bump,
        required_version=_required_version(found, bump, numbers),
        modes=modes,
        consumers=meet((*known.uses, *known.indirect), told),
        findings=tuple(found),
        candidate=_source(after),
        baseline=_source(reference),
    )


def _unchanged(after: Document, uses: Sequence[Consumer]) -> Report:
    """Return the verdict on a first version, or on bytes that are published already."""
    return Report(
        outcome=Outcome.ACCEPTED,
        reads=Impact.OK,
        writes=Impact.OK,
        structural=Impact.OK,
        governance=Impact.OK,
        bump=Bump.NONE,
        required_version=None,
        modes={mode.value: Impact.OK for mode in Mode},
        consumers=meet(uses, ()),
        candidate=_source(after),
    )


def _source(of: Document) -> Source:
    kind = PRODUCT_KIND if is_product(of.tree) else CONTRACT_KIND
    return Source(id=text(of.tree.get("id")), version=version_text(of), kind=kind)


def _place(finding: Finding) -> tuple[int, int]:
    return finding.line or 0, finding.column or 0


def _required_version(found: Iterable[Finding], bump: Bump, numbers: Numbering) -> str | None:
    """Return the smallest number that may carry the change; None where none may."""
    if any(finding.rule in REFUSED for finding in found):
        return None
    return numbers.required_version(bump)


def _weighed(told: Iterable[Told], policy: Policy, waivers: Waivers) -> list[Told]:
    changes_, found = [], []
    for change, finding in (weighed(each, policy) for each in told):
        changes_.append(change)
        found.append(finding)
    return list(zip(changes_, waived(found, waivers), strict=True))


def _counting(told: Iterable[Told]) -> list[Told]:
    return [(change, finding) for change, finding in told if finding.waiver is None]


def _unforeseen(told: Iterable[Told]) -> list[Told]:
    """Return what counts and has not been announced, in time, by a deprecation."""
    return [
        (change, finding)
        for change, finding in _counting(told)
        if change.rule != "DEP-03" or finding.severity is Severity.ERROR
    ]


def _told(baseline: Document, after: Document, policy: Policy, known: Circumstances) -> list[Told]:
    """Return what changed since *baseline*, with the finding about each change."""
    return findings(baseline, after, _changed(baseline, after, policy, known), policy.mode)


def _changed(
    baseline: Document, after: Document, policy: Policy, known: Circumstances
) -> tuple[Change, ...]:
    """Return what changed since *baseline*, but for what the policy says a registry knows."""
    found = changes(baseline.tree, after.tree, watched=policy.watched)
    found = from_outside(found, known.referrers, baseline.tree, after.tree)
    found = in_time(found, baseline.tree, after.tree, policy, known)
    if not policy.status_is_state:
        found = tuple(change for change in found if not is_word_of_registry(change))
    return found


def _older(
    after: Document,
    numbers: Numbering,
    newest: list[Told],
    policy: Policy,
    known: Circumstances,
) -> list[Told]:
    """Return what hurts somebody against an older version of the line and is not said already."""
    told = {(change.rule, finding.path) for change, finding in newest}
    found: list[Told] = []
    for baseline in numbers.line:
        number = str(baseline.tree.get("version") or "")
        hurting = tuple(
            change
            for change in _changed(baseline, after, policy, known)
            if Impact.BREAK in (change.reads, change.writes)
        )
        for change, finding in findings(baseline, after, hurting, policy.mode):
            key = (change.rule, finding.path)
            if key not in told:
                told.add(key)
                message = f"Compared with version {number}, which readers may still use: "
                message += finding.message
                found.append((change, msgspec.structs.replace(finding, message=message)))
    return found


def _with_history(told: Iterable[Told]) -> list[Told]:
    """Weigh a break for history as a warning where a database keeps what was written."""
    return [
        (change, msgspec.structs.replace(finding, severity=Severity.WARNING))
        if finding.severity is Severity.INFO and change.writes is Impact.BREAK
        else (change, finding)
        for change, finding in told
    ]


_GOVERNED = frozenset(("SEM", "SEC", "REL", "QUA", "SLA", "ACC", "ORG", "PRI", "TXT", "PORT"))


def _is_structural(finding: Finding) -> bool:
    """Whether the rule is about shapes, types and places, not about meaning and agreements."""
    return finding.rule.partition("-")[0] not in _GOVERNED


def _outcome(found: Iterable[Finding], surprise: Bump, *, is_announced: bool) -> Outcome:
    """Return what becomes of the version; *surprise* is the step that nobody was told of before."""
    if any(_rejects(each.rule) and each.severity is Severity.ERROR for each in found):
        return Outcome.REJECTED
    return Outcome.PROPOSED if surprise is Bump.MAJOR and is_announced else Outcome.ACCEPTED


def _rejects(rule: str) -> bool:
    """Whether an error of the rule says that no owner can let the version out."""
    return rule in REFUSED or rule.startswith("VER-")


def _worst_of(findings_: Iterable[Finding]) -> Impact:
    return worst(*(impact for finding in findings_ for impact in (finding.reads, finding.writes)))


def _is_transitive(mode: Mode) -> bool:
    return mode.value.endswith("_TRANSITIVE")


def _modes(newest: Sequence[Told], older: Sequence[Told]) -> dict[str, Impact]:
    """Return for each mode the worst that the changes do to the sides which it protects."""
    direct, transitive = _harm(newest), _harm([*newest, *older])
    return {
        mode.value: worst(*protected(transitive if _is_transitive(mode) else direct, mode))
        for mode in Mode
    }


def _harm(told: Sequence[Told]) -> Verdict:
    reads, writes = (change.reads for change, _ in told), (change.writes for change, _ in told)
    return Verdict(worst(*reads), worst(*writes))

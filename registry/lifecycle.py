"""How does a version go on after it was published? Activate, withdraw, deprecate, retire."""

from collections.abc import Callable

import msgspec
from sqlalchemy.orm import Session

from contracts.compat.sunsets import contract_ends_on
from contracts.findings import Outcome, Report
from registry import recording
from registry.addresses import Ref, require_address, shown
from registry.addresses import reason as sentence
from registry.entering import can_be_active, receipt, require_retirable
from registry.errors import ConflictError, NotFoundError, VerdictChangedError
from registry.identity import Actor
from registry.judging import Candidate, Standing, Verdict, is_seen, judged, require_of
from registry.permissions import Action
from registry.precedence import compared, entered, published
from registry.runtime import Runtime
from registry.store import reports
from registry.store.queries import IN_FORCE, overtaking
from registry.store.tables import ReportRow, VersionRow
from registry.views import Receipt, State


def activate(runtime: Runtime, actor: Actor, ref: Ref, number: str) -> Receipt:
    """Let a proposed version come into force, as its YAML status asks.

    It is judged once more against what is in force today. The active version of its major line
    becomes superseded. A version that is active already is left as it is.

    Raises: VerdictChangedError with the new report where the verdict, or what it was made against,
    is another one than at the proposal; ConflictError for a version that is not proposed, that a
    higher one of its line has overtaken, or whose number can never stand for the product;
    NotAllowedError; NotFoundError.
    """

    def change(step: "_Step") -> Receipt:
        row, standing = step.row, step.standing
        if row.state == State.ACTIVE:
            return step.receipt(["It is active already."], created=False)
        _require_state(step, State.PROPOSED, "Only a proposed version is activated.")
        if not can_be_active(step.candidate):
            raise ConflictError(
                f"Version {row.number} of {standing.ref} can be read but never becomes active.",
                next_step="Publish the release under a number without a suffix, such as 2.0.0.",
            )
        _require_not_overtaken(standing, row)
        _require_same_verdict(step)
        target = State(step.candidate.status or State.PROPOSED)
        if target is State.RETIRED:
            require_of(actor, Action.RETIRE, standing)
            require_retirable(step.runtime, step.session, standing, row.major)
        return step.enter(State.ACTIVE if target is State.PROPOSED else target, decision="D04")

    return _changed(runtime, actor, Action.ACTIVATE, ref, number, change)


def withdraw(runtime: Runtime, actor: Actor, ref: Ref, number: str, *, reason: str) -> Receipt:
    """Take a proposal back. It stays readable, and its number stays used.

    One that is withdrawn already is left as it is.

    Raises: ConflictError for a version that is not proposed; InvalidRequestError for a reason that
    cannot be; NotAllowedError; NotFoundError.
    """
    words = sentence(reason)

    def change(step: "_Step") -> Receipt:
        if step.row.state == State.WITHDRAWN:
            return step.receipt(["It is withdrawn already."], created=False)
        _require_state(step, State.PROPOSED, "Only a proposal is withdrawn.")
        return step.enter(State.WITHDRAWN, decision="D04", reason=words)

    return _changed(runtime, actor, Action.WITHDRAW, ref, number, change)


def deprecate(runtime: Runtime, actor: Actor, ref: Ref, number: str, *, reason: str) -> Receipt:
    """Say that an active version will end. It stays readable, and changes are judged against it.

    Raises: ConflictError for a version that is not active; InvalidRequestError for a reason that
    cannot be; NotAllowedError; NotFoundError.
    """
    words = sentence(reason)

    def change(step: "_Step") -> Receipt:
        _require_state(step, State.ACTIVE, "Only an active version is.")
        receipt = step.enter(State.DEPRECATED, decision="D07", reason=words)
        end = contract_ends_on(step.candidate.document.tree)
        told = f"Its contract promises it until {end}." if end else _NO_END
        return msgspec.structs.replace(receipt, notices=(*receipt.notices, told))

    return _changed(runtime, actor, Action.DEPRECATE, ref, number, change)


def retire(runtime: Runtime, actor: Actor, ref: Ref, number: str, *, reason: str) -> Receipt:
    """End a deprecated version and what is left of its major line. It stays readable.

    Raises: ConflictError where it is not deprecated, or somebody still uses the line;
    InvalidRequestError for a reason that cannot be; NotAllowedError; NotFoundError.
    """
    words = sentence(reason)

    def change(step: "_Step") -> Receipt:
        _require_state(step, State.DEPRECATED, "Deprecate it first.")
        require_retirable(step.runtime, step.session, step.standing, step.row.major)
        return step.enter(State.RETIRED, decision="D08", reason=words)

    return _changed(runtime, actor, Action.RETIRE, ref, number, change)


_NO_END = "Its contract does not say until when it stays: name a sunset in its next version."


class _Step:
    """One version on its way from one state to another, inside the writer."""

    def __init__(
        self,
        runtime: Runtime,
        session: Session,
        actor: Actor,
        standing: Standing,
        row: VersionRow,
    ) -> None:
        self.runtime = runtime
        self.session = session
        self.standing = standing
        self.row = row
        self.candidate = Candidate(runtime.contents.document(session, row.digest))
        self.stored: ReportRow = session.get_one(ReportRow, row.report_id)
        self._actor = actor

    def today(self) -> Verdict:
        """Judge the version once more, as published by who published it."""
        return judged(
            self.runtime, self.session, self.standing, self.candidate, self.row.published_by
        )

    def enter(self, state: State, *, decision: str, reason: str | None = None) -> Receipt:
        """Enter *state*; end what has to end by it; tell the trail and the index."""
        product, contract = self.standing.product, self.standing.contract
        if product is None or contract is None:
            raise RuntimeError("A version without a product cannot be stored.")
        row, ref = self.row, self.standing.ref
        row.changed_at = self.runtime.clock()
        line = State.RETIRED if state is State.RETIRED else None
        ended = (
            recording.end_line(self.session, contract, row, line)
            if state is not State.WITHDRAWN
            and (state is not State.DEPRECATED or row.state == State.PROPOSED)
            else []
        )
        row.state = state.value
        if state in IN_FORCE and row.in_force_at is None:
            row.in_force_at = row.changed_at
        before = product.digest
        self.session.flush()
        recording.renew(self.runtime, self.session, product, contract, ref)
        for other in ended:
            recording.announce_state(self.session, self._actor, product, ref, other)
        recording.announce_state(
            self.session,
            self._actor,
            product,
            ref,
            row,
            before=before,
            decision=decision,
            reason=reason,
        )
        notices = [f"Version {row.number} is {state.value}."]
        notices += [f"Version {other.number} is {other.state} by it." for other in ended]
        return self.receipt(notices, created=True)

    def receipt(self, notices: list[str], *, created: bool) -> Receipt:
        """Return the receipt, with the report under which the version was published."""
        review = Verdict.of(
            self.standing,
            self.candidate,
            reports.decode(self.stored.body),
            self.stored.baselines,
        ).review
        return receipt(self.runtime, review, self.row.state, notices, created=created)


def _changed(  # who does what to which version, and how
    runtime: Runtime,
    actor: Actor,
    action: Action,
    ref: Ref,
    number: str,
    change: Callable[[_Step], Receipt],
) -> Receipt:
    """Run *change* on a version in the writer, once it is clear that the caller may."""
    require_address(ref)

    def work(session: Session) -> Receipt:
        standing = Standing(session, ref, None)
        require_of(actor, action, standing)
        if standing.product is None or not is_seen(session, actor, standing.product):
            raise NotFoundError(f"There is no product '{ref}' that you may see.")
        for row in standing.versions:
            if row.number == number:
                return change(_Step(runtime, session, actor, standing, row))
        raise NotFoundError(
            f"{standing.ref} has no version '{shown(number)}'.",
            next_step=f"See /products/{standing.ref} for the versions there are.",
        )

    return runtime.write(work)


def _require_state(step: _Step, state: State, why: str) -> None:
    row, ref = step.row, step.standing.ref
    if row.state != state:
        raise ConflictError(
            f"Version {row.number} of {ref} is {row.state} {entered(step.session, ref, row)}. "
            f"{why}",
            next_step=f"See /products/{ref} for the state of each version.",
        )


def _require_not_overtaken(standing: Standing, row: VersionRow) -> None:
    above = overtaking(row, standing.versions)
    if above is not None:
        raise ConflictError(
            f"Version {row.number} of {standing.ref} is overtaken by {above.number}, "
            f"which is {above.state}, {published(above)}.",
            next_step=f"Publish what it changes under a number above {above.number}.",
        )


def _require_same_verdict(step: _Step) -> None:
    """Refuse to activate under a report that would be another one today."""
    today = step.today()
    report, stored = today.review.report, reports.decode(step.stored.body)
    is_same = today.baselines == step.stored.baselines and _gist(report) == _gist(stored)
    if is_same and report.outcome is not Outcome.REJECTED:
        return
    what = f"Version {step.row.number} of {step.standing.ref}"
    if today.baselines == step.stored.baselines:
        told = f"{what} is weighed otherwise today: its policy has changed, or Charter has, or the "
        told += "window of a deprecation is over."
    else:
        told = f"{what} was proposed against {_listed(step.stored.baselines)}; "
        told += f"in force today: {_listed(today.baselines)}."
        told += compared(step.standing.versions, today.baselines)
    raise VerdictChangedError(
        told,
        next_step="Read the new report. Publish the same bytes again to propose it under that one, "
        "or a new version that takes up what was published in between.",
        findings=step.candidate.lint,
        report=report,
    )


def _gist(report: Report) -> tuple[object, ...]:
    """Return what makes two reports the same verdict, whatever words they use.

    Not the number that would do: that moves whenever another version takes one.
    """
    found = sorted((finding.fingerprint, finding.severity) for finding in report.findings)
    return report.outcome, report.bump, found


def _listed(baselines: list[list[str]]) -> str:
    return ", ".join(number for number, _ in baselines) or "nothing"

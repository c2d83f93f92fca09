"""How is a contract stored once it was judged and found to be admissible?

Content, report, version or draft, the product's row, audit trail and outbox: in one transaction.
"""

from sqlalchemy.orm import Session

from contracts.compat.ledger import gone
from contracts.compat.sunsets import contract_ends_on
from contracts.findings import Bump, Outcome
from registry import audit, json_text, recording
from registry.audit import Event
from registry.errors import ConflictError
from registry.identity import Actor
from registry.judging import Candidate, Standing, Verdict
from registry.runtime import Runtime
from registry.store import ledger, references
from registry.store.queries import IN_FORCE, agency_by_slug
from registry.store.tables import ContractRow, DraftRow, ProductRow, ReportRow, VersionRow
from registry.views import Receipt, Review, State


class Entry:
    """One candidate on its way in, inside the writer. Who may and what may was asked before."""

    def __init__(
        self,
        runtime: Runtime,
        session: Session,
        actor: Actor,
        standing: Standing,
        candidate: Candidate,
    ) -> None:
        self._runtime = runtime
        self._session = session
        self._actor = actor
        self._standing = standing
        self._candidate = candidate
        self._ref = standing.ref
        self._at = runtime.clock()

    def enter(self, verdict: Verdict) -> Receipt:
        """Store the candidate and return the receipt."""
        candidate = self._candidate
        present = None if candidate.is_draft else self._standing.version(candidate)
        if present is not None:
            return self._again(present, verdict)
        draft = self._standing.draft
        if candidate.is_draft and draft and draft.digest == candidate.document.digest:
            return self._receipt(verdict, DRAFT, ["These bytes are the draft already."])
        product = self._product()
        contract = self._contract(product)
        recording.keep_content(self._session, candidate.document, self._at)
        self._runtime.contents.keep(candidate.document, candidate.lint)
        report_id = recording.keep_report(self._session, contract, verdict, self._at)
        if candidate.is_draft:
            return self._as_draft(product, contract, verdict, report_id)
        return self._as_version(product, contract, verdict, report_id)

    def _again(self, row: VersionRow, verdict: Verdict) -> Receipt:
        """Answer bytes that are there already; a proposal is kept under today's verdict."""
        notices = ["These bytes were published before."]
        product, contract = self._standing.product, self._standing.contract
        stored = self._session.get_one(ReportRow, row.report_id)
        has_moved = stored.baselines != verdict.baselines or stored.body != json_text.encode(
            verdict.review.report
        )
        if product and contract and has_moved and row.state == State.PROPOSED:
            row.report_id = recording.keep_report(self._session, contract, verdict, self._at)
            row.bump = verdict.review.report.bump.value
            row.previous = verdict.previous
            row.changed_at = self._at
            recording.announce_state(self._session, self._actor, product, self._ref, row)
            notices.append("The proposal was judged again, against what is in force today.")
        return self._receipt(verdict, row.state, notices)

    def _product(self) -> ProductRow:
        if self._standing.product is not None:
            return self._standing.product
        agency = agency_by_slug(self._session, self._ref.agency)
        product = recording.new_product(self._session, agency.id, self._ref, self._at)
        event = Event(type="product.created", kind="product", subject=str(self._ref))
        recording.announce(self._session, self._actor, self._at, product, event)
        return product

    def _contract(self, product: ProductRow) -> ContractRow:
        """Return the product's contract. A draft holds no id: it is the first version's to take."""
        contract = self._standing.contract
        known = None if self._candidate.is_draft else self._candidate.contract_id
        if contract is None:
            return recording.new_contract(self._session, product, known, self._at)
        if not self._standing.versions:
            contract.odcs_id = known
        return contract

    def _as_draft(
        self, product: ProductRow, contract: ContractRow, verdict: Verdict, report_id: int
    ) -> Receipt:
        draft = self._standing.draft
        event = Event(
            type="contract.draft.updated" if draft else "contract.draft.created",
            kind="contract",
            subject=str(self._ref),
            version=self._candidate.number,
            decision_id="D01",
            before=draft.digest if draft else None,
            after=self._candidate.document.digest,
        )
        row = DraftRow(
            contract_id=contract.id,
            number=self._candidate.number,
            digest=self._candidate.document.digest,
            report_id=report_id,
            updated_by=self._actor.id,
            updated_by_name=self._actor.name,
            updated_at=self._at,
        )
        self._session.merge(row)
        if product.version is None:
            recording.renew(self._runtime, self._session, product, contract, self._ref)
        # Drafts change nothing that others see, so the index need not hear of them.
        audit.record(self._session, self._actor, self._at, event)
        notices = [
            f"Kept as the draft of {self._ref}, for the eyes of {self._ref.agency} alone.",
            "To publish it, send it with the status 'active' or 'proposed'.",
        ]
        return self._receipt(verdict, DRAFT, notices, created=True)

    def _as_version(
        self, product: ProductRow, contract: ContractRow, verdict: Verdict, report_id: int
    ) -> Receipt:
        candidate = self._candidate
        state = state_on_entry(candidate, verdict.review.report.outcome)
        row = self._row(contract, verdict, state, report_id)
        ended: list[VersionRow] = []
        if state is not State.PROPOSED:
            ended = recording.end_line(
                self._session, contract, row, State.RETIRED if state is State.RETIRED else None
            )
        self._session.add(row)
        draft = self._standing.draft
        if draft is not None and draft.number == candidate.number:
            self._session.delete(draft)  # it has become this version
        self._remember(contract, verdict)
        self._session.flush()
        references.write(self._session, row.id, candidate.document)
        before = product.digest
        recording.renew(self._runtime, self._session, product, contract, self._ref)
        for other in ended:
            recording.announce_state(self._session, self._actor, product, self._ref, other)
        recording.announce_state(
            self._session,
            self._actor,
            product,
            self._ref,
            row,
            before=before,
            decision=_DECISIONS[verdict.review.report.bump],
        )
        notices = notices_on_entry(candidate, state, self._ref.agency, ended)
        return self._receipt(verdict, state, notices, created=True)

    def _remember(self, contract: ContractRow, verdict: Verdict) -> None:
        """Write down what the version drops of the one before, so that it never means another."""
        for row in self._standing.versions:
            if row.number == verdict.previous:
                before = self._runtime.contents.document(self._session, row.digest).tree
                dropped = gone(before, self._candidate.document.tree)
                ledger.remember(self._session, contract.id, dropped)

    def _row(
        self, contract: ContractRow, verdict: Verdict, state: State, report_id: int
    ) -> VersionRow:
        number, version = self._candidate.number, self._candidate.version
        return VersionRow(
            contract_id=contract.id,
            number=number,
            sort_key=version.sort_key if version else f"!{self._at.isoformat()} {number}",
            major=version.major if version else None,
            state=state.value,
            digest=self._candidate.document.digest,
            size_bytes=len(self._candidate.document.source),
            report_id=report_id,
            bump=verdict.review.report.bump.value,
            previous=verdict.previous,
            published_by=self._actor.id,
            published_by_name=self._actor.name,
            published_at=self._at,
            changed_at=self._at,
            in_force_at=self._at if state in IN_FORCE else None,
        )

    def _receipt(
        self, verdict: Verdict, state: str, notices: list[str], *, created: bool = False
    ) -> Receipt:
        return receipt(self._runtime, verdict.review, state, notices, created=created)


DRAFT = "draft"

_DECISIONS = {Bump.NONE: "D02", Bump.PATCH: "D02", Bump.MINOR: "D03", Bump.MAJOR: "D04"}
"""The row of the responsibility table under which a version goes out."""


def state_on_entry(candidate: Candidate, outcome: Outcome) -> State:
    """Return the state in which an admissible version begins."""
    if outcome is Outcome.PROPOSED or not can_be_active(candidate):
        return State.PROPOSED
    return State(candidate.status or State.PROPOSED)


def can_be_active(candidate: Candidate) -> bool:
    """Whether the version number may ever stand for the product: a release that can be read."""
    return candidate.version is not None and not candidate.version.prerelease


def notices_on_entry(
    candidate: Candidate, state: State, agency: str, ended: list[VersionRow]
) -> list[str]:
    """Return what happened and what comes next, in sentences."""
    number = candidate.number
    notices = [f"Version {number} is {state.value}."]
    notices += [f"Version {other.number} is {other.state} by it." for other in ended]
    if state is not State.PROPOSED:
        return notices
    if not can_be_active(candidate):
        kind = "a pre-release" if candidate.version else "no version number that can be ordered"
        return [*notices, f"{number} is {kind}, so it can be read but never becomes active."]
    return [
        *notices,
        f"It waits until its owner at {agency} activates it, and is judged once more then.",
    ]


def receipt(
    runtime: Runtime, review: Review, state: str, notices: list[str], *, created: bool
) -> Receipt:
    """Return the receipt of what was done."""
    base = runtime.settings.base_url or ""
    path = f"/products/{review.product}"
    if state != DRAFT:
        path = f"{path}/versions/{review.version}"
    return Receipt(
        product=review.product,
        version=review.version,
        state=DRAFT if state == DRAFT else State(state),
        digest=review.digest,
        created=created,
        report=review.report,
        notices=tuple(notices),
        url=f"{base}{path}",
        lint=review.lint,
    )


def require_retirable(
    runtime: Runtime, session: Session, standing: Standing, major: int | None
) -> None:
    """Do nothing if a major line may end: nobody relies on it, and its sunset is over.

    Raises: ConflictError, naming who uses it or the day until which it was to stay.
    """
    line = standing.line(major)
    active = [row.number for row in line if row.state == State.ACTIVE]
    if not line:
        raise ConflictError(
            f"{standing.ref} has no version in force that could be retired.",
            next_step="Only a version that was published and deprecated is retired.",
        )
    if active:
        raise ConflictError(
            f"Version {active[0]} of {standing.ref} is active.",
            next_step="Deprecate it first, so that those who use it are told.",
        )
    users = sorted({use.agency for use in standing.uses_of_major(major)})
    if users:
        raise ConflictError(
            f"{standing.ref} {major}.x is in use by {', '.join(users)}.",
            next_step="Agree with them on another source, and end their declared uses first.",
        )
    end = contract_ends_on(runtime.contents.document(session, line[0].digest).tree)
    today = runtime.clock().date()
    if end is not None and end > today:
        left = (end - today).days
        raise ConflictError(
            f"{standing.ref} {major}.x is promised until {end}: "
            f"{left} {'day is' if left == 1 else 'days are'} left.",
            next_step="Retire it on that day or later.",
        )

"""What would publishing these bytes do? Asked by check, by publish and by activate alike.

Reads the present state of the product, writes nothing. The verdict itself is made by
`contracts.compat.judge`, which is pure.
"""

from functools import cached_property

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from contracts import document, versions
from contracts.compat.circumstances import Circumstances
from contracts.compat.judge import judge
from contracts.compat.numbering import numbering
from contracts.document import Document
from contracts.findings import Consumer, Finding, Outcome, Report, Waiver
from contracts.lint.run import is_valid, lint
from contracts.policy import IN_REGISTRY, linted
from contracts.waiving import NOTHING_WAIVED, Waivers, waived
from registry.addresses import MAX_CONTRACT_ID, MAX_VERSION, Ref, is_plain
from registry.deprecations import since_when
from registry.documents import require_contract
from registry.errors import InvalidContractError, TooLargeError
from registry.identity import Actor
from registry.permissions import Action, allows, refusal
from registry.policies import policy_for
from registry.runtime import Runtime
from registry.store import ledger, references, reports
from registry.store.queries import (
    IN_FORCE,
    contract_of,
    find_product,
    is_counting,
    is_visible,
    uses_of,
    versions_of,
    waivers_of,
)
from registry.store.tables import (
    AgencyRow,
    ContractRow,
    DraftRow,
    ProductRow,
    ReportRow,
    TokenRow,
    VersionRow,
)
from registry.views import Review, State, UseView

MAX_MAJOR = 2**31 - 1
"""A major number above this counts as unreadable: it fits no column."""


class Candidate:
    """A contract that somebody wants to enter: its document, what lint says, what it asks for."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def lint(self) -> tuple[Finding, ...]:
        """Everything there is to say about the contract alone."""
        return lint(self.document)

    @property
    def status(self) -> str | None:
        """The author's word for what this is meant to be."""
        return self.document.contract.status

    @property
    def is_draft(self) -> bool:
        """Whether it asks for no more than to be kept: a draft, or no word of the standard."""
        return IN_REGISTRY.accepts_invalid(self.status)

    @property
    def number(self) -> str:
        """The version as its author wrote it, "" where there is none."""
        return self.document.contract.version or ""

    @cached_property
    def version(self) -> versions.Version | None:
        """The version, None where it cannot be read as one."""
        found = versions.parse(self.number)
        return found if found and found.major <= MAX_MAJOR else None

    @property
    def contract_id(self) -> str | None:
        """The contract's `id`, None where there is none."""
        return self.document.contract.id or None


def read(source: bytes) -> Candidate:
    """Return the contract in *source*. Raises InvalidContractError, TooLargeError."""
    try:
        found = document.load(source)
    except document.TooLargeError as error:
        raise TooLargeError(error.finding.message, findings=(error.finding,)) from error
    except document.UnreadableError as error:
        raise InvalidContractError(
            error.finding.message, next_step=error.finding.fix, findings=(error.finding,)
        ) from error
    require_contract(found)
    return Candidate(found)


class Standing:
    """What is there at the moment of judging: the product, its contract, versions and users.

    ``asked`` is the address that the caller used, ``ref`` the present one.
    """

    def __init__(self, session: Session, ref: Ref, contract_id: str | None) -> None:
        # First, so that who began the product a moment ago is not taken for the holder elsewhere.
        self.holder_id = _holder(session, contract_id)
        self.product: ProductRow | None = find_product(session, ref.agency, ref.product)
        self.asked = ref
        self.ref = ref
        self.contract: ContractRow | None = None
        self.draft: DraftRow | None = None
        self.versions: list[VersionRow] = []
        self._session = session
        self._uses: list[UseView] = []
        if self.product is not None:
            self.ref = Ref(agency=_slug(session, self.product), product=self.product.slug)
            self.contract = contract_of(session, self.product.id)
            self._uses = uses_of(session, self.product.id)
        if self.contract is not None:
            self.versions = versions_of(session, self.contract.id)
            self.draft = session.get(DraftRow, self.contract.id)
        self.policy = policy_for(session, self.ref.agency, self.product)

    @cached_property
    def referring(self) -> tuple[references.Referring, ...]:
        """The contracts in force that refer to this one. Reads the database at first."""
        target = self.contract.odcs_id if self.contract else None
        targets = [target] if target else []
        return tuple(references.referring(self._session, self.product, targets))

    @property
    def mark(self) -> tuple[int | None, int, int | None, str, tuple[references.Referring, ...]]:
        """Equal marks mean that a verdict still holds: nothing it was made from has moved."""
        if self.product is None:
            return None, 0, self.holder_id, self.policy.digest, ()
        row = self.product
        return row.id, row.revision, self.holder_id, self.policy.digest, self.referring

    @property
    def consumers(self) -> tuple[Consumer, ...]:
        """Everybody who declared to use the product, once for each purpose: the newest use."""
        by_age = sorted(self._uses, key=lambda use: use.major)
        newest = {(use.agency, use.purpose): use for use in by_age}
        return tuple(map(_consumer, newest.values()))

    def uses_of_major(self, major: int | None) -> list[UseView]:
        """Return who declared to use a major line."""
        return [use for use in self._uses if use.major == major]

    def line(self, major: int | None) -> list[VersionRow]:
        """Return the versions in force of a major line, highest first."""
        return [row for row in self.versions if row.major == major and row.state in IN_FORCE]

    def status(self, major: int | None) -> str:
        """Return where a major line stands in its life; empty where none of it is in force."""
        states = {row.state for row in self.line(major)}
        return next((state.value for state in _STAGES if state in states), "")

    @property
    def current(self) -> VersionRow | None:
        """The version that stands for the product."""
        named = self.product.version if self.product else None
        return next((row for row in self.versions if row.number == named), None)

    def version(self, candidate: Candidate) -> VersionRow | None:
        """Return the published version of the same number, however it is spelt."""
        key = candidate.version.sort_key if candidate.version else None
        for row in self.versions:
            if row.number == candidate.number or row.sort_key == key:
                return row
        return None

    def holds(self, candidate: Candidate) -> bool:
        """Whether these very bytes are stored already, as the version they ask for or the draft."""
        present = self.draft if candidate.is_draft else self.version(candidate)
        return present is not None and present.digest == candidate.document.digest

    def baselines(self, candidate: Candidate) -> list[VersionRow]:
        """Return the versions that a candidate is judged against, highest first.

        Those that people rely on: every one in the candidate's major line, and the newest of every
        other line. Of a line that has ended, the newest stands for what was promised in it. An
        unreadable number belongs to no line: the one published last counts.
        """
        in_force = [row for row in self.versions if row.state in IN_FORCE]
        if candidate.version is None:
            return sorted(in_force, key=lambda row: row.id, reverse=True)[:1]  # clocks jump
        newest: dict[int | None, VersionRow] = {}
        for row in in_force:
            newest.setdefault(row.major, row)
        line = candidate.version.major
        if line not in newest:
            for row in self.versions:
                if row.major == line and row.state == State.RETIRED:
                    newest.setdefault(line, row)
        return [
            row
            for row in self.versions
            if newest.get(row.major) is row or (row.major == line and row.state in IN_FORCE)
        ]


_STAGES = (State.ACTIVE, State.DEPRECATED, State.SUPERSEDED)


class Verdict(msgspec.Struct, frozen=True):
    """A review, and what is stored of it."""

    review: Review
    baselines: list[list[str]]  # [version, digest], highest number first
    policy: str  # the digest of the policy that it was weighed by
    previous: str | None = None  # the number just below the candidate's, else the highest

    @classmethod
    def of(
        cls,
        standing: Standing,
        candidate: Candidate,
        report: Report,
        against: list[list[str]],
        waivers: Waivers = NOTHING_WAIVED,
    ) -> "Verdict":
        """Return the verdict that *report* is."""
        found = waived(linted(candidate.lint, standing.policy), waivers)
        review = Review(
            product=str(standing.ref),
            version=candidate.number,
            valid=is_valid(found),
            lint=found,
            report=report,
            digest=candidate.document.digest,
            baselines=tuple(number for number, _ in against),
        )
        return cls(review, against, standing.policy.digest)

    def after(self, previous: str | None) -> "Verdict":
        """Return the same verdict, on the version that follows *previous*."""
        return msgspec.structs.replace(self, previous=previous)


def judged(
    runtime: Runtime, session: Session, standing: Standing, candidate: Candidate, publisher: str
) -> Verdict:
    """Return what entering *candidate* would do, against what stands there.

    *publisher* is the id of who publishes it: what they waived themselves counts all the same.

    Bytes that are published keep their report; those of a proposal are judged by today's state.
    """
    waivers = _waivers(runtime, session, standing, publisher)
    present = standing.version(candidate)
    is_same = present is not None and present.digest == candidate.document.digest
    if present is not None and is_same and present.state != State.PROPOSED:
        stored = session.get_one(ReportRow, present.report_id)
        report = reports.decode(stored.body)
        return Verdict.of(standing, candidate, report, stored.baselines, waivers).after(
            present.previous
        )
    rows = standing.baselines(candidate)
    if not rows and present is not None and not is_same:
        rows = [present]  # nothing is in force: who uses the number again is told what differs
    documents = runtime.contents.documents(session, [row.digest for row in rows])
    known = _known(runtime, session, standing, candidate, documents, waivers)
    report = judge(candidate.document, documents, standing.policy, known)
    if candidate.is_draft:  # it is kept whatever it changes, and nobody relies on it
        report = msgspec.structs.replace(report, outcome=Outcome.ACCEPTED)
    against = [[row.number, row.digest] for row in rows]
    return Verdict.of(standing, candidate, report, against, waivers).after(
        _previous(rows, candidate)
    )


def _known(  # everything that is known beyond the documents
    runtime: Runtime,
    session: Session,
    standing: Standing,
    candidate: Candidate,
    baselines: list[Document],
    waivers: Waivers,
) -> Circumstances:
    """Return what holds today for a candidate that is judged against *baselines*."""
    if standing.contract is None or not baselines:
        return Circumstances(uses=standing.consumers, waivers=waivers)
    now = runtime.clock()
    reference = numbering(candidate.document, baselines).reference
    major = candidate.version.major if candidate.version else None
    return Circumstances(
        today=now.date(),
        deprecated=since_when(runtime, session, standing.versions, reference, now),
        status=standing.status(major),
        uses=standing.consumers,
        line_uses=tuple(map(_consumer, standing.uses_of_major(major))),
        remembered=ledger.remembered(session, standing.contract.id),
        referrers=references.referrers(standing.referring),
        indirect=references.consumers(session, standing.product, standing.referring, reference),
        waivers=waivers,
        taken=tuple(
            row.number for row in standing.versions if row.digest != candidate.document.digest
        ),
    )


def _consumer(use: UseView) -> Consumer:
    return Consumer(agency=use.agency, purpose=use.purpose, columns=use.columns)


def _waivers(runtime: Runtime, session: Session, standing: Standing, publisher: str) -> Waivers:
    """Return what is waived today on the product by others than those who publish.

    A token publishes for whoever had it issued.
    """
    if standing.product is None:
        return NOTHING_WAIVED
    rows = waivers_of(session, standing.product.id)
    if not rows:
        return NOTHING_WAIVED
    token = session.get(TokenRow, publisher.removeprefix("token:"))
    publishers = {publisher, token.created_by if token else publisher}
    today = runtime.clock().date()
    return {
        row.fingerprint: Waiver(
            approver=row.approver_name, reason=row.reason, until=row.until_on.isoformat()
        )
        for row in rows
        if is_counting(row, today) and row.approver not in publishers
    }


def require_of(actor: Actor, action: Action, standing: Standing) -> None:
    """Do nothing if *actor* may do *action* to the product that stands there.

    The refusal names the address that was asked for, so that it tells nobody of another one.
    Raises: NotSignedInError, NotAllowedError.
    """
    if not allows(actor, action, standing.ref.agency, standing.ref.product):
        raise refusal(actor, action, standing.asked.agency, standing.asked.product)


def is_seen(session: Session, actor: Actor, product: ProductRow) -> bool:
    """Whether the caller may know of *product*."""
    query = select(col(ProductRow.id)).where(col(ProductRow.id) == product.id, is_visible(actor))
    return session.execute(query).first() is not None


def require_addressable(candidate: Candidate) -> None:
    """Do nothing if id and version can be stored and stand in an address.

    Raises: InvalidContractError.
    """
    number = candidate.number
    if number and not versions.is_addressable(number):
        raise InvalidContractError(
            "The version cannot stand in an address.",
            next_step=f"Use at most {MAX_VERSION} letters, digits, dots and hyphens: 1.0.0.",
            findings=candidate.lint,
        )
    identifier = candidate.contract_id
    if identifier and not is_plain(identifier, longest=MAX_CONTRACT_ID):
        raise InvalidContractError(
            f"The id is longer than {MAX_CONTRACT_ID} characters, or holds one that no database "
            "takes.",
            next_step="Give the contract a UUID as its id.",
            findings=candidate.lint,
        )


def _previous(rows: list[VersionRow], candidate: Candidate) -> str | None:
    key = candidate.version.sort_key if candidate.version else ""
    below = [row.number for row in rows if row.sort_key < key]
    return next(iter([*below, *(row.number for row in rows)]), None)


def _holder(session: Session, contract_id: str | None) -> int | None:
    """Return the product that the contract id leads to."""
    if contract_id is None or not is_plain(contract_id, longest=MAX_CONTRACT_ID):
        return None
    return session.execute(
        select(col(ContractRow.product_id)).where(col(ContractRow.odcs_id) == contract_id)
    ).scalar_one_or_none()


def _slug(session: Session, product: ProductRow) -> str:
    return session.execute(
        select(col(AgencyRow.slug)).where(col(AgencyRow.id) == product.agency_id)
    ).scalar_one()

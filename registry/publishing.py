"""How does a contract version enter? `review` says what would happen, `publish` lets it happen.

Both run the same judgement over the same state. `publish` judges before it asks for the writer, and
once more inside it where the product has moved in between, so that no change goes in unjudged.
"""

import msgspec
from sqlalchemy.orm import Session

from contracts.findings import Outcome
from contracts.policy import refusals
from registry.addresses import Ref, parse_ref, require_address, resolve
from registry.entering import DRAFT, Entry, require_retirable, state_on_entry
from registry.errors import (
    CharterError,
    ContractIdTakenError,
    IncompatibleChangeError,
    InvalidContractError,
    NotFoundError,
    NotSignedInError,
    PreconditionFailedError,
    VersionExistsError,
)
from registry.identity import Actor, Kind
from registry.judging import (
    Candidate,
    Standing,
    Verdict,
    is_seen,
    judged,
    read,
    require_addressable,
    require_of,
)
from registry.permissions import Action, allows
from registry.precedence import compared, holder, published
from registry.recording import title_of
from registry.runtime import Runtime
from registry.similar import similar
from registry.tally import tallied
from registry.views import Receipt, Refusal, Review, SimilarView, State

__all__ = ["Ref", "parse_ref", "publish", "resolve", "review"]


def _judged(review: Review) -> str:
    return review.refusal.slug if review.refusal else review.report.outcome.value


def _entered(receipt: Receipt) -> str:
    return receipt.state if receipt.created else "unchanged"


@tallied("checks", _judged)
def review(runtime: Runtime, actor: Actor, ref: Ref, source: bytes) -> Review:
    """Say what publishing *source* to *ref* would do. Writes nothing.

    Everybody who is signed in may ask about a product that they may see; about any other address
    only those who may publish there, so that nobody learns by asking what exists.

    Raises: InvalidContractError for bytes that cannot be read at all; TooLargeError;
    ContractIdTakenError; NotSignedInError; NotFoundError.
    """
    require_address(ref)
    _require_known(actor, ref)
    candidate = read(source)
    state: str | None = None
    refusal: Refusal | None = None
    with runtime.read() as session:
        standing = Standing(session, ref, candidate.contract_id)
        _require_asking(session, actor, standing)
        _require_own_id(session, actor, standing, candidate)
        verdict = judged(runtime, session, standing, candidate, actor.id)
        try:
            state = _state(runtime, session, actor, standing, candidate, verdict)
        except CharterError as error:
            refusal = Refusal(slug=error.slug, detail=error.message, next_step=error.next_step)
    return msgspec.structs.replace(
        verdict.review,
        state=state,
        refusal=refusal,
        unchanged=refusal is None and standing.holds(candidate),
        similar=_similar(runtime, actor, standing, candidate),
    )


@tallied("publishes", _entered)
def publish(  # a document, where it goes, and under which conditions
    runtime: Runtime,
    actor: Actor,
    ref: Ref,
    source: bytes,
    *,
    if_match: str | None = None,
    if_none_match: str | None = None,
) -> Receipt:
    """Enter *source* as a version (or the draft) of *ref*; return once that is on the disk.

    The first publish makes the product. The same bytes under the same number change nothing.
    *if_match* is the ETag of the contract in force that the caller has seen; what is stored already
    is not asked for it, so that a publish whose answer was lost may be sent again. *if_none_match*
    is the ETag that it must not have, or `*` where nothing may be in force (RFC 9110, 13.1.2).

    Raises: NotAllowedError, NotSignedInError, NotFoundError (no such agency), InvalidContractError,
    IncompatibleChangeError with the report, VersionExistsError, ContractIdTakenError,
    ConflictError, PreconditionFailedError, TooLargeError, UnavailableError. After any of them,
    nothing is stored.
    """
    require_address(ref)
    _require_known(actor, ref)
    candidate = read(source)
    condition = _Condition(if_match, if_none_match)
    with runtime.read() as session:
        seen = Standing(session, ref, candidate.contract_id)
        verdict = _admitted(runtime, session, actor, seen, candidate, condition)
        mark = seen.mark

    def work(session: Session) -> Receipt:
        standing = Standing(session, ref, candidate.contract_id)
        current = verdict
        if standing.mark != mark:
            current = _admitted(runtime, session, actor, standing, candidate, condition)
        return Entry(runtime, session, actor, standing, candidate).enter(current)

    receipt = runtime.write(work)
    runtime.contents.keep(candidate.document, candidate.lint)
    found = _similar(runtime, actor, seen, candidate) if receipt.created else ()
    return msgspec.structs.replace(receipt, similar=found)


def _similar(
    runtime: Runtime, actor: Actor, standing: Standing, candidate: Candidate
) -> tuple[SimilarView, ...]:
    """Return what is there already, where *candidate* is the first version of its product."""
    if standing.versions:
        return ()
    contract = candidate.document.contract
    return similar(runtime, actor, standing.ref, title_of(contract, standing.ref), contract)


def _admitted(  # everything that a decision is made from
    runtime: Runtime,
    session: Session,
    actor: Actor,
    standing: Standing,
    candidate: Candidate,
    condition: "_Condition",
) -> Verdict:
    """Return the verdict under which *candidate* may enter; raise where it may not."""
    require_of(actor, Action.PUBLISH, standing)
    condition.require(standing, holds=standing.holds(candidate))
    _require_own_id(session, actor, standing, candidate)
    verdict = judged(runtime, session, standing, candidate, actor.id)
    _state(runtime, session, actor, standing, candidate, verdict)
    return verdict


def _state(  # everything that a decision is made from
    runtime: Runtime,
    session: Session,
    actor: Actor,
    standing: Standing,
    candidate: Candidate,
    verdict: Verdict,
) -> str:
    """Return what *candidate* would be once it is in; raise what keeps it out.

    This alone decides, for the check as for the publish. Somebody who may ask but not publish is
    answered for those who may.
    """
    if candidate.is_draft:
        require_addressable(candidate)
        _require_same_contract(standing, candidate, verdict)
        return DRAFT
    present = standing.version(candidate)
    if present is not None and standing.holds(candidate):
        return present.state
    _require_valid(standing, candidate, verdict)
    _require_same_contract(standing, candidate, verdict)
    if present is not None:
        raise VersionExistsError(
            f"Version {present.number} of {standing.ref} has other bytes, {published(present)}.",
            next_step="Give the changed contract a new version number."
            + _suggested(verdict.review.report.required_version),
            findings=candidate.lint,
            report=verdict.review.report,
        )
    if verdict.review.report.outcome is Outcome.REJECTED:
        raise IncompatibleChangeError(
            f"Version {candidate.number} of {standing.ref} may not go out like this."
            + compared(standing.versions, verdict.baselines),
            next_step="See the findings: each says how to mend it."
            + _suggested(verdict.review.report.required_version),
            findings=candidate.lint,
            report=verdict.review.report,
        )
    _require_ending(runtime, session, actor, standing, candidate)
    return state_on_entry(candidate, verdict.review.report.outcome).value


def _suggested(version: str | None) -> str:
    return f" This change could go out as {version}." if version else ""


def _require_known(actor: Actor, ref: Ref) -> None:
    """Refuse a stranger before anything of theirs is read."""
    if actor.kind is Kind.ANONYMOUS:
        raise NotSignedInError(
            f"To check or publish a contract of {ref}, Charter must know who you are.",
            next_step="Sign in, or send a token of the agency: 'Authorization: Bearer <token>'.",
        )


def _require_asking(session: Session, actor: Actor, standing: Standing) -> None:
    if allows(actor, Action.PUBLISH, standing.ref.agency, standing.ref.product):
        return
    if standing.product is not None and is_seen(session, actor, standing.product):
        return
    raise NotFoundError(
        f"There is no product '{standing.asked}' that you may see, nor may you begin one there.",
        next_step=f"Use a token of {standing.asked.agency}, or check the address.",
    )


class _Condition(msgspec.Struct, frozen=True):
    """What the caller says of the contract in force: the headers If-Match and If-None-Match."""

    if_match: str | None
    if_none_match: str | None

    def require(self, standing: Standing, *, holds: bool) -> None:
        """Do nothing if what they say is so; *holds* says that the bytes are stored already.

        Raises: PreconditionFailedError.
        """
        digest = standing.product.digest if standing.product else None
        if self.if_match is not None and not holds and not _names(self.if_match, digest):
            raise PreconditionFailedError(
                f"The contract in force of {standing.ref} is not the one that If-Match names. "
                f"{_present(standing)}",
                next_step="Read the contract again, make your change to that, and publish.",
            )
        if self.if_none_match is not None and _names(self.if_none_match.replace("W/", ""), digest):
            raise PreconditionFailedError(
                f"{standing.ref} has a contract that If-None-Match rules out. {_present(standing)}",
                next_step="Publish under another name, or leave If-None-Match out to go on there.",
            )


def _names(header: str, digest: str | None) -> bool:
    tags = {tag.strip() for tag in header.split(",")}
    return digest is not None and not tags.isdisjoint({"*", f'"{digest}"'})


def _present(standing: Standing) -> str:
    current = standing.current
    if current is None:
        return "There is none."
    tag = f"'\"{current.digest}\"'"
    return f"It is version {current.number}, {published(current)}, with the ETag {tag}."


def _require_valid(standing: Standing, candidate: Candidate, verdict: Verdict) -> None:
    refused = refusals(standing.policy, candidate.status, verdict.review.lint)
    if refused or not candidate.number:
        count = len(refused) or 1
        raise InvalidContractError(
            f"The contract is '{candidate.status}' and has {count} "
            f"{'error' if count == 1 else 'errors'}. Only drafts are taken with errors.",
            next_step="Mend each finding, or publish it with the status 'draft' until then.",
            findings=verdict.review.lint,
        )
    require_addressable(candidate)


def _require_own_id(
    session: Session, actor: Actor, standing: Standing, candidate: Candidate
) -> None:
    mine = standing.product.id if standing.product else None
    if standing.holder_id is not None and standing.holder_id != mine:
        raise ContractIdTakenError(
            f"The contract id '{candidate.contract_id}' belongs to "
            f"{holder(session, actor, standing.holder_id)}.",
            next_step="Give this contract an id of its own, such as a new UUID.",
        )


def _require_same_contract(standing: Standing, candidate: Candidate, verdict: Verdict) -> None:
    known = standing.contract.odcs_id if standing.contract and standing.versions else None
    if known is not None and candidate.contract_id != known:
        raise ContractIdTakenError(
            f"The contract of {standing.ref} has the id '{known}', this one "
            f"'{candidate.contract_id}'.",
            next_step="Keep the id over all versions, or publish this as another product.",
            findings=candidate.lint,
            report=verdict.review.report,
        )


def _require_ending(
    runtime: Runtime, session: Session, actor: Actor, standing: Standing, candidate: Candidate
) -> None:
    """A contract that calls itself deprecated or retired asks for that step of its whole line."""
    may_publish = allows(actor, Action.PUBLISH, standing.ref.agency, standing.ref.product)
    if candidate.status == State.DEPRECATED and may_publish:
        require_of(actor, Action.DEPRECATE, standing)
    elif candidate.status == State.RETIRED:
        if may_publish:
            require_of(actor, Action.RETIRE, standing)
        major = candidate.version.major if candidate.version else None
        require_retirable(runtime, session, standing, major)

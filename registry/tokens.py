"""How does a robot show who it is? Tokens: random, scoped, ended within a year, kept as a digest.

256 random bits need no slow hash: looking one up is a single indexed read of its SHA-256.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from registry import audit
from registry.addresses import plain, require_name, shown
from registry.audit import Event
from registry.errors import InvalidRequestError, NotFoundError, NotSignedInError
from registry.identity import Actor, Kind
from registry.permissions import TOKEN_SCOPES, Action, require
from registry.runtime import Runtime
from registry.store.engine import locks_rows
from registry.store.queries import agency_by_slug
from registry.store.tables import AgencyRow, TokenRow
from registry.store.token_tables import TokenUseRow
from registry.token_uses import is_old
from registry.views import IssuedToken, TokenView

MAX_TOKEN_DAYS = 365
MAX_OVERLAP = timedelta(days=30)
"""How long an old token may stay beside the one that takes its place."""


def issue_token(  # a token has that many limits
    runtime: Runtime, actor: Actor, agency: str, *, scopes: tuple[str, ...], days: int, name: str
) -> IssuedToken:
    """Issue a robot's token for the products of *agency*. It is shown this once.

    Raises: InvalidRequestError for unknown scopes, and for more than a year or less than a day.
    """
    require(actor, Action.ISSUE_TOKEN, agency)
    require_name("The name", name)
    unknown = [scope for scope in scopes if scope not in TOKEN_SCOPES]
    if unknown or not scopes:
        raise InvalidRequestError(
            f"A token has one or both of the scopes {' and '.join(TOKEN_SCOPES)}."
        )
    if not 1 <= days <= MAX_TOKEN_DAYS:
        raise InvalidRequestError(f"A token is valid for 1 to {MAX_TOKEN_DAYS} days.")
    token = _secret()
    written = " ".join(sorted(set(scopes)))

    def work(session: Session) -> IssuedToken:
        owner = agency_by_slug(session, agency)
        told = f"{name}: {written}, {days} days"
        at = runtime.clock()
        row = _new(actor, owner, token, at, timedelta(days=days))
        row.name, row.scopes = name, written
        return _issued(session, actor, owner, row, token, told)

    return runtime.write(work)


def rotate_token(
    runtime: Runtime, actor: Actor, agency: str, token_id: str, *, overlap: timedelta
) -> IssuedToken:
    """Issue a token in the place of another: the same name, scopes and life, begun anew.

    The old one stays valid for *overlap*, so that whatever shows it can be given the new one, and
    never longer than it would have been.
    Raises: InvalidRequestError for one that has ended; NotFoundError.
    """
    require(actor, Action.ISSUE_TOKEN, agency)
    if not timedelta() <= overlap <= MAX_OVERLAP:
        raise InvalidRequestError(
            f"Two tokens stand side by side for at most {MAX_OVERLAP.days} days."
        )
    token = _secret()

    def work(session: Session) -> IssuedToken:
        at = runtime.clock()
        owner = agency_by_slug(session, agency)
        row = _row(session, owner, token_id)
        if row.revoked_at is not None or row.expires_at <= at:
            raise InvalidRequestError(
                "That token has ended already.", next_step="Issue another one."
            )
        life = row.expires_at - row.created_at
        row.expires_at = min(row.expires_at, at + overlap)
        told = f"{row.name}: in the place of {row.id}, which ends {row.expires_at.isoformat()}"
        new = _new(actor, owner, token, at, life)
        new.name, new.scopes = row.name, row.scopes
        return _issued(session, actor, owner, new, token, told)

    return runtime.write(work)


def revoke_token(runtime: Runtime, actor: Actor, agency: str, token_id: str) -> None:
    """End a token at once. Ending one that has ended already changes nothing."""
    require(actor, Action.ISSUE_TOKEN, agency)

    def work(session: Session) -> None:
        at = runtime.clock()
        owner = agency_by_slug(session, agency)
        row = _row(session, owner, token_id)
        if row.revoked_at is not None:
            return
        row.revoked_at = at
        session.add(row)
        audit.record(
            session,
            actor,
            at,
            Event(type="token.revoked", kind="token", subject=f"{agency}/token:{row.id}"),
        )

    runtime.write(work)


def tokens(runtime: Runtime, actor: Actor, agency: str) -> list[TokenView]:
    """Return the tokens of an agency, newest first, ended ones as well."""
    require(actor, Action.ISSUE_TOKEN, agency)
    with runtime.read() as session:
        owner = agency_by_slug(session, agency)
        lines = session.execute(
            select(TokenRow, col(TokenUseRow.used_at))
            .join(TokenUseRow, col(TokenUseRow.token_id) == col(TokenRow.id), isouter=True)
            .where(col(TokenRow.agency_id) == owner.id)
            .order_by(col(TokenRow.created_at).desc(), col(TokenRow.id).desc())
        ).all()
    return [
        TokenView(
            id=row.id,
            name=row.name,
            agency=agency,
            scopes=tuple(row.scopes.split()),
            created_at=row.created_at,
            expires_at=row.expires_at,
            revoked_at=row.revoked_at,
            created_by=row.created_by,
            last_used_at=used_at,
        )
        for row, used_at in lines
    ]


def write_uses(runtime: Runtime) -> None:
    """Write down which tokens were used, each once an hour at most. Writes only what is due.

    Raises: what the database raises; nothing is forgotten then.
    """
    due = runtime.token_uses.take()
    if not due:
        return

    def work(session: Session) -> None:
        for token_id, at in sorted(due.items()):
            row = session.get(TokenUseRow, token_id, with_for_update=locks_rows(session))
            if row is None:
                session.add(TokenUseRow(token_id=token_id, used_at=at))
            elif is_old(row.used_at, at):  # no other server has written it
                row.used_at = at

    try:
        runtime.write(work)
    except BaseException:
        runtime.token_uses.put_back(due)
        raise


def actor_for_token(runtime: Runtime, token: str) -> Actor:
    """Return the robot that shows *token*, by one indexed read.

    Raises: NotSignedInError for a token that is unknown, expired or revoked. It does not say which.
    """
    with runtime.read() as session:
        found = session.execute(
            select(TokenRow, col(AgencyRow.slug))
            .join(AgencyRow, col(AgencyRow.id) == col(TokenRow.agency_id))
            .where(col(TokenRow.digest) == _digest(token))
        ).first()
    at = runtime.clock()
    if found is None or found[0].revoked_at or found[0].expires_at <= at:
        raise NotSignedInError(
            "This token is not valid: unknown, expired or revoked.",
            next_step="Ask your agency's data office for a new one (`charter token issue`).",
        )
    row, slug = found
    runtime.token_uses.note(row.id, at)
    return Actor(
        kind=Kind.ROBOT,
        id=f"token:{row.id}",
        name=f"{row.name} ({slug})",
        agency=slug,
        scopes=tuple(row.scopes.split()),
    )


def _new(actor: Actor, owner: AgencyRow, token: str, at: datetime, life: timedelta) -> TokenRow:
    """Return a row for *token*, valid for *life* from *at* on, without a name or a scope yet."""
    return TokenRow(
        id=audit.new_id(at),
        agency_id=owner.id,
        name="",
        digest=_digest(token),
        scopes="",
        created_by=actor.id,
        created_at=at,
        expires_at=at + life,
    )


def _issued(  # who issues what to whom, and why
    session: Session, actor: Actor, owner: AgencyRow, row: TokenRow, token: str, told: str
) -> IssuedToken:
    """Store *row*, the digest of *token*, and tell the trail."""
    session.add(row)
    event = Event(
        type="token.issued",
        kind="token",
        subject=f"{owner.slug}/token:{row.id}",
        decision_id="D26",
        reason_text=told,
    )
    audit.record(session, actor, row.created_at, event)
    return IssuedToken(
        token=token,
        id=row.id,
        name=row.name,
        agency=owner.slug,
        scopes=tuple(row.scopes.split()),
        expires_at=row.expires_at,
    )


def _row(session: Session, owner: AgencyRow, token_id: str) -> TokenRow:
    """Return a token of *owner*, which nobody else changes until the transaction ends."""
    row = session.get(TokenRow, plain(token_id), with_for_update=True)
    if row is None or row.agency_id != owner.id:
        raise NotFoundError(f"{owner.slug} has no token '{shown(token_id)}'.")
    return row


def _secret() -> str:
    return f"charter_{secrets.token_urlsafe(32)}"


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()

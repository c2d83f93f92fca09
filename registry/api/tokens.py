"""Which robots act for an agency, and how does one get a token, another one, or none any more?"""

from datetime import timedelta
from typing import Annotated

import msgspec
from litestar import Response
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter, QueryParameter

from registry import tokens
from registry.api.admission import json_body
from registry.api.answers import Answer
from registry.api.operation import options, read, write
from registry.api.parameters import AgencySlug
from registry.identity import Actor
from registry.runtime import Runtime
from registry.tokens import MAX_OVERLAP, MAX_TOKEN_DAYS
from registry.views import IssuedToken, Page, TokenView

_TOKENS = "/agencies/{agency:str}/tokens"
_ONE = _TOKENS + "/{token:str}"
_ROTATE = _ONE + "/rotate"
_MOST_HOURS = MAX_OVERLAP // timedelta(hours=1)

TokenId = Annotated[
    str,
    PathParameter(
        description="The token's id, as the list has it; not the token.",
        min_length=1,
        max_length=100,
    ),
]

Overlap = Annotated[
    int,
    QueryParameter(
        description="For how many hours the old token stays valid.", ge=0, le=_MOST_HOURS
    ),
]


class TokenRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a token is for, what it may do (`publish`, `read`), and for how many days."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    scopes: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=2)]
    days: Annotated[int, msgspec.Meta(ge=1, le=MAX_TOKEN_DAYS)] = 90


@read(_TOKENS, tags=["Agencies"], problems=[403, 404])
def list_tokens(
    agency: AgencySlug, runtime: NamedDependency[Runtime], actor: NamedDependency[Actor]
) -> Page[TokenView]:
    """List the tokens of an agency.

    The newest first, ended ones as well, each with when it was last used, to the hour. For those
    who may issue one, signed in as a person.
    """
    return Page(items=tuple(tokens.tokens(runtime, actor, agency)))


@write(_TOKENS, tags=["Agencies"], problems=[403, 404, 413], status_code=201, guards=[json_body])
def issue_token(
    agency: AgencySlug,
    data: JSONBody[TokenRequest],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> Response[IssuedToken]:
    """Issue a token.

    For owners, the agency's chief data officer and the registry's administrator, signed in as a
    person. The answer holds the token, which is shown this once: Charter keeps its digest alone.
    """
    issued = tokens.issue_token(
        runtime, actor, agency, scopes=data.scopes, days=data.days, name=data.name
    )
    return _shown_once(issued)


@write(_ROTATE, tags=["Agencies"], problems=[403, 404], status_code=201)
def rotate_token(
    agency: AgencySlug,
    token: TokenId,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    *,
    overlap_hours: Overlap = 24,
) -> Response[IssuedToken]:
    """Issue a token in the place of another.

    With the same name, scopes and life. The old one stays valid for `overlap_hours`, and never
    longer than it would have been.
    """
    overlap = timedelta(hours=overlap_hours)
    return _shown_once(tokens.rotate_token(runtime, actor, agency, token, overlap=overlap))


@write(_ONE, method="DELETE", tags=["Agencies"], problems=[403, 404], status_code=204)
def revoke_token(
    agency: AgencySlug,
    token: TokenId,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> Response[None]:
    """Revoke a token.

    Whatever shows it is refused from then on. One that has ended already stays as it is.
    """
    tokens.revoke_token(runtime, actor, agency, token)
    return Response(None, status_code=204)


allowed = (
    options(_TOKENS, "GET", "HEAD", "OPTIONS", "POST"),
    options(_ONE, "DELETE", "OPTIONS"),
)


def _shown_once(issued: IssuedToken) -> Response[IssuedToken]:
    return Answer(issued, status_code=201, headers={"cache-control": "no-store"})

"""How is a route told what to look at? Each parameter once, with its words and its limits."""

from typing import Annotated, Any

from litestar.openapi.spec import Example
from litestar.params import HeaderParameter, PathParameter, QueryParameter

from contracts import document
from registry.addresses import MAX_CONTRACT_ID, MAX_SLUG, MAX_VERSION, Ref, resolve
from registry.documents import require_contract
from registry.errors import InvalidRequestError
from registry.identity import Actor
from search.completion import MAX_COMPLETIONS
from search.query import Sort

MAX_TEXT = 1000
"""Characters of a search text, and of any other value in a query."""

MAX_LIMIT = 200

_SLUG = r"^[a-z0-9][a-z0-9._-]*$"


def _example(value: Any) -> list[Example]:
    return [Example(value=value)]


AgencySlug = Annotated[
    str,
    PathParameter(
        description="The agency's short name, as its page's address has it.",
        pattern=_SLUG,
        max_length=MAX_SLUG,
        examples=_example("doh"),
    ),
]

ProductSlug = Annotated[
    str,
    PathParameter(
        description="The product's short name within its agency.",
        pattern=_SLUG,
        max_length=MAX_SLUG,
        examples=_example("doh-hospital-bed-availability"),
    ),
]

VersionText = Annotated[
    str,
    PathParameter(
        description="The version as its author wrote it.",
        min_length=1,
        max_length=MAX_VERSION,
        examples=_example("1.1.0"),
    ),
]

VersionFile = Annotated[
    str,
    PathParameter(
        description=(
            "The version as its author wrote it: `2.1.0` for Charter's view of it as JSON, "
            "`2.1.0.odcs.yaml` for the contract itself, byte by byte."
        ),
        min_length=1,
        max_length=MAX_VERSION + len(".odcs.yaml"),
        examples=_example("1.1.0"),
    ),
]

ContractId = Annotated[
    str,
    PathParameter(
        description="The `id` that the contract carries. It is unique in a registry.",
        min_length=1,
        max_length=MAX_CONTRACT_ID,
    ),
]

RuleKey = Annotated[
    str,
    PathParameter(
        description="A rule's code or its readable name, in any case.",
        min_length=1,
        max_length=MAX_SLUG,
        examples=_example("PROP-01"),
    ),
]

OneAgency = Annotated[
    str | None,
    QueryParameter(
        description="Only what belongs to this agency.",
        pattern=_SLUG,
        max_length=MAX_SLUG,
        examples=_example("doh"),
    ),
]

Limit = Annotated[
    int,
    QueryParameter(description="How many items to answer with.", ge=1, le=MAX_LIMIT),
]

Cursor = Annotated[
    str | None,
    QueryParameter(
        description="Where to go on: the `cursor` of the answer before. Leave it out to begin.",
        max_length=MAX_TEXT,
    ),
]

SearchText = Annotated[
    str,
    QueryParameter(
        description="What to look for. Left empty, everything is found, newest first.",
        max_length=MAX_TEXT,
        examples=_example("hospital beds"),
    ),
]

Beginning = Annotated[
    str,
    QueryParameter(
        description="What was typed so far.", max_length=MAX_TEXT, examples=_example("birth d")
    ),
]

FewCompletions = Annotated[
    int,
    QueryParameter(description="How many suggestions to answer with.", ge=1, le=MAX_COMPLETIONS),
]

Order = Annotated[
    Sort,
    QueryParameter(
        description="The best first (and the newest where nothing is looked for), the last "
        "changed first, or by title.",
    ),
]

FromVersion = Annotated[
    str,
    QueryParameter(
        name="from",
        description="The older version.",
        min_length=1,
        max_length=MAX_VERSION,
        examples=_example("1.0.0"),
    ),
]

ToVersion = Annotated[
    str,
    QueryParameter(
        name="to",
        description="The newer version.",
        min_length=1,
        max_length=MAX_VERSION,
        examples=_example("1.1.0"),
    ),
]

IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match",
        description=(
            "The ETag of the contract that you changed. Where another one is in force since, the "
            "answer is 412 and nothing is stored."
        ),
        max_length=MAX_TEXT,
    ),
]

IfMatchPolicy = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match",
        description=(
            "The ETag of the policy that yours takes the place of. Where somebody has set another "
            "one since, the answer is 412 and nothing changes."
        ),
        max_length=MAX_TEXT,
    ),
]

IfNoneMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-None-Match",
        description="ETags of what you have. Where it is still the same, the answer is 304.",
        max_length=MAX_TEXT,
    ),
]


IfNoneMatchContract = Annotated[
    str | None,
    HeaderParameter(
        name="If-None-Match",
        description=(
            "`*` to publish only where no contract is in force yet, so that nobody's product is "
            "taken for a new one. Where there is one, the answer is 412 and nothing is stored."
        ),
        max_length=MAX_TEXT,
    ),
]


def product_ref(agency: AgencySlug, product: ProductSlug) -> Ref:
    """Return the product that an address names."""
    return Ref(agency=agency, product=product)


def named_ref(actor: Actor, source: bytes, agency: str | None) -> Ref:
    """Return the product that the contract in *source* names, in *agency* or the caller's own.

    Raises: InvalidRequestError where there is no agency or no name; UnreadableError;
    InvalidContractError for a data product.
    """
    known = agency or actor.agency
    if known is None:
        raise InvalidRequestError(
            "Nothing says which agency this contract belongs to.",
            next_step="Send a token of the agency (CHARTER_TOKEN on the command line), or add "
            "'?agency=' and its short name (CHARTER_AGENCY).",
        )
    found = document.load(source)
    require_contract(found)
    return resolve(known, found.tree)

"""Which product does a contract belong to, and what may stand in an address?

Light, because the command line asks it too, before anything of the registry is loaded.
"""

import re
import unicodedata
from typing import Any

import msgspec

from registry.errors import InvalidRequestError, NotFoundError

MAX_SLUG = 100
MAX_VERSION = 100
MAX_CONTRACT_ID = 1000


class Ref(msgspec.Struct, frozen=True, kw_only=True):
    """The address of a product: two slugs."""

    agency: str
    product: str

    def __str__(self) -> str:
        """Return `agency/product`, as people and reports name a product."""
        return f"{self.agency}/{self.product}"


def parse_ref(text: str) -> Ref:
    """Return the product that *text* names as `agency/product`. Raises InvalidRequestError."""
    agency, _, product = text.partition("/")
    if not (is_slug(agency) and is_slug(product)):
        raise InvalidRequestError(
            f"'{shown(text)}' does not name a product.",
            next_step="Write it as agency/product, such as doh/doh-hospital-bed-availability.",
        )
    return Ref(agency=agency, product=product)


def resolve(agency: str, tree: dict[str, Any], override: str | None = None) -> Ref:
    """Return the product that a contract belongs to: its `dataProduct`, else its `name`, slugged.

    *override* is `agency/product` and wins. Raises: InvalidRequestError where the contract names no
    product, or *agency* is none.
    """
    if override:
        return parse_ref(override)
    short = agency.strip().lower()
    if not is_slug(short):
        raise InvalidRequestError(
            f"'{shown(agency)}' is not the short name of an agency.",
            next_step="Set CHARTER_AGENCY, or name the product as agency/product.",
        )
    for key in ("dataProduct", "name"):
        name = tree.get(key)
        slug = slugged(name) if isinstance(name, str) else ""
        if slug:
            return Ref(agency=short, product=slug)
    for key in ("dataProduct", "name"):
        name = tree.get(key)
        if isinstance(name, str) and name.strip():
            raise InvalidRequestError(
                f"The contract's `{key}` '{shown(name)}' has no letter a-z and no digit for an "
                "address.",
                next_step="Name the product as agency/product (--product on the command line).",
            )
    raise InvalidRequestError(
        "The contract names no product: it has neither `dataProduct` nor `name`.",
        next_step="Give it a `dataProduct`, or name the product as agency/product.",
    )


def slugged(name: str) -> str:
    """Return *name* as a slug; "" where nothing is left of it."""
    return "-".join(_words(name))[:MAX_SLUG].strip("-")


def readable(name: str, *, agency: str = "") -> str:
    """Return *name* as a title: `doh-hospital-bed-availability` is "Hospital bed availability".

    A name that is written in words already stays as it is.
    """
    if " " in name.strip():
        return " ".join(name.split())[:_MAX_TITLE]
    words = _words(name)
    if agency and len(words) > 1 and words[0] == agency:
        words = words[1:]
    title = " ".join(words)
    return (title[:1].upper() + title[1:])[:_MAX_TITLE] or name[:_MAX_TITLE]


def is_slug(text: str) -> bool:
    """Whether *text* can be the short name of an agency or a product."""
    return len(text) <= MAX_SLUG and _SLUG.fullmatch(text) is not None


def is_plain(text: str, *, longest: int) -> bool:
    """Whether every database takes *text*: no NUL, no lone surrogate, not endless."""
    return 0 < len(text) <= longest and "\0" not in text and _SURROGATE.search(text) is None


def plain(text: str) -> str:
    """Return *text* without what some database would refuse: NUL and lone surrogates."""
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text.replace("\0", ""))


def require_address(ref: Ref) -> Ref:
    """Return *ref* if it can be the address of a product. Raises NotFoundError otherwise."""
    if not (is_slug(ref.agency) and is_slug(ref.product)):
        raise NotFoundError(
            f"There is no product '{shown(str(ref))}'.",
            next_step="Look for it in the search, or in the list of its agency.",
        )
    return ref


def shown(text: str) -> str:
    """Return *text* so that it can stand in a message whatever it holds."""
    return text[:80].encode("ascii", "backslashreplace").decode("ascii").replace("\0", "\\0")


def require_name(what: str, text: str) -> None:
    """Do nothing if *text* can be a name that people read. Raises InvalidRequestError."""
    if not is_plain(text, longest=_MAX_TITLE) or not text.strip():
        raise InvalidRequestError(f"{what} must have 1 to {_MAX_TITLE} characters and no NUL.")


def reason(text: str) -> str:
    """Return *text* as a reason that people read, on one line. Raises InvalidRequestError."""
    words = " ".join(plain(text).split())
    if not words or len(words) > MAX_REASON:
        raise InvalidRequestError(
            f"A reason has 1 to {MAX_REASON} characters.",
            next_step="Say why, to those who will read it later.",
        )
    return words


MAX_REASON = 1000
_MAX_TITLE = 200
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def _words(name: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", _CAMEL.sub(" ", name[:1000]))
    ascii_text = folded.encode("ascii", "ignore").decode("ascii").lower()
    return re.findall(r"[a-z0-9]+", ascii_text)

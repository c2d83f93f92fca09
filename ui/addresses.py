"""Where is everything? The address of each page, as links name it."""

import re
from collections.abc import Iterable
from urllib.parse import quote, urlencode

NOTICES = "/notices"
"""What somebody was told of the products that they follow."""

SAVED_SEARCHES = "/saved-searches"
"""What somebody looks for again and again."""

DEMANDS = "/demands"
"""What people look for and do not find."""


def segment(text: str) -> str:
    """Return *text* as one segment of a path."""
    return quote(text, safe="", errors="replace")


def search(text: str = "") -> str:
    """Return the address of a search for *text*."""
    return searching([("q", text)] if text else [])


def searching(query: Iterable[tuple[str, str]], cursor: str = "", path: str = "/search") -> str:
    """Return the address of the search with that *query*, which is its whole state."""
    pairs = [*query, *([("cursor", cursor)] if cursor else [])]
    return f"{path}?{urlencode(pairs, errors='replace')}" if pairs else path


def agency(slug: str) -> str:
    """Return the address of an agency."""
    return f"/agencies/{segment(slug)}"


def product(agency_slug: str, slug: str) -> str:
    """Return the address of a product."""
    return f"/products/{segment(agency_slug)}/{segment(slug)}"


def version(agency_slug: str, slug: str, number: str) -> str:
    """Return the address of one version of a product's contract."""
    return f"{product(agency_slug, slug)}/versions/{segment(number)}"


def draft(agency_slug: str, slug: str) -> str:
    """Return the address of the draft of a product's contract."""
    return f"{product(agency_slug, slug)}/draft"


def original_draft(agency_slug: str, slug: str) -> str:
    """Return the address of the exact bytes of the draft."""
    return f"/api/v1{draft(agency_slug, slug)}"


def diff(agency_slug: str, slug: str, before: str, after: str) -> str:
    """Return the address of what changed from one version to another."""
    query = urlencode({"from": before, "to": after}, errors="replace")
    return f"{product(agency_slug, slug)}/diff?{query}"


def tokens(agency_slug: str) -> str:
    """Return the address of an agency's tokens."""
    return f"/agencies/{segment(agency_slug)}/tokens"


def roles(agency_slug: str = "") -> str:
    """Return the address of who holds which role in an agency, or for the whole state."""
    return f"/agencies/{segment(agency_slug)}/roles" if agency_slug else "/roles/state"


def publish(agency_slug: str, slug: str) -> str:
    """Return the address of the form that publishes a version of a product."""
    return f"/publish?{urlencode({'product': f'{agency_slug}/{slug}'})}"


def policy(agency_slug: str = "", slug: str = "") -> str:
    """Return the address of the policy of a product, an agency, or the whole registry."""
    if slug:
        return f"{product(agency_slug, slug)}/policy"
    return f"{agency(agency_slug)}/policy" if agency_slug else "/policy"


def waivers(agency_slug: str, slug: str, finding: str = "", number: str = "") -> str:
    """Return the address of a product's waivers; to waive *finding*, which version *number* has."""
    query = urlencode({"finding": finding, "version": number}, errors="replace")
    address = f"{product(agency_slug, slug)}/waivers"
    return f"{address}?{query}#waive" if finding else address


def uses(agency_slug: str, slug: str) -> str:
    """Return the address of who relies on a product."""
    return f"{product(agency_slug, slug)}/uses"


def letter(contact_: str, subject: str) -> str | None:
    """Return where to write to with *subject*; None where *contact_* is no mail address."""
    found = contact(contact_)
    if found is None or not found.startswith("mailto:"):
        return None
    return f"{found}?subject={quote(subject, errors='replace')}"


def follow(agency_slug: str, slug: str) -> str:
    """Return where the form goes by which somebody follows a product, or stops it."""
    return f"{product(agency_slug, slug)}/follow"


def api_version(agency_slug: str, slug: str, number: str) -> str:
    """Return the address of a version as JSON."""
    return f"/api/v1{version(agency_slug, slug, number)}"


def api_diff(agency_slug: str, slug: str, before: str, after: str) -> str:
    """Return the address of a comparison as JSON."""
    return f"/api/v1{diff(agency_slug, slug, before, after)}"


def original(agency_slug: str, slug: str, number: str) -> str:
    """Return the address of the exact bytes of a version."""
    return f"{api_version(agency_slug, slug, number)}.odcs.yaml"


def rule(code: str) -> str:
    """Return the address of a rule's page."""
    return f"/rules/{segment(code)}"


def problem(slug: str) -> str:
    """Return the address of a problem type's page."""
    return f"/problems/{segment(slug)}"


def sign_in(after: str) -> str:
    """Return the address of the sign-in page, which leads back to *after*."""
    return f"/sign-in?{urlencode({'next': after}, errors='replace')}"


def anchor(name: str) -> str:
    """Return the fragment under which a column of that name stands on its product's page."""
    return "c-" + re.sub(r"[\s\x00-\x1f\x7f]+", "_", name)[:120].encode("utf-8", "replace").decode()


def fragment(name: str) -> str:
    """Return the link to a column on its product's page, with its ``#``."""
    return "#" + quote(anchor(name), safe="-_.~")


def contact(text: str) -> str | None:
    """Return where *text* can be written to: a mail or web address, None for anything else."""
    address = text.strip()
    if _WEB.fullmatch(address) or _MAILTO.fullmatch(address):
        return address
    return f"mailto:{address}" if _MAIL.fullmatch(address) else None


def channel(text: str) -> str | None:
    """Return a link that a contract gives for asking: https and mail alone, None for others."""
    found = contact(text)
    return None if found is None or found.startswith("http:") else found


_WEB = re.compile(r"https?://[^\s\"'<>\\]{3,500}")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,250}")
_MAILTO = re.compile(r"mailto:[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,250}")

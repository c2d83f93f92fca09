"""How does a page become HTML? One template, one variable, everything escaped."""

from datetime import date, datetime
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from contracts.model import ServiceLevel
from registry.api.answers import Answer
from registry.views import ProductView, Visibility
from ui import addresses, markdown, static_files, verdict
from ui.frame import Document, Page
from ui.visitor import Visitor


def respond(visitor: Visitor, page: Page, *, status: int = 200) -> Answer:
    """Return *page* as an answer. What a signed-in person sees stays out of shared caches."""
    return Answer(
        html(page),
        status_code=status,
        media_type="text/html",
        headers=kept_by(visitor),
    )


def kept_by(visitor: Visitor) -> dict[str, str]:
    """Return the headers that say who may keep what this visitor is answered."""
    return {
        "cache-control": "private, no-cache" if visitor.session else "no-cache",
        "vary": "Accept, Cookie",
    }


def html(page: Page | Document) -> bytes:
    """Return *page* as UTF-8. Text that UTF-8 cannot hold (lone surrogates) becomes ``?``."""
    text = environment().get_template(page.template).render(page=page)
    return text.encode("utf-8", "replace")


@cache
def environment() -> Environment:
    """Return the environment of all templates."""
    made = Environment(
        loader=FileSystemLoader(str(resources.files("ui") / "templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(at=addresses, static=static_files.address)
    made.filters.update(
        markdown=markdown.html,
        plain=markdown.inline,
        day=day,
        in_words=in_words,
        counted=counted,
        value=value,
        quantity=quantity,
        interval=interval,
        path=path,
        spoken=spoken,
    )
    made.tests["harmless"] = verdict.is_harmless
    made.tests["waivable"] = verdict.may_be_waived
    made.tests["open_data"] = is_open
    return made


def is_open(product: ProductView) -> bool:
    """Whether everybody may have the data: it is public, and so is what is told of it."""
    is_told = product.version is not None and product.visibility is Visibility.PUBLIC
    return is_told and product.classification == "public"


def day(moment: datetime | date) -> Markup:
    """Return *moment* as a date that people read: 21 November 2026."""
    spoken = f"{moment.day} {moment:%B} {moment.year}"
    return Markup('<time datetime="{}">{}</time>').format(moment.isoformat(), spoken)


def in_words(number: int) -> str:
    """Return *number* as a word up to ten, in digits beyond."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else f"{number:,}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return *number* with its noun: 1 agency, 1,200 agencies."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def value(given: Any) -> str:
    """Return a value of a contract as one line of text, shortened."""
    text = _as_text(given)
    return text if len(text) <= _MAX_VALUE else text[:_MAX_VALUE] + "…"


def spoken(name: str) -> str:
    """Return a name that is written for machines as people write it: public-health, spoken."""
    return (name[:1].upper() + name[1:]).replace("-", " ").replace("_", " ")


def path(named: str) -> Markup:
    """Return a path into a contract, so that it breaks between its steps and not within."""
    if not named:
        return Markup("the whole contract")
    return Markup("<wbr>/").join(named.split("/"))


def quantity(level: ServiceLevel) -> str:
    """Return what a service level promises: 15 minutes, 1 day, 99.9 percent."""
    number = value(level.value)
    if level.unit is None:
        return number
    unit = _UNITS.get(level.unit)
    if unit is None:
        return f"{number} {level.unit}"
    return f"{number} {unit}" if number == "1" else f"{number} {unit}s"


def interval(level: ServiceLevel) -> str:
    """Return how often something happens: every 15 minutes, every day; words as they are."""
    if level.unit is None:
        return quantity(level)
    return f"every {quantity(level).removeprefix('1 ')}"


_MAX_VALUE = 400
_UNITS = {
    "s": "second",
    "sec": "second",
    "m": "minute",
    "min": "minute",
    "h": "hour",
    "d": "day",
    "w": "week",
    "wk": "week",
    "mo": "month",
    "y": "year",
}
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _as_text(given: Any) -> str:
    if given is None:
        return "not set"
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, list | tuple):
        return ", ".join(_as_text(item) for item in given[:_MAX_VALUE])
    if isinstance(given, dict):
        return ", ".join(f"{key}: {_as_text(item)}" for key, item in given.items())
    return str(given)

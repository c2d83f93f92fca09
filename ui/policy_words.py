"""What does a policy say in plain words, and from whom does each part of it come?"""

from datetime import datetime

import msgspec

from contracts.catalogue import rule
from contracts.findings import Severity
from contracts.policy import Part, Role
from registry.policy_origins import Standing, layers_of, origins
from registry.policy_views import PolicyPage, PolicyView


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that holds. ``code`` leads to the rule that it is about, "" where there is none."""

    about: str
    holds: str
    source: Standing
    code: str = ""
    is_fixed: bool = False  # no policy above may ask for less
    is_new: bool = False  # it does not hold yet: the preview of a policy


class Layer(msgspec.Struct, frozen=True, kw_only=True):
    """A policy that takes part in what holds."""

    standing: Standing
    text: str
    set_by: str
    set_at: datetime
    adds_only: bool


def said(page: PolicyPage, *, instead_of: PolicyPage | None = None) -> tuple[Said, ...]:
    """Return what *page* says, in words; what *instead_of* says otherwise is marked as new."""
    before = {(each.about, each.holds) for each in said(instead_of)} if instead_of else None
    found = (*_ground(page), *_rules(page), *_watched(page))
    if before is None:
        return found
    return tuple(
        msgspec.structs.replace(each, is_new=(each.about, each.holds) not in before)
        for each in found
    )


def dropped(page: PolicyPage, instead_of: PolicyPage) -> tuple[Said, ...]:
    """Return what *instead_of* says of rules and properties, and *page* no longer does."""
    kept = {each.about for each in said(page)}
    return tuple(each for each in said(instead_of) if each.about not in kept)


def layers(page: PolicyPage) -> tuple[Layer, ...]:
    """Return the policies that somebody set, from the ground up."""
    return tuple(_layer(standing, view) for standing, view in layers_of(page))


def _layer(standing: Standing, view: PolicyView) -> Layer:
    return Layer(
        standing=standing,
        text=view.text,
        set_by=view.set_by,
        set_at=view.set_at,
        adds_only=view.adds_only,
    )


def _ground(page: PolicyPage) -> tuple[Said, ...]:
    sources = origins(page)
    protects = f"{page.protects[0].upper()}{page.protects[1:]}."
    return (
        Said(
            about="What a change must do",
            holds=protects.replace("Report only.", "Nothing: what it breaks is told, no more."),
            source=sources["mode"],
            is_fixed=_is_fixed(page, Part.MODE),
        ),
        Said(
            about="What the version number follows",
            holds=_ROLES[Role(page.role)],
            source=sources["role"],
            is_fixed=_is_fixed(page, Part.MODE),
        ),
        Said(
            about="A change that may break somebody, but need not",
            holds=_RISKS[page.risks],
            source=sources["risks"],
            is_fixed=_is_fixed(page, Part.RISKS),
        ),
        Said(
            about="Time from saying that something ends to its end",
            holds=f"At least {page.deprecation_days} days.",
            source=sources["deprecation_days"],
            is_fixed=_is_fixed(page, Part.DEPRECATION_DAYS),
        ),
    )


def _rules(page: PolicyPage) -> tuple[Said, ...]:
    sources = origins(page)
    return tuple(
        Said(
            about=known.statement if (known := rule(code)) else code,
            holds=_WEIGHTS[weight],
            source=sources[code],
            code=code,
            is_fixed=_is_fixed(page, code),
        )
        for code, weight in page.rules.items()
    )


def _watched(page: PolicyPage) -> tuple[Said, ...]:
    sources = origins(page)
    return tuple(
        Said(
            about=f"The custom property {each.name}{_places(each.on)}",
            holds=f"Carries a promise: a change of it is judged by {each.rule}.",
            source=sources[f"watch:{each.name}"],
            code=each.rule,
        )
        for each in page.watch
    )


def _is_fixed(page: PolicyPage, part: str) -> bool:
    return part in page.fixed or Part.EVERYTHING in page.fixed


def _places(on: tuple[str, ...]) -> str:
    return f" of a {' or '.join(on)}" if on else ""


_ROLES = {
    Role.OFFER: "Those who read the data: one agency offers it to many.",
    Role.COLLECT: "Those who deliver the data: many agencies submit it to one.",
    Role.EXCHANGE: "Whoever is hit harder, those who read the data or those who deliver it.",
}
_RISKS = {
    Severity.ERROR: "Counts as if it broke them.",
    Severity.WARNING: "Is told as a warning, and goes out.",
}
_WEIGHTS = {
    Severity.ERROR: "An error: the version does not go out.",
    Severity.WARNING: "A warning: it is told, and the version goes out.",
    Severity.INFO: "Good to know: it keeps nothing back.",
}

"""By which rule is a custom property judged that an agency watches? As its policy says.

An agency knows what its own properties promise. A judge sees the old and the new value; what it
leaves out is told like a property that nobody watches.
"""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from contracts.compat import custody, meaning, security, server_promises, sunsets
from contracts.compat.change import Change
from contracts.compat.custom_property import Custom
from contracts.compat.normal import mapping, number
from contracts.compat.wording import from_to
from contracts.policy import Level, folded

Judge = Callable[[Custom], Iterable[Change]]


def _protection(custom: Custom) -> Iterable[Change]:
    """Judge by the kind of value: a table of parameters, a smallest group, or names."""
    values = (custom.before, custom.after)
    if any(mapping(value) for value in values):
        return security.privacy_loss(custom)
    if any(number(value) is not None for value in values):
        return security.floor(custom)
    return security.techniques(custom)


def _collation(custom: Custom) -> Iterator[Change]:
    says = from_to(custom.before, custom.after)
    message = f"Texts in {custom.pair.label} compare and sort in another way: {custom.name} {says}."
    yield custom.change("TYP-19", message)


JUDGES: dict[str, Judge] = {
    "TYP-19": _collation,
    "ENU-02": meaning.openness,
    "SEM-10": meaning.unit,
    "SEM-11": meaning.sentinel,
    "SEM-12": meaning.coverage,
    "SEM-13": meaning.updates,
    "SEC-01": security.highest_classification,
    "SEC-09": security.personal,
    "SEC-11": security.consent,
    "SEC-12": _protection,
    "SEC-13": security.categories,
    "SEC-14": security.masking,
    "SRV-08": server_promises.file_layout,
    "SRV-12": server_promises.residency,
    "SRV-13": server_promises.streaming,
    "ORG-02": custody.owner_agency,
    "DEP-06": sunsets.sunset,
    "TXT-05": custody.licence,
    "TXT-09": custody.purposes,
}
"""The rules that can judge a custom property, by code."""

_LEVELS = {
    **dict.fromkeys(("property", "items", "key", "value"), Level.PROPERTY),
    "object": Level.OBJECT,
    "server": Level.SERVER,
    "contract": Level.CONTRACT,
}


def watched(custom: Custom, instead: str) -> Iterator[Change]:
    """Say what changed in a property that the policy watches, if it does.

    *instead* is the rule that judges it otherwise. Where somebody gave that one a weight, the
    change weighs no less for being watched.
    """
    code = _rule_for(custom)
    if code is not None:
        for change in JUDGES[code](custom):
            yield msgspec.structs.replace(change, instead=instead)


def _rule_for(custom: Custom) -> str | None:
    """Return the rule that watches the property on its level, else the one for everywhere."""
    key, level = folded(custom.name), _LEVELS.get(custom.pair.role)
    found = {each.on: each.rule for each in custom.pair.scope.watched if each.key == key}
    of_level = (rule for levels, rule in found.items() if level in levels)
    return next(of_level, found.get(()))

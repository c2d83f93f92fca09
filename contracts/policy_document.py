"""What does a policy file say? A small YAML or JSON document becomes a `Policy`, or clear errors.

profile: strict              # strict, standard (default) or draft
role: offer                  # offer (default), collect or exchange
mode: protect consumers      # or FORWARD_TRANSITIVE and the like; default: by profile and role
risks: error                 # what may hurt a protected side: warning (default) or error
deprecation_days: 90         # from saying that something ends to its end; default 180, up to 3650
rules:                       # what a rule weighs, by code or by name
  property-added: warning
  DEP-02: error
watch:                       # custom properties that carry a promise, and the rule that judges it
  storageZone: SRV-12
  measuredIn: {rule: unit-changed, on: property}   # or a list: contract, server, object, property
fixed: [mode, DEP-02]        # what policies above this one cannot soften: mode, risks,
                             # deprecation_days, rules that have a weight here, or everything

A mistake is told with its line and column.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from contracts.catalogue import rule
from contracts.compat.custom_properties import is_built_in
from contracts.compat.watching import JUDGES
from contracts.document import Document, UnreadableError, load
from contracts.findings import Position, Severity
from contracts.layering import watched_by_both
from contracts.policy import (
    DEFAULT,
    FIXED,
    PROFILES,
    Level,
    Mode,
    Part,
    Policy,
    Role,
    Watched,
    folded,
    is_fixed,
    label,
    mode_for,
)

Word = TypeVar("Word", bound=StrEnum)


class PolicyError(Exception):
    """A policy that cannot be taken. ``problems`` has a line for each mistake."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_policy(source: bytes, base: Policy = DEFAULT) -> Policy:
    """Return the policy that the document *source* states; what it leaves out is as in *base*.

    Raises: PolicyError.
    """
    reading = _Reading(_loaded(source), base)
    policy = reading.policy()
    if problems := reading.problems():
        raise PolicyError(problems)
    return policy


def known_policy(source: bytes, base: Policy = DEFAULT) -> Policy:
    """Return what is known of the policy in *source*; what is not is as in *base*.

    Raises: PolicyError where it cannot be read at all.
    """
    return _Reading(_loaded(source), base).policy()


def _loaded(source: bytes) -> Document:
    try:
        return load(source)
    except UnreadableError as error:
        found = error.finding
        place = Position(found.line, found.column or 1) if found.line else None
        raise PolicyError((_told(place, found.message),)) from error


_KEYS = ("profile", "role", "mode", "risks", "deprecation_days", "rules", "watch", "fixed")
_MOST_DAYS = 3650
_RISKS = {"warning": False, "error": True}


class _Reading:
    """One document on its way to a policy, with the mistakes met so far."""

    def __init__(self, document: Document, base: Policy) -> None:
        self._problems: list[tuple[Position, str]] = []
        self._base = base
        self._document = document
        self._tree = document.tree

    def policy(self) -> Policy:
        """Return what can be read; `problems` says what cannot."""
        for key in self._tree:
            if key not in _KEYS:
                self._refuse([key], f"A policy has no '{key}'; it has {_listed(_KEYS)}.")
        start = self._profile()
        role = Role(self._word("role", tuple(Role), start.role))
        risks = self._word("risks", tuple(_RISKS), "error" if start.risk_is_error else "warning")
        severities = {**start.severities, **dict(self._severities())}
        return msgspec.structs.replace(
            start,
            role=role,
            mode=self._mode(start, role),
            risk_is_error=_RISKS[risks],
            deprecation_days=self._days("deprecation_days", start.deprecation_days),
            severities=severities,
            watched=watched_by_both(start.watched, self._watched(start)),
            fixed=tuple(sorted({*start.fixed, *self._fixed(severities)})),
        )

    def problems(self) -> tuple[str, ...]:
        """Return what could not be read, as it stands in the document."""
        found = sorted(self._problems, key=lambda problem: (problem[0].line, problem[0].column))
        return tuple(_told(place, message) for place, message in found)

    def _profile(self) -> Policy:
        """Return what the document begins from: the profile that it names, else the base."""
        if "profile" not in self._tree:
            return self._base
        profile = PROFILES[self._word("profile", tuple(PROFILES), "standard")]
        return msgspec.structs.replace(
            self._base,
            mode=mode_for(profile, self._base.role),
            risk_is_error=profile.risk_is_error,
            severities={},
        )

    def _word(self, key: str, words: tuple[str, ...], default: str) -> str:
        value = self._tree.get(key, default)
        if value in words:
            return str(value)
        self._refuse([key], f"'{_shown(value)}' is no {key}; it is one of {_listed(words)}.")
        return default

    def _days(self, key: str, default: int) -> int:
        value = self._tree.get(key, default)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MOST_DAYS:
            return value
        message = f"'{_shown(value)}' is no number of days; it is a whole number from 0 to "
        self._refuse([key], f"{message}{_MOST_DAYS}.")
        return default

    def _mode(self, start: Policy, role: Role) -> Mode:
        if "mode" not in self._tree:
            is_other = role is not start.role
            return mode_for(start, role) if is_other else start.mode
        value = self._tree["mode"]
        word = " ".join(value.split()) if isinstance(value, str) else ""
        for mode in Mode:
            if word in (mode.value, label(mode)):
                return mode
        self._refuse(["mode"], _about_mode(word or _shown(value)))
        return start.mode

    def _severities(self) -> Iterator[tuple[str, Severity]]:
        rules = self._tree.get("rules", {})
        if not isinstance(rules, dict):
            self._refuse(["rules"], "'rules' is a list of rule names, each with its weight.")
            return
        seen: dict[str, str] = {}
        for name, weight in rules.items():
            known = rule(name)
            if known is None:
                self._refuse(["rules", name], f"There is no rule '{_shown(name)}'. {_SEE_RULES}")
            elif is_fixed(known.code):
                message = f"{known.code} ({known.name}) cannot be changed: {FIXED[known.code[:3]]}."
                self._refuse(["rules", name], message)
            elif known.code in seen:
                message = f"'{_shown(name)}' is {known.code}, as is '{seen[known.code]}' above."
                self._refuse(["rules", name], message)
            elif weight not in tuple(Severity):
                message = f"'{_shown(weight)}' is no weight; it is one of {_listed(Severity)}."
                self._refuse(["rules", name], message)
            else:
                seen[known.code] = name
                yield known.code, Severity(weight)

    def _watched(self, start: Policy) -> Iterator[Watched]:
        listed = self._tree.get("watch", {})
        if not isinstance(listed, dict):
            message = "'watch' is a list of custom properties, each with the rule that judges it."
            self._refuse(["watch"], message)
            return
        seen: dict[str, str] = {}
        for name, says in listed.items():
            key = folded(name)
            code = self._judging(name, says)
            levels = self._levels(name, says)
            if code is None or levels is None:
                continue
            if not key:
                self._refuse(["watch", name], f"'{_shown(name)}' is no name of a custom property.")
            elif key in seen:
                message = f"'{_shown(name)}' is watched already, as '{_shown(seen[key])}' above."
                self._refuse(["watch", name], message)
            elif is_built_in(key, levels, code):
                message = f"Charter itself judges '{_shown(name)}' by another rule, which stays."
                self._refuse(["watch", name], message)
            elif other := _otherwise(start, key, levels, code):
                message = f"'{_shown(name)}' is judged by {other.rule} in the policy that this one "
                self._refuse(["watch", name], f"{message}stands on, and stays so.")
            else:
                seen[key] = name
                yield Watched(name=name, rule=code, on=levels)

    def _judging(self, name: str, says: object) -> str | None:
        """Return the code of the rule that a watched property names, None after a mistake."""
        stated = says.get("rule") if isinstance(says, dict) else says
        where = ["watch", name, "rule"] if isinstance(says, dict) else ["watch", name]
        known = rule(stated) if isinstance(stated, str) else None
        if stated is None:
            message = f"Nothing says which rule judges '{_shown(name)}'. {_SEE_RULES}"
            self._refuse(where, message)
        elif known is None:
            self._refuse(where, f"There is no rule '{_shown(stated)}'. {_SEE_RULES}")
        elif known.code not in JUDGES:
            message = f"{known.code} ({known.name}) judges no custom property; these do: "
            self._refuse(where, f"{message}{_listed(sorted(JUDGES))}.")
        else:
            return known.code
        return None

    def _levels(self, name: str, says: object) -> tuple[Level, ...] | None:
        """Return on what a property is watched, empty for everywhere, None after a mistake."""
        if not isinstance(says, dict):
            return ()
        for key in says:
            if key not in {"rule", "on"}:
                message = f"A watched property has no '{_shown(key)}'; it has rule or on."
                self._refuse(["watch", name, key], message)
        if "on" not in says:
            return ()
        stated = says["on"] if isinstance(says["on"], list) else [says["on"]]
        unknown = [word for word in stated if word not in tuple(Level)]
        if unknown or not stated:
            message = f"'{_shown(unknown[0] if unknown else stated)}' carries no custom property "
            message += f"that can be watched by itself; it is one of {_listed(Level)}."
            self._refuse(["watch", name, "on"], message)
            return None
        return tuple(level for level in Level if level in stated)

    def _fixed(self, severities: dict[str, Severity]) -> Iterator[str]:
        stated = self._tree.get("fixed", [])
        for place, word in enumerate(stated if isinstance(stated, list) else [stated]):
            where: list[str | int] = ["fixed", place] if isinstance(stated, list) else ["fixed"]
            known = rule(word) if isinstance(word, str) else None
            if word in tuple(Part):
                yield str(word)
            elif known is None:
                message = f"'{_shown(word)}' is no rule and no part of a policy; parts are "
                self._refuse(where, f"{message}{_listed(Part)}. {_SEE_RULES}")
            elif known.code not in severities:
                message = f"{known.code} ({known.name}) is fixed, but 'rules' does not say at "
                self._refuse(where, f"{message}which weight.")
            else:
                yield known.code

    def _refuse(self, parts: Sequence[str | int], message: str) -> None:
        self._problems.append((self._document.position(parts), message))


def _otherwise(start: Policy, key: str, levels: tuple[Level, ...], code: str) -> Watched | None:
    """Return what a lower policy says of a property on one of the levels, by another rule."""
    for each in start.watched:
        is_met = not (each.on and levels) or not set(each.on).isdisjoint(levels)
        if each.key == key and each.rule != code and is_met:
            return each
    return None


_SEE_RULES = "'charter rules' lists them."

_TWO_MEANINGS = (
    "'{}' means two things: FORWARD (protect consumers: they can read what is delivered from now "
    "on) and BACKWARD (protect history and suppliers: what was delivered before stays right). "
    "Say which, or FULL for both."
)


def _about_mode(word: str) -> str:
    plain = word.casefold().replace("-", " ").replace("_", " ")
    if "compatib" in plain or plain in {"forwards", "backwards"}:
        return _TWO_MEANINGS.format(_shown(word))
    modes = _listed(mode.value for mode in Mode)
    return f"'{_shown(word)}' is no mode; it is one of {modes}."


def _listed(words: Any) -> str:  # an iterable of texts, enumerations as well
    *rest, last = (str(word) for word in words)
    return f"{', '.join(rest)} or {last}" if rest else last


def _shown(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


_LONGEST = 60


def _told(place: Position | None, message: str) -> str:
    return f"Line {place.line}, column {place.column}: {message}" if place else message

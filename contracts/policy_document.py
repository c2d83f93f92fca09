"""What does a policy file say? A small YAML or JSON document becomes a `Policy`, or clear errors.

profile: strict              # strict, standard (default) or draft
role: offer                  # offer (default), collect or exchange
mode: protect consumers      # or FORWARD_TRANSITIVE and the like; default: by profile and role
risks: error                 # what may hurt a protected side: warning (default) or error
deprecation_days: 90         # from saying that something ends to its end; default 180, up to 3650
rules:                       # what a rule weighs, by code or by name
  property-added: warning
  DEP-02: error
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, TypeVar

import msgspec

from contracts.catalogue import rule
from contracts.document import Document, UnreadableError, load
from contracts.findings import Severity
from contracts.policy import DEFAULT, FIXED, PROFILES, Mode, Policy, Role, is_fixed, label, mode_for

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
    if reading.problems:
        raise PolicyError(tuple(reading.problems))
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
        raise PolicyError((_line(error.finding.line, error.finding.message),)) from error


_KEYS = ("profile", "role", "mode", "risks", "deprecation_days", "rules")
_MOST_DAYS = 3650
_RISKS = {"warning": False, "error": True}


class _Reading:
    """One document on its way to a policy, with the mistakes met so far."""

    def __init__(self, document: Document, base: Policy) -> None:
        self.problems: list[str] = []
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
        return msgspec.structs.replace(
            start,
            role=role,
            mode=self._mode(start, role),
            risk_is_error=_RISKS[risks],
            deprecation_days=self._days("deprecation_days", start.deprecation_days),
            severities={**start.severities, **dict(self._severities())},
        )

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

    def _refuse(self, parts: list[str], message: str) -> None:
        self.problems.append(_line(self._document.position(parts).line, message))


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


def _line(line: int | None, message: str) -> str:
    return f"Line {line}: {message}" if line else message

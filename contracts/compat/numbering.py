"""Does the version number say what the change does? Rules VER-01 to VER-06.

A line is what one major number covers; before 1.0 the minor number plays that part.
"""

from collections.abc import Sequence

import msgspec

from contracts.compat.catalogue import BY_CODE
from contracts.document import Document
from contracts.findings import Bump, Finding, Severity
from contracts.locate import finding_at
from contracts.versions import Version, bump_between, next_version, parse

_ORDER = list(Bump)


class Numbering(msgspec.Struct, frozen=True):
    """The candidate's number beside those of the versions in force.

    ``reference`` is the version that the candidate follows; ``line`` are the others of its line,
    newest first. ``candidate`` and ``before`` are None where a number cannot be read.
    """

    after: Document
    reference: Document
    line: tuple[Document, ...]
    published: tuple[Document, ...]
    candidate: Version | None
    before: Version | None

    @property
    def declared(self) -> Bump:
        """What the step from the version before to the candidate may carry."""
        if self.candidate is None or self.before is None:
            return Bump.NONE
        return bump_between(self.before, self.candidate)

    def required_version(self, bump: Bump) -> str | None:
        """Return the smallest number that may carry *bump*, None if none can be computed."""
        if self.candidate is None or self.before is None:
            return None
        return next_version(self.before, bump if bump is not Bump.NONE else Bump.PATCH)

    def findings(self, required: Bump, *, enforced: bool) -> tuple[Finding, ...]:
        """Return what is to say about the number when the change requires *required*.

        Where numbers are not *enforced*, a number that is too small is a warning.
        """
        if self.candidate is None or self.before is None:
            return (self._odd(), *self._reused())
        found = self._reused() or self._went_back(self.candidate, self.before)
        if not found:
            found = self._size(required, enforced=enforced)
        if not self.candidate.well_formed:
            found.append(self._odd())
        if self.candidate.prerelease:
            message = f"{self.candidate} is checked and never becomes the latest version."
            found.append(self._finding("VER-06", message, Severity.INFO))
        return tuple(found)

    def _odd(self) -> Finding:
        odd = self.candidate is None or not self.candidate.well_formed
        number = version_text(self.after if odd else self.reference)
        message = f"'{number}' is not a semantic version."
        if self.candidate is None or self.before is None:
            message += " No step can be required of it."
        return self._finding("VER-05", message, Severity.WARNING)

    def _reused(self) -> list[Finding]:
        number = version_text(self.after)
        taken = {version_text(each) for each in self.published}
        ranks = {each.sort_key for each in map(_version, self.published) if each is not None}
        if number in taken or (self.candidate is not None and self.candidate.sort_key in ranks):
            message = f"Both say version {number}, with other content."
            return [self._finding("VER-01", message, Severity.ERROR)]
        return []

    def _went_back(self, candidate: Version, before: Version) -> list[Finding]:
        if candidate.sort_key > before.sort_key:
            return []
        message = f"Version {candidate} is below {before}, the latest of its line."
        return [self._finding("VER-02", message, Severity.ERROR)]

    def _size(self, required: Bump, *, enforced: bool) -> list[Finding]:
        needed, declared = _ORDER.index(required), _ORDER.index(self.declared)
        if declared < needed:
            message = f"The change needs version {self.required_version(required)} or above: "
            message += f"it is {required.value}, and {self.candidate} only raises "
            message += f"{self.declared.value} over {self.before}."
            weight = Severity.ERROR if enforced else Severity.WARNING
            fix = f"Set the version to {self.required_version(required)}, or make the change "
            fix += "smaller."
            return [self._finding("VER-03", message, weight, fix)]
        enough = self.required_version(required)
        if declared > max(needed, _ORDER.index(Bump.PATCH)) and enough != str(self.candidate):
            message = f"{enough} would do: the change is {required.value}."
            return [self._finding("VER-04", message, Severity.INFO)]
        return []

    def _finding(
        self, code: str, message: str, severity: Severity, fix: str | None = None
    ) -> Finding:
        return finding_at(
            self.after,
            BY_CODE[code],
            ("version",),
            message,
            fix=fix,
            severity=severity,
            before=version_text(self.reference),
            after=version_text(self.after),
        )


def numbering(after: Document, baselines: Sequence[Document]) -> Numbering:
    """Place *after* among the versions in force, newest first; without any it follows itself."""
    candidate = _version(after)
    line = [each for each in baselines if _is_same_line(candidate, _version(each))]
    below = [each for each in baselines if _is_below(_version(each), candidate)]
    reference = (*line, *below, *baselines, after)[0]
    return Numbering(
        after=after,
        reference=reference,
        line=tuple(each for each in line if each is not reference),
        published=tuple(baselines),
        candidate=candidate,
        before=_version(reference),
    )


def version_text(document: Document) -> str:
    """Return the version as its author wrote it, empty if there is none."""
    return str(document.tree.get("version") or "")


def _version(document: Document) -> Version | None:
    return parse(version_text(document))


def _is_same_line(left: Version | None, right: Version | None) -> bool:
    if left is None or right is None:
        return True  # what cannot be ordered is never left out
    return left.major == right.major and (left.major > 0 or left.minor == right.minor)


def _is_below(left: Version | None, right: Version | None) -> bool:
    return left is not None and right is not None and left.sort_key < right.sort_key

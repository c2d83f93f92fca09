"""Does the version number say what the change does? Rules VER-01 to VER-06.

A line is what one major number covers; before 1.0 the minor number plays that part.
"""

from collections.abc import Iterable, Sequence

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
    newest first. ``taken`` are all numbers that are used, in force or not. ``candidate`` and
    ``before`` are None where a number cannot be read.
    """

    after: Document
    reference: Document
    line: tuple[Document, ...]
    published: tuple[Document, ...]
    taken: tuple[str, ...]
    candidate: Version | None
    before: Version | None

    @property
    def declared(self) -> Bump:
        """What the step from the version before to the candidate may carry."""
        if self.candidate is None or self.before is None:
            return Bump.NONE
        return bump_between(self.before, self.candidate)

    def required_version(self, bump: Bump) -> str | None:
        """Return the smallest free number that may carry *bump*, None if none can be computed.

        It is above every number that is used in the line where it lies.
        """
        if self.candidate is None or self.before is None:
            return None
        step = bump if bump is not Bump.NONE else Bump.PATCH
        used = [each for each in map(parse, self.taken) if each is not None]
        number = next_version(self.before, step)
        while in_the_way := [each for each in used if _is_in_the_way(each, number, step)]:
            number = next_version(max(in_the_way, key=_rank), step)
        return number

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
        if _names(number, map(version_text, self.published)):
            message = f"Both say version {number}, with other content."
        elif _names(number, self.taken):
            message = f"Version {number} is there already, with other content."
        else:
            return []
        return [self._finding("VER-01", message, Severity.ERROR)]

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


def numbering(
    after: Document, baselines: Sequence[Document], taken: Sequence[str] = ()
) -> Numbering:
    """Place *after* among the versions in force, newest first; without any it follows itself.

    *taken* are numbers of versions that are not in force, and used all the same.
    """
    candidate = _version(after)
    line = [each for each in baselines if _is_same_line(candidate, _version(each))]
    below = [each for each in baselines if _is_below(_version(each), candidate)]
    reference = (*line, *below, *baselines, after)[0]
    return Numbering(
        after=after,
        reference=reference,
        line=tuple(each for each in line if each is not reference),
        published=tuple(baselines),
        taken=(*map(version_text, baselines), *taken),
        candidate=candidate,
        before=_version(reference),
    )


def version_text(document: Document) -> str:
    """Return the version as its author wrote it, empty if there is none."""
    return str(document.tree.get("version") or "")


def _version(document: Document) -> Version | None:
    return parse(version_text(document))


def _names(number: str, numbers: Iterable[str]) -> bool:
    """Whether *number* is one of *numbers*, however it is spelt."""
    read = parse(number)
    for each in numbers:
        other = parse(each)
        if each == number or (read and other and read.sort_key == other.sort_key):
            return True
    return False


def _is_in_the_way(used: Version, number: str, step: Bump) -> bool:
    """Whether a step to *number* would not go above *used*, which lies where it leads.

    A major step leads to a line (before 1.0 to a minor number), a minor one to a minor number, a
    patch to one number.
    """
    found = parse(number)
    if found is None or used.sort_key < found.sort_key:
        return False
    if step is Bump.MAJOR:
        return _is_same_line(used, found)
    if step is Bump.MINOR and found.major > 0:
        return (used.major, used.minor) == (found.major, found.minor)
    return used.sort_key == found.sort_key


def _rank(version: Version) -> str:
    return version.sort_key


def _is_same_line(left: Version | None, right: Version | None) -> bool:
    if left is None or right is None:
        return True  # what cannot be ordered is never left out
    return left.major == right.major and (left.major > 0 or left.minor == right.minor)


def _is_below(left: Version | None, right: Version | None) -> bool:
    return left is not None and right is not None and left.sort_key < right.sort_key

"""How does a build server show a verdict? As JUnit XML: a suite for each file, a case a finding.

The first case of a suite is the verdict itself, so a suite is never empty. A case fails only where
the command fails too: an announced break that waits for its owner does not turn a build red, and
says in its output what it is. What is waived is skipped, with who waived it. What cannot be read at
all is an error. The text is ASCII, so no encoding on the way can spoil it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from contracts.findings import Finding, LintedFile, Outcome, Report, Severity
from contracts.render import phrases
from contracts.render.safe import shown, shown_change, visible

_NO_XML = re.compile("[\ufffe\uffff]")  # all else that XML has no place for is spelt out before


def linted(files: Sequence[LintedFile]) -> str:
    """Return what lint found: a suite for each file, failed cases where it is not valid."""
    suites = []
    for each in files:
        suite = _Suite(each.file)
        suite.verdict("is valid", phrases.lint_verdict([each]), passed=each.valid)
        for finding in each.findings:
            suite.finding(finding, counts=not each.valid)
        suites.append(suite.element())
    return _document(suites)


def judged(report: Report, *, file: str, title: str, lint: Sequence[Finding] = ()) -> str:
    """Return the verdict on a change as one suite; its breaks fail where it may not go out."""
    is_rejected = report.outcome is Outcome.REJECTED
    suite = _Suite(file)
    suite.verdict("may go out", phrases.verdict(report, title, lint), passed=not is_rejected)
    for finding in report.findings:
        suite.finding(finding, counts=is_rejected)
    for finding in lint:
        suite.finding(finding, counts=True)
    return _document([suite.element()])


class _Suite:
    """The cases of one file, with how many of them failed."""

    def __init__(self, file: str) -> None:
        self._file = _clean(file)
        self._cases: list[ET.Element] = []
        self._names: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()
        self._skipped = 0

    def verdict(self, name: str, sentence: str, *, passed: bool) -> None:
        """Add the case that stands for the whole file."""
        case = self._case(name)
        if passed:
            ET.SubElement(case, "system-out").text = _clean(sentence)
        else:
            self._fail(case, "failure", "verdict", sentence)

    def finding(self, finding: Finding, *, counts: bool) -> None:
        """Add the case of one finding; *counts* says whether an error of it fails the build."""
        case = self._case(f"{finding.rule} {finding.name} {finding.path}".rstrip())
        if waived := phrases.waived(finding):
            self._skipped += 1
            ET.SubElement(case, "skipped", {"message": _clean(waived)})
            ET.SubElement(case, "system-out").text = self._told(finding)
        elif counts and finding.severity is Severity.ERROR:
            kind = "error" if finding.rule.startswith("READ-") else "failure"
            self._fail(case, kind, finding.rule, finding.message).text = self._told(finding)
        else:
            ET.SubElement(case, "system-out").text = self._told(finding)

    def element(self) -> ET.Element:
        """Return the suite with its counts."""
        suite = ET.Element("testsuite", {"name": self._file, **self._counts()})
        suite.extend(self._cases)
        return suite

    def _counts(self) -> dict[str, str]:
        return {
            "tests": str(len(self._cases)),
            "failures": str(self._failed["failure"]),
            "errors": str(self._failed["error"]),
            "skipped": str(self._skipped),
        }

    def _case(self, name: str) -> ET.Element:
        """Return a case of its own: what shares a name, build servers show once."""
        clean = _clean(name)
        self._names[clean] += 1
        if (number := self._names[clean]) > 1:
            clean = f"{clean} ({number})"
        case = ET.Element("testcase", {"name": clean, "classname": self._file})
        self._cases.append(case)
        return case

    def _fail(self, case: ET.Element, tag: str, kind: str, message: str) -> ET.Element:
        self._failed[tag] += 1
        return ET.SubElement(case, tag, {"type": _clean(kind), "message": _clean(message)})

    def _told(self, finding: Finding) -> str:
        place = ":".join(str(part) for part in (self._file, finding.line, finding.column) if part)
        word = phrases.weight(finding)
        lines = [f"{place}: {word}: {finding.message}"]
        if waived := phrases.waived(finding):
            lines.append(waived)
        if finding.before is not None or finding.after is not None:
            lines.append(" -> ".join(shown_change(finding.before, finding.after)))
        if finding.example is not None:
            lines.append(f"For instance: {shown(finding.example)}")
        if effect := phrases.effect(finding):
            lines.append(f"{effect[0].upper()}{effect[1:]}.")
        if finding.fix:
            lines.append(f"Fix: {finding.fix}")
        return "\n".join(_clean(line) for line in lines)


def _document(suites: Sequence[ET.Element]) -> str:
    whole = {
        key: str(sum(int(suite.attrib[key]) for suite in suites))
        for key in ("tests", "failures", "errors")
    }
    root = ET.Element("testsuites", {"name": "charter", **whole})
    root.extend(suites)
    ET.indent(root)
    text = ET.tostring(root, encoding="us-ascii", xml_declaration=False).decode("ascii")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _clean(text: str) -> str:
    return _NO_XML.sub("?", visible(text))

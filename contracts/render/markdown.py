"""How does a reviewer read a verdict in a pull request? As a comment that cannot be hijacked.

Names and descriptions come from strangers: nothing of theirs becomes a link, a mention, a table
cell, an image or a piece of HTML.
"""

import re
from collections.abc import Sequence

from contracts.findings import Consumer, Finding, LintedFile, Report, Severity
from contracts.render import phrases
from contracts.render.safe import shown, shown_change, visible

_LONGEST_TABLE = 26_000  # characters; a comment holds 65,536, two tables and a heading
_MOST_CHARACTERS = 400  # of a cell


def linted(files: Sequence[LintedFile]) -> str:
    """Return what lint found as a heading and a table."""
    rows = [(each.file, finding) for each in files for finding in each.findings]
    return _page(phrases.lint_verdict(files), rows, ())


def judged(report: Report, *, file: str, title: str, lint: Sequence[Finding] = ()) -> str:
    """Return the verdict on a change as a heading, a table of reasons and who is met."""
    findings = phrases.by_weight(phrases.judged_findings(report, lint))
    rows = [(file, finding) for finding in findings]
    return _page(phrases.verdict(report, title, lint), rows, report.consumers)


def _page(verdict: str, rows: Sequence[tuple[str, Finding]], consumers: Sequence[Consumer]) -> str:
    findings = [finding for _, finding in rows]
    lines = [f"### {escaped(verdict)}"]
    if findings:
        lines += ["", f"{phrases.counts(findings)}."]
    if summary := phrases.consumer_summary(consumers):
        lines += ["", escaped(summary)]
    heavy = [row for row in rows if row[1].severity is not Severity.INFO]
    light = [row for row in rows if row[1].severity is Severity.INFO and row[1].waiver is None]
    waived = [row for row in rows if row[1].waiver is not None]
    if heavy:
        lines += ["", *_table(heavy, consumers)]
    for title, folded in (("Waived", waived), ("Notes", light)):
        if folded:
            lines += ["", "<details>", f"<summary>{title} ({len(folded)})</summary>", ""]
            lines += [*_table(folded, consumers), "", "</details>"]
    return "\n".join(lines) + "\n"


def _table(rows: Sequence[tuple[str, Finding]], consumers: Sequence[Consumer]) -> list[str]:
    lines = ["| | Where | What | Fix |", "|---|---|---|---|"]
    room = _LONGEST_TABLE
    for at, (file, finding) in enumerate(rows):
        cells = (_kind(finding), _where(file, finding), _what(finding, consumers))
        row = f"| {' | '.join([*cells, _sentence(finding.fix)])} |"
        room -= len(row)
        if room < 0:
            return [*lines, f"| | | and {len(rows) - at} more | |"]
        lines.append(row)
    return lines


def _kind(finding: Finding) -> str:
    return f"**{phrases.weight(finding)}**<br>{code(finding.rule)}"


def _where(file: str, finding: Finding) -> str:
    place = f"{file}:{finding.line}" if finding.line else file
    return f"{code(place)}<br>{code(finding.path)}"


def _what(finding: Finding, consumers: Sequence[Consumer]) -> str:
    parts = [_sentence(finding.message)]
    if waived := phrases.waived(finding):
        parts.append(escaped(waived))
    if finding.before is not None or finding.after is not None:
        values = shown_change(finding.before, finding.after)
        parts.append(" → ".join(code(value) for value in values))
    if finding.example is not None:
        parts.append(f"For instance: {code(shown(finding.example))}")
    if effect := phrases.effect(finding):
        parts.append(escaped(f"{effect[0].upper()}{effect[1:]}."))
    if met := phrases.met(finding, consumers):
        parts.append(escaped(f"Meets {', '.join(met)}."))
    return "<br>".join(parts)


_ACTIVE = re.compile(r"[\\`*_\[\]<>&~@#|$]|:(?=//)|www\.|\bGH-", re.IGNORECASE)
_UNJOINED = "&#8203;"  # a zero-width space: what would start a mention, a number or a link does not


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is: no markup, links, mentions or HTML."""
    return _ACTIVE.sub(_neutral, visible(text)[:_MOST_CHARACTERS])


def _sentence(text: str) -> str:
    """Return a sentence of ours: what it quotes in backticks as code, everything else escaped."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escaped(text)
    return "".join(code(each) if at % 2 else escaped(each) for at, each in enumerate(parts))


def _neutral(found: re.Match[str]) -> str:
    sign = found[0]
    if len(sign) > 1:
        return f"{sign[:2]}{_UNJOINED}{sign[2:]}"
    entity = f"&#{ord(sign)};"
    return f"{entity}{_UNJOINED}" if sign in "@#:" else entity


def code(text: str) -> str:
    """Return text as code, whatever backticks and pipes it holds; an empty text as nothing."""
    line = visible(text)[:_MOST_CHARACTERS]
    if not line.strip():
        return ""
    longest = max((len(run) for run in re.findall("`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    piped = line.replace("|", "\\|")
    return f"{fence}{pad}{piped}{pad}{fence}"

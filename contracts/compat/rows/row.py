"""How is a row of the rule table written? Code, name, verdict, and three sentences for people."""

from contracts.findings import Bump, Impact
from contracts.rule import Rule

_FAMILIES = {
    "DOC": "document",
    "VER": "version",
    "HIST": "history",
    "OBJ": "object",
    "PROP": "property",
    "NUL": "nullability",
    "KEY": "key",
    "PART": "partition",
    "TYP": "type",
    "VAL": "value",
    "ENU": "enumeration",
    "NST": "nesting",
    "VEC": "vector",
    "CHG": "change",
    "LIFE": "lifecycle",
    "DEP": "deprecation",
    "SRV": "server",
    "SEM": "meaning",
    "SEC": "security",
    "REL": "relationship",
    "QUA": "quality",
    "SLA": "service level",
    "ACC": "access",
    "ORG": "people",
    "PRI": "price",
    "TXT": "text",
    "PORT": "port",
}


def row(
    code: str,
    name: str,
    verdict: str,
    texts: tuple[str, str, str],
    approvers: tuple[str, ...] = (),
) -> Rule:
    """Return a change rule.

    *verdict* is reads, writes and bump as the catalogue prints them (``"break ok major"``);
    *texts* are the statement, the reason and the fix; *approvers* must agree to such a change.
    """
    reads, writes, bump = verdict.split()
    statement, reason, fix = texts
    return Rule(
        code=code,
        name=name,
        family=_FAMILIES[code.partition("-")[0]],
        statement=statement,
        reason=reason,
        fix=fix,
        reads=Impact(reads),
        writes=Impact(writes),
        bump=Bump(bump),
        approvers=approvers,
    )

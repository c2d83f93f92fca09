"""How does a program read a verdict? JSON whose shape is a promise.

``judged`` prints one object, the report::

    outcome            accepted | proposed | rejected; proposed waits for its owner's `activate`
    reads, writes      ok | risk | break: what the change does to readers, to history and suppliers
    structural         ok | risk | break, of shapes and types
    governance         ok | risk | break, of meaning, protection, promises and people
    bump               none | patch | minor | major: the part of the version that must rise
    required_version   the smallest free version that may carry the change, null where none may
    modes              mode -> ok | risk | break; FORWARD protects consumers, BACKWARD history
                       and suppliers, FULL both, NONE only reports; each but NONE also _TRANSITIVE
    consumers          list of agency, purpose, columns, hit (true | false | null = did not say
                       which columns they read), findings (fingerprints)
    findings           list, see below; of the change first, then of the contract itself
    candidate          id and version of what was judged, as its author wrote them, and of a data
                       product its kind
    baseline           id and version of the one it follows, null where there is none

``linted`` prints one object with ``files``, a list of ``file``, ``valid`` (no finding is an error)
and ``findings``. A finding has, always::

    rule, name         code and readable name of the rule: PROP-04, property-removed
    severity           error | warning | info
    path               /schema[name=permits]/properties[name=status]
    pointer            the same place as a JSON Pointer (RFC 6901)
    line, column       in the file that is judged, from 1; null where there is none
    message            one plain sentence
    before, after      the element as it was and is, any JSON value, null where there is none
    reads, writes      ok | risk | break; ok for a finding about one contract
    bump               none | patch | minor | major
    fix                what to do, may be empty
    fingerprint        16 hexadecimal digits that stay the same over pushes, may be empty
    approvers          the roles that must agree to the change, mostly none
    servers            the servers whose engine makes the change as bad as it is, none where all are
                       alike
    example            a row that one version takes and the other refuses, an object from column to
                       value; null where none could be made, or its values may not be repeated
    waiver             approver, reason and until (the last day) where somebody answers for the
                       finding, so that it does not count; mostly null

Numbers are exact: `0.10` stays `0.10`, and a reader that turns it into a float is on its own.
Characters that a terminal would obey are escaped, so the text may be printed as it is.
"""

from collections.abc import Sequence

import msgspec

from contracts.findings import Finding, LintedFile, Report
from contracts.render.phrases import judged_findings
from contracts.render.safe import indented


def linted(files: Sequence[LintedFile]) -> str:
    """Return what lint found as one JSON object."""
    return f"{indented({'files': files})}\n"


def judged(report: Report, *, file: str, title: str, lint: Sequence[Finding] = ()) -> str:  # noqa: ARG001  the renderers share one signature; programs know which file they asked about
    """Return the report as one JSON object; what lint found follows the findings of the change."""
    whole = msgspec.structs.replace(report, findings=judged_findings(report, lint))
    return f"{indented(whole)}\n"

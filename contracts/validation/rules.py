"""Which rules come from the official schema? Few, by what the author has to do."""

from contracts.findings import Severity
from contracts.rule import Rule


def _rule(code: str, name: str, statement: str, reason: str, fix: str) -> Rule:
    return Rule(
        code=code,
        name=name,
        family="Schema",
        statement=statement,
        reason=reason,
        fix=fix,
        severity=Severity.ERROR,
    )


STANDARD = _rule(
    "SCH-01",
    "standard-unsupported",
    "The file follows no version of the standard that Charter reads.",
    "Without the right schema, nothing in it can be judged.",
    "Set `apiVersion` to a supported version, and `kind` to `DataContract`.",
)
EDITION_SPELLING = _rule(
    "SCH-02",
    "api-version-spelling",
    "`apiVersion` names a supported version in a spelling the standard does not allow.",
    "Other tools take the file for another standard, or refuse it without saying why.",
    "Write the version as the standard does, for example `v3.1.0`.",
)
UNKNOWN_KEY = _rule(
    "SCH-03",
    "key-unknown",
    "A key stands where the standard knows none of that name.",
    "Tools ignore it, so what the author meant to promise is not promised.",
    "Correct the spelling, move it to where it belongs, or put it under `customProperties`.",
)
MISSING_KEY = _rule(
    "SCH-04",
    "key-missing",
    "A key that the standard requires is missing.",
    "Tools rely on it and refuse the contract without it.",
    "Add the key.",
)
NULL = _rule(
    "SCH-05",
    "value-null",
    "A key has no value where the standard wants one.",
    "An empty value is neither the default nor a promise; tools stumble over it.",
    "Give it a value, or remove the key.",
)
WRONG_TYPE = _rule(
    "SCH-06",
    "value-type",
    "A value has another type than the standard wants.",
    "Tools read something else than the author meant, or refuse the contract.",
    "Write the value in the type that is wanted.",
)
NOT_ALLOWED = _rule(
    "SCH-07",
    "value-not-allowed",
    "A value is none of those that the standard allows.",
    "Tools do not know what to do with it.",
    "Use one of the allowed values.",
)
WRONG_FORM = _rule(
    "SCH-08",
    "value-form",
    "A text does not have the form that the standard wants.",
    "References and identifiers in another form lead nowhere.",
    "Write it in the form that is wanted.",
)
CONFLICT = _rule(
    "SCH-09",
    "keys-in-conflict",
    "Keys stand together of which the standard allows one, or none here.",
    "Nobody can tell which of them counts.",
    "Keep one of them.",
)
OTHER = _rule(
    "SCH-10",
    "schema-violated",
    "Something else breaks the official schema.",
    "Tools that validate refuse the contract.",
    "Change it as the message says.",
)

SCHEMA_RULES: tuple[Rule, ...] = (
    STANDARD,
    EDITION_SPELLING,
    UNKNOWN_KEY,
    MISSING_KEY,
    NULL,
    WRONG_TYPE,
    NOT_ALLOWED,
    WRONG_FORM,
    CONFLICT,
    OTHER,
)

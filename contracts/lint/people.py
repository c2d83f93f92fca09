"""Does the name of a column say that it holds data about a person?

The words are those of privacy law and of real tables; a column that only counts or flags such
data (`email_count`, `has_phone`) is not meant.
"""

import re
from enum import IntEnum


class Sensitivity(IntEnum):
    """How certain the name makes it that publishing the column harms somebody."""

    NONE = 0
    PERSONAL = 1  # may be published in places: an office's address, a count by diagnosis
    IDENTIFYING = 2  # never belongs on a public page


_IDENTIFYING = {
    "ssn", "ssan", "itin", "passport", "dob", "birthdate", "birthday", "dateofbirth", "iban", "cvv",
    "creditcard", "password", "passwd", "biometric", "fingerprint", "faceprint", "mrn", "genome",
    "social security", "birth date", "birth day", "date of birth", "born on", "tax id",
    "taxpayer id", "national id", "credit card", "card number", "bank account", "account iban",
    "medical record", "medicaid id", "medicare id", "driver license", "drivers license",
    "passport number", "maiden name", "face image", "retina scan", "security question",
    "birth datetime", "day of birth", "month of birth", "cardnumber", "creditcardnumber",
}  # fmt: skip

_PERSONAL = {
    "email", "mail address", "phone", "telephone", "mobile", "cell number", "fax", "firstname",
    "lastname", "surname", "first name", "last name", "given name", "family name", "full name",
    "middle name", "middlename", "emailaddress", "phonenumber", "home address",
    "postal address", "street address", "address line",
    "ip address", "ipaddress", "ethnicity", "religion", "disability", "diagnosis", "diagnoses",
    "medical", "medication", "prescription", "hiv", "immigration", "citizenship", "salary",
    "criminal record", "mental health",
}  # fmt: skip

_NOT_ABOUT_ONE_PERSON = {
    "count", "counts", "total", "rate", "pct", "percent", "avg", "average", "median", "mean", "min",
    "max", "is", "has", "valid", "validity", "verified", "flag", "indicator", "consent", "optin",
    "optout", "group", "band", "category", "token", "hash", "hashed", "year", "type", "format",
    "template", "provider", "domain", "campaign", "contact", "office", "agency", "department",
    "company", "business", "facility", "school", "station", "shelter", "support", "help", "device",
    "hospital", "store", "shop", "statistics", "stats", "level", "bucket", "unit", "cost", "costs",
    "supplies", "supply", "equipment", "amount",
}  # fmt: skip
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_LONGEST_PHRASE = 3
_NAME_LIMIT = 200  # characters; a longer name is judged by its beginning


def sensitivity(name: str) -> Sensitivity:
    """Judge the name of a column in any spelling: `dateOfBirth`, `DATE_OF_BIRTH`, `birth-date`."""
    words = [word.lower() for word in _WORD.findall(name[:_NAME_LIMIT])]
    if not _NOT_ABOUT_ONE_PERSON.isdisjoint(words):
        return Sensitivity.NONE
    phrases = {
        " ".join(words[start : start + length])
        for length in range(1, _LONGEST_PHRASE + 1)
        for start in range(len(words) - length + 1)
    }
    if not _IDENTIFYING.isdisjoint(phrases):
        return Sensitivity.IDENTIFYING
    return Sensitivity.NONE if _PERSONAL.isdisjoint(phrases) else Sensitivity.PERSONAL

"""Does a text for people speak of another unit than before? ``km/h`` that became ``mph``.

Only words that name a unit wherever they stand are known; a guess would make every rewording of
a description a question to the steward.
"""

import re
from functools import cache

_GROUPS: dict[str, dict[str, tuple[str, ...]]] = {
    "speed": {
        "km/h": ("km/h", "kmh", "kph", "kilometers per hour", "kilometres per hour"),
        "mph": ("mph", "miles per hour"),
        "m/s": ("m/s", "meters per second", "metres per second"),
        "knots": ("knots",),
    },
    "currency": {
        "USD": ("usd", "us dollars", "u.s. dollars"),
        "EUR": ("eur", "euro", "euros"),
        "GBP": ("gbp", "pounds sterling"),
        "CHF": ("chf", "swiss francs"),
        "cents": ("cents",),
    },
    "scale": {
        "thousands": ("thousand", "thousands"),
        "millions": ("million", "millions"),
        "billions": ("billion", "billions"),
    },
    "deductions": {"gross": ("gross",), "net": ("net",)},
    "clock": {
        "local time": ("local time", "local"),
        "UTC": ("utc", "gmt"),
    },
    "length": {
        "kilometres": ("km", "kilometers", "kilometres"),
        "miles": ("miles",),
        "metres": ("meters", "metres"),
        "feet": ("feet", "ft"),
        "inches": ("inches",),
        "millimetres": ("mm", "millimeters", "millimetres"),
        "centimetres": ("cm", "centimeters", "centimetres"),
    },
    "weight": {
        "kilograms": ("kg", "kilograms"),
        "pounds": ("lb", "lbs", "pounds"),
        "tonnes": ("tonnes", "metric tons"),
        "short tons": ("short tons", "us tons"),
        "grams": ("grams",),
    },
    "temperature": {
        "Celsius": ("celsius", "°c"),
        "Fahrenheit": ("fahrenheit", "°f"),
        "Kelvin": ("kelvin",),
    },
    "share": {"percent": ("percent", "%"), "fraction": ("fraction", "ratio")},
}
_SPANS = ("milliseconds", "seconds", "minutes", "hours", "days", "weeks", "months", "years")


def replaced(before: str, after: str) -> tuple[str, str] | None:
    """Return the unit that *before* names and the one that *after* names in its place, or None."""
    old, new = _units(before), _units(after)
    for group, was in old.items():
        now = new.get(group, set())
        if was - now and now - was:
            return min(was - now), min(now - was)
    return None


def _units(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for match in _pattern().finditer(text.casefold()):
        if match["word"]:
            group, unit = _words()[match["word"]]
            found.setdefault(group, set()).add(unit)
        elif match["span"]:
            found.setdefault("span", set()).add(match["span"])
        else:
            found.setdefault("per", set()).add(f"per {match['per'].removesuffix('s')}")
    return found


@cache
def _words() -> dict[str, tuple[str, str]]:
    return {
        word: (group, unit)
        for group, units in _GROUPS.items()
        for unit, words in units.items()
        for word in words
    }


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_words(), key=len, reverse=True))
    spans = "|".join(_SPANS)
    return re.compile(
        rf"(?<!\w)(?:(?P<word>{words})|in\s+(?P<span>{spans})|per\s+(?P<per>[\w,]+))(?!\w)"
    )

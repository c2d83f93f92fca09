"""Does a text for people speak of another unit than before? ``km/h`` that became ``mph``.

Only words that name a unit wherever they stand are known; a guess would make every rewording of
a description a question to the steward. Words of one group replace one another; of units in two
groups that share a word, the longer one counts.
"""

import re
from functools import cache

_GROUPS: dict[str, dict[str, str]] = {
    "speed": {
        "km/h": "km/h, kmh, kph, kilometers per hour, kilometres per hour, kilometers an hour, "
        "kilometres an hour",
        "mph": "mph, mi/h, miles per hour, miles an hour",
        "m/s": "m/s, meters per second, metres per second",
        "knots": "knots, kn",
    },
    "currency": {
        "US dollars": "usd, us$, us dollars, u.s. dollars, dollars, $",
        "euros": "eur, euro, euros, €",
        "pounds sterling": "gbp, pounds sterling, £",
        "Swiss francs": "chf, swiss francs",
        "Canadian dollars": "cad, canadian dollars",
        "Australian dollars": "aud, australian dollars",
        "yen": "jpy, yen",
        "cents": "cents, us cents",
    },
    "scale": {
        "thousands": "thousand, thousands",
        "millions": "million, millions",
        "billions": "billion, billions",
    },
    "deductions": {"gross": "gross", "net": "net, net of"},
    "tax": {
        "before tax": "before tax, before taxes, pre-tax, pretax, excluding tax, excluding taxes, "
        "excl. tax, tax excluded, excluding vat, excl. vat, without tax",
        "after tax": "after tax, after taxes, post-tax, including tax, including taxes, incl. tax, "
        "tax included, including vat, incl. vat, with tax",
    },
    "prices": {
        "nominal": "nominal, nominal dollars, current dollars, current prices",
        "adjusted for inflation": "adjusted for inflation, inflation-adjusted, constant dollars, "
        "constant prices, real dollars",
    },
    "season": {
        "seasonally adjusted": "seasonally adjusted",
        "not seasonally adjusted": "not seasonally adjusted, seasonally unadjusted, unadjusted",
    },
    "clock": {
        "local time": "local time, local times, local timestamp, local clock, local date, "
        "local zone, local time zone, local timezone",
        "UTC": "utc, gmt, zulu time, universal time",
        "eastern time": "eastern time, est, edt",
        "central time": "central time, cst, cdt",
        "mountain time": "mountain time, mst, mdt",
        "pacific time": "pacific time, pst, pdt",
    },
    "year": {
        "fiscal year": "fiscal year, fiscal years, financial year, budget year",
        "calendar year": "calendar year, calendar years",
        "school year": "school year, school years, academic year",
        "water year": "water year",
    },
    "average": {
        "mean": "mean, average, averaged",
        "median": "median",
        "maximum": "maximum",
        "minimum": "minimum",
    },
    "length": {
        "kilometres": "km, kilometers, kilometres",
        "miles": "mi, miles",
        "metres": "meters, metres",
        "feet": "feet, ft",
        "inches": "inches",
        "yards": "yards",
        "millimetres": "mm, millimeters, millimetres",
        "centimetres": "cm, centimeters, centimetres",
    },
    "area": {
        "acres": "acres, acre",
        "hectares": "hectares, hectare, ha",
        "square kilometres": "square kilometers, square kilometres, km2, km², sq km",
        "square miles": "square miles, sq mi",
        "square metres": "square meters, square metres, m2, m²",
        "square feet": "square feet, sq ft, sqft",
    },
    "volume": {
        "litres": "liters, litres",
        "gallons": "gallons",
        "cubic metres": "cubic meters, cubic metres, m3, m³",
        "cubic feet": "cubic feet, cu ft, ccf",
        "acre-feet": "acre-feet, acre feet",
    },
    "weight": {
        "kilograms": "kg, kilograms",
        "pounds": "lb, lbs, pounds",
        "tonnes": "tonnes, metric tons",
        "short tons": "short tons, us tons",
        "grams": "grams",
        "ounces": "ounces",
    },
    "temperature": {
        "Celsius": "celsius, °c, degrees c, centigrade",
        "Fahrenheit": "fahrenheit, °f, degrees f",
        "Kelvin": "kelvin",
    },
    "angle": {"degrees": "decimal degrees, angular degrees", "radians": "radians"},
    "pressure": {
        "hectopascals": "hpa, hectopascals, millibars, mbar",
        "kilopascals": "kpa, kilopascals",
        "inches of mercury": "inhg, inches of mercury",
        "psi": "psi",
    },
    "energy": {
        "kilowatt-hours": "kwh, kilowatt-hours, kilowatt hours",
        "megawatt-hours": "mwh, megawatt-hours, megawatt hours",
        "gigawatt-hours": "gwh, gigawatt-hours",
        "joules": "joules",
        "therms": "therms",
        "BTU": "btu, btus",
    },
    "power": {"kilowatts": "kw, kilowatts", "megawatts": "mw, megawatts", "watts": "watts"},
    "concentration": {
        "micrograms per cubic metre": "µg/m3, ug/m3, µg/m³, μg/m³, μg/m3",
        "milligrams per litre": "mg/l",
        "micrograms per litre": "µg/l, ug/l, μg/l",
        "parts per million": "ppm, parts per million",
        "parts per billion": "ppb, parts per billion",
    },
    "memory": {
        "bytes": "bytes",
        "kilobytes": "kb, kilobytes",
        "megabytes": "mb, megabytes",
        "gigabytes": "gb, gigabytes",
    },
    "datum": {"WGS 84": "wgs 84, wgs84, epsg:4326", "NAD 83": "nad 83, nad83, epsg:4269"},
    "share": {
        "percent": "percent, per cent, %, pct",
        "fraction": "fraction, ratio, between 0 and 1, from 0 to 1",
        "percentage points": "percentage points",
        "basis points": "basis points",
    },
    "count": {
        "a count": "number of, count of",
        "a percentage": "percentage of, percent of, % of",
        "a rate": "rate of",
    },
}
# Sums over a time, said of a number; "updated daily" says nothing of what a number means.
_SUMS = {
    "cumulative": "cumulative, cumulatively, running total, year to date, year-to-date",
    **{
        unit: ", ".join(
            f"{unit} {noun}"
            for noun in (
                *("total", "totals", "count", "counts", "number", "sum", "amount", "average"),
                *("income", "wage", "wages", "salary", "pay", "earnings", "benefit", "rent"),
                *("payment", "payments", "premium", "cost", "costs", "revenue", "consumption"),
            )
        )
        for unit in ("hourly", "daily", "weekly", "monthly", "quarterly", "yearly", "annual")
    },
}
_GROUPS["sum"] = _SUMS
_SPANS = {
    "ms": "milliseconds",
    "s": "seconds",
    "sec": "seconds",
    "min": "minutes",
    "h": "hours",
    "hrs": "hours",
    **{
        name: name
        for name in ("milliseconds", "seconds", "minutes", "hours", "days", "weeks", "months")
    },
    "years": "years",
}
_PER = {
    "capita": "person",
    "resident": "person",
    "inhabitant": "person",
    "head": "person",
    "individual": "person",
    "annum": "year",
}
# Words behind "per" that name no unit: per the ordinance, per request.
_NO_UNITS = frozenset(
    (
        *("the", "this", "that", "its", "their", "our", "se", "state", "federal", "local"),
        *("law", "ordinance", "statute", "policy", "code", "section", "regulation", "agreement"),
        *("request", "guidance", "guideline", "instruction", "contract", "standard"),
        *("specification", "definition", "definitions", "documentation"),
    )
)


# Codes of the Unified Code for Units of Measure that are no words of a description; case counts.
_CODES = {
    "Cel": "celsius",
    "[degF]": "fahrenheit",
    "K": "kelvin",
    "m": "metres",
    "[mi_i]": "miles",
    "[mi_i]/h": "mph",
    "[kn_i]": "knots",
    "[ft_i]": "feet",
    "[in_i]": "inches",
    "[lb_av]": "pounds",
    "[oz_av]": "ounces",
    "[acr_us]": "acres",
    "[gal_us]": "gallons",
    "g": "grams",
    "t": "tonnes",
    "L": "litres",
    "l": "litres",
    "W": "watts",
    "J": "joules",
}


def alike(one: object, other: object) -> bool:
    """Whether two names stand for one unit: ``Cel`` and ``°C``, ``percent`` and ``%``."""
    units = [_named(each) for each in (one, other)]
    return None not in units and units[0] == units[1]


def _named(name: object) -> tuple[str, str] | None:
    if not isinstance(name, str):
        return None
    word = name.strip()
    word = _CODES.get(word, word.casefold())
    return _words().get(word) or (("span", _SPANS[word]) if word in _SPANS else None)


def replaced(before: str, after: str) -> tuple[str, str] | None:
    """Return the unit that *before* names and the one that *after* names in its place, or None."""
    old = _units(before)
    new = _units(after) if old else {}
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
        elif span := match["span"] or match["short"]:
            found.setdefault("span", set()).add(_SPANS[span])
        else:
            thing = match["per"].removesuffix("s")
            if not {thing, match["per"]} & _NO_UNITS:
                found.setdefault("per", set()).add(f"per {_PER.get(thing, thing)}")
    return found


@cache
def _words() -> dict[str, tuple[str, str]]:
    return {
        word: (group, unit)
        for group, units in _GROUPS.items()
        for unit, words in units.items()
        for word in words.split(", ")
    }


@cache
def _pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(_words(), key=len, reverse=True))
    spans = "|".join(sorted(_SPANS, key=len, reverse=True))
    long_ones = "|".join(name for name in _SPANS if name == _SPANS[name])
    return re.compile(
        rf"(?<![^\W\d])(?<!-)(?:(?P<word>{words})|in\s+(?P<span>{long_ones})"
        rf"|(?<!as )per\s+(?P<per>\d[\d,]*|\w+))(?![\w-])|\((?:in )?(?P<short>{spans})\)"
    )

"""Which rewording of a description changes what its numbers mean, and which does not?"""

import re

import pytest

from contracts.compat.units import alike, replaced
from tests.contracts.compat.peer_suites import CORPORA


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Speed in km/h.", "Speed in mph.", ("km/h", "mph")),
        ("Speed in kilometers per hour.", "Speed in miles per hour.", ("km/h", "mph")),
        ("Fee in USD.", "Fee in EUR.", ("US dollars", "euros")),
        ("Fee ($).", "Fee (€).", ("US dollars", "euros")),
        (
            "Revenue, thousands of dollars.",
            "Revenue, millions of dollars.",
            ("thousands", "millions"),
        ),
        ("Gross pay.", "Net pay.", ("gross", "net")),
        ("Price excluding VAT.", "Price including VAT.", ("before tax", "after tax")),
        ("Start in local time.", "Start in UTC.", ("local time", "UTC")),
        ("Start, Eastern Time.", "Start, Central Time.", ("eastern time", "central time")),
        (
            "Deaths per 100,000 residents.",
            "Deaths per 1,000 residents.",
            ("per 100,000", "per 1,000"),
        ),
        ("Cost per trip.", "Cost per passenger.", ("per trip", "per passenger")),
        (
            "Total of the fiscal year.",
            "Total of the calendar year.",
            ("fiscal year", "calendar year"),
        ),
        ("Share in percent.", "Share as a fraction.", ("percent", "fraction")),
        ("Share of 0 to 100%.", "Share between 0 and 1.", ("percent", "fraction")),
        ("Degrees Celsius.", "Degrees Fahrenheit.", ("Celsius", "Fahrenheit")),
        ("Temperature, 20°C.", "Temperature, 68°F.", ("Celsius", "Fahrenheit")),
        ("Cumulative cases.", "Daily count of cases.", ("cumulative", "daily")),
        ("Daily total.", "Weekly total.", ("daily", "weekly")),
        ("Gross monthly income.", "Gross yearly income.", ("monthly", "yearly")),
        ("Mean speed, kilometres an hour.", "Mean speed, miles an hour.", ("km/h", "mph")),
        ("Mean wait.", "Median wait.", ("mean", "median")),
        ("Duration (ms).", "Duration (s).", ("milliseconds", "seconds")),
        ("Duration in minutes.", "Duration (in hours).", ("minutes", "hours")),
        (
            "Seasonally adjusted.",
            "Not seasonally adjusted.",
            ("seasonally adjusted", "not seasonally adjusted"),
        ),
        ("Area in acres.", "Area in ha.", ("acres", "hectares")),
        ("Use in kWh.", "Use in MWh.", ("kilowatt-hours", "megawatt-hours")),
        ("PM2.5 in µg/m3.", "PM2.5 in ppm.", ("micrograms per cubic metre", "parts per million")),
        ("Nominal wages.", "Wages, constant prices.", ("nominal", "adjusted for inflation")),
        ("Number of students.", "Percentage of students.", ("a count", "a percentage")),
        ("Position, NAD83.", "Position, WGS 84.", ("NAD 83", "WGS 84")),
    ],
)
def test_a_unit_in_the_place_of_another_is_seen(before, after, expected):
    """Nobody reads a description again, so the numbers would be misread for years."""
    assert replaced(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Speed in km/h.", "The speed, in kilometres per hour."),
        ("Updated daily.", "Updated monthly."),
        ("Beds in local hospitals.", "Beds in hospitals, UTC not counted."),
        ("Cases per capita.", "Cases per inhabitant."),
        ("Fees as per ordinance 12.", "Fees as per statute 12."),
        ("Fees per the code.", "Fees per policy."),
        ("In km.", "In km or miles."),
        ("Net-zero plans.", "Gross plans."),
        ("The network.", "The grossing film."),
        ("Fee in dollars.", "Fee in US dollars."),
        ("Total for the year.", "Total for the fiscal year."),
    ],
)
def test_another_wording_of_the_same_is_left_alone(before, after):
    """A detector that cries at every edit is soon waived unread."""
    assert replaced(before, after) is None


_REWORDED = {
    "capitals": str.upper,
    "no punctuation": lambda text: re.sub(r"[.,;]", "", text),
    "an addition": lambda text: f"{text} See the guide for details.",
    "an introduction": lambda text: f"This column: {text}",
    "another order": lambda text: ". ".join(reversed(text.split(". "))),
    "other small words": lambda text: text.replace(" the ", " a ").replace(" which ", " that "),
}
_SENTENCES = (
    "Number of vehicles per day, counted in local time.",
    "Average speed in km/h; the maximum is 120.",
    "Daily total of water use in gallons, per household.",
    "Share of residents, in percent, for the fiscal year.",
    "Net amount in thousands of dollars, before tax.",
)


@pytest.mark.parametrize("sentence", _SENTENCES)
@pytest.mark.parametrize("reworded", _REWORDED.values(), ids=_REWORDED)
def test_neutral_edits_of_a_sentence_with_units_are_silent(sentence, reworded):
    """Case, punctuation, order and additions change no number."""
    assert replaced(sentence, reworded(sentence)) is None


@pytest.mark.corpora
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the contracts are not beside this repository")
@pytest.mark.parametrize("reworded", _REWORDED.values(), ids=_REWORDED)
def test_neutral_edits_of_real_descriptions_are_silent(reworded):
    """What people really write has more words than we can think of."""
    texts = {
        found.strip("'\" ")
        for path in CORPORA.rglob("*.yaml")
        for found in re.findall(r"description: (.+)", path.read_text(encoding="utf-8"))
    }

    assert len(texts) > 300
    assert [text for text in texts if replaced(text, reworded(text))] == []


@pytest.mark.parametrize(
    ("one", "other", "is_one_unit"),
    [
        ("Cel", "°C", True),
        ("percent", "%", True),
        ("min", "minutes", True),
        ("km/h", "kilometres per hour", True),
        ("Cel", "K", False),
        ("m", "mm", False),
        ("min", "ms", False),
        ("widgets", "gadgets", False),
        (None, None, False),
    ],
)
def test_a_unit_has_several_names(one, other, is_one_unit):
    """A code in the place of a word changes no number; a word that nobody knows may."""
    assert alike(one, other) is is_one_unit

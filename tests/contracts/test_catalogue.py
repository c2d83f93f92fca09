"""Can every rule be named, by code and by readable name, and never mistaken for another?"""

from collections import Counter

from contracts.catalogue import RULES, rule


def test_no_two_rules_share_a_code_or_a_name():
    """Waivers, addresses and searches name one rule."""
    keys = Counter(key.lower() for each in RULES for key in (each.code, each.name))

    assert [key for key, times in keys.items() if times > 1] == []


def test_a_rule_is_found_by_either_of_its_names_in_any_case():
    """People type what they remember."""
    found = rule("meta-01")

    assert found is not None
    assert rule("STATUS-missing") is found
    assert rule("no-such-rule") is None


def test_a_rule_is_about_one_contract_or_about_a_change():
    """A lint rule weighs by itself, a change rule by whom it hurts."""
    assert all((each.severity is None) == each.judges_change for each in RULES)

"""Is the data checked as strictly as before? Quality rules of objects and properties.

A rule that leaves no exception (`invalidValues mustBe 0`) is part of what a property may hold and
is judged there; here it counts where it is not alone.
"""

from collections.abc import Iterator
from functools import partial

from contracts.compat.accepted import (
    OPERATORS,
    Accepted,
    accepted,
    grows_with_failures,
    grows_with_successes,
    is_limited,
)
from contracts.compat.accepted import moved as moved_
from contracts.compat.change import (
    BOTH,
    NARROWER,
    RISKY_READ,
    RISKY_WRITE,
    SAME,
    UNKNOWN,
    WIDER,
    Change,
    Found,
    Pair,
    Verdict,
)
from contracts.compat.listing import Family, Place, compare_lists, documentation
from contracts.compat.normal import flag, mapping, plain, quality_rule, same, spelling
from contracts.compat.pairing import Entry, by
from contracts.compat.promises import is_promise, value_keys
from contracts.compat.schedules import Wait, wait
from contracts.compat.sql import normalised, same_query
from contracts.compat.wording import from_to, listed, shown
from contracts.findings import Bump, Impact

_TEXTS = frozenset(("id", "name", "description", "dimension", "method", "businessImpact", "tags"))
_JUDGED = (
    OPERATORS
    | {"type", "metric", "arguments", "unit", "severity", "query", "engine", "implementation"}
    | {"schedule", "scheduler"}
)


def quality(pair: Pair) -> Iterator[Change]:
    """Say which rules are gone, new, or accept other results."""
    key = "quality"
    old, new = pair.before.get(key), pair.after.get(key)
    if same(old, new):
        return
    newest = [{**side, key: _newest(side.get(key))} for side in (pair.before, pair.after)]
    family = Family(
        noun="quality rule",
        identities=(by("id"), by("name"), said_by, _measures),
        label=rule_label,
        added=_added,
        removed=_removed,
        changed=partial(rule_changes, parent=pair),
        is_told=partial(_are_of_domain, parent=pair),
    )
    yield from compare_lists(pair.replaced(newest[0], newest[1]), key, family)


def _newest(rules: object) -> object:
    if not isinstance(rules, list):
        return rules
    return [quality_rule(rule) if isinstance(rule, dict) else rule for rule in rules]


def rule_kind(rule: Entry) -> str:
    """Return how a rule checks: text, sql, custom or library."""
    stated = plain(rule.get("type"))
    if stated in {"text", "sql", "custom"}:
        return stated
    if rule.get("query") is not None:
        return "sql"
    if rule.get("implementation") is not None:
        return "custom"
    return "library" if rule.get("metric") is not None or OPERATORS & rule.keys() else "text"


def rule_label(rule: Entry) -> str:
    """Return what people call a rule, for the middle of a sentence."""
    name = rule.get("name") or rule.get("metric") or rule.get("id") or rule_kind(rule)
    return f"the quality rule {shown(name)}"


def _is_error(rule: Entry) -> bool:
    return plain(rule.get("severity")) in {"", "error", "critical", "blocker", "high"}


def _is_said_elsewhere(parent: Pair, rule: Entry) -> bool:
    """Whether flags of both versions guarantee already what *rule* only checks."""
    metric = rule.get("metric")
    sides = (parent.before, parent.after)
    if parent.role in {"object", "contract"} or _results(rule) is None:
        return False
    if metric == "nullValues":
        return all(flag(side, "required") or flag(side, "primaryKey") for side in sides)
    return metric == "duplicateValues" and all(flag(side, "unique") for side in sides)


def _is_of_domain(parent: Pair, rule: Entry) -> bool:
    """Whether the property's domain has judged the rule."""
    return parent.role not in {"object", "contract"} and is_promise(rule)


def _added(place: Place, rule: Entry) -> Iterator[Change]:
    if _is_of_domain(place.parent, rule):
        return
    if _is_said_elsewhere(place.parent, rule):
        yield _known(place, rule, "checks")
        return
    message = f"Old data may fail a check that is new: {rule_label(rule)}."
    verdict = NARROWER if _is_error(rule) else RISKY_WRITE
    yield place.change("QUA-01", message, Found(verdict=verdict))


def _removed(place: Place, rule: Entry) -> Iterator[Change]:
    if _is_of_domain(place.parent, rule):
        return
    if _is_said_elsewhere(place.parent, rule):
        yield _known(place, rule, "no longer checks")
        return
    message = f"Nobody checks any more what consumers may rely on: {rule_label(rule)} is gone."
    verdict = WIDER if _is_error(rule) else RISKY_READ
    yield place.change("QUA-02", message, Found(verdict=verdict))


def _known(place: Place, rule: Entry, says: str) -> Change:
    message = f"{rule_label(rule)} {says} what {place.parent.label} guarantees anyway."
    return place.change("QUA-00", message[0].upper() + message[1:])


def rule_changes(pair: Pair, parent: Pair) -> Iterator[Change]:
    """Say what a rule accepts and how it is checked that was otherwise; *parent* has the rule."""
    if rule_kind(pair.before) != rule_kind(pair.after) and "text" in {
        rule_kind(pair.before),
        rule_kind(pair.after),
    }:
        yield _testable(pair)
    elif not _are_of_domain(pair, parent):
        for check in (_metric, _threshold, _arguments, _query, _implementation, _severity):
            yield from check(pair)
    yield from _schedule(pair)
    yield from documentation(pair, "QUA-13", _JUDGED, _TEXTS)


def _are_of_domain(pair: Pair, parent: Pair) -> bool:
    """Whether the domain has judged the change: one side leaves no exception, the other may."""
    if not (_is_of_domain(parent, pair.before) or _is_of_domain(parent, pair.after)):
        return False
    results = _results(pair.before), _results(pair.after)
    if results[0] is None or results[1] is None or not same(*_metrics(pair)):
        return False
    return moved_(results[0], results[1]) in {SAME, WIDER, NARROWER}


def _metrics(pair: Pair) -> tuple[object, object]:
    return pair.before.get("metric"), pair.after.get("metric")


def _testable(pair: Pair) -> Change:
    is_now = rule_kind(pair.before) == "text"
    message = f"{pair.label} can {'be' if is_now else 'no longer be'} tested."
    verdict = SAME if is_now else RISKY_READ
    found = Found(
        before=rule_kind(pair.before), after=rule_kind(pair.after), verdict=verdict, bump=Bump.MINOR
    )
    return pair.change("QUA-11", message[0].upper() + message[1:], "type", found=found)


def _weighed(pair: Pair, verdict: Verdict) -> Verdict:
    """Return *verdict*, softer where the rule only warns: its failure stops nobody."""
    if _is_error(pair.before) or _is_error(pair.after):
        return verdict
    soft = {Impact.BREAK: Impact.RISK}
    return Verdict(soft.get(verdict.reads, verdict.reads), soft.get(verdict.writes, verdict.writes))


def _metric(pair: Pair) -> Iterator[Change]:
    before, after = _metrics(pair)
    if same(before, after):
        return
    verdict = UNKNOWN
    message = f"{pair.label} measures something else: its metric {from_to(before, after)}."
    if (before, after) == ("nullValues", "missingValues"):
        verdict = _weighed(pair, NARROWER)
    elif (before, after) == ("missingValues", "nullValues"):
        verdict = _weighed(pair, WIDER)
    yield pair.field("QUA-07", message[0].upper() + message[1:], "metric", verdict=verdict)


def _unit(rule: Entry) -> str:
    unit = plain(rule.get("unit"))
    return {"": "rows", "row": "rows", "%": "percent"}.get(unit, unit)


def _is_respelt(pair: Pair) -> bool:
    """Whether both versions state a unit, in another spelling."""
    before, after = pair.before.get("unit"), pair.after.get("unit")
    return before is not None and after is not None and not same(before, after)


def _in_rows(rule: Entry) -> bool:
    return rule_kind(rule) == "library" and _unit(rule) == "rows"


def _results(rule: Entry) -> Accepted | None:
    return accepted(rule, in_rows=_in_rows(rule))


_NOTHING: Accepted = (((0, 0), (0, 1)),)


def _threshold(pair: Pair) -> Iterator[Change]:
    old, new = (_operators(rule) for rule in (pair.before, pair.after))
    results = _results(pair.before), _results(pair.after)
    if _unit(pair.before) != _unit(pair.after):
        is_same = results[0] == results[1] == _NOTHING
        message = f"It cannot be told whether {pair.label} is as strict: its unit "
        message += f"{from_to(pair.before.get('unit'), pair.after.get('unit'))}."
        if is_same:
            message = f"{pair.label[0].upper()}{pair.label[1:]} accepts no failure in any unit."
        yield pair.field("QUA-05", message, "unit", verdict=SAME if is_same else None)
        return
    if _is_respelt(pair):
        message = f"{pair.label[0].upper()}{pair.label[1:]} spells its unit in another way."
        yield pair.field("QUA-13", message, "unit")
    if same(old, new):
        return
    says = from_to(_said(old), _said(new))
    if results[0] is None or results[1] is None:
        message = f"It cannot be told which results {pair.label} accepts: its threshold {says}."
        rule, verdict = "QUA-04", UNKNOWN
    else:
        verdict = _weighed(pair, moved_(results[0], results[1]))
        rule, message = _outcome(pair, moved_(results[0], results[1]), says)
    found = Found(before=old or None, after=new or None, verdict=verdict)
    yield pair.change(rule, message, *[*new][:1], found=found)


def _outcome(pair: Pair, verdict: Verdict, says: str) -> tuple[str, str]:
    if verdict == SAME:
        return "QUA-13", f"{pair.label} accepts the same: its threshold {says}."
    if verdict == WIDER:
        return "QUA-03", f"Consumers may meet worse data: {pair.label} accepts more, {says}."
    if verdict == NARROWER:
        return "QUA-03", f"Old data may fail: {pair.label} accepts less, {says}."
    return "QUA-04", f"Neither side can rely on {pair.label}: its threshold {says}."


def _operators(rule: Entry) -> Entry:
    return {key: rule[key] for key in rule if key in OPERATORS}


def _said(operators: Entry) -> str | None:
    return ", ".join(f"{key} {value}" for key, value in operators.items()) or None


def _arguments(pair: Pair) -> Iterator[Change]:
    old, new = mapping(pair.before.get("arguments")), mapping(pair.after.get("arguments"))
    changed = [key for key in {**old, **new} if not same(old.get(key), new.get(key))]
    if not changed or not same(*_metrics(pair)):
        return  # another metric is told by itself
    verdict = SAME
    for key in changed:
        verdict |= _argument(key, old.get(key), new.get(key))
    verdict = _where_counted(_results(pair.before), verdict)
    message = f"{pair.label} looks at other values: {listed(changed)} changed."
    found = Found(
        before={key: old.get(key) for key in changed},
        after={key: new.get(key) for key in changed},
        verdict=_weighed(pair, verdict),
    )
    yield pair.change("QUA-08", message[0].upper() + message[1:], "arguments", found=found)


def _where_counted(results: Accepted | None, fewer: Verdict) -> Verdict:
    """Return what other failures do where *results* are accepted.

    *fewer* is what they do where fewer failures are never worse.
    """
    if results is None or fewer in {SAME, UNKNOWN}:
        return SAME if fewer == SAME else UNKNOWN
    if grows_with_failures(results):
        return fewer
    if grows_with_successes(results):
        return Verdict(fewer.writes, fewer.reads)
    return BOTH if is_limited(results) else UNKNOWN


def _argument(key: str, before: object, after: object) -> Verdict:
    """Return what it does that more or fewer values count as failures."""
    if not (isinstance(before, list) and isinstance(after, list)):
        return UNKNOWN
    old, new = (value_keys(values).keys() for values in (before, after))
    if old == new:
        return SAME
    if key in {"validValues", "properties"}:  # more of them: fewer failures
        return WIDER if old < new else NARROWER if new < old else UNKNOWN
    if key == "missingValues":  # more of them: more failures
        return NARROWER if old < new else WIDER if new < old else UNKNOWN
    return UNKNOWN


def _query(pair: Pair) -> Iterator[Change]:
    before, after = pair.before.get("query"), pair.after.get("query")
    if same(before, after):
        return
    if same_query(before, after):
        message = f"The query of {pair.label} is formatted in another way."
        found = Found(before=before, after=after, verdict=SAME, bump=Bump.NONE)
        yield pair.change("QUA-09", message, "query", found=found)
    else:
        message = f"It cannot be told whether {pair.label} is as strict: its query changed."
        yield pair.field("QUA-09", message, "query")


def _implementation(pair: Pair) -> Iterator[Change]:
    for key in ("engine", "implementation"):
        if not same(pair.before.get(key), pair.after.get(key)):
            message = f"It cannot be told whether {pair.label} is as strict: its {key} changed."
            yield pair.field("QUA-10", message, key)


def _severity(pair: Pair) -> Iterator[Change]:
    before, after = pair.before.get("severity"), pair.after.get("severity")
    if same(before, after):
        return
    was, now = _is_error(pair.before), _is_error(pair.after)
    says = f"the severity of {pair.label} {from_to(before, after)}"
    if was == now:
        yield pair.field("QUA-13", f"Failures stop as much as before: {says}.", "severity")
    elif was:
        yield pair.field("QUA-06", f"Bad data may arrive: {says}.", "severity", verdict=WIDER)
    else:
        yield pair.field("QUA-06", f"Bad data is refused: {says}.", "severity", verdict=NARROWER)


def _schedule(pair: Pair) -> Iterator[Change]:
    for key in ("schedule", "scheduler"):
        before, after = pair.before.get(key), pair.after.get(key)
        if same(before, after):
            continue
        says = f"{key} of {pair.label} {from_to(before, after)}"
        waits = wait(before, after) if key == "schedule" else Wait.UNKNOWN
        verdict = SAME if before is None or waits not in {Wait.LONGER, Wait.UNKNOWN} else None
        bump = Bump.MINOR if waits is Wait.SHORTER else None
        message = f"{_NOTICED[waits]}: {says}."
        if before is None:
            message = f"It is stated when data is checked: {says}."
        found = Found(before=before, after=after, verdict=verdict, bump=bump)
        yield pair.change("QUA-12", message, key, found=found)


_NOTICED = {
    Wait.SAME: "Bad data is noticed at the same times",
    Wait.AS_LONG: "Bad data is noticed as soon, at other times",
    Wait.LONGER: "Bad data is noticed later",
    Wait.SHORTER: "Bad data is noticed sooner",
    Wait.UNKNOWN: "Bad data may be noticed later",
}


def said_by(rule: Entry) -> object:
    """Return what a rule measures, whatever it is called and accepts."""
    kind = rule_kind(rule)
    if kind == "library":
        return kind, spelling([rule.get("metric"), rule.get("arguments")])
    if kind == "sql":
        query = rule.get("query")
        return kind, normalised(query) if isinstance(query, str) else spelling(query)
    if kind == "custom":
        return kind, spelling([rule.get("engine"), rule.get("implementation")])
    return kind, plain(rule.get("description"))


def _measures(rule: Entry) -> object:
    """Return the metric of a rule, or its kind where it has none."""
    return rule_kind(rule), plain(rule.get("metric"))


CHECKS = (quality,)

"""What changed in the ports of a data product? Those it offers, those it takes, those it is run by.

A port is known by its id, else by its name and version: several versions of one name stand side by
side, and each is a promise of its own (ODPS: "the combination of the name and version is the key").
"""

from collections.abc import Iterator
from functools import partial

import msgspec

from contracts.compat import lifecycle, meaning
from contracts.compat.change import RISKY_READ, SAME, Change, Found, Pair, text
from contracts.compat.listing import Family, Place, compare_lists, documentation
from contracts.compat.normal import entries, plain, same, spelling
from contracts.compat.pairing import Entry, by
from contracts.compat.wording import from_to, listed, shown
from contracts.findings import Bump
from contracts.kinds import PORT_LISTS
from contracts.versions import parse

_KEYS = (by("id", "version"), by("id"), by("name", "version"), by("name"))


def ports(pair: Pair) -> Iterator[Change]:
    """Say what changed in the ports of a product; their order does not count."""
    outputs = _outputs(_Offered(pair.after.get("outputPorts")))
    for key, family in zip(PORT_LISTS, (_INPUTS, outputs, _MANAGED), strict=True):
        doubles = _doubles(pair, key)
        for place, message in doubles.items():
            found = Found(after=pair.after[key][place])
            yield _identified(pair, key, pair.change("DOC-08", message, key, place, found=found))
        for change in compare_lists(pair, key, family):
            is_double = change.rule in _ADDED and change.now[1] in doubles
            if not is_double:
                yield _identified(pair, key, change)


def called(port: Entry) -> str:
    """Return what people call a port: its name and its version."""
    name = text(port.get("name")) or text(port.get("id")) or "without a name"
    return f"{name} {version}" if (version := text(port.get("version"))) else name


_ADDED = frozenset(("PORT-06", "PORT-09", "PORT-12"))


def _doubles(pair: Pair, key: str) -> dict[int, str]:
    """Return the places of new ports that an earlier one of the list hides, and why."""
    doubles: dict[int, str] = {}
    for identity, says in ((by("name", "version"), "are"), (by("id"), "have the id of")):
        left: dict[object, int] = {}
        for _, port in entries(pair.before.get(key)):
            left[identity(port)] = left.get(identity(port), 0) + 1
        seen: dict[object, int] = {}
        for place, port in entries(pair.after.get(key)):
            known = identity(port)
            seen[known] = seen.get(known, 0) + 1
            if known is not None and seen[known] > max(1, left.get(known, 0)):
                message = f"Two entries of '{key}' {says} {called(port)}: one hides the other."
                doubles.setdefault(place, message)
    return doubles


def _identified(product: Pair, key: str, change: Change) -> Change:
    """Return *change* with what its port is known by: its path does not say the version."""
    place = change.gone or change.now
    if change.element or len(place) <= 1:
        return change
    port = (product.before if change.gone else product.after)[key][place[1]]
    return msgspec.structs.replace(change, element=f"{key}/{called(port)}")


def _told(rule: str, message: str, place: Place, port: Entry) -> Iterator[Change]:
    yield place.change(rule, message.format(called(port)))


class _Offered:
    """The output ports of the new product, by what the readers of a port that is gone look for."""

    def __init__(self, ports: object) -> None:
        self._stays: dict[str, list[str]] = {}
        self._versions: set[tuple[str, str | bytes]] = set()
        self._of_contract: dict[str, str] = {}
        self._told: dict[str, str] = {}
        for _, port in entries(ports):
            name = plain(port.get("name"))
            self._stays.setdefault(name, []).append(called(port))
            self._versions.add((name, spelling(port.get("version"))))
            if contract := text(port.get("contractId")):
                self._of_contract.setdefault(contract, called(port))

    def has(self, port: Entry) -> bool:
        """Whether the same version of the same name is still offered."""
        return (plain(port.get("name")), spelling(port.get("version"))) in self._versions

    def others(self, port: Entry) -> str:
        """Return the versions of the same name that stay, as people read a list; made once."""
        name = plain(port.get("name"))
        if name not in self._told:
            self._told[name] = listed(self._stays.get(name, ()))
        return self._told[name]

    def twin(self, port: Entry) -> str:
        """Return the port that the same contract stands behind, empty where there is none."""
        return self._of_contract.get(text(port.get("contractId")), "")


def _output_removed(offered: _Offered, place: Place, port: Entry) -> Iterator[Change]:
    if offered.has(port):
        yield place.change("CHG-02", f"The output port {called(port)} stood there twice.")
        return
    message, fix = f"Readers of the output port {called(port)} find nothing: it was removed.", ""
    if others := offered.others(port):
        message += f" What stays is {others}."
    elif twin := offered.twin(port):
        fix = f"If it is called {twin} now, give both the same `id`, and keep the old name beside "
        fix += "the new one for a while."
    yield place.change("PORT-01", message, Found(fix=fix))


def _output_changed(pair: Pair) -> Iterator[Change]:
    yield from _renamed(pair, "PORT-03", "Readers find the output port no more: its name")
    yield from _version(pair)
    yield from _contract(pair)
    yield from _type(pair)
    yield from lifecycle.deprecation(pair)
    for check in (*meaning.CHECKS, meaning.context):
        yield from check(pair)
    yield from compare_lists(pair, "inputContracts", _INPUT_CONTRACTS)
    yield from compare_lists(pair, "sbom", _MATERIALS)
    yield from documentation(pair, "CHG-02", _OF_OUTPUTS, frozenset(("id",)))


_OF_OUTPUTS = frozenset(
    (
        *("name", "version", "contractId", "type", "deprecated", "description", "businessName"),
        *("tags", "synonyms", "context", "inputContracts", "sbom"),
    )
)


def _renamed(pair: Pair, rule: str, says: str) -> Iterator[Change]:
    before, after = pair.before.get("name"), pair.after.get("name")
    if not same(before, after):
        yield pair.field(rule, f"{says} {from_to(before, after)}.", "name")


def _version(pair: Pair) -> Iterator[Change]:
    before, after = pair.before.get("version"), pair.after.get("version")
    if same(before, after):
        return
    name = text(pair.after.get("name")) or pair.label
    if before is None or _is_same_version(before, after):
        message = f"The version of the output port {name} {from_to(before, after)}."
        yield pair.field("PORT-02", message, "version", verdict=SAME)
        return
    message = f"Readers of the output port {called(pair.before)} find nothing: "
    message += f"{shown(after)} took its place." if after is not None else "it says no version."
    yield pair.field("PORT-02", message, "version")


def _is_same_version(before: object, after: object) -> bool:
    old, new = (parse(value) if isinstance(value, str) else None for value in (before, after))
    return old is not None and new is not None and old.sort_key == new.sort_key


def _contract(pair: Pair) -> Iterator[Change]:
    key = "contractId"
    before, after = pair.before.get(key), pair.after.get(key)
    if same(before, after):
        return
    if before is None:
        message = f"A contract says what {pair.label} promises: {shown(after)}."
        found = Found(after=after, verdict=SAME, bump=Bump.MINOR)
        yield pair.change("PORT-04", message, key, found=found)
        return
    message = f"What readers of {pair.label} agreed to holds no longer: its contract "
    yield pair.field("PORT-04", f"{message}{from_to(before, after)}.", key)


def _type(pair: Pair) -> Iterator[Change]:
    before, after = pair.before.get("type"), pair.after.get("type")
    if same(before, after):
        return
    verdict = None
    if before is None or plain(before) == plain(after):
        verdict = SAME
    elif after is None:
        verdict = RISKY_READ
    message = f"Readers reach {pair.label} in another way: its type {from_to(before, after)}."
    if verdict is SAME:
        message = f"Readers reach {pair.label} as before: its type {from_to(before, after)}."
    yield pair.field("PORT-05", message, "type", verdict=verdict)


def _made_from(sentence: str, place: Place, contract: Entry) -> Iterator[Change]:
    used = f"{text(contract.get('id'))} {text(contract.get('version'))}".strip()
    yield place.change("PORT-07", sentence.format(place.parent.label, used or "a contract"))


def _input_contract_changed(pair: Pair) -> Iterator[Change]:
    before, after = pair.before.get("version"), pair.after.get("version")
    if not same(before, after):
        verdict = SAME if _is_same_version(before, after) else None
        message = f"The data is made from another version of {pair.label}: it "
        yield pair.field(
            "PORT-07", f"{message}{from_to(before, after)}.", "version", verdict=verdict
        )
    yield from documentation(pair, "CHG-02", frozenset(("version",)), frozenset(("id",)))


_INPUT_CONTRACTS = Family(
    noun="input contract",
    identities=(by("id", "version"), by("id")),
    label=lambda contract: f"the contract {text(contract.get('id'))}",
    added=partial(_made_from, "{} is also made from {}."),
    removed=partial(_made_from, "{} is no longer made from {}."),
    changed=_input_contract_changed,
)


def _materials(sentence: str, place: Place, materials: Entry) -> Iterator[Change]:
    where = text(materials.get("url")) or text(materials.get("type")) or "one without an address"
    yield place.change("PORT-08", sentence.format(place.parent.label, where))


def _materials_changed(pair: Pair) -> Iterator[Change]:
    texts = frozenset(("id", "type", "url", "tags"))
    yield from documentation(pair, "PORT-08", frozenset(), texts)


_MATERIALS = Family(
    noun="bill of materials",
    identities=(by("id"), by("url"), by("type")),
    label=lambda materials: f"the bill of materials {text(materials.get('url'))}".strip(),
    added=partial(_materials, "{} has a bill of materials: {}."),
    removed=partial(_materials, "{} has no longer the bill of materials {}."),
    changed=_materials_changed,
)


def _outputs(offered: _Offered) -> Family:
    return Family(
        noun="output port",
        identities=_KEYS,
        label=lambda port: f"the output port {called(port)}",
        added=partial(_told, "PORT-06", "The output port {} was added."),
        removed=partial(_output_removed, offered),
        changed=_output_changed,
    )


def _input_changed(pair: Pair) -> Iterator[Change]:
    yield from _renamed(pair, "PORT-11", "An input port is called otherwise: its name")
    for key in ("version", "contractId"):
        before, after = pair.before.get(key), pair.after.get(key)
        if not same(before, after):
            is_same = key == "version" and _is_same_version(before, after)
            verdict = SAME if before is None or is_same else None
            message = f"What {pair.label} brings may differ: its {key} {from_to(before, after)}."
            yield pair.field("PORT-11", message, key, verdict=verdict)
    yield from documentation(
        pair,
        "CHG-02",
        frozenset(("name", "version", "contractId")),
        frozenset(("id", "tags", "deprecated")),
    )


_INPUTS = Family(
    noun="input port",
    identities=_KEYS,
    label=lambda port: f"the input port {called(port)}",
    added=partial(_told, "PORT-09", "The product also takes data from the input port {}."),
    removed=partial(_told, "PORT-10", "The product takes no data any more from the input port {}."),
    changed=_input_changed,
)


def _managed_changed(pair: Pair) -> Iterator[Change]:
    yield from _renamed(pair, "PORT-14", "Tools find the management port no more: its name")
    for key, usual in (("content", None), ("type", "rest"), ("url", None), ("channel", None)):
        before, after = (side.get(key, usual) for side in (pair.before, pair.after))
        if not same(before, after):
            verdict = SAME if before is None or plain(before) == plain(after) else None
            message = f"Tools that use {pair.label} may fail: its {key} {from_to(before, after)}."
            if verdict is SAME:
                message = f"More is said of {pair.label}: its {key} {from_to(before, after)}."
            yield pair.field("PORT-14", message, key, verdict=verdict)
    yield from lifecycle.deprecation(pair)
    yield from documentation(
        pair,
        "CHG-02",
        frozenset(("name", "content", "type", "url", "channel", "deprecated")),
        frozenset(("id", "description", "tags")),
    )


_MANAGED = Family(
    noun="management port",
    identities=(by("id"), by("name")),
    label=lambda port: f"the management port {called(port)}",
    added=partial(_told, "PORT-12", "The management port {} was added."),
    removed=partial(_told, "PORT-13", "Tools lose the management port {}: it was removed."),
    changed=_managed_changed,
)

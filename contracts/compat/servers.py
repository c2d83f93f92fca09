"""Is the data still where it was, and written as it was? Addresses, formats, environments."""

from collections.abc import Iterator
from functools import partial

from contracts.compat import people
from contracts.compat.change import (
    RISKY_READ,
    SAME,
    UNKNOWN,
    WIDER,
    Change,
    Found,
    Pair,
    text,
)
from contracts.compat.custom_property import words
from contracts.compat.engines.kinds import engine_of
from contracts.compat.listing import Family, Place, compare_lists, documentation
from contracts.compat.moved_types import forgets_empty_texts, moved
from contracts.compat.normal import custom, entries, plain, same, spelling
from contracts.compat.pairing import Entry, by, pair_up
from contracts.compat.security import PRIVACY
from contracts.compat.server_promises import extends
from contracts.compat.wording import from_to, shortened
from contracts.findings import Bump

_NAMING = frozenset(("id", "server", "environment", "type", "description", "customProperties"))
_LAYOUT = frozenset(("format", "delimiter", "header", "encoding"))
_STANDING = _NAMING | _LAYOUT | {"port", "roles"}
_RESIDENCE = frozenset(("region", "regionName"))
_ALIASES = {
    "postgresql": "postgres",
    "prod": "production",
    "prd": "production",
    "dev": "development",
    "tst": "test",
    "stg": "staging",
}


def servers(pair: Pair) -> Iterator[Change]:
    """Say what changed about the places where the data is."""
    if same(pair.before.get("servers"), pair.after.get("servers")):
        return
    standing: dict[object, str] = {
        (_address(server), _environment(server)): _name(server)
        for _, server in entries(pair.after.get("servers"))
    }
    family = Family(
        noun="server",
        identities=_IDENTITIES,
        label=_name,
        added=_added,
        removed=partial(_removed, standing=standing),
        changed=partial(_changed, contract=pair),
    )
    if _lost_production(pair):
        yield from _without_production(pair, family)
    else:
        yield from compare_lists(pair, "servers", family)


def _lost_production(pair: Pair) -> bool:
    """Whether a production server is gone and none is left."""
    was, now = (
        {_environment(server) for _, server in entries(contract.get("servers"))}
        for contract in (pair.before, pair.after)
    )
    gone = pair_up(pair.before.get("servers"), pair.after.get("servers"), _IDENTITIES)
    environments = {_environment(server) for _, server in gone.removed}
    return _PRODUCTION in was - now and _PRODUCTION in environments


_PRODUCTION = "production"


def _without_production(pair: Pair, family: Family) -> Iterator[Change]:
    for change in compare_lists(pair, "servers", family):
        server = change.before if isinstance(change.before, dict) else {}
        if change.rule == "SRV-02" and _environment(server) == _PRODUCTION:
            place = Place(pair, "servers", (_index(change), server), is_gone=True)
            message = f"Nobody reads or writes in production: its last server, {_name(server)}, "
            yield place.change("SRV-03", f"{message}is gone.")
        else:
            yield change


def _index(change: Change) -> int:
    last = change.gone[-1] if change.gone else 0
    return last if isinstance(last, int) else 0


def _added(place: Place, server: Entry) -> Iterator[Change]:
    yield place.change("SRV-01", f"The data is also at {_name(server)}.")


def _removed(place: Place, server: Entry, standing: dict[object, str]) -> Iterator[Change]:
    """Tell that a server is gone; *standing* leads from addresses to the servers that are left."""
    other = standing.get((_address(server), _environment(server)))
    if other is not None:
        message = f"{_name(server)} is gone; {other} leads to the same place."
        yield place.change("SRV-02", message, Found(verdict=SAME, bump=Bump.MINOR))
    else:
        message = f"Readers of {_name(server)} find nothing: the server is gone."
        yield place.change("SRV-02", message)


def _name(server: Entry) -> str:
    return text(server.get("server")) or text(server.get("type")) or "a server"


def _environment(server: Entry) -> str:
    word = plain(server.get("environment"))
    return _ALIASES.get(word, word)


def _type(server: Entry) -> str:
    word = plain(server.get("type"))
    return _ALIASES.get(word, word)


def _address(server: Entry) -> object:
    """Return where the server is: its type and what is no name, layout or text."""
    place = {key: value for key, value in server.items() if key not in _NAMING | {"roles"}}
    return _type(server), spelling(place)


def _changed(pair: Pair, contract: Pair) -> Iterator[Change]:
    if _type(pair.before) != _type(pair.after):
        yield _on_another_system(pair, contract)
    else:
        yield from _moved(pair)
    if _environment(pair.before) != _environment(pair.after):
        yield _in_another_environment(pair)
    if not same(pair.before.get("server"), pair.after.get("server")):
        says = from_to(pair.before.get("server"), pair.after.get("server"))
        yield pair.field(
            "SRV-10", f"Who selects a server by its name must adapt: it {says}.", "server"
        )
    yield from _layout(pair)
    yield from people.roles(pair)
    yield from documentation(
        pair,
        "SRV-12",
        frozenset(pair.before.keys() | pair.after.keys()) - {"id", "description"},
        frozenset(("id", "description")),
    )
    if any(not same(pair.before.get(key), pair.after.get(key)) for key in ("type", "environment")):
        yield from _respelled(pair)


def _respelled(pair: Pair) -> Iterator[Change]:
    for key, spelt in (("type", _type), ("environment", _environment)):
        is_same = spelt(pair.before) == spelt(pair.after)
        if is_same and not same(pair.before.get(key), pair.after.get(key)):
            yield pair.field("SRV-12", f"The {key} of {pair.label} is spelt in another way.", key)


def _on_another_system(pair: Pair, contract: Pair) -> Change:
    """Say which columns the other system reads otherwise, beside that it is another one."""
    says = from_to(pair.before.get("type"), pair.after.get("type"))
    message = f"Clients of {pair.label} must speak to another system: its type {says}."
    engines = engine_of(pair.before), engine_of(pair.after)
    columns = moved(contract.before, contract.after, engines)
    verdict = WIDER
    for each in columns:
        verdict |= each.verdict
    for is_other, what in ((True, "mean something else"), (False, "hold other values")):
        named = [each.label for each in columns if each.is_other is is_other]
        if named:
            message += f" There {what}: {shortened(named)}."
    if forgets_empty_texts(contract.after, engines[1]):
        message += " There an empty text is null."
    return pair.field("SRV-06", message, "type", verdict=verdict)


def _in_another_environment(pair: Pair) -> Change:
    says = from_to(pair.before.get("environment"), pair.after.get("environment"))
    message = f"Readers no longer find {pair.label} where they look: its environment {says}."
    verdict = None
    if pair.before.get("environment") is None:
        message, verdict = f"The environment of {pair.label} {says}.", SAME
    return pair.field("SRV-09", message, "environment", verdict=verdict)


def _moved(pair: Pair) -> Iterator[Change]:
    """Say which parts of the address changed; more than one is still one move."""
    keys = [key for key in {**pair.before, **pair.after} if key not in _STANDING | _RESIDENCE]
    moved = [key for key in keys if not same(pair.before.get(key), pair.after.get(key))]
    if moved:
        says = "; ".join(
            f"{key} {from_to(pair.before.get(key), pair.after.get(key))}" for key in moved
        )
        is_decided = all(_is_decided(pair, key) for key in moved)
        message = f"Clients of {pair.label} must look in another place: {says}."
        if not is_decided:
            message = f"A variable may lead {pair.label} to another place: {says}."
        elif all(_leads_on(pair, key) for key in moved):
            is_decided = False
            message = f"The old address of {pair.label} is said to lead to the new one: {says}."
        found = Found(
            before={key: pair.before.get(key) for key in moved},
            after={key: pair.after.get(key) for key in moved},
            verdict=None if is_decided else RISKY_READ,
        )
        if len(moved) == 1:
            found = Found(
                before=pair.before.get(moved[0]),
                after=pair.after.get(moved[0]),
                verdict=found.verdict,
            )
        yield pair.change("SRV-04", message, moved[0], found=found)
    for key in sorted(_RESIDENCE):
        if not same(pair.before.get(key), pair.after.get(key)):
            yield _resides(pair, key)
    yield from _port(pair)


def _is_decided(pair: Pair, key: str) -> bool:
    """Whether the values themselves can be compared: a variable may stand for either."""
    return not any("${" in text(element.get(key)) for element in (pair.before, pair.after))


def _leads_on(pair: Pair, key: str) -> bool:
    """Whether the server declares its old address as one that still works."""
    declared = custom(pair.after, "alias", "aliases", "redirect", "redirects", "redirectFrom")
    return text(pair.before.get(key)).casefold() in words(declared)


def _resides(pair: Pair, key: str) -> Change:
    message = f"The data of {pair.label} lies elsewhere: {key} "
    message += f"{from_to(pair.before.get(key), pair.after.get(key))}."
    found = Found(
        before=pair.before.get(key),
        after=pair.after.get(key),
        verdict=RISKY_READ,
        approvers=PRIVACY,
    )
    return pair.change("SRV-04", message, key, found=found)


_USUAL_PORTS = {
    "postgres": 5432,
    "mysql": 3306,
    "sqlserver": 1433,
    "oracle": 1521,
    "redshift": 5439,
    "trino": 8080,
    "clickhouse": 8443,
    "db2": 50000,
    "sftp": 22,
}


def _port(pair: Pair) -> Iterator[Change]:
    usual = _USUAL_PORTS.get(_type(pair.after))
    before, after = (_port_of(server, usual) for server in (pair.before, pair.after))
    if same(pair.before.get("port"), pair.after.get("port")):
        return
    says = from_to(pair.before.get("port"), pair.after.get("port"))
    verdict, message = None, f"Clients of {pair.label} knock at the wrong door: its port {says}."
    if before == after:
        verdict, message = SAME, f"Clients of {pair.label} find the same port: it {says}."
    elif not _is_decided(pair, "port"):
        verdict, message = RISKY_READ, f"A variable may lead to another port: it {says}."
    yield pair.field("SRV-05", message, "port", verdict=verdict)


def _port_of(server: Entry, usual: int | None) -> object:
    port = server.get("port")
    if port is None:
        return usual
    written = text(port)
    return int(written) if written.isascii() and written.isdigit() and len(written) < 6 else port  # noqa: PLR2004 - digits of the highest port


def _layout(pair: Pair) -> Iterator[Change]:
    before, after = pair.before.get("format"), pair.after.get("format")
    if plain(before) != plain(after):
        message = f"Neither side can read the other's files of {pair.label}: the format "
        message += f"{from_to(before, after)}."
        verdict = UNKNOWN if before is None else None
        yield pair.field("SRV-07", message, "format", verdict=verdict)
    elif not same(before, after):
        yield pair.field("SRV-12", f"The format of {pair.label} is spelt in another way.", "format")
    for key in ("delimiter", "header", "encoding"):
        old, new = pair.before.get(key), pair.after.get(key)
        if not same(old, new):
            message = (
                f"Files of {pair.label} are written in another way: {key} {from_to(old, new)}."
            )
            verdict = UNKNOWN if key == "encoding" and extends(old, new) else None
            yield pair.field("SRV-08", message, key, verdict=verdict)


_IDENTITIES = (by("id"), by("server", "environment"), by("server"), _address)

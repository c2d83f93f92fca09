"""Which contracts stand behind the output ports of a product, and which did not before?"""

from collections.abc import Iterator
from typing import Any

import msgspec

from contracts.compat.change import text
from contracts.compat.normal import entries
from contracts.versions import parse


class Pledge(msgspec.Struct, frozen=True):
    """One version of one contract, as a port names it. Equal ranks of versions are one pledge."""

    contract: str
    version: str

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from others: `v1.0` is `1.0.0`."""
        read = parse(self.version)
        return self.contract, read.sort_key if read else self.version

    def __str__(self) -> str:
        return f"{self.contract} {self.version}"


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A contract version that a product begins to promise.

    ``ports`` are the names of the ports that it stands behind. ``earlier`` are the versions of the
    same contract that the product promised before, highest first; none where it is new to it.
    """

    ports: tuple[str, ...]
    pledge: Pledge
    earlier: tuple[Pledge, ...] = ()


def steps(before: dict[str, Any], after: dict[str, Any]) -> list[Step]:
    """Return the contract versions that only the product *after* promises, in its order."""
    old: dict[str, dict[str, Pledge]] = {}  # contract -> version, as it sorts -> pledge
    for _, pledge in _pledges(before):
        old.setdefault(pledge.contract, {})[pledge.key[1]] = pledge
    new: dict[tuple[str, str], tuple[Pledge, list[str]]] = {}
    for port, pledge in _pledges(after):
        if pledge.key[1] not in old.get(pledge.contract, {}):
            new.setdefault(pledge.key, (pledge, []))[1].append(port)
    earlier = {
        contract: tuple(versions[key] for key in sorted(versions, reverse=True))
        for contract, versions in old.items()
    }
    return [
        Step(ports=tuple(ports), pledge=pledge, earlier=earlier.get(pledge.contract, ()))
        for pledge, ports in new.values()
    ]


def _pledges(product: dict[str, Any]) -> Iterator[tuple[str, Pledge]]:
    """Yield the name of each output port that names a version of a contract, and which.

    The version of a port is that of its contract.
    """
    for _, port in entries(product.get("outputPorts")):
        contract, version = text(port.get("contractId")), text(port.get("version"))
        if contract and version:
            yield text(port.get("name")) or text(port.get("id")), Pledge(contract, version)

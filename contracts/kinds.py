"""Is this document a contract or a data product? Its `kind` says so, in any case of letters."""

from collections.abc import Mapping
from typing import Any

CONTRACT_KIND = "DataContract"
PRODUCT_KIND = "DataProduct"
PORT_LISTS = ("inputPorts", "outputPorts", "managementPorts")
"""Where a product lists its ports: what it takes, what it promises, where it is managed."""


def is_product(tree: Mapping[str, Any]) -> bool:
    """Whether *tree* is a data product of the Open Data Product Standard.

    Without any `kind`, ports say so: no contract has them.
    """
    kind = tree.get("kind")
    if kind is None:
        return any(key in tree for key in PORT_LISTS)
    return isinstance(kind, str) and kind.strip().casefold() == PRODUCT_KIND.casefold()

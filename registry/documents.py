"""Is what was sent something that the registry keeps? It keeps contracts, and says so."""

from contracts.document import Document
from contracts.findings import Finding
from contracts.kinds import is_product
from contracts.locate import finding_at
from contracts.validation.rules import NOT_ALLOWED
from registry.errors import InvalidContractError

_SAID = "This is a data product (`kind: DataProduct`), and the registry keeps contracts."
_NEXT_STEP = (
    "Publish the contract of each output port by itself. `charter lint` and `charter diff` judge "
    "the product."
)


def require_contract(sent: Document) -> None:
    """Do nothing for a contract. Raises InvalidContractError for a data product."""
    if is_product(sent.tree):
        raise InvalidContractError(_SAID, next_step=_NEXT_STEP, findings=(_finding(sent),))


def _finding(sent: Document) -> Finding:
    return finding_at(sent, NOT_ALLOWED, ("kind",), _SAID, fix=_NEXT_STEP)

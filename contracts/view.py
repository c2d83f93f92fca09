"""How does any tree become the typed view? Whole where it fits, else field by field.

What does not fit is left out. Two older shapes are lifted: the `team` list of 3.0 becomes the
members of a team, and a contract whose `description` is plain text means its purpose.
"""

from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

import msgspec

from contracts.model import Contract

_S = TypeVar("_S", bound=msgspec.Struct)


def contract_of(tree: dict[str, Any]) -> Contract:
    """Return the view of *tree*; never raises, whatever the tree holds."""
    lifted = dict(tree)
    if isinstance(tree.get("team"), list):
        lifted["team"] = {"members": tree["team"]}
    if isinstance(tree.get("description"), str):
        lifted["description"] = {"purpose": tree["description"]}
    return _struct(lifted, Contract)


def _struct(value: dict[str, Any], kind: type[_S]) -> _S:
    """Return *value* as a *kind*; the quick way first, which is all that a valid contract needs."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        pass
    fitting: dict[str, Any] = {}
    for key, name, field_type in _fields(kind):
        if key in value:
            fitted = _fitted(value[key], field_type)
            if fitted is not msgspec.UNSET:
                fitting[name] = fitted
    return kind(**fitting)


def _fitted(value: Any, kind: Any) -> Any:
    """Return *value* as a *kind*, `msgspec.UNSET` where nothing of it fits."""
    if get_origin(kind) in (Union, UnionType):
        return _fitted(value, get_args(kind)[0])  # every union in the model is `X | None`
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            return msgspec.UNSET
        items = [_fitted(item, get_args(kind)[0]) for item in value]
        return tuple(item for item in items if item is not msgspec.UNSET)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return _struct(value, kind) if isinstance(value, dict) else msgspec.UNSET
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return msgspec.UNSET


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[tuple[str, str, Any], ...]:
    return tuple(
        (field.encode_name, field.name, field.type) for field in msgspec.structs.fields(kind)
    )

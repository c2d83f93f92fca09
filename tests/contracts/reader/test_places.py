"""Is the table of text places what the official schemas say? They are asked again, each of them."""

from collections.abc import Iterator

import msgspec
import pytest

from contracts.reader.places import DOCUMENT, Place
from contracts.validation.editions import EDITIONS, PRODUCT_EDITIONS, STRICT, schema

Typed = dict[str, set[str]]  # key -> the JSON types that the schemas give it
SCALARS = {"string", "integer", "number", "boolean"}


def applying(root, node, seen=()) -> Iterator[dict]:
    """Yield every schema that may apply to the value of *node*."""
    if not isinstance(node, dict) or id(node) in seen:
        return
    yield node
    seen = (*seen, id(node))
    if "$ref" in node:
        target = root
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        yield from applying(root, target, seen)
    for keyword in ("allOf", "oneOf", "anyOf", "items"):  # lists are transparent
        branches = node.get(keyword, ())
        for branch in branches if isinstance(branches, list) else [branches]:
            yield from applying(root, branch, seen)
    for keyword in ("then", "else"):
        yield from applying(root, node.get(keyword), seen)


def scalar_types(nodes) -> set[str]:
    """Return the scalar types that *nodes* admit, all of them where one says nothing at all."""
    found = set()
    for _, node in nodes:
        types = node.get("type", ())
        found.update([types] if isinstance(types, str) else types)
    return found & SCALARS


def below(nodes) -> dict[str, list]:
    """Return what applies below each key that any of *nodes* knows."""
    found: dict[str, list] = {}
    for root, node in nodes:
        for key, value in node.get("properties", {}).items():
            found.setdefault(key, []).extend((root, n) for n in applying(root, value))
    return found


def official() -> list:
    """Return what applies to a whole document in all official schemas together."""
    roots = [schema(edition) for edition in (*EDITIONS, STRICT, *PRODUCT_EDITIONS)]
    return [(root, node) for root in roots for node in applying(root, root)]


def differences(place: Place, nodes, path: str, seen: set) -> Iterator[str]:
    """Yield where the table and the schemas disagree at or below *path*."""
    mark = (id(place), frozenset(id(node) for _, node in nodes))
    if mark in seen:
        return
    seen.add(mark)
    wants_text = scalar_types(nodes) == {"string"}
    if place.is_text != wants_text:
        yield f"{path}: the table says text={place.is_text}, the schemas {scalar_types(nodes)}"
    keys = below(nodes)
    for key in sorted(keys.keys() | place.keys.keys()):
        child = place.keys.get(key, Place())
        yield from differences(child, keys.get(key, []), f"{path}/{key}", seen)


def test_the_table_of_text_places_is_that_of_the_official_schemas():
    """A key that a version adds would be read as a number until somebody loses a leading zero."""
    assert list(differences(DOCUMENT, official(), "", set())) == []


_ODCS = "bitol-io__open-data-contract-standard/schema/odcs-json-schema-{}.json"
_ODPS = "bitol-io__open-data-product-standard/schema/odps-json-schema-{}.json"
_ORIGINALS = {
    **{edition: _ODCS.format(edition) for edition in (*EDITIONS, STRICT)},
    **{edition: _ODPS.format(edition) for edition in PRODUCT_EDITIONS},
    "v3.2.0": "pypi__datacontract-cli-1.2.8/odcs-3.2.0.schema.json",
    "v1.1.0": "pypi__dataproduct-cli-0.3.2/odps-1.1.0.schema.json",
}


@pytest.mark.parametrize("edition", _ORIGINALS)
def test_the_official_schemas_are_carried_unchanged(edition, corpora):
    """Judging by a schema that somebody edited would be judging by no standard at all."""
    original = corpora / "standards" / _ORIGINALS[edition]

    assert schema(edition) == msgspec.json.decode(original.read_bytes())

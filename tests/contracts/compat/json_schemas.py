"""Which contract does a JSON Schema state? A small reading, enough for the open standards' own.

Choices between shapes (`oneOf`, `anyOf`) have no place in a contract: what they say is left out,
so that a column with such a choice has no stated type. Closed lists are read as open where the
caller says so.
"""

from typing import Any

Schema = dict[str, Any]

_DEPTH = 8  # definitions may refer to themselves
_OPTIONS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_SIZES = ("minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems")


def contract(schema: Schema, *, name: str, version: str, is_open: bool = False) -> dict[str, Any]:
    """Return the tree of a contract with one object, of the shape that *schema* describes."""
    reading = _Reading(schema, is_open=is_open)
    return {
        "apiVersion": "v3.2.0",
        "kind": "DataContract",
        "id": name,
        "version": version.removeprefix("v"),
        "status": "active",
        "schema": [{"name": name, "properties": reading.properties(schema, 0)}],
    }


class _Reading:
    def __init__(self, root: Schema, *, is_open: bool) -> None:
        self._root = root
        self._is_open = is_open

    def properties(self, schema: Schema, depth: int) -> list[dict[str, Any]]:
        required = schema.get("required")
        names = required if isinstance(required, list) else []
        return [
            {"name": name, **({"required": True} if name in names else {})}
            | self._element(inner, depth + 1)
            for name, inner in schema.get("properties", {}).items()
        ]

    def _element(self, source: object, depth: int) -> dict[str, Any]:
        schema = self._resolved(source)
        kinds = schema.get("type")
        stated = [each for each in (kinds if isinstance(kinds, list) else [kinds]) if each]
        kinds = [each for each in stated if each != "null"]
        element: dict[str, Any] = {}
        if len(kinds) == 1:
            element["logicalType"] = kinds[0]
        if "null" in stated:
            element["required"] = False
        if isinstance(schema.get("description"), str):
            element["description"] = schema["description"]
        options = {key: schema[key] for key in (*_OPTIONS, *_SIZES) if key in schema}
        if isinstance(schema.get("format"), str) and kinds == ["string"]:
            options["format"] = schema["format"]
        if options:
            element["logicalTypeOptions"] = options
        element |= self._values(schema)
        if depth < _DEPTH and "object" in kinds and "properties" in schema:
            element["properties"] = self.properties(schema, depth)
        if depth < _DEPTH and "array" in kinds and isinstance(schema.get("items"), dict):
            element["items"] = self._element(schema["items"], depth + 1)
        return element

    def _values(self, schema: Schema) -> dict[str, Any]:
        if "const" in schema:
            return {"enum": [{"value": schema["const"]}]}
        listed = [value for value in schema.get("enum", []) if value is not None]
        if not listed:
            return {}
        stated: dict[str, Any] = {"enum": [{"value": value} for value in listed]}
        if self._is_open:
            stated["customProperties"] = [{"property": "enumExtensible", "value": True}]
        return stated

    def _resolved(self, source: object) -> Schema:
        """Return a schema with what it refers to in the same file, and all parts of `allOf`."""
        schema = source if isinstance(source, dict) else {}
        for _ in range(_DEPTH):
            if "$ref" not in schema:
                break
            schema = {**self._at(schema["$ref"]), **_without(schema, "$ref")}
        for part in schema.get("allOf", []):
            inner = self._resolved(part)
            schema = {**inner, **schema}
            schema["properties"] = {**inner.get("properties", {}), **schema.get("properties", {})}
        return schema

    def _at(self, reference: str) -> Schema:
        node: Any = self._root if reference.startswith("#/") else {}
        for part in reference.removeprefix("#/").split("/"):
            node = node.get(part, {}) if isinstance(node, dict) else {}
        return node if isinstance(node, dict) else {}


def _without(schema: Schema, key: str) -> Schema:
    return {name: value for name, value in schema.items() if name != key}

"""What does the API's own description say? OpenAPI 3.1, made from the routes and their docstrings.

It covers the API alone, whatever else the application serves, and is made once, when somebody
first asks for it: by an application of its own that never answers a request.
"""

import inspect
import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import cache
from importlib.metadata import version
from typing import Any

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, License, SecurityScheme, Tag

from contracts import findings, model, rule
from registry import (
    demand_views,
    notice_views,
    policy_views,
    role_views,
    search_views,
    upkeep,
    views,
)
from registry.api import (
    demands,
    health,
    notices,
    problems,
    resources,
    roles,
    saved_searches,
    tokens,
    uses,
    versions,
    waivers,
)
from registry.api.admission import CONTRACT_TYPES
from registry.api.examples import (
    CONTRACT,
    DEMAND,
    POLICY,
    ROLE,
    SAVED_SEARCH,
    TOKEN,
    USE,
    WAIVER,
    answers,
)
from search import query

Json = dict[str, Any]  # a JSON object: OpenAPI documents have no closed shape


@cache
def document() -> Json:
    """Return the description of the API, ready to be written as JSON."""
    application = Litestar(route_handlers=[resources.router()], openapi_config=config())
    described = application.openapi_schema.to_schema()
    described["paths"] = {
        path: _path_item(item) for path, item in described["paths"].items() if _is_public(item)
    }
    described["paths"] = _with_bytes(described["paths"])
    shapes = described["components"]["schemas"]
    for name, schema in shapes.items():
        schema.pop("title", None)
        schema["description"] = _about(name)
    for operation in _operations(described["paths"]):
        _tell_answers(operation)
    return _plain_names(_plain(described))


def config() -> OpenAPIConfig:
    """Return what the document says of the API as a whole."""
    return OpenAPIConfig(
        title="Charter",
        version=version("charter"),
        summary="Contract registry and catalog of a government data mesh.",
        description=_DESCRIPTION,
        license=License(name="Apache-2.0", identifier="Apache-2.0"),
        path="/api/schema",
        render_plugins=[JsonRenderPlugin()],
        operation_id_creator=_operation_id,
        tags=[Tag(name=name, description=text) for name, text in _TAGS.items()],
        components=Components(
            security_schemes={
                "token": SecurityScheme(
                    type="http",
                    scheme="bearer",
                    description=(
                        "A token that an agency issued (`charter token`), sent as "
                        "`Authorization: Bearer <token>`. It has scopes and an end."
                    ),
                )
            }
        ),
        security=[{}, {"token": []}],
    )


_DESCRIPTION = """\
Agencies publish data products that are described by versioned data contracts, written in the Open
Data Contract Standard. Charter judges every change before it lands, and lets anyone find and read
what exists. It never moves data.

Reading public products needs no token; a token shows what its agency may see besides, and is needed
to publish. Everything you are not allowed to see looks as if it were not there.

Errors are problems of RFC 9457 (`application/problem+json`). Their `type` leads to a page about the
kind of problem, `detail` says what happened, `next_step` what to do about it, and `findings` name
the line and column in your contract.

Products and search results come in pages: `limit` says how many items, and `cursor` of an answer,
or its Link header, leads to the next page. The other lists come whole. Contracts are served byte by
byte with their SHA-256 as ETag.
"""

_TAGS = {
    "Search": "Find data products.",
    "Products": "Data products, and what is to be known of them.",
    "Versions": "Published versions of a contract: their text, their judgement, what changed.",
    "Publishing": "Check a contract, publish it, and put it in force.",
    "Policies": "By what a change is weighed, and which findings somebody answers for.",
    "Notices": "What happens to the products that somebody follows, and which those are.",
    "Agencies": "The agencies that take part, their people and their robots.",
    "Rules": "What Charter judges by.",
    "Service": "Charter itself.",
}


def _operation_id(handler: HTTPRouteHandler, method: str, _: Sequence[object]) -> str:
    """Return the function's name in camel case. HEAD gets a name only because it must have one."""
    first, *rest = handler.handler_name.split("_")
    name = first + "".join(word.capitalize() for word in rest)
    return f"{name}Head" if method == "HEAD" else name


def _is_public(item: Json) -> bool:
    return any(method in item for method in ("get", "put", "post", "delete"))


def _path_item(item: Json) -> Json:
    """Leave HEAD out, which says nothing that GET does not, and say once what is said twice."""
    item = {method: operation for method, operation in item.items() if method != "head"}
    for operation in item.values():
        if "415" in operation["responses"]:
            is_policy = operation["tags"] == ["Policies"]
            operation["requestBody"] = _policy_body() if is_policy else _contract_body()
        elif body := operation.get("requestBody"):
            media = body["content"]["application/json"]
            body["description"] = _about(media["schema"]["$ref"].rpartition("/")[2])
            if example := _BODIES.get(operation["operationId"]):
                media["example"] = example
        for parameter in operation.get("parameters", ()):
            _plain_parameter(parameter)
    return item


_BODIES = {
    "grantWaiver": WAIVER,
    "giveAgencyRole": ROLE,
    "issueToken": TOKEN,
    "declareUse": USE,
    "askForData": DEMAND,
    "saveSearch": SAVED_SEARCH,
}
"""An example of what is sent, by operation."""


def _operations(paths: Json) -> Iterator[Json]:
    for item in paths.values():
        yield from item.values()


def _plain_parameter(parameter: Json) -> None:
    """Say a parameter's words and example once. `null` has no spelling in an address."""
    schema = parameter["schema"]
    kinds = [kind for kind in schema.get("oneOf", ()) if kind.get("type") != "null"]
    if len(kinds) == 1:
        schema = {**kinds[0], **schema}
    parameter["schema"] = {
        key: value
        for key, value in schema.items()
        if key not in {"oneOf", "description", "examples"}
    }
    for example in parameter.pop("examples", {}).values():
        parameter["example"] = example["value"]


def _tell_answers(operation: Json) -> None:
    """Give each answer its words, its headers, and the example that was recorded."""
    responses = operation["responses"]
    recorded = answers().get(operation["operationId"], {})
    publishes = operation["operationId"].startswith("publish")
    if publishes:
        stored = {**deepcopy(responses["200"]), "headers": _LOCATION}
        operation["responses"] = responses = {"201": stored, **responses}
    for status, response in responses.items():
        content = response.get("content", {})
        media = content.get("application/json", {})
        response["headers"] = {
            name: header
            for name, header in response.get("headers", {}).items()
            if name not in _EVERYWHERE
        }
        if status in {"200", "201"} and "$ref" in media.get("schema", {}):
            shape = media["schema"]["$ref"].rpartition("/")[2]
            response["description"] = _about(shape).partition("\n\n")[0].replace("\n", " ")
        if publishes and status in _STORED:
            response["description"] = _STORED[status]
        if status in recorded:
            for each in content.values():
                each["example"] = recorded[status]


_STORED = {
    "201": "Stored. The receipt says what comes next.",
    "200": "The same bytes were there already; nothing has changed.",
}
_LOCATION = {"Location": {"schema": {"type": "string"}, "description": "Where it is now."}}
_EVERYWHERE = {"cache-control", "x-content-type-options"}


@cache
def _docstrings() -> dict[str, str]:
    modules = (
        views,
        policy_views,
        notice_views,
        role_views,
        search_views,
        findings,
        model,
        rule,
        problems,
        health,
        waivers,
        notices,
        roles,
        tokens,
        uses,
        versions,
        demands,
        demand_views,
        search_views,
        saved_searches,
        upkeep,
        query,
    )
    return {
        name: inspect.getdoc(shape) or ""
        for module in modules
        for name, shape in vars(module).items()
        if isinstance(shape, type)
    }


def _about(shape: str) -> str:
    if shape.startswith("Page_"):
        return _docstrings()["Page"].replace("``", "`")
    return _docstrings().get(shape, "").replace("``", "`")


def _contract_body() -> Json:
    """Describe the contract that is sent: an object in JSON, and text in everything else."""
    text = {"schema": {}, "example": CONTRACT}  # YAML of an object: OpenAPI has no type for it
    return {
        "description": "A contract of ODCS 3, up to 4 MiB. JSON is told from YAML by the content.",
        "required": True,
        "content": {
            kind: {"schema": {"type": "object"}} if kind == "application/json" else text
            for kind in CONTRACT_TYPES
        },
    }


def _policy_body() -> Json:
    """Describe the policy that is sent."""
    text = {"schema": {}, "example": POLICY}
    return {
        "description": "A policy, up to 64 KiB. JSON is told from YAML by the content.",
        "required": True,
        "content": {
            kind: {"schema": {"type": "object"}} if kind == "application/json" else text
            for kind in CONTRACT_TYPES
        },
    }


def _with_bytes(paths: Json) -> Json:
    """Describe the bytes of a version apart from its view: one route serves both by the ending."""
    found: Json = {}
    for path, item in paths.items():
        found[path] = item
        if path.endswith("/versions/{version}"):
            found[f"{path}.odcs.yaml"] = {"get": _version_bytes(item["get"])}
    for operation in (item["get"] for item in found.values() if "get" in item):
        if any(each["name"] == "If-None-Match" for each in operation.get("parameters", ())):
            operation["responses"]["200"] = {
                "description": "The contract, byte by byte.",
                "content": _bytes(),
                "headers": _HEADERS,
            }
            operation["responses"]["304"] = {"description": "You have these bytes already."}
    return found


def _version_bytes(view: Json) -> Json:
    """Return the operation for the bytes, and take from *view* what belongs to them alone."""
    parameters = [dict(parameter) for parameter in view["parameters"]]
    for parameter in parameters:
        if parameter["name"] == "version":
            parameter["description"] = "The version as its author wrote it."
    view["parameters"] = [each for each in parameters if each["in"] != "header"]
    return {
        **view,
        "operationId": "getVersionBytes",
        "summary": "Read one version, byte by byte",
        "description": (
            "The contract exactly as it was published, YAML or JSON, with its SHA-256 as ETag and "
            "as Repr-Digest. These bytes never change."
        ),
        "parameters": parameters,
        "responses": dict(view["responses"]),
    }


def _bytes() -> Json:
    return {
        "application/yaml": {"schema": {"type": "string"}, "example": CONTRACT},
        "application/json": {"schema": {"type": "object"}},
    }


_HEADERS = {
    "ETag": {"schema": {"type": "string"}, "description": "The SHA-256 of the bytes, in quotes."},
    "Repr-Digest": {"schema": {"type": "string"}, "description": "The same, as RFC 9530 has it."},
    "Content-Disposition": {"schema": {"type": "string"}, "description": "A name for the file."},
}

_NOISE = {("deprecated", False), ("allowEmptyValue", False), ("allowReserved", False)}


def _plain(value: Any) -> Any:
    """Drop what says nothing: empty lists of requirements, and flags that are off."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return int(value) if isinstance(value, float) and value.is_integer() else value
    return {
        key: item if key in {"example", "examples"} else _plain(item)
        for key, item in value.items()
        if not (isinstance(item, bool) and (key, item) in _NOISE)
        and not (key in {"required", "headers"} and not item and not isinstance(item, bool))
    }


def _plain_names(described: Json) -> Json:
    """Call `Page_registry.views.ProductView_` by a name that people can read."""
    text = msgspec.json.encode(described).decode()
    named: Json = msgspec.json.decode(re.sub(r"Page_[\w.]*?(\w+)_(?=\")", r"PageOf\1", text))
    return named

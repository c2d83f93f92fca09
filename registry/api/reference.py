"""Where is the API described? As OpenAPI for machines, and as one plain page for people.

The page is made from the description alone. It has no script, and fetches nothing but the
registry's own style sheet, without which it reads as well.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from typing import Any

import msgspec
from litestar import Response

from registry.api import openapi
from registry.api.answers import Answer
from registry.api.operation import ALWAYS, read
from registry.errors import problem_types
from registry.json_text import encode

Json = dict[str, Any]  # a JSON object: OpenAPI documents have no closed shape


@read("/openapi.json", include_in_schema=False, sync_to_thread=False)
def get_openapi() -> Response[bytes]:
    """Read the API's description."""
    return Answer(_described(), media_type="application/json")


@read("/docs", include_in_schema=False, sync_to_thread=False, opt={"produces": ("text/html",)})
def get_docs() -> Response[str]:
    """Read about the API."""
    return Answer(_page(), media_type="text/html")


@cache
def _described() -> bytes:
    return encode(openapi.document())


@cache
def _page() -> str:
    return page(openapi.document())


def page(document: Json) -> str:
    """Return the HTML page that says what *document* says."""
    operations = list(_operations(document))
    tags = [
        tag for tag in document["tags"] if any(each["tag"] == tag["name"] for each in operations)
    ]
    shapes = document["components"]["schemas"]
    parts = [
        *(_tag(tag, [each for each in operations if each["tag"] == tag["name"]]) for tag in tags),
        _problems(),
        '<section aria-labelledby="shapes"><h2 id="shapes">Shapes</h2>',
        "<p>What requests and answers are made of.</p>",
        *(_shape(name, schema) for name, schema in shapes.items()),
        "</section>",
    ]
    title = f"{document['info']['title']} API"
    return _PAGE.format(
        title=escape(title),
        about=_prose(document["info"]["description"]),
        contents=_contents(tags, operations),
        body="\n".join(parts),
    )


_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="/static/charter.css">
</head>
<body class="reference">
<a class="skip-link" href="#main">Skip to the content</a>
<header><p><a href="/">Charter</a></p></header>
<main id="main">
<h1>{title}</h1>
{about}
<p>The same for machines: <a href="/api/openapi.json">OpenAPI 3.1</a>.</p>
<h2 id="try">Try it</h2>
<p>With <code>CHARTER_URL</code> set to the address of this registry, such as
<code>http://127.0.0.1:8000</code>, and for publishing <code>CHARTER_TOKEN</code> to a robot token
of the agency:</p>
<pre tabindex="0"><code>curl "$CHARTER_URL/api/v1/search?q=road+closures"
curl -X PUT --data-binary @contract.odcs.yaml -H "Content-Type: application/yaml" \\
  -H "Authorization: Bearer $CHARTER_TOKEN" \\
  "$CHARTER_URL/api/v1/products/dot/dot-road-closures/contract"</code></pre>
<nav aria-labelledby="contents"><h2 id="contents">On this page</h2>
{contents}
</nav>
{body}
</main>
<footer><p><a href="/">Back to the catalog</a></p></footer>
</body>
</html>
"""


def _operations(document: Json) -> Iterator[Json]:
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield {**operation, "path": path, "method": method.upper(), "tag": operation["tags"][0]}


def _contents(tags: Iterable[Json], operations: Iterable[Json]) -> str:
    listed = list(operations)
    groups = "".join(
        f"<li>{escape(tag['name'])}<ul>"
        + "".join(
            f'<li><a href="#{each["operationId"]}">{escape(each["summary"])}</a></li>'
            for each in listed
            if each["tag"] == tag["name"]
        )
        + "</ul></li>"
        for tag in tags
    )
    rest = '<li><a href="#problems">Problems</a></li><li><a href="#shapes">Shapes</a></li>'
    return f"<ul>{groups}{rest}</ul>"


def _tag(tag: Json, operations: Iterable[Json]) -> str:
    name = escape(tag["name"])
    anchor = f"tag-{name.lower()}"
    return (
        f'<section aria-labelledby="{anchor}"><h2 id="{anchor}">{name}</h2>'
        f"{_prose(tag['description'])}" + "".join(map(_operation, operations)) + "</section>"
    )


def _problems() -> str:
    """Return the kinds of problem, and which of them any address may answer."""
    always = ", ".join(map(str, ALWAYS[:-1]))
    kinds = _terms(
        (
            f'<a href="/problems/{kind.slug}">{kind.slug}</a> ({kind.status})',
            _inline(f"{kind.title}. {kind.explanation}"),
        )
        for kind in problem_types()
    )
    return (
        '<section aria-labelledby="problems"><h2 id="problems">Problems</h2>'
        '<p>Every refusal is a <a href="#shape-Problem">Problem</a>. Any address may answer '
        f"{always} and {ALWAYS[-1]}; what else it may answer is listed with it.</p>"
        f"{kinds}</section>"
    )


def _operation(operation: Json) -> str:
    parts = [
        f'<section aria-labelledby="{operation["operationId"]}">',
        f'<h3 id="{operation["operationId"]}">{escape(operation["summary"])}</h3>',
        f"<p><code>{operation['method']} {escape(operation['path'])}</code></p>",
        _prose(operation.get("description", "")),
    ]
    if parameters := operation.get("parameters"):
        parts += ["<h4>Parameters</h4>", _terms(map(_parameter, parameters))]
    if body := operation.get("requestBody"):
        kinds = ", ".join(f"<code>{escape(kind)}</code>" for kind in body["content"])
        parts += ["<h4>Body</h4>", f"<p>{escape(body['description'])} As {kinds}.</p>"]
    parts += [
        "<h4>Answers</h4>",
        _terms(_response(*each) for each in _own_responses(operation)),
        *_examples(operation),
        "</section>",
    ]
    return "\n".join(parts)


def _parameter(parameter: Json) -> tuple[str, str]:
    facts = [f"in the {parameter['in']}", _kind(parameter["schema"])]
    if parameter.get("required"):
        facts.append("required")
    term = f"<code>{escape(parameter['name'])}</code> ({', '.join(facts)})"
    return term, _inline(parameter.get("description", ""))


def _own_responses(operation: Json) -> list[tuple[str, Json]]:
    """Return the answers that are not the same for every address."""
    return [
        (status, response)
        for status, response in sorted(operation["responses"].items())
        if int(status) not in ALWAYS or "application/problem+json" not in response["content"]
    ]


def _response(status: str, response: Json) -> tuple[str, str]:
    shapes = [
        f"<code>{escape(kind)}</code>: {_kind(media['schema'])}."
        for kind, media in response.get("content", {}).items()
    ]
    said = _inline(response["description"].rstrip(".")) + "."
    return status, " ".join([said, *shapes])


def _examples(operation: Json) -> Iterator[str]:
    sent = operation.get("requestBody", {}).get("content", {}).items()
    for kind, media in list(sent)[:1]:
        yield _example(f"A body, as {kind}", media)
    for status, response in _own_responses(operation):
        for kind, media in response.get("content", {}).items():
            yield _example(f"An answer with {status}, as {kind}", media)


def _example(label: str, media: Json) -> str:
    example = media.get("example")
    if example is None:
        return ""
    text = example if isinstance(example, str) else _indented(example)
    return (
        f"<details><summary>{escape(label)}</summary>"
        f'<pre tabindex="0"><code>{escape(text)}</code></pre></details>'
    )


def _indented(value: object) -> str:
    return msgspec.json.format(encode(value), indent=2).decode()


def _shape(name: str, schema: Json) -> str:
    heading = f'<section aria-labelledby="shape-{name}"><h3 id="shape-{name}">{name}</h3>'
    about = _prose(schema.get("description", ""))
    if "enum" in schema:
        values = ", ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
        return f"{heading}{about}<p>One of {values}.</p></section>"
    needed = schema.get("required", ())
    fields = _terms(
        (
            f"<code>{escape(field)}</code> ({_kind(kind)}{', always there' * (field in needed)})",
            _inline(kind.get("description", "")),
        )
        for field, kind in schema.get("properties", {}).items()
    )
    return f"{heading}{about}{fields}</section>"


def _kind(schema: Json) -> str:
    """Say in a few words what a value looks like; a shape is a link to its description."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'<a href="#shape-{name}">{name}</a>'
    for several in ("oneOf", "anyOf"):
        if several in schema:
            return " or ".join(map(_kind, schema[several]))
    kind = schema.get("type", "any value")
    if kind == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if isinstance(kind, list):
        kind = " or ".join(kind)
    limits = [
        f"{word} {schema[key]}"
        for key, word in _LIMITS
        if schema.get(key) not in (None, "", [], {})
    ]
    return escape(" ".join([kind, *limits]))


_LIMITS = (("minimum", "from"), ("maximum", "to"), ("default", "by default"))


def _terms(pairs: Iterable[tuple[str, str]]) -> str:
    return f"<dl>{''.join(f'<dt>{term}</dt><dd>{text}</dd>' for term, text in pairs)}</dl>"


def _prose(text: str) -> str:
    return "".join(f"<p>{_inline(part)}</p>" for part in text.split("\n\n") if part.strip())


def _inline(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(" ".join(text.split())))

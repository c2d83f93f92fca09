"""Can anything that is sent to a whole server, pages and all, cost it an answer or its memory?

One of 131 strings and one of 41 files are sent; `HOSTILE=1` sends all of them, to every parameter
of every route. Counts are printed with -s.
"""

import base64
import json
import re
from itertools import islice
from urllib.parse import quote, urlencode

import msgspec
import pytest
from hostile import ALL, BAD, hostile_to, strings

from tests.registry.hospital import a_contract
from ui.app import application
from ui.session import COOKIE

pytestmark = pytest.mark.skipif(
    not BAD.is_dir(), reason="the corpus ../shared/corpora/bad is not on this machine"
)


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    """A server that several tests may ask."""
    with hostile_to(tmp_path_factory.mktemp("home")) as asked:
        yield asked


PLACES = {
    "agency": "doh",
    "product": "beds",
    "version": "1.0.0",
    "contract_id": "e7b7ab23-3c99-5f0a-a7b2-b41a72d15a83",
}
NOT_ASKED = {"runtime", "actor", "ref", "request", "visitor", "body", "data", "wanted"}
SEARCHED = ("q", "agency", "domain", "classification", "status", "cursor", "limit")


def addresses(target):
    """Return (method, address with one {} in it) for every parameter of every route."""
    app = application(target.runtime)
    found = set()
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            names = re.findall(r"\{(\w+)(?::\w+)?\}", route.path_format)
            filled = {name: PLACES.get(name, "x") for name in names}
            base = re.sub(r"\{(\w+)(?::\w+)?\}", r"{\1}", route.path_format)
            queries = set(handler.parsed_fn_signature.parameters) - NOT_ASKED - set(names)
            if "search" in base:
                queries |= set(SEARCHED)
            queries |= {"from", "to"} if "before" in queries else set()
            for method in handler.http_methods - {"OPTIONS", "HEAD"}:
                for name in names:
                    found.add((method, base.format(**filled | {name: "{}"})))
                for name in queries:
                    found.add((method, base.format(**filled) + f"?{name}={{}}"))
    return sorted(found)


def test_no_string_breaks_an_address(target):
    """In each part of every path, and in every query, of the API and of the pages."""
    texts = [quote(text, safe="", errors="surrogatepass") for text in strings()]
    for number, (method, address) in enumerate(addresses(target)):
        headers = target.bearer() if address.startswith("/api") else target.browser()
        some = texts if ALL else texts[number % 6 :: 6]
        for text in some:
            target.send(
                method, address.replace("{}", text), b"" if method != "GET" else None, headers
            )

    assert target.verdict("strings in addresses") == []


FIELDS = (
    "id",
    "name",
    "version",
    "status",
    "domain",
    "dataProduct",
    "tenant",
    "apiVersion",
    "kind",
)
FORMS = {
    "/sign-in": ("person", "next"),
    "/products/doh/beds/waivers": ("fingerprint", "message", "reason", "until"),
    "/agencies/doh/policy/edit": ("reason", "policy", "revision", "do"),
    "/policy/edit": ("reason", "policy", "revision", "do"),
    "/products/doh/beds/versions/2.0.0/activate": ("reason",),
    "/products/doh/beds/versions/2.0.0/withdraw": ("reason",),
    "/products/doh/beds/versions/1.1.0/deprecate": ("reason",),
    "/products/doh/beds/uses": ("major", "purpose", "columns"),
    "/products/doh/beds/uses/end": ("major", "purpose"),
    "/agencies/doh/roles": ("email", "role", "product", "until"),
    "/roles/state": ("email", "role", "until"),
}


def test_no_string_breaks_a_body(target):
    """As texts of contracts, policies and waivers, and in the fields of forms."""
    whole = {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": "x",
        "version": "1.0.0",
        "status": "active",
        "name": "x",
        "description": {"purpose": "x"},
    }
    json_type = target.bearer() | {"content-type": "application/json"}
    as_person = target.person("application/json")
    form_type = target.browser() | {"content-type": "application/x-www-form-urlencoded"}
    for number, text in enumerate(strings()):
        for name in FIELDS:
            body = json.dumps(whole | {"id": f"urn:{number}:{name}", name: text}).encode()
            target.send("PUT", f"/api/v1/products/doh/body-{number}/contract", body, json_type)
        body = json.dumps(whole | {"id": text, "name": text, "schema": [{"name": text}]}).encode()
        target.send("PUT", f"/api/v1/products/doh/all-{number}/contract", body, json_type)
        target.send("POST", "/api/v1/contracts", body, json_type)
        body = json.dumps({"profile": text, "rules": {text: text}, "watch": {text: text}}).encode()
        target.send("PUT", "/api/v1/agencies/doh/policy", body, as_person)
        for name in ("fingerprint", "reason", "until"):
            body = json.dumps(
                {"fingerprint": "a", "reason": "b", "until": "c", name: text}
            ).encode()
            target.send("POST", "/api/v1/products/doh/beds/waivers", body, as_person)
        for address, names in FORMS.items():
            fields = {"token": target.form_token} | dict.fromkeys(names, text)
            body = urlencode(fields, errors="surrogatepass").encode()
            target.send("POST", address, body, form_type)

    assert target.verdict("strings in bodies") == []


def test_no_string_breaks_a_header(target):
    """Headers and cookies are bytes from outside as well."""
    names = ("if-match", "if-none-match", "accept", "content-type", "cookie", "authorization")
    names += ("x-csrf-token", "x-request-id", "traceparent", "x-forwarded-for", "accept-encoding")
    for text in strings()[:: 1 if ALL else 3]:
        raw = text.encode("utf-8", "surrogatepass").replace(b"\r", b"").replace(b"\n", b"")
        for name in names:
            for value in (raw, COOKIE.encode() + b"=" + raw):
                target.send("GET", "/products/doh/beds", headers=target.browser() | {name: value})
            sent = target.bearer() | {name: raw}
            target.send("GET", "/api/v1/products/doh/beds/contract", headers=sent)
            target.send("PUT", "/api/v1/products/doh/beds/contract", a_contract(), sent)

    assert target.verdict("strings in headers") == []


def test_no_file_breaks_what_reads_documents(target):
    """JSON and YAML that broke other parsers, to every door that takes a document."""
    files = sorted(path for path in BAD.rglob("*") if path.is_file())
    yaml_type = target.bearer() | {"content-type": "application/yaml"}
    json_type = target.bearer() | {"content-type": "application/json"}
    as_person = target.person("application/json")
    for number, file in enumerate(islice(files, 0, None, 1 if ALL else 41)):
        body = file.read_bytes()
        target.send("PUT", f"/api/v1/products/doh/file-{number}/contract", body, yaml_type)
        target.send("POST", "/api/v1/products/doh/beds/checks", body, yaml_type)
        target.send("POST", "/api/v1/checks?agency=doh", body, json_type)
        target.send("PUT", "/api/v1/agencies/doh/policy", body, as_person)
        target.send("POST", "/api/v1/products/doh/beds/waivers", body, as_person)

    assert target.verdict("files as documents") == []


def test_no_cursor_breaks_a_list(target):
    """A cursor is ours, and anybody can make one."""
    numbers = (-1, 0, 2**31, 2**53, 2**63 - 1, 2**63, 2**64 - 1)
    keys = ("", "\0", "a\0", "\U0010ffff", "x" * 3000, "'")
    for number in numbers:
        for key in keys:
            packed = msgspec.msgpack.encode({"key": key, "id": number})
            cursor = base64.urlsafe_b64encode(packed).decode().rstrip("=")
            for path in ("/api/v1/products", "/agencies/doh", "/api/v1/search", "/search"):
                target.send("GET", f"{path}?cursor={cursor}", headers=target.bearer())
        for text in (f"o{number}", str(number), str(number) * 30):
            target.send("GET", f"/api/v1/search?cursor={text}", headers=target.bearer())
            target.send("GET", f"/api/v1/products?limit={text}&cursor={text}")

    assert target.verdict("cursors") == []


DEEP = 10_000


@pytest.mark.parametrize(
    "body",
    [
        b"[" * DEEP + b"]" * DEEP,
        b'{"a":' * DEEP + b"1" + b"}" * DEEP,
        b"".join(b" " * level + b"a:\n" for level in range(1500)),
        b"- " * DEEP,
        b"? " * DEEP,
        b"a: &a [*a]\n" * 1000,
        b"&a " * DEEP,
        b"!!python/object/apply:os.system ['id']",
        "\ufeff".encode("utf-16") + "a: b".encode("utf-16"),
        "a: b".encode("utf-32"),
        b"a: \xff\xfe",
        b'{"reason": "\xff"}',
        b"\0" * 4_000_000,
        b"a" * 4_000_000,
        b'{"id": "\\ud800", "name": "\\u0000", "version": "1.0.0", "status": "active"}',
    ],
    ids=range(15),
)
def test_no_body_breaks_a_check_or_a_publish(target, body):
    """Levels without end, endless references, other encodings, NUL and halves of characters."""
    for kind in ("application/yaml", "application/json; charset=utf-16", "text/plain; charset=x"):
        headers = target.bearer() | {"content-type": kind}
        target.send("POST", "/api/v1/products/doh/beds/checks", body, headers)
        target.send("PUT", "/api/v1/products/doh/odd/contract", body, headers)
        target.send("PUT", "/api/v1/agencies/doh/policy", body, target.person(kind))
        target.send("POST", "/api/v1/products/doh/beds/waivers", body, target.person(kind))

    assert target.verdict("odd bodies") == []

"""Which calls are shown as examples in the API's description? Run it to record them anew."""

import json
import re
import tempfile
from pathlib import Path

from api_server import Api, serving

import registry.api
from registry.api.examples import CONTRACT

BASE = "/api/v1/products/dot/road-closures"
NEXT = CONTRACT.replace("version: 1.0.0", "version: 1.1.0").replace(
    "      - name: reason\n"
    "        logicalType: string\n"
    "        description: Why the road is closed.\n"
    "        classification: public\n",
    "",
)
FILE = Path(registry.api.__file__).with_name("examples.json")


def record(api: Api) -> dict:
    """Return bodies by operation and status, with everything fixed that depends on the day."""
    yaml = {"content_type": "application/yaml", "authorization": f"Bearer {api.token_of('dot')}"}
    mine = {"authorization": yaml["authorization"]}
    calls = (
        ("checkContract", "POST", f"{BASE}/checks", CONTRACT, yaml),
        ("publishContract", "PUT", f"{BASE}/contract", CONTRACT, yaml),
        ("publishContract", "PUT", f"{BASE}/contract", CONTRACT, yaml),
        ("publishContract", "PUT", f"{BASE}/contract", NEXT, yaml),
        ("listProducts", "GET", "/api/v1/products", None, mine),
        ("getProduct", "GET", BASE, None, mine),
        ("listVersions", "GET", f"{BASE}/versions", None, mine),
        ("getVersion", "GET", f"{BASE}/versions/1.0.0", None, mine),
        ("getVersion", "GET", f"{BASE}/versions/9.9.9", None, mine),
        ("listAgencies", "GET", "/api/v1/agencies", None, mine),
        ("getAgency", "GET", "/api/v1/agencies/dot", None, mine),
    )
    recorded: dict = {}
    for operation, method, path, body, headers in calls:
        reply = api.call(method, path, body.encode() if body else None, **headers)
        recorded.setdefault(operation, {})[str(reply.status)] = _timeless(reply.json)
    return recorded


def _timeless(value):
    if isinstance(value, dict):
        return {key: _timeless(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_timeless(item) for item in value]
    if isinstance(value, str) and re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:.]+(Z|\+00:00)", value):
        return "2026-11-25T09:30:00Z"
    return value


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home, serving(Path(home)) as running:
        FILE.write_text(json.dumps(record(running), indent=1, ensure_ascii=False) + "\n", "utf-8")

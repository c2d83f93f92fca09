"""Which calls are shown as examples in the API's description? Run it to record them anew."""

import json
import re
import tempfile
from datetime import timedelta
from pathlib import Path

from api_server import Api, serving

import registry.api
from registry import policies, waivers
from registry.addresses import Ref
from registry.api.examples import CONTRACT, POLICY, WAIVER
from registry.identity import SYSTEM

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
        ("setAgencyPolicy", "PUT", "/api/v1/agencies/dot/policy", POLICY, yaml),
        ("getAgencyPolicy", "GET", "/api/v1/agencies/dot/policy", None, mine),
        ("getProductPolicy", "GET", f"{BASE}/policy", None, mine),
        ("listWaivers", "GET", f"{BASE}/waivers", None, mine),
        ("listAgencies", "GET", "/api/v1/agencies", None, mine),
        ("getAgency", "GET", "/api/v1/agencies/dot", None, mine),
    )
    recorded: dict = {}
    for operation, method, path, body, headers in calls:
        if operation == "getAgencyPolicy":
            _decide(api)
        reply = api.call(method, path, body.encode() if body else None, **headers)
        recorded.setdefault(operation, {})[str(reply.status)] = _timeless(reply.json)
    return recorded


def _decide(api: Api) -> None:
    """Let a policy hold and a waiver count: only people decide that, and here nobody is one."""
    policies.set_policy(api.runtime, SYSTEM, "dot", None, POLICY.encode())
    ref = Ref(agency="dot", product="road-closures")
    until = api.runtime.clock().date() + timedelta(days=30)
    words = str(WAIVER["reason"])
    waivers.grant(api.runtime, SYSTEM, ref, WAIVER["fingerprint"], reason=words, until=until)


def _timeless(value):
    if isinstance(value, dict):
        return {key: _timeless(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_timeless(item) for item in value]
    if isinstance(value, str) and re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:.]+(Z|\+00:00)", value):
        return "2026-11-25T09:30:00Z"
    if isinstance(value, str) and re.fullmatch(r"20\d\d-\d\d-\d\d", value):
        return "2026-12-31"
    if isinstance(value, str):
        return re.sub(r"20\d\d-\d\d-\d\d \d\d:\d\d UTC", "2026-11-25 09:30 UTC", value)
    return value


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home, serving(Path(home)) as running:
        FILE.write_text(json.dumps(record(running), indent=1, ensure_ascii=False) + "\n", "utf-8")

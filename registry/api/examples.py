"""What does a real request look like, and its answer? Recorded from a running registry.

`tests/features/api_examples.py` records them anew; a test compares them with a fresh registry's.
"""

from functools import cache
from importlib.resources import files

import msgspec

CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: 3f0c7a52-6f0e-4f0a-9a55-0f4f6f1f7a10
name: road-closures
version: 1.0.0
status: active
domain: transportation
description:
  purpose: Roads that are closed now or will be, with reason and detour.
team:
  name: Traffic operations
  members:
    - username: traffic@dot.meridian.example
      role: owner
    - username: steward@dot.meridian.example
      role: data steward
support:
  - channel: help desk
    url: mailto:traffic@dot.meridian.example
servers:
  - server: production
    type: postgres
    host: data.dot.meridian.example
    port: 5432
    database: traffic
    schema: public
schema:
  - name: road_closures
    logicalType: object
    description: One row for each closure.
    properties:
      - name: closure_id
        logicalType: string
        description: Stays the same for as long as the closure lasts.
        primaryKey: true
        required: true
        classification: public
      - name: road_name
        logicalType: string
        description: The road as signs name it.
        required: true
        classification: public
      - name: reason
        logicalType: string
        description: Why the road is closed.
        classification: public
"""


POLICY = """\
# Consumers of every version in force are protected, and what may hurt them counts as if it did.
profile: standard
risks: error
rules:
  property-added: warning
fixed: [mode, risks]
"""


DEMAND = {"wanted": "Bus stops with shelters", "purpose": "To plan where people can wait."}

SAVED_SEARCH = {"name": "Beds of hospitals", "query": "q=hospital+beds&cadence=hourly"}

WAIVER = {
    "fingerprint": "5f1c9a0b7d3e2a64",
    "reason": "Nobody reads the column any more, as all three users confirmed.",
    "until": "2026-12-31",
}


ROLE = {
    "email": "amara.nwosu@doh.meridian.example",
    "role": "product_owner",
    "product": "doh-hospital-bed-availability",
    "until": "2027-06-30",
}


TOKEN = {"name": "Nightly build of road closures", "scopes": ["publish", "read"], "days": 90}


USE = {
    "by": "memd",
    "major": 1,
    "purpose": "Routing of ambulances",
    "columns": ["closure_id", "road_name"],
}


@cache
def answers() -> dict[str, dict[str, object]]:
    """Return recorded bodies by operation and status."""
    text = files("registry.api").joinpath("examples.json").read_bytes()
    return msgspec.json.decode(text, type=dict[str, dict[str, object]])

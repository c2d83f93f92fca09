"""How does a test get a registry worth looking at? A small state, entered through the services."""

import shutil
from datetime import timedelta
from pathlib import Path

from registry import (
    delivery,
    directory,
    following,
    inbox,
    policies,
    products,
    publishing,
    relay,
    waivers,
)
from registry.addresses import Ref
from registry.identity import SYSTEM, Actor, RoleName
from registry.runtime import Runtime, open_runtime
from registry.views import UseView, Visibility
from tests.databases import settings_at

LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
RIGHT_TO_LEFT = "توفر الأسرة في المستشفيات \u202eevil"

HOSPITAL_BEDS = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:doh:{name}
name: {name}
version: {version}
status: active
domain: public-health
description:
  purpose: Staffed and available **hospital beds** by facility.
  usage: For planning, see [the guide](https://doh.example/guide).
  limitations: |
    # Limits
    - Reported by hospitals
    - [not a script](javascript:alert(1))
schema:
  - name: beds
    logicalType: object
    physicalType: table
    description: One row for each hospital and bed type.
    properties:
      - name: facility_id
        logicalType: string
        description: The hospital's number.
        primaryKey: true
        required: true
        classification: internal
      - name: county_fips
        logicalType: string
        physicalType: CHAR(5)
        description: The county of the hospital.
        required: true
        classification: public
{columns}
team:
  name: Department of Health
  members:
    - username: amara.nwosu@doh.example
      role: product owner
slaProperties:
  - property: frequency
    value: 15
    unit: min
servers:
  - server: beds-api
    type: api
    environment: prod
    location: https://api.doh.example/beds
"""

AVAILABLE = """\
      - name: available_beds
        logicalType: integer
        description: Beds that can take somebody at once.
        required: true
        classification: internal
"""

SURGE = """\
      - name: surge_beds
        logicalType: integer
        description: Beds that can be there within a day.
        classification: internal
"""

EDITIONS = (
    ("1.0.0", AVAILABLE),
    ("1.1.0", AVAILABLE + SURGE),
    ("2.0.0", SURGE),  # takes a column away, so it waits for its owner
)

SURGE_PLANNING = UseView(
    agency="memd",
    agency_name="",  # the registry knows it
    purpose="Surge planning",
    columns=("available_beds",),
    major=1,
)

STRANGE = f"""\
apiVersion: v3.1.0
kind: DataContract
id: urn:doh:strange
name: strange
version: 1.0.0
status: active
domain: "{LONG_WORD}"
description:
  purpose: "{RIGHT_TO_LEFT} {LONG_WORD * 4} <script>alert(1)</script> [](https://a.example/)"
  limitations: "| a | b |\\n|---|---|\\n\\n![x](https://a.example/x.png)\\n\\n{"word " * 900}"
schema:
  - name: "{LONG_WORD}"
    logicalType: object
    description: "{LONG_WORD * 3}"
    properties:
      - name: "{LONG_WORD}_{LONG_WORD}"
        businessName: "{RIGHT_TO_LEFT}"
        logicalType: object
        description: "`{LONG_WORD}`"
        classification: internal
        properties:
          - name: inner
            logicalType: array
            description: "Phones"
            classification: internal
            items:
              logicalType: object
              properties:
                - name: number
                  logicalType: string
                  description: "**{LONG_WORD * 2}**"
                  classification: internal
                  examples: ["{LONG_WORD * 2}"]
      - name: undescribed
        logicalType: string
        classification: internal
team:
  name: "{LONG_WORD}"
  members:
    - username: "{LONG_WORD}"
      role: owner
"""


REGISTRY_POLICY = b"""\
deprecation_days: 120
fixed: [deprecation_days]
"""
AGENCY_POLICY = b"""\
# Owners asked for a word about every new column.
rules:
  property-added: warning
watch:
  storageZone: SRV-12
"""
REASON = "The one user has moved to the new column, and said so in writing."


def open_small_state(home: Path) -> Runtime:
    """Open a registry at *home* with two agencies, three people, three products and their index."""
    runtime = open_runtime(settings_at(home), migrate=True)
    for slug, name in (("doh", "Department of Health"), ("memd", "Emergency Management Division")):
        directory.create_agency(
            runtime, SYSTEM, slug=slug, acronym=slug.upper(), name=name, domain="public-health"
        )
    owner = _person(runtime, "Amara Nwosu", "doh", RoleName.PRODUCT_OWNER)
    _person(runtime, "Rafael Ortiz", "memd", RoleName.CONSUMER)
    officer = _person(runtime, "Lena Fischer", "doh", RoleName.AGENCY_CDO)
    amara = directory.actor_for_person(runtime, owner)
    for name in ("hospital-beds", "clinic-beds"):  # the second is public, and there to be activated
        ref = Ref(agency="doh", product=name)
        for version, columns in EDITIONS:
            text = HOSPITAL_BEDS.format(name=name, version=version, columns=columns)
            publishing.publish(runtime, amara, ref, text.encode())
            if version == "1.0.0":
                products.declare_use(runtime, SYSTEM, ref, SURGE_PLANNING)
    products.set_product(runtime, amara, ref, visibility=Visibility.PUBLIC)
    strange = Ref(agency="doh", product="strange")
    publishing.publish(runtime, amara, strange, STRANGE.encode())
    lena = directory.actor_for_person(runtime, officer)
    policies.set_policy(runtime, SYSTEM, "*", None, REGISTRY_POLICY)
    policies.set_policy(runtime, lena, "doh", None, AGENCY_POLICY)
    until = runtime.clock().date() + timedelta(days=60)
    waivers.grant(runtime, lena, ref, "0123456789abcdef", reason=REASON, until=until)
    waivers.grant(runtime, lena, strange, "fedcba9876543210", reason=LONG_WORD, until=until)
    waivers.revoke(runtime, lena, strange, "fedcba9876543210", reason="Mended.")
    _tell(runtime, amara, strange)
    relay.drain(runtime)
    return runtime


def open_registry_without_index(home: Path) -> Runtime:
    """Open a registry at *home* with one agency and one product, which has lost its index."""
    runtime = open_runtime(settings_at(home), migrate=True)
    directory.create_agency(
        runtime, SYSTEM, slug="doh", acronym="DOH", name="Department of Health", domain=""
    )
    text = HOSPITAL_BEDS.format(name="hospital-beds", version="1.0.0", columns=AVAILABLE)
    ref = Ref(agency="doh", product="hospital-beds")
    publishing.publish(runtime, SYSTEM, ref, text.encode())
    relay.drain(runtime)
    runtime.close()
    shutil.rmtree(home / "index")
    return open_runtime(settings_at(home))


def _tell(runtime: Runtime, follower: Actor, ref: Ref) -> None:
    """Let somebody read one notice, and have two that they have not read."""
    following.follow(runtime, follower, ref)
    policies.set_policy(runtime, SYSTEM, ref.agency, ref.product, b"profile: standard")
    delivery.drain(runtime)
    inbox.mark_read(runtime, follower)
    for policy in (b"profile: draft", b"profile: standard"):
        policies.set_policy(runtime, SYSTEM, ref.agency, ref.product, policy)
    delivery.drain(runtime)


def person_named(runtime: Runtime, name: str) -> str:
    """Return the id under which somebody signs in."""
    return next(each.id for each in directory.people(runtime) if each.name == name)


def _person(runtime: Runtime, name: str, agency: str, role: RoleName) -> str:
    email = name.lower().replace(" ", ".") + f"@{agency}.example"
    entered = directory.create_person(runtime, SYSTEM, name=name, email=email, agency=agency)
    directory.assign(runtime, SYSTEM, entered.id, role, agency)
    return entered.id

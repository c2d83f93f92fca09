"""Who publishes what in these tests? People with one role each, and a contract to vary."""

from registry.identity import Actor, Assignment, Kind, RoleName


def person(role: RoleName, scope: str = "doh", *, agency: str = "doh") -> Actor:
    """Return somebody who holds one role."""
    return Actor(
        kind=Kind.PERSON,
        id=f"person:{role.value}",
        name=role.value,
        agency=agency,
        roles=(Assignment(role=role, scope=scope),),
    )


def robot(*scopes: str, agency: str = "doh") -> Actor:
    """Return a robot with a token of *agency*."""
    return Actor(kind=Kind.ROBOT, id="token:1", name="CI", agency=agency, scopes=scopes)


OWNER = person(RoleName.PRODUCT_OWNER)
"""Who may publish for the Department of Health."""

COLUMNS = (
    "{name: facility_id, logicalType: string, required: true, primaryKey: true, description: Id.}",
    "{name: free_beds, logicalType: integer, required: true, description: Beds that are free.}",
    "{name: note, logicalType: string, classification: internal, description: A remark.}",
)


def a_contract(  # what tests change, each by its name
    *,
    version: str = "1.0.0",
    status: str = "active",
    columns=COLUMNS,
    identifier: str = "e7b7ab23-3c99-5f0a-a7b2-b41a72d15a83",
    name: str = "doh-hospital-beds",
    purpose: str = "Free beds by hospital. Reported every hour.",
) -> bytes:
    """Return a valid contract; a test says what it changes."""
    listed = "\n".join(f"      - {column}" for column in columns)
    return f"""\
apiVersion: v3.1.0
kind: DataContract
id: {identifier}
name: {name}
version: {version}
status: {status}
domain: public-health
description:
  purpose: {purpose}
  usage: For planning.
  limitations: None known.
team:
  members:
    - username: amara.nwosu@doh.example
      role: product owner
schema:
  - name: beds
    logicalType: object
    physicalType: table
    description: One row for each hospital.
    properties:
{listed}
""".encode()


WIDER = (*COLUMNS, "{name: county, logicalType: string, description: The county.}")
"""One optional column more: a minor change."""

NARROWER = COLUMNS[:2]
"""A column less: whoever reads it breaks."""

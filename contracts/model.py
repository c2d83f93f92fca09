"""Which parts of an ODCS 3.x contract do rules, pages and the index read?

Frozen views of the author's text: Python names here, the standard's camelCase in JSON. Every field
has a default, because real contracts are imperfect: `contracts.view` builds it from any
tree and leaves out what does not fit (41 % of contracts in the wild break their own schema).
Numbers are `int` or exact `Decimal`, never `float`. The rest of a contract lives on in its tree.
"""

from typing import Any

import msgspec


class View(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A part of a contract."""


class CustomProperty(View, frozen=True):
    """A key of the agency's own."""

    id: str | None = None
    property: str | None = None
    value: Any = None  # the standard allows any JSON value
    description: str | None = None
    vendor: str | None = None


class AuthoritativeDefinition(View, frozen=True):
    """A link to where something is defined. Never fetched."""

    id: str | None = None
    type: str | None = None
    url: str | None = None
    description: str | None = None


class Synonym(View, frozen=True):
    """Another word for the same element (3.2)."""

    id: str | None = None
    synonym: str | None = None
    description: str | None = None
    locale: str | None = None
    source: str | None = None
    status: str | None = None


class EnumValue(View, frozen=True):
    """One allowed value (3.2)."""

    id: str | None = None
    value: Any = None  # any scalar
    label: str | None = None
    description: str | None = None
    custom_properties: tuple[CustomProperty, ...] = ()


class Quality(View, frozen=True):
    """A promise about the data that can be checked."""

    id: str | None = None
    name: str | None = None
    description: str | None = None
    type: str | None = None
    dimension: str | None = None
    metric: str | None = None
    rule: str | None = None  # the 3.0 spelling of `metric`, which it fills where that is missing
    arguments: dict[str, Any] = {}
    query: str | None = None
    engine: str | None = None
    implementation: Any = None  # text or object, as the engine wants it
    unit: str | None = None
    severity: str | None = None
    valid_values: tuple[Any, ...] = ()  # 3.0; since 3.1 an argument
    must_be: Any = None
    must_not_be: Any = None
    must_be_greater_than: Any = None
    must_be_greater_or_equal_to: Any = None
    must_be_less_than: Any = None
    must_be_less_or_equal_to: Any = None
    must_be_between: tuple[Any, ...] = ()
    must_not_be_between: tuple[Any, ...] = ()
    custom_properties: tuple[CustomProperty, ...] = ()

    def __post_init__(self) -> None:
        if self.metric is None and self.rule is not None:
            msgspec.structs.force_setattr(self, "metric", self.rule)


class Relationship(View, frozen=True):
    """A reference from columns to columns."""

    id: str | None = None
    type: str | None = None
    from_: Any = msgspec.field(name="from", default=None)  # text or list of texts
    to: Any = None  # text or list of texts
    custom_properties: tuple[CustomProperty, ...] = ()


class Element(View, frozen=True):
    """What schema objects and properties share."""

    id: str | None = None
    name: str | None = None
    physical_name: str | None = None
    physical_type: str | None = None
    logical_type: str | None = None
    business_name: str | None = None
    description: str | None = None
    deprecated: bool = False
    tags: tuple[str, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    quality: tuple[Quality, ...] = ()
    relationships: tuple[Relationship, ...] = ()
    authoritative_definitions: tuple[AuthoritativeDefinition, ...] = ()
    custom_properties: tuple[CustomProperty, ...] = ()
    properties: "tuple[Property, ...]" = ()


class MapType(View, frozen=True):
    """Key and value of a map (3.2)."""

    key: "Property | None" = None
    value: "Property | None" = None


class Property(Element, frozen=True):
    """A column or field, at any depth."""

    logical_type_options: dict[str, Any] = {}
    required: bool = False
    unique: bool = False
    primary_key: bool = False
    primary_key_position: int | None = None
    partitioned: bool = False
    partition_key_position: int | None = None
    classification: str | None = None
    encrypted_name: str | None = None
    critical_data_element: bool = False
    semantic_type: str | None = None
    transform_logic: str | None = None
    transform_description: str | None = None
    transform_source_objects: tuple[str, ...] = ()
    examples: tuple[Any, ...] = ()
    enum: tuple[EnumValue, ...] = ()
    items: "Property | None" = None
    map: MapType | None = None


class SchemaObject(Element, frozen=True):
    """A table, view, topic or file."""

    data_granularity_description: str | None = None


class Server(View, frozen=True):
    """Where the data lives. Type-specific keys stay in the tree."""

    id: str | None = None
    server: str | None = None
    type: str | None = None
    environment: str | None = None
    description: str | None = None
    format: str | None = None
    delimiter: str | None = None
    custom_properties: tuple[CustomProperty, ...] = ()


class Description(View, frozen=True):
    """Purpose, usage and limitations."""

    purpose: str | None = None
    usage: str | None = None
    limitations: str | None = None
    authoritative_definitions: tuple[AuthoritativeDefinition, ...] = ()


class TeamMember(View, frozen=True):
    """A person or mailbox with a role."""

    username: str | None = None
    name: str | None = None
    role: str | None = None
    description: str | None = None
    date_in: str | None = None
    date_out: str | None = None


class Team(View, frozen=True):
    """Who answers for the data. The list of 3.0 becomes `members`."""

    name: str | None = None
    description: str | None = None
    members: tuple[TeamMember, ...] = ()


class Role(View, frozen=True):
    """A role that gives access, and who approves it."""

    id: str | None = None
    role: str | None = None
    description: str | None = None
    access: str | None = None
    first_level_approvers: str | None = None
    second_level_approvers: str | None = None


class ServiceLevel(View, frozen=True):
    """One service level: a property with a value and a unit."""

    id: str | None = None
    property: str | None = None
    value: Any = None  # text or number
    value_ext: Any = None  # text or number
    unit: str | None = None
    element: str | None = None
    driver: str | None = None
    description: str | None = None
    schedule: str | None = None


class Support(View, frozen=True):
    """Where to ask."""

    channel: str | None = None
    url: str | None = None
    description: str | None = None
    tool: str | None = None
    scope: str | None = None


class Contract(View, frozen=True):
    """The whole contract."""

    api_version: str | None = None
    kind: str | None = None
    id: str | None = None
    name: str | None = None
    version: str | None = None
    status: str | None = None
    tenant: str | None = None
    domain: str | None = None
    data_product: str | None = None
    contract_created_ts: str | None = None
    tags: tuple[str, ...] = ()
    description: Description = Description()
    schema: tuple[SchemaObject, ...] = ()
    servers: tuple[Server, ...] = ()
    team: Team = Team()
    roles: tuple[Role, ...] = ()
    sla_properties: tuple[ServiceLevel, ...] = ()
    support: tuple[Support, ...] = ()
    authoritative_definitions: tuple[AuthoritativeDefinition, ...] = ()
    custom_properties: tuple[CustomProperty, ...] = ()

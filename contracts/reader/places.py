"""Where does the standard type a value as text? There the author's spelling stays: `1.10`, `007`.

The table follows the official JSON Schemas of ODCS 3.0.0 to 3.2.0 and of ODPS 0.9.0 to 1.1.0 (a
test derives it from them again). A place is text where every version that types it admits text and
no other scalar. Lists are transparent: the place of `tags` is also the place of each tag. Keys that
are not listed take any value, and so do all keys outside the standards.
"""

from collections.abc import Mapping


class Place:
    """What the standard expects at a node: is a scalar text here, and what lies below each key."""

    __slots__ = ("is_text", "keys")

    def __init__(
        self, text: str = "", below: "Mapping[str, Place] | None" = None, *, is_text: bool = False
    ) -> None:
        self.is_text = is_text
        self.keys: dict[str, Place] = {**dict.fromkeys(text.split(), TEXT), **(below or {})}


TEXT = Place.__new__(Place)  # made by hand, because every other place refers to it
TEXT.is_text, TEXT.keys = True, {}
ANY = Place()

_CUSTOM = Place("id property description vendor")
_OWN = {"customProperties": _CUSTOM}
_SHARED = {**_OWN, "authoritativeDefinitions": Place("id type url description")}
_CONTEXT = Place(
    "instructions",
    {
        "verifiedStatements": Place("id question answer tags", _SHARED),
        "constraints": Place("id constraint tags", _SHARED),
    },
    is_text=True,
)
_ROLE = Place("id role description access firstLevelApprovers secondLevelApprovers", _OWN)
_QUALITY = Place(
    "id name description type dimension metric rule query engine unit severity businessImpact "
    "method schedule scheduler tags implementation",
    _SHARED,
)
_SYNONYM = Place("id synonym description locale source status", _OWN)
_PARTS = {
    "quality": _QUALITY,
    "relationships": Place("id type from to", _OWN),
    "synonyms": _SYNONYM,
    **_SHARED,
}
_ELEMENT = "id name physicalName physicalType logicalType businessName description tags"
_PROPERTY = Place(
    f"{_ELEMENT} classification encryptedName semanticType transformLogic transformDescription "
    "transformSourceObjects",
    {
        "logicalTypeOptions": Place(
            "format pattern defaultTimezone required elementType distanceMetric embeddingModel "
            "embeddingModelVersion"
        ),
        "enum": Place("id label description tags", _SHARED),
        **_PARTS,
    },
)
_PROPERTY.keys.update(
    properties=_PROPERTY,
    items=_PROPERTY,
    map=Place("", {"key": _PROPERTY, "value": _PROPERTY}),
)
_OBJECT = Place(
    f"{_ELEMENT} dataGranularityDescription",
    {"properties": _PROPERTY, "context": _CONTEXT, **_PARTS},
)
_SERVER = Place(
    "id server type description environment account catalog catalogUrl database dataset delimiter "
    "encoding endpointUrl format host location namespace path project region regionName "
    "serviceName stagingDir stream warehouse workgroup",
    {"roles": _ROLE, **_OWN},
)
_MEMBER = "id name username role description dateIn dateOut replacedByUsername tags"

_PORTS = {
    "inputPorts": Place("id name version contractId tags", _SHARED),
    "outputPorts": Place(
        "id name description type version contractId tags",
        {
            "sbom": Place("id type url tags", _SHARED),
            "inputContracts": Place("id version"),
            "synonyms": _SYNONYM,
            "context": Place("", _CONTEXT.keys),
            **_SHARED,
        },
    ),
    "managementPorts": Place("id name content type url channel description tags", _SHARED),
}

DOCUMENT = Place(
    "apiVersion kind id name version status tenant domain dataProduct contractCreatedTs "
    "slaDefaultElement tags type productCreatedTs",
    {
        **_PORTS,
        "synonyms": _SYNONYM,
        "description": Place("purpose usage limitations", _SHARED),
        "context": _CONTEXT,
        "schema": _OBJECT,
        "servers": _SERVER,
        "team": Place(_MEMBER, {"members": Place(_MEMBER, _SHARED), **_SHARED}),
        "roles": _ROLE,
        "slaProperties": Place(
            "id property unit element driver description schedule scheduler", _SHARED
        ),
        "support": Place("id channel url description tool scope invitationUrl tags", _SHARED),
        "price": Place("id priceCurrency priceUnit"),
        **_SHARED,
    },
)
"""The place of a contract or product; a place holds for a scalar and for each item of a list."""

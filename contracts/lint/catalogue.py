"""Which rules look at a single contract? One row each, in the order people read them.

A rule is a text and a function in the file of its family, a row here, and a folder of examples
under `tests/data/lint`. Reading and schema rules come first: they are found before any other.
"""

from contracts.lint import (
    documentation,
    engines,
    identity,
    keys,
    levels,
    limits,
    links,
    names,
    ownership,
    secrets,
    sensitivity,
    structure,
)
from contracts.lint.check import Check, Kind
from contracts.reader.refusals import READ_RULES
from contracts.rule import Rule
from contracts.validation.rules import SCHEMA_RULES

CHECKS: tuple[Check, ...] = (
    Check(identity.STATUS_MISSING, Kind.CONTRACT, identity.status_missing),
    Check(identity.STATUS_UNKNOWN, Kind.CONTRACT, identity.status_unknown),
    Check(identity.VERSION_MISSING, Kind.CONTRACT, identity.version_missing),
    Check(identity.VERSION_ODD, Kind.CONTRACT, identity.version_odd),
    Check(identity.VERSION_UNREADABLE, Kind.CONTRACT, identity.version_unreadable),
    Check(identity.ID_MISSING, Kind.CONTRACT, identity.id_missing),
    Check(identity.ID_FROM_EXAMPLE, Kind.CONTRACT, identity.id_from_example),
    Check(identity.ID_UNSAFE, Kind.CONTRACT, identity.id_unsafe),
    Check(identity.NAME_MISSING, Kind.CONTRACT, identity.name_missing),
    Check(identity.DOMAIN_MISSING, Kind.CONTRACT, identity.domain_missing),
    Check(identity.PLACEHOLDER_LEFT, Kind.TEXT, identity.placeholder_left),
    Check(ownership.TEAM_MISSING, Kind.CONTRACT, ownership.team_missing),
    Check(ownership.OWNER_MISSING, Kind.CONTRACT, ownership.owner_missing),
    Check(ownership.STEWARD_MISSING, Kind.CONTRACT, ownership.steward_missing),
    Check(ownership.SUPPORT_MISSING, Kind.CONTRACT, ownership.support_missing),
    Check(ownership.TEAM_AS_LIST, Kind.CONTRACT, ownership.team_as_list),
    Check(documentation.PURPOSE_MISSING, Kind.CONTRACT, documentation.purpose_missing),
    Check(documentation.LIMITATIONS_MISSING, Kind.CONTRACT, documentation.limitations_missing),
    Check(documentation.OBJECT_UNDESCRIBED, Kind.OBJECT, documentation.object_undescribed),
    Check(documentation.PROPERTIES_UNDESCRIBED, Kind.OBJECT, documentation.properties_undescribed),
    Check(documentation.REPLACEMENT_MISSING, Kind.ELEMENT, documentation.replacement_missing),
    Check(sensitivity.CLASS_MISSING, Kind.CONTRACT, sensitivity.class_missing),
    Check(sensitivity.CLASS_UNKNOWN, Kind.PROPERTY, sensitivity.class_unknown),
    Check(sensitivity.SENSITIVE_UNCLASSIFIED, Kind.PROPERTY, sensitivity.sensitive_unclassified),
    Check(sensitivity.SENSITIVE_PUBLIC, Kind.PROPERTY, sensitivity.sensitive_public),
    Check(sensitivity.BELOW_FLOOR, Kind.PROPERTY, sensitivity.below_floor),
    Check(sensitivity.ABOVE_CEILING, Kind.PROPERTY, sensitivity.above_ceiling),
    Check(sensitivity.BUDGET_INCOMPLETE, Kind.CONTRACT, sensitivity.budget_incomplete),
    Check(secrets.SECRET_IN_ADDRESS, Kind.TEXT, secrets.secret_in_address),
    Check(secrets.SECRET_ASSIGNED, Kind.TEXT, secrets.secret_assigned),
    Check(secrets.SECRET_PROPERTY, Kind.MAPPING, secrets.secret_property, secrets.CUSTOM),
    Check(secrets.SECRET_SHAPE, Kind.TEXT, secrets.secret_shape),
    Check(names.NAME_DUPLICATE, Kind.LIST, names.name_duplicate, names.NAMED_LISTS),
    Check(names.ID_DUPLICATE, Kind.LIST, names.id_duplicate),
    Check(names.NAME_LOOKALIKE, Kind.LIST, names.name_lookalike, names.COLUMN_LISTS),
    Check(names.PHYSICAL_DUPLICATE, Kind.LIST, names.physical_duplicate, names.PROPERTIES),
    Check(names.NAME_INVISIBLE, Kind.TEXT, names.name_invisible, names.NAMING),
    Check(names.NAME_PADDED, Kind.TEXT, names.name_padded, names.NAMING),
    Check(names.NAME_LONG, Kind.TEXT, names.name_long, names.CARRIED),
    Check(names.TEXT_DECEPTIVE, Kind.TEXT, names.text_deceptive),
    Check(structure.SCHEMA_EMPTY, Kind.CONTRACT, structure.schema_empty),
    Check(structure.OBJECT_EMPTY, Kind.OBJECT, structure.object_empty),
    Check(structure.TYPE_MISSING, Kind.PROPERTY, structure.type_missing),
    Check(structure.ITEMS_MISSING, Kind.PROPERTY, structure.items_missing),
    Check(structure.DEFAULT_CONTRADICTS, Kind.PROPERTY, structure.default_contradicts),
    Check(structure.NULL_VALUE, Kind.MAPPING, structure.null_value),
    Check(structure.SERVER_MISSING, Kind.CONTRACT, structure.server_missing),
    Check(structure.SERVER_LOCAL, Kind.CONTRACT, structure.server_local),
    Check(engines.TYPE_NOT_ON_SERVER, Kind.PROPERTY, engines.type_not_on_server),
    Check(keys.KEY_UNORDERED, Kind.OBJECT, keys.key_unordered),
    Check(keys.KEY_POSITION_WRONG, Kind.OBJECT, keys.key_position_wrong),
    Check(keys.KEY_OPTIONAL, Kind.OBJECT, keys.key_optional),
    Check(keys.POSITION_WITHOUT_KEY, Kind.PROPERTY, keys.position_without_key),
    Check(keys.PARTITION_UNORDERED, Kind.OBJECT, keys.partition_unordered),
    Check(limits.BOUNDS_CONTRADICT, Kind.PROPERTY, limits.bounds_contradict),
    Check(limits.PATTERN_INVALID, Kind.PROPERTY, limits.pattern_invalid),
    Check(limits.ENUM_DUPLICATE, Kind.PROPERTY, limits.enum_duplicate),
    Check(limits.ENUM_OF_OTHER_TYPE, Kind.PROPERTY, limits.enum_of_other_type),
    Check(limits.ENUM_OUTSIDE_LIMITS, Kind.PROPERTY, limits.enum_outside_limits),
    Check(limits.EXAMPLE_BREAKS_CONTRACT, Kind.PROPERTY, limits.example_breaks_contract),
    Check(limits.REQUIRED_UNKNOWN, Kind.PROPERTY, limits.required_unknown),
    Check(links.TARGET_MISSING, Kind.ELEMENT, links.target_missing),
    Check(links.COLUMNS_UNEVEN, Kind.ELEMENT, links.columns_uneven),
    Check(links.RULE_COLUMN_MISSING, Kind.OBJECT, links.rule_column_missing),
    Check(links.ELEMENT_MISSING, Kind.CONTRACT, links.element_missing),
    Check(links.ADDRESS_UNSAFE, Kind.TEXT, links.address_unsafe, links.CLICKED),
    Check(levels.LEVEL_UNKNOWN, Kind.CONTRACT, levels.level_unknown),
    Check(levels.UNIT_AMBIGUOUS, Kind.CONTRACT, levels.unit_ambiguous),
    Check(levels.UNIT_MISSING, Kind.CONTRACT, levels.unit_missing),
    Check(levels.UNIT_UNKNOWN, Kind.CONTRACT, levels.unit_unknown),
    Check(levels.SHARE_IMPOSSIBLE, Kind.CONTRACT, levels.share_impossible),
)

OF_ANY_DOCUMENT = frozenset(
    rule.code
    for rule in (
        *(identity.STATUS_UNKNOWN, identity.VERSION_ODD, identity.VERSION_UNREADABLE),
        *(identity.ID_FROM_EXAMPLE, identity.ID_UNSAFE, identity.PLACEHOLDER_LEFT),
        *(secrets.SECRET_IN_ADDRESS, secrets.SECRET_ASSIGNED),
        *(secrets.SECRET_PROPERTY, secrets.SECRET_SHAPE),
        *(names.NAME_DUPLICATE, names.ID_DUPLICATE, names.NAME_INVISIBLE, names.NAME_PADDED),
        *(names.TEXT_DECEPTIVE, structure.NULL_VALUE, links.ADDRESS_UNSAFE),
    )
)
"""The rules that are true of a data product as of a contract: they know no table and no column."""

LINT_RULES: tuple[Rule, ...] = (
    *READ_RULES,
    *SCHEMA_RULES,
    *(check.rule for check in CHECKS),
)

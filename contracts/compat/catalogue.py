"""Which changes does Charter judge, how, and why? The rule table, in the order people read it."""

from contracts.compat.rows.documents import DOCUMENT_ROWS, VERSION_ROWS
from contracts.compat.rows.history import HISTORY_ROWS
from contracts.compat.rows.keys import KEY_ROWS
from contracts.compat.rows.lifecycle import DEPRECATION_ROWS, LIFECYCLE_ROWS
from contracts.compat.rows.meaning import MEANING_ROWS
from contracts.compat.rows.nesting import CHANGE_ROWS, NESTING_ROWS
from contracts.compat.rows.objects import OBJECT_ROWS
from contracts.compat.rows.people import ACCESS_ROWS, PEOPLE_ROWS, PRICE_ROWS
from contracts.compat.rows.products import PORT_ROWS
from contracts.compat.rows.properties import PROPERTY_ROWS
from contracts.compat.rows.quality import QUALITY_ROWS
from contracts.compat.rows.relationships import RELATIONSHIP_ROWS
from contracts.compat.rows.security import SECURITY_ROWS
from contracts.compat.rows.servers import SERVER_ROWS
from contracts.compat.rows.service_levels import SERVICE_LEVEL_ROWS
from contracts.compat.rows.texts import TEXT_ROWS
from contracts.compat.rows.types import TYPE_ROWS
from contracts.compat.rows.values import ENUM_ROWS, VALUE_ROWS
from contracts.rule import Rule

CHANGE_RULES: tuple[Rule, ...] = (
    *DOCUMENT_ROWS,
    *VERSION_ROWS,
    *HISTORY_ROWS,
    *LIFECYCLE_ROWS,
    *DEPRECATION_ROWS,
    *SERVER_ROWS,
    *OBJECT_ROWS,
    *PROPERTY_ROWS,
    *KEY_ROWS,
    *TYPE_ROWS,
    *VALUE_ROWS,
    *ENUM_ROWS,
    *NESTING_ROWS,
    *MEANING_ROWS,
    *SECURITY_ROWS,
    *RELATIONSHIP_ROWS,
    *QUALITY_ROWS,
    *SERVICE_LEVEL_ROWS,
    *ACCESS_ROWS,
    *PEOPLE_ROWS,
    *PRICE_ROWS,
    *TEXT_ROWS,
    *PORT_ROWS,
    *CHANGE_ROWS,
)

BY_CODE: dict[str, Rule] = {rule.code: rule for rule in CHANGE_RULES}

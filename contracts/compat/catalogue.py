"""Which changes does Charter judge, how, and why? The rule table, in the order people read it."""

from contracts.compat.rows.documents import DOCUMENT_ROWS, VERSION_ROWS
from contracts.compat.rows.keys import KEY_ROWS
from contracts.compat.rows.nesting import CHANGE_ROWS, NESTING_ROWS
from contracts.compat.rows.objects import OBJECT_ROWS
from contracts.compat.rows.properties import PROPERTY_ROWS
from contracts.compat.rows.types import TYPE_ROWS
from contracts.compat.rows.values import ENUM_ROWS, VALUE_ROWS
from contracts.rule import Rule

CHANGE_RULES: tuple[Rule, ...] = (
    *DOCUMENT_ROWS,
    *VERSION_ROWS,
    *OBJECT_ROWS,
    *PROPERTY_ROWS,
    *KEY_ROWS,
    *TYPE_ROWS,
    *VALUE_ROWS,
    *ENUM_ROWS,
    *NESTING_ROWS,
    *CHANGE_ROWS,
)

BY_CODE: dict[str, Rule] = {rule.code: rule for rule in CHANGE_RULES}

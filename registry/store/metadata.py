"""Which tables are there? All of them, for migrations and their tests."""

from registry.store import counts, notice_tables, saved_tables, token_tables
from registry.store.rows import Row

TABLES = (counts, notice_tables, saved_tables, token_tables)
"""The modules that have tables beside `tables`, to which each of these refers."""

METADATA = Row.metadata

"""Which tables are there? All of them, for migrations and their tests."""

from registry.store import counts, demand_tables, notice_tables, saved_tables, token_tables
from registry.store.rows import Row

TABLES = (counts, demand_tables, notice_tables, saved_tables, token_tables)
"""The modules that have tables beside `tables`, to which each of these refers."""

METADATA = Row.metadata

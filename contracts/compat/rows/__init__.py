"""The rows of the rule table, one file per family; `contracts.compat.catalogue` joins them."""

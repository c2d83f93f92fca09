"""The contract as a document: read it, judge it, compare it. Pure; no database, no network."""

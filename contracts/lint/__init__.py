"""Is one contract good by itself? One catalogue, one file per family of checks."""

"""Documents in, hits out. Knows nothing of contracts or tables."""

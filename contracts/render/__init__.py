"""A report or a list of findings as text, JSON, Markdown or CI annotations."""

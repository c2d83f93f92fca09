"""How do bytes become a tree with a position for every node? Decode, then YAML or JSON.

No module outside this folder parses YAML or JSON contracts: here lie the limits, the scalars and
the refusals.
"""

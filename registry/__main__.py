"""Which command does `python -m registry` run? The same as `charter`."""

from registry.cli import main

main()

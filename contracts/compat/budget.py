"""How many steps may a comparison spend on hard questions? Counted, so that it is deterministic."""


class Budget:
    """Steps that are left for one comparison of two contracts."""

    def __init__(self, steps: int = 400_000) -> None:
        self._left = steps

    def take(self, steps: int) -> int:
        """Take up to *steps*; return how many there are."""
        taken = min(steps, self._left)
        self._left -= taken
        return taken

    def give_back(self, steps: int) -> None:
        """Return what was taken and not used."""
        self._left += max(steps, 0)

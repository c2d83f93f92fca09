"""What is one custom property of an element, in both versions?"""

from typing import Any

import msgspec

from contracts.compat.change import Change, Found, Pair, Verdict, text
from contracts.compat.normal import is_true
from contracts.findings import Bump


class Custom(msgspec.Struct, frozen=True):
    """A custom property that changed; ``old`` or ``new`` is None where there is none.

    ``pair`` is the element that carries it, ``index`` its place in the new list.
    """

    pair: Pair
    old: dict[str, Any] | None
    new: dict[str, Any] | None
    index: int | None

    @property
    def name(self) -> str:
        """The property's name as the author wrote it."""
        return text((self.new or self.old or {}).get("property"))

    @property
    def before(self) -> Any:
        """The old value."""
        return None if self.old is None else self.old.get("value")

    @property
    def after(self) -> Any:
        """The new value."""
        return None if self.new is None else self.new.get("value")

    @property
    def switched(self) -> tuple[bool, bool]:
        """Whether the value means yes, before and after."""
        return is_true(self.before), is_true(self.after)

    def change(
        self,
        rule: str,
        message: str,
        verdict: Verdict | None = None,
        bump: Bump | None = None,
        approvers: tuple[str, ...] | None = None,
    ) -> Change:
        """Return the change of *rule*; what is None is as in the rule's row."""
        where = ("customProperties",) if self.index is None else ("customProperties", self.index)
        found = Found(
            before=self.before,
            after=self.after,
            verdict=verdict,
            bump=bump,
            approvers=approvers,
        )
        change = self.pair.change(rule, message, *where, found=found)
        return msgspec.structs.replace(change, field=f"customProperties/{self.name}")


def words(value: object) -> frozenset[str]:
    """Return the texts that a custom value lists: a list, or one text with commas."""
    return frozenset(spelt(value))


def spelt(value: object) -> dict[str, str]:
    """Return the texts that a custom value lists without case, and each as it is written."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return {}
    return {word.casefold(): word for item in value if (word := str(item).strip())}

"""How far has the loading of the demo come? Remembered in the registry, for whoever goes on."""

from enum import StrEnum

from registry.runtime import Runtime
from registry.store.queries import setting
from registry.store.tables import SettingRow


class Mark(StrEnum):
    """What is known of the demo in a registry."""

    NONE = ""  # it was never begun, or by a Charter that left no mark
    BEGUN = "begun"
    WHOLE = "whole"


def mark(runtime: Runtime) -> Mark:
    """Return how far it has come."""
    with runtime.read() as session:
        return Mark(setting(session, _NAME) or Mark.NONE)


def set_mark(runtime: Runtime, value: Mark) -> None:
    """Write down how far it has come. Writes only what is new."""
    if mark(runtime) is not value:
        runtime.write(lambda session: session.merge(SettingRow(name=_NAME, value=value.value)))


_NAME = "demo"

"""What can be set from outside? Every ``CHARTER_*`` variable, once.

Read by every command, so nothing heavy is imported here. Zero settings must work.
"""

from collections.abc import Mapping
from pathlib import Path

import msgspec

PREFIX = "CHARTER_"

MEANINGS = {
    "CHARTER_HOME": "Folder of all state: database, search index, locks. Default `./var`.",
    "CHARTER_HOST": "Address the server listens on. Default `127.0.0.1`.",
    "CHARTER_PORT": "Port the server listens on. Default `8000`.",
    "CHARTER_BASE_URL": "Public address of the server behind a proxy. Ends local sign-in.",
    "CHARTER_DATABASE_URL": "Database: `sqlite:///` and a file (default: one in `CHARTER_HOME`), or `postgresql://`.",
    "CHARTER_SEARCH_URL": "Reserved. The search index is embedded, in `CHARTER_HOME`.",
    "CHARTER_URL": "For commands that talk to a server: its address. Default: host and port above.",
    "CHARTER_TOKEN": "For commands that talk to a server: the robot token to show.",
    "CHARTER_AGENCY": "For commands: the agency whose products are meant.",
    "CHARTER_OPENSEARCH_PORT": "Port of the OpenSearch node for development. Charter ignores it.",
}
"""Every name that may be set, in the order people read them. The README's table is this one."""


class StartError(Exception):
    """Charter cannot start like this. The message says why and what to do. For the terminal."""


class SettingsError(StartError):
    """A setting with an unknown name or an impossible value."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The settings in force. Prefer `load`; tests build it directly."""

    home: Path = Path("var")
    host: str = "127.0.0.1"
    port: int = 8000
    base_url: str | None = None
    database_url: str | None = None
    search_url: str | None = None
    url: str = "http://127.0.0.1:8000"
    token: str | None = None
    agency: str | None = None

    @property
    def database(self) -> str:
        """The URL of the database that is used."""
        return self.database_url or f"sqlite:///{self.home / 'charter.db'}"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in _LOOPBACK

    @property
    def has_local_sign_in(self) -> bool:
        """Whether people may sign in by picking a name: on one machine, behind no proxy."""
        return self.is_loopback and self.base_url is None


def load(environ: Mapping[str, str]) -> Settings:
    """Return the settings of *environ*; an empty value counts as not set.

    Raises: SettingsError naming the variable that is unknown or has an impossible value.
    """
    given = {name: value for name, value in environ.items() if name.startswith(PREFIX) and value}
    for name in given:
        if name not in MEANINGS:
            raise SettingsError(f"There is no setting {name}.{_nearest(name)}")
    host = given.get("CHARTER_HOST", "127.0.0.1")
    port = _port(given.get("CHARTER_PORT", "8000"))
    reachable = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 # compared, not bound
    shown = f"[{reachable}]" if ":" in reachable else reachable
    return Settings(
        home=Path(given.get("CHARTER_HOME", "var")),
        host=host,
        port=port,
        base_url=_address("CHARTER_BASE_URL", given),
        database_url=given.get("CHARTER_DATABASE_URL"),
        search_url=_address("CHARTER_SEARCH_URL", given),
        url=_address("CHARTER_URL", given) or f"http://{shown}:{port}",
        token=given.get("CHARTER_TOKEN"),
        agency=given.get("CHARTER_AGENCY"),
    )


_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_HIGHEST_PORT = 65_535


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text[:6]) <= _HIGHEST_PORT:
        return int(text)
    raise SettingsError(f"CHARTER_PORT is '{text}', which is not a port number (0 to 65535).")


def _address(name: str, given: Mapping[str, str]) -> str | None:
    address = given.get(name)
    if address is None:
        return None
    if not address.startswith(("http://", "https://")):
        raise SettingsError(f"{name} is '{address}'. It must begin with http:// or https://.")
    from urllib.parse import urlsplit  # noqa: PLC0415 # most commands run without an address

    try:
        parts = urlsplit(address)
        is_whole = parts.hostname and (parts.port is None or parts.port)
    except ValueError:
        is_whole = False
    if not is_whole:
        raise SettingsError(f"{name} is '{address}', which names no server.")
    return address.rstrip("/")


def _nearest(name: str) -> str:
    import difflib  # noqa: PLC0415 # every command reads settings, few misspell one

    close = difflib.get_close_matches(name, MEANINGS, n=1)
    return f" Did you mean {close[0]}?" if close else f" There are: {', '.join(MEANINGS)}."

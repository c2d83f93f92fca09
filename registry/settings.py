"""What can be set from outside? Every ``CHARTER_*`` variable, once.

Read by every command, so nothing heavy is imported here. Zero settings must work.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

PREFIX = "CHARTER_"

LogForm = Literal["json", "text"]

MEANINGS = {
    "CHARTER_HOME": "Folder of all state: database, search index, locks. Default `./var`.",
    "CHARTER_HOST": "Address the server listens on. Default `127.0.0.1`.",
    "CHARTER_PORT": "Port the server listens on. Default `8000`.",
    "CHARTER_BASE_URL": "Public address of the server behind a proxy. Ends local sign-in.",
    "CHARTER_DATABASE_URL": "Database: `sqlite:///` and a file (default: one in `CHARTER_HOME`), or `postgresql://`.",
    "CHARTER_SEARCH_URL": (
        "OpenSearch: `https://`, a user and a password where it asks for them, and a host. "
        "Default: an index in `CHARTER_HOME`."
    ),
    "CHARTER_SEARCH_INDEX": "First part of the names of the indexes there. Default `charter`.",
    "CHARTER_SEARCH_CA_FILE": "Certificates to trust there, instead of those of the machine.",
    "CHARTER_SEARCH_AWS_REGION": "Sign requests for AWS, with the credentials of the machine.",
    "CHARTER_SEARCH_AWS_SERVICE": "The service to sign for: `es` (default) or `aoss`.",
    "CHARTER_LOG": "Form of log lines: `text` (default on a terminal) or `json` (elsewhere).",
    "CHARTER_METRICS_TOKEN": "Bearer token that opens `/metrics`. Default: for this machine alone.",
    "CHARTER_TRUSTED_PROXIES": (
        "Addresses or networks of proxies, with commas, that say who calls (`X-Forwarded-For`). "
        "Default: this machine, where `CHARTER_BASE_URL` is set and `CHARTER_HOST` is loopback."
    ),
    "CHARTER_READS_PER_S": (
        "Requests a second of one caller, and four times that at once, on a server that others "
        "reach. Default `50`; `0` is any number."
    ),
    "CHARTER_WRITES_PER_S": "The same for changes, and six times that at once. Default `10`.",
    "CHARTER_IN_FLIGHT": "Requests that are worked on at a time; more get a 503. Default `512`.",
    "CHARTER_URL": "For commands that talk to a server: its address. Default: host and port above.",
    "CHARTER_TOKEN": "For commands that talk to a server: the robot token to show.",
    "CHARTER_AGENCY": "For commands: the agency whose products are meant.",
    "CHARTER_DATABASE_URL_FILE": "File that holds `CHARTER_DATABASE_URL`, instead of it.",
    "CHARTER_SEARCH_URL_FILE": "File that holds `CHARTER_SEARCH_URL`, instead of it.",
    "CHARTER_METRICS_TOKEN_FILE": "File that holds `CHARTER_METRICS_TOKEN`, instead of it.",
    "CHARTER_TOKEN_FILE": "File that holds `CHARTER_TOKEN`, instead of it.",
    "CHARTER_OPENSEARCH_PORT": "Port of the OpenSearch node for development. Charter ignores it.",
}
"""Every name that may be set, in the order people read them. The README's table is this one."""


SECRETS = ("CHARTER_DATABASE_URL", "CHARTER_SEARCH_URL", "CHARTER_METRICS_TOKEN", "CHARTER_TOKEN")
"""Settings that may be read from a file, which other users and child processes do not see."""


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
    search_index: str = "charter"
    search_ca_file: str | None = None
    search_aws_region: str | None = None
    search_aws_service: str = "es"
    url: str = "http://127.0.0.1:8000"
    token: str | None = None
    agency: str | None = None
    log: LogForm | None = None
    metrics_token: str | None = None
    trusted_proxies: tuple[str, ...] = ()
    reads_per_s: int = 50  # of one caller; 0 is any number, here and below
    writes_per_s: int = 10
    in_flight: int = 512

    @property
    def database(self) -> str:
        """The URL of the database that is used."""
        return self.database_url or f"sqlite:///{self.home / 'charter.db'}"

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in _LOOPBACK

    @property
    def is_encrypted(self) -> bool:
        """Whether people reach the server over TLS, which a proxy in front of it ends."""
        return self.base_url is not None and self.base_url.startswith("https://")

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
    given |= _read_secrets(given)
    host = given.get("CHARTER_HOST", "127.0.0.1")
    base_url = _origin("CHARTER_BASE_URL", given)
    port = _port(given.get("CHARTER_PORT", "8000"))
    reachable = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 # compared, not bound
    shown = f"[{reachable}]" if ":" in reachable else reachable
    return Settings(
        home=Path(given.get("CHARTER_HOME", "var")),
        host=host,
        port=port,
        base_url=base_url,
        database_url=given.get("CHARTER_DATABASE_URL"),
        search_url=_address("CHARTER_SEARCH_URL", given),
        search_index=_index_name(given.get("CHARTER_SEARCH_INDEX", "charter")),
        search_ca_file=_existing("CHARTER_SEARCH_CA_FILE", given),
        search_aws_region=given.get("CHARTER_SEARCH_AWS_REGION"),
        search_aws_service=given.get("CHARTER_SEARCH_AWS_SERVICE", "es"),
        url=_address("CHARTER_URL", given) or f"http://{shown}:{port}",
        token=given.get("CHARTER_TOKEN"),
        agency=given.get("CHARTER_AGENCY"),
        log=_log(given.get("CHARTER_LOG")),
        metrics_token=given.get("CHARTER_METRICS_TOKEN"),
        trusted_proxies=_proxies(
            given.get("CHARTER_TRUSTED_PROXIES"),
            # Whoever reaches a server that listens to this machine alone is its proxy.
            default=("127.0.0.1", "::1") if base_url and host in _LOOPBACK else (),
        ),
        reads_per_s=_number("CHARTER_READS_PER_S", given, 50),
        writes_per_s=_number("CHARTER_WRITES_PER_S", given, 10),
        in_flight=_number("CHARTER_IN_FLIGHT", given, 512),
    )


_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_HIGHEST_PORT = 65_535
_HIGHEST_NUMBER = 1_000_000
_LARGEST_SECRET = 4096  # bytes; whatever is longer is another file


def _read_secrets(given: Mapping[str, str]) -> dict[str, str]:
    """Return what the files hold that are named instead of a secret, without the last newline."""
    found = {}
    for name in SECRETS:
        file = given.get(f"{name}_FILE")
        if file is None:
            continue
        if name in given:
            raise SettingsError(f"{name} and {name}_FILE are both set. Leave one out.")
        try:
            with Path(file).open("rb") as opened:
                secret = opened.read(_LARGEST_SECRET + 1).decode("utf-8")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "it is not text"
            raise SettingsError(f"{name}_FILE: {file} cannot be read: {reason}.") from error
        secret = secret.removesuffix("\n").removesuffix("\r")
        if not secret or len(secret) > _LARGEST_SECRET or "\n" in secret:
            raise SettingsError(f"{name}_FILE: {file} holds no secret. It must hold one line.")
        found[name] = secret
    return found


def _number(name: str, given: Mapping[str, str], default: int) -> int:
    text = given.get(name, str(default))
    if text.isascii() and text.isdigit() and int(text[:8]) <= _HIGHEST_NUMBER:
        return int(text)
    raise SettingsError(f"{name} is '{text}', which is not a number from 0 to {_HIGHEST_NUMBER:,}.")


def _log(form: str | None) -> LogForm | None:
    match form:
        case None | "json" | "text":
            return form
    raise SettingsError(f"CHARTER_LOG is '{form}'. It is json or text.")


def _proxies(text: str | None, *, default: tuple[str, ...]) -> tuple[str, ...]:
    if text is None:
        return default
    import ipaddress  # noqa: PLC0415 # only servers behind a proxy on another machine need it

    found = tuple(each.strip() for each in text.split(","))
    for each in found:
        try:
            ipaddress.ip_network(each)
        except ValueError as error:
            raise SettingsError(
                f"CHARTER_TRUSTED_PROXIES: '{each}' is not an address or a network, such as "
                "10.0.0.7 or 10.0.0.0/24."
            ) from error
    return found


def _origin(name: str, given: Mapping[str, str]) -> str | None:
    """Return an address without a path: links of the pages begin at the root of their host."""
    address = _address(name, given)
    if address is not None and any(each in address.partition("://")[2] for each in "/?#@"):
        raise SettingsError(
            f"{name} is '{address}'. Charter answers at the root of a host, so that it must end "
            "after the host and the port."
        )
    return address


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text[:6]) <= _HIGHEST_PORT:
        return int(text)
    raise SettingsError(f"CHARTER_PORT is '{text}', which is not a port number (0 to 65535).")


def _address(name: str, given: Mapping[str, str]) -> str | None:
    address = given.get(name)
    if address is None:
        return None
    if not address.startswith(("http://", "https://")):
        shown = "not an address" if name in SECRETS else f"'{address}'"
        raise SettingsError(f"{name} is {shown}. It must begin with http:// or https://.")
    from urllib.parse import urlsplit  # noqa: PLC0415 # most commands run without an address

    try:
        parts = urlsplit(address)
        is_whole = parts.hostname and (parts.port is None or parts.port)
    except ValueError:
        is_whole = False
    if not is_whole:
        shown = "set to a text" if name in SECRETS else f"'{address}'"
        raise SettingsError(f"{name} is {shown}, which names no server.")
    return address.rstrip("/")


def _index_name(name: str) -> str:
    """Return a name that OpenSearch takes: small letters, digits, hyphens; a letter first."""
    if name.isascii() and name[:1].isalpha() and name.replace("-", "").isalnum() and name.islower():
        return name
    raise SettingsError(
        f"CHARTER_SEARCH_INDEX is '{name}'. Use small letters, digits and hyphens, a letter first."
    )


def _existing(name: str, given: Mapping[str, str]) -> str | None:
    file = given.get(name)
    if file is not None and not Path(file).is_file():
        raise SettingsError(f"{name}: there is no file {file}.")
    return file


def _nearest(name: str) -> str:
    import difflib  # noqa: PLC0415 # every command reads settings, few misspell one

    close = difflib.get_close_matches(name, MEANINGS, n=1)
    return f" Did you mean {close[0]}?" if close else f" There are: {', '.join(MEANINGS)}."

"""What looks like a password, key or token? Shapes that lint tells and reports withhold.

References (`${DB_PASSWORD}`, `{{ secret }}`, `vault:...`) stand for a secret kept elsewhere.
That is the right way, and they pass.
"""

import re


def gives_away(key: str, value: str) -> bool:
    """Whether the text *value* under *key* is a secret, or holds one."""
    if is_secret_key(key):
        return is_literal(value)
    return has_password(value) or assigns_secret(value) or has_shape(value)


def has_password(value: str) -> bool:
    """Whether an address in the text carries a password: `postgres://user:password@host`."""
    if "://" not in value or "@" not in value:
        return False
    return any(map(is_literal, _USER_AND_PASSWORD.findall(value)))


def assigns_secret(value: str) -> bool:
    """Whether the text says `password=...` or the like."""
    return "=" in value and any(map(is_literal, _ASSIGNMENT.findall(value)))


def has_shape(value: str) -> bool:
    """Whether the text holds a key of a cloud, code host or chat, a signed token, a private key."""
    return len(value) >= _SHORTEST_SECRET and (
        any(map(value.__contains__, _MARKS)) and _SHAPES.search(value) is not None
    )


def is_literal(value: str) -> bool:
    """Whether the text stands for itself and not for a secret kept elsewhere."""
    return bool(value.strip()) and _REFERENCE.match(value.strip()) is None


def is_secret_key(name: str) -> bool:
    """Whether a key of that name holds a secret: `apiKey`, `client_secret`."""
    return name.replace("_", "").replace("-", "").lower() in _SECRET_KEYS


_USER_AND_PASSWORD = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\s/:@?#'\"]{0,128}:([^\s/@'\"]{1,256})@"
)
_ASSIGNMENT = re.compile(
    r"(?:password|passwd|pwd|secret|token|api_?key|access_?key|account_?key|signature|\bsig)"
    r"=([^\s;&,'\"<>]{4,256})",
    re.IGNORECASE,
)
_SECRET_KEYS = {
    "password", "passwd", "passphrase", "pwd", "secret", "clientsecret", "apikey", "accesskey",
    "secretkey", "secretaccesskey", "awssecretaccesskey", "accountkey", "privatekey", "token",
    "accesstoken", "refreshtoken", "bearertoken", "authtoken", "sastoken", "sharedaccesskey",
    "credentials",
}  # fmt: skip
_SHAPES = re.compile(
    r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"
    r"|\bgh[opusr]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9_]{22}|\bglpat-[A-Za-z0-9_-]{20}"
    r"|\bxox[abeprs]-[A-Za-z0-9-]{10}|\b[rs]k_live_[A-Za-z0-9]{16}|\bdapi[0-9a-f]{32}\b"
    r"|\bAIza[0-9A-Za-z_-]{35}"
    r"|\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10}"
    r"|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----"
)
_MARKS = (
    *("AKIA", "ASIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xox"),
    *("k_live_", "dapi", "AIza", "eyJ", "PRIVATE KEY"),
)
"""What each shape begins with: looking for these costs a tenth, and most texts have none."""

_SHORTEST_SECRET = 20
_REFERENCE = re.compile(
    r"[$%{<*]|(?:vault|env|secret|secrets|keyvault|ssm|aws-?sm|gcp-?sm|op|ref|file)[:/]"
    r"|arn:aws:|projects/|x{3,}$|\.{3}$|(?:your|my|the|some)[_-]|redacted$|changeme$|none$|null$",
    re.IGNORECASE,
)

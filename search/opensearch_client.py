"""How does Charter speak to an OpenSearch server? Trust, sign-in, patience, and its errors."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
from opensearchpy import OpenSearch, Urllib3AWSV4SignerAuth
from opensearchpy.exceptions import (
    AuthenticationException,
    AuthorizationException,
    ConnectionError,  # noqa: A004 # the client's own name for it
    ConnectionTimeout,
    OpenSearchException,
    SSLError,
    TransportError,
)

from search.backend import BackendUnavailableError

PATIENCE_S = 2.0
"""How long a question may take. Somebody waits for the page, which has three seconds."""

BULK_PATIENCE_S = 60.0
"""How long a batch of documents may take, or the making of an index."""

REST_S = 1.0
"""How long a server that did not answer is not asked again: each question would wait in vain."""

_CONNECTIONS = 16
_HTTPS_PORT, _HTTP_PORT = 443, 80

# The client logs whole requests at every failure. What failed is said by who asked.
logging.getLogger("opensearch").setLevel(logging.CRITICAL)


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """Where a cluster is, and how to sign in there.

    ``url`` may carry a user and a password (basic auth). ``ca_file`` is a bundle of certificates to
    trust instead of the machine's. With ``aws_region`` requests are signed (AWS Signature 4) for
    ``aws_service``, with the credentials that botocore finds.
    """

    url: str
    index: str = "charter-products"
    ca_file: str | None = None
    aws_region: str | None = None
    aws_service: str = "es"


class Link:
    """A client that translates every failure, and rests after a silence of the server."""

    def __init__(self, server: Server) -> None:
        self.client = _client(server)
        self._silent_until = 0.0

    @contextmanager
    def speaking(self) -> Iterator[OpenSearch]:
        """Give the client. Raises: BackendUnavailableError for whatever goes wrong with it."""
        if time.monotonic() < self._silent_until:
            raise BackendUnavailableError("OpenSearch did not answer a moment ago.")
        try:
            yield self.client
        except (AuthenticationException, AuthorizationException) as error:
            raise BackendUnavailableError(f"OpenSearch refuses: {_reason(error)}.") from error
        except (ConnectionError, ConnectionTimeout) as error:
            self._silent_until = time.monotonic() + REST_S
            raise BackendUnavailableError(f"OpenSearch {_silence(error)}.") from error
        except OpenSearchException as error:
            raise BackendUnavailableError(f"OpenSearch: {_reason(error)}.") from error

    def close(self) -> None:
        """Let go of the connections."""
        self.client.close()


def _client(server: Server) -> OpenSearch:
    parts = urlsplit(server.url)
    is_secure = parts.scheme == "https"
    return OpenSearch(
        hosts=[
            {
                "host": parts.hostname,
                "port": parts.port or (_HTTPS_PORT if is_secure else _HTTP_PORT),
                "url_prefix": parts.path.strip("/"),
            }
        ],
        use_ssl=is_secure,
        verify_certs=is_secure,
        ca_certs=server.ca_file if is_secure else None,
        http_auth=_credentials(server, parts.username, parts.password),
        http_compress=True,
        pool_maxsize=_CONNECTIONS,
        max_retries=0,  # a reader is told at once; the relay tries again later, with everything
        timeout=PATIENCE_S,
    )


def _credentials(server: Server, user: str | None, password: str | None) -> Any:  # as the client
    if server.aws_region:
        try:
            from botocore.session import Session  # noqa: PLC0415 # only where a cloud is used
        except ImportError as error:
            raise BackendUnavailableError(
                "Signing for AWS needs botocore: install charter[aws]."
            ) from error
        found = Session().get_credentials()
        if found is None:
            raise BackendUnavailableError("There are no AWS credentials to sign with.")
        return Urllib3AWSV4SignerAuth(found, server.aws_region, server.aws_service)
    return (unquote(user), unquote(password or "")) if user else None


def _silence(error: TransportError) -> str:
    if isinstance(error, SSLError):
        return f"cannot be trusted: {error.error}"
    return "does not answer in time" if isinstance(error, ConnectionTimeout) else "is not reached"


def _reason(error: OpenSearchException) -> str:
    """Return the short reason of an answer that is an error."""
    if not isinstance(error, TransportError):
        return str(error)
    info = error.info if isinstance(error.info, dict) else {}
    detail = info.get("error", info)
    reason = detail.get("reason") if isinstance(detail, dict) else detail
    return f"{error.status_code} {reason or error.error}"

"""What does a server write beside its answers? A line for each request and each trouble.

JSON, one object a line, for machines; words in columns on a terminal. Every line that belongs to a
request has its id. Nothing a caller wrote is in it but that id, and no token, query or body.
"""

import logging
import sys
from typing import Any

import structlog

from registry import tracing
from registry.settings import LogForm


def configure(form: LogForm | None, *, requests: bool) -> None:
    """Write logs to standard error from now on. *form* None: text on a terminal, JSON elsewhere.

    *requests*: a line for every request, and not only for what goes wrong.
    """
    is_json = form == "json" or (form is None and not sys.stderr.isatty())
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _add_request_id,
    ]
    if is_json:
        final: list[Any] = [
            structlog.processors.ExceptionRenderer(_WITHOUT_VALUES),
            structlog.processors.JSONRenderer(),
        ]
    else:
        final = [
            structlog.dev.ConsoleRenderer(
                colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
            )
        ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *final],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("registry").setLevel(logging.INFO if requests else logging.WARNING)
    logging.getLogger("registry.store.pooling").setLevel(logging.WARNING)  # of SQLAlchemy
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = name != "uvicorn.access"  # the line of a request is our own


_WITHOUT_VALUES = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
"""A traceback as data. The variables of its frames, which structlog would add, hold tokens."""


def _add_request_id(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    identifier = tracing.request_id()
    if identifier:
        event["request_id"] = identifier
    return event

"""What does a monitoring system read? Numbers in the form of Prometheus, at `/metrics`.

Who may: this machine, of a server that listens to it alone and has no proxy in front; elsewhere
whoever shows `CHARTER_METRICS_TOKEN`. No number is told by product, agency or person.
"""

import hmac
from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from litestar import Request
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler

from registry import upkeep
from registry.api.answers import Answer
from registry.errors import NotFoundError, NotSignedInError
from registry.runtime import Runtime
from registry.tally import BOUNDS_S, Durations, Tally

if TYPE_CHECKING:
    from prometheus_client.core import Metric

InFlight = Callable[[], int]
"""What `app.state.in_flight` is: the number of requests that are worked on."""

_COUNTS = (
    ("requests", "charter_http_requests", "Requests answered.", ("method", "route", "status")),
    ("publishes", "charter_publishes", "Contracts sent to be published.", ("outcome",)),
    ("checks", "charter_checks", "Contracts sent to be checked.", ("outcome",)),
)
_DURATIONS = (
    ("requests", "charter_http_request_seconds", "Until the answer was sent.", ("method", "route")),
    ("changes", "charter_change_seconds", "Until a change was committed.", ()),
)

_UNDELIVERED = (
    ("waiting", "Events of which people are not told yet."),
    ("wait_seconds", "Age of the oldest of them."),
    ("dead", "Events of which nobody tries to tell them any more."),
)
"""What `upkeep.undelivered` returns."""


def _get_metrics(request: Request[Any, Any, Any], runtime: NamedDependency[Runtime]) -> Answer:
    """Answer in the text form of Prometheus, or of OpenMetrics where that is asked for."""
    _require_reader(request, runtime)
    # A tenth of a second that only a process with a monitor pays.
    from prometheus_client import CollectorRegistry, ProcessCollector  # noqa: PLC0415 # see above
    from prometheus_client.exposition import choose_encoder  # noqa: PLC0415 # see above

    registry = CollectorRegistry()
    registry.register(_Numbers(runtime, request.app.state.get("in_flight")))
    ProcessCollector(registry=registry)
    write, media_type = choose_encoder(request.headers.get("accept", ""))
    return Answer(write(registry), media_type=media_type, headers={"cache-control": "no-store"})


get_metrics = HTTPRouteHandler(
    "/metrics", http_method=["GET", "HEAD"], sync_to_thread=True, include_in_schema=False
)(_get_metrics)


def _require_reader(request: Request[Any, Any, Any], runtime: Runtime) -> None:
    token = runtime.settings.metrics_token
    if token is None:
        if runtime.settings.has_local_sign_in:
            return
        raise NotFoundError(
            "There are no metrics for others here.",
            next_step="Set CHARTER_METRICS_TOKEN, and send it as a bearer token.",
        )
    scheme, _, shown = request.headers.get("authorization", "").partition(" ")
    # Compared as bytes: text with other letters than ASCII cannot be.
    is_right = hmac.compare_digest(shown.strip().encode(), token.encode())
    if scheme.lower() != "bearer" or not is_right:
        raise NotSignedInError(
            "The metrics need their own token.",
            next_step="Send 'Authorization: Bearer' and the CHARTER_METRICS_TOKEN of the server.",
        )


class _Numbers:
    """All numbers of this process, read when they are asked for."""

    def __init__(self, runtime: Runtime, in_flight: InFlight | None) -> None:
        self._runtime = runtime
        self._in_flight = in_flight

    def collect(self) -> "Iterator[Metric]":
        """Yield every metric. What the database would have to answer is left out without it."""
        from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily  # noqa: PLC0415 # as above

        about = InfoMetricFamily("charter_build", "The Charter that runs.")
        about.add_metric([], {"version": version("charter")})
        yield about
        yield from _counts(self._runtime.tally)
        yield from _durations(self._runtime.tally)
        if self._in_flight:
            yield GaugeMetricFamily(
                "charter_http_requests_in_flight", "Worked on now.", self._in_flight()
            )
        uses = self._runtime.connections()
        for part, told in (
            ("in_use", "Connections to the database that are in use."),
            ("waiting", "Threads and changes that wait for one."),
            ("limit", "Connections there may be."),
        ):
            family = GaugeMetricFamily(f"charter_database_connections_{part}", told, labels=["for"])
            for door, use in uses.items():
                family.add_metric([door], getattr(use, part))
            yield family
        lag = upkeep.lag(self._runtime)
        yield GaugeMetricFamily("charter_database_up", "Whether it answers.", int(lag is not None))
        if lag is not None:
            changes, seconds = lag
            yield GaugeMetricFamily(
                "charter_search_lag_changes", "Changes that cannot be found yet.", changes
            )
            yield GaugeMetricFamily(
                "charter_search_lag_seconds", "Age of the oldest of them.", seconds
            )
        if self._runtime.drift is not None:
            yield GaugeMetricFamily(
                "charter_search_drift", "Products that the index has wrong.", self._runtime.drift
            )
        undelivered = upkeep.undelivered(self._runtime)
        if undelivered is not None:
            for (name, told), number in zip(_UNDELIVERED, undelivered, strict=True):
                yield GaugeMetricFamily(f"charter_notices_{name}", told, number)


def _counts(tally: Tally) -> "Iterator[Metric]":
    from prometheus_client.core import CounterMetricFamily  # noqa: PLC0415 # as above

    for name, public, told, labels in _COUNTS:
        counter = CounterMetricFamily(public, told, labels=labels)
        for values, count in sorted(tally.counts(name).items()):
            counter.add_metric(values, count)
        yield counter


def _durations(tally: Tally) -> "Iterator[Metric]":
    from prometheus_client.core import HistogramMetricFamily  # noqa: PLC0415 # as above

    for name, public, told, labels in _DURATIONS:
        histogram = HistogramMetricFamily(public, told, labels=labels)
        for values, found in sorted(tally.durations(name).items()):
            histogram.add_metric(values, _buckets(found), found.sum_s)
        yield histogram


def _buckets(found: Durations) -> list[tuple[str, float]]:
    """Return the classes as Prometheus has them: each holds those below it, the last one all."""
    reached = 0
    buckets: list[tuple[str, float]] = []
    for bound, count in zip([*map(str, BOUNDS_S), "+Inf"], found.counts, strict=True):
        reached += count
        buckets.append((bound, reached))
    return buckets

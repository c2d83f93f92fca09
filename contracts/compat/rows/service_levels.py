"""How good is the service? Availability, latency, retention and the other levels."""

from contracts.compat.rows.row import row
from contracts.rule import Rule

SERVICE_LEVEL_ROWS: tuple[Rule, ...] = (
    row(
        "SLA-01",
        "service-level-removed",
        "break ok major",
        (
            "A service level is no longer promised.",
            "Consumers counted on it.",
            "Keep it until consumers have adapted.",
        ),
    ),
    row(
        "SLA-02",
        "service-level-added",
        "break break major",
        (
            "A service level is promised for the first time, or an end announced.",
            "Suppliers must keep it; an end takes the data away.",
            "Check that suppliers can keep it; announce an end in time.",
        ),
    ),
    row(
        "SLA-03",
        "service-level-changed",
        "break break major",
        (
            "A service level became better or worse.",
            "Consumers get less, or suppliers must keep more.",
            "Announce a weaker level; check that a stronger one can be kept.",
        ),
    ),
    row(
        "SLA-04",
        "service-level-element-changed",
        "break risk major",
        (
            "A service level is promised for another element.",
            "Consumers of the old element get no promise.",
            "Add a level for the other element.",
        ),
    ),
    row(
        "SLA-05",
        "service-level-driver-dropped",
        "risk ok minor",
        (
            "A service level is no longer asked for by law.",
            "Who keeps it may stop.",
            "Let the agency's chief data officer confirm it.",
        ),
        approvers=("agency chief data officer",),
    ),
    row(
        "SLA-07",
        "service-level-schedule-changed",
        "risk ok minor",
        (
            "A service level is checked at other times.",
            "If the longest wait between two checks grows, a failure is noticed later.",
            "Tell consumers when it is checked.",
        ),
    ),
    row(
        "SLA-08",
        "service-level-respelled",
        "ok ok patch",
        (
            "The wording or the unit of a service level changed, not its amount.",
            "The service is the same.",
            "Nothing to do.",
        ),
    ),
)

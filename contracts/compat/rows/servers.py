"""Where is the data and how is it written? Servers, addresses, formats."""

from contracts.compat.rows.row import row
from contracts.rule import Rule

SERVER_ROWS: tuple[Rule, ...] = (
    row(
        "SRV-01",
        "server-added",
        "ok ok minor",
        (
            "A server was added.",
            "Nobody reads from it yet.",
            "Nothing to do.",
        ),
    ),
    row(
        "SRV-02",
        "server-removed",
        "break ok major",
        (
            "A server was removed.",
            "Its readers find nothing.",
            "Keep it until its readers have moved.",
        ),
    ),
    row(
        "SRV-03",
        "last-production-server-removed",
        "break break major",
        (
            "The last server of the production environment was removed.",
            "Nobody can read or write the data any more.",
            "Keep one production server, or retire the contract.",
        ),
    ),
    row(
        "SRV-04",
        "server-address-changed",
        "break ok major",
        (
            "The host, path, database or topic of a server changed.",
            "Clients look in the old place.",
            "Keep the old address as well until clients have moved.",
        ),
    ),
    row(
        "SRV-05",
        "server-port-changed",
        "break ok major",
        (
            "The port of a server changed.",
            "Clients knock at the wrong door.",
            "Keep the old port as well until clients have moved.",
        ),
    ),
    row(
        "SRV-06",
        "server-type-changed",
        "break ok major",
        (
            "The type of a server changed.",
            "Clients must speak to another system, which may read the same types otherwise.",
            "Add the new system as a second server, and deprecate the old one.",
        ),
    ),
    row(
        "SRV-07",
        "server-format-changed",
        "break break major",
        (
            "The format of the files changed.",
            "Readers cannot read new files, and old files are still in the old format.",
            "Offer the new format on a second server.",
        ),
    ),
    row(
        "SRV-08",
        "file-layout-changed",
        "break break major",
        (
            "The delimiter, the header or the encoding of files changed.",
            "Readers take the files apart in the wrong places.",
            "Offer the new layout on a second server.",
        ),
    ),
    row(
        "SRV-09",
        "server-environment-changed",
        "break ok major",
        (
            "A server belongs to another environment.",
            "Readers of the old environment no longer find it.",
            "Add a server for the other environment.",
        ),
    ),
    row(
        "SRV-10",
        "server-renamed",
        "ok ok minor",
        (
            "Only the name of a server changed.",
            "Configurations that select it by name must adapt.",
            "Tell consumers the new name.",
        ),
    ),
    row(
        "SRV-12",
        "server-description-changed",
        "ok ok patch",
        (
            "What is said of a server changed, not where it is.",
            "The data is in the same place; where it lies by law may be another matter.",
            "Nothing to do; a change of region must be agreed to.",
        ),
    ),
    row(
        "SRV-13",
        "stream-promise-changed",
        "break break major",
        (
            "The key, the order, the compaction or the delivery of a stream changed.",
            "Readers lose or repeat messages without an error.",
            "Offer the new stream as a second topic.",
        ),
    ),
)

"""What changes about a data product as a whole: its ports, and where it is in its life?

The floor is the product table of the draft OMDS (RFC-0039) of the Bitol project.
"""

from contracts.compat.rows.row import row
from contracts.rule import Rule

PORT_ROWS: tuple[Rule, ...] = (
    row(
        "PORT-01",
        "output-port-removed",
        "break ok major",
        (
            "A version of an output port was removed.",
            "Whoever reads from it finds nothing: each version of a port is a promise of its own.",
            "Keep it until its readers have left; mark it `deprecated` first.",
        ),
    ),
    row(
        "PORT-02",
        "output-port-version-replaced",
        "break ok major",
        (
            "Another version of an output port took the place of the one that was there.",
            "Whoever asks for the old version finds nothing.",
            "List the new version beside the old one, until the readers of the old one have left.",
        ),
    ),
    row(
        "PORT-03",
        "output-port-renamed",
        "break ok major",
        (
            "An output port has another name.",
            "Whoever asks for it by its name finds nothing.",
            "Keep the name, or list the port under both names for a while.",
        ),
    ),
    row(
        "PORT-04",
        "port-contract-replaced",
        "break ok major",
        (
            "Another contract stands behind an output port, or none.",
            "What readers agreed to holds no longer; the other contract may promise less.",
            "Keep the contract, or list a new port with the other one beside the old port.",
        ),
    ),
    row(
        "PORT-05",
        "output-port-type-changed",
        "break ok major",
        (
            "An output port is of another type.",
            "Readers reach the data in another way and must change how they do.",
            "List a port of the new type beside the old one.",
        ),
    ),
    row(
        "PORT-06",
        "output-port-added",
        "ok ok minor",
        (
            "An output port, or a version of one, was added.",
            "Nobody reads from it yet.",
            "Nothing to do.",
        ),
    ),
    row(
        "PORT-07",
        "input-contract-changed",
        "risk ok minor",
        (
            "An output port is made from other contracts, or from other versions of them.",
            "The data may mean something else although its own contract is the same.",
            "Compare the versions of the input contracts, and tell readers what differs.",
        ),
    ),
    row(
        "PORT-08",
        "bill-of-materials-changed",
        "ok ok patch",
        (
            "A software bill of materials of an output port changed.",
            "The data is the same.",
            "Nothing to do.",
        ),
    ),
    row(
        "PORT-09",
        "input-port-added",
        "ok ok minor",
        (
            "An input port was added.",
            "The product depends on one source more.",
            "Nothing to do.",
        ),
    ),
    row(
        "PORT-10",
        "input-port-removed",
        "risk ok minor",
        (
            "An input port was removed.",
            "What came from there may be missing in the data.",
            "Tell readers what no longer comes from there.",
        ),
    ),
    row(
        "PORT-11",
        "input-port-changed",
        "risk ok minor",
        (
            "An input port has another name, version or contract.",
            "The data may mean something else although its own contract is the same.",
            "Compare the contracts of the two sources, and tell readers what differs.",
        ),
    ),
    row(
        "PORT-12",
        "management-port-added",
        "ok ok minor",
        (
            "A management port was added.",
            "Nobody uses it yet.",
            "Nothing to do.",
        ),
    ),
    row(
        "PORT-13",
        "management-port-removed",
        "risk ok minor",
        (
            "A management port was removed.",
            "Tools that watch, find or steer the product through it lose it.",
            "Keep it until the tools have moved.",
        ),
    ),
    row(
        "PORT-14",
        "management-port-changed",
        "risk ok minor",
        (
            "A management port has another name, content, type or address.",
            "Tools that use it look in the wrong place.",
            "Keep the old one beside the new one until the tools have moved.",
        ),
    ),
    row(
        "PORT-15",
        "product-deprecated",
        "risk ok major",
        (
            "The data product became deprecated.",
            "Consumers must leave it in time; the draft OMDS counts it as major.",
            "Say until when it stays and what to use instead.",
        ),
    ),
    row(
        "PORT-16",
        "product-retired",
        "break ok major",
        (
            "The data product was retired.",
            "Whoever still reads from its ports finds nothing.",
            "Deprecate it first, and retire it when every consumer has left.",
        ),
        approvers=("every consumer",),
    ),
)

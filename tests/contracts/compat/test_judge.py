"""May a version go out? Numbers, modes, older versions in force, and whom a change meets."""

import pytest

from contracts.compat.circumstances import Circumstances
from contracts.compat.judge import judge
from contracts.document import load
from contracts.findings import Bump, Consumer, Impact, Outcome, Severity
from contracts.policy import Mode, Policy


def a_contract(version="1.0.0", *, columns=("bed_id: string", "ward: string"), extra=""):
    """Return a contract of one table whose columns are written ``name: type option...``."""
    lines = [
        "apiVersion: v3.1.0",
        "kind: DataContract",
        "id: hospital-beds",
        f"version: {version}",
        "status: active",
        *extra.splitlines(),
        "schema:",
        "- name: beds",
        "  properties:",
    ]
    for column in columns:
        name, _, rest = column.partition(": ")
        logical, *options = rest.split()
        lines += [f"  - name: {name}", f"    logicalType: {logical}"]
        lines += [f"    {option}: true" for option in options]
    return load("\n".join([*lines, ""]).encode())


MORE = ("bed_id: string", "ward: string", "floor: integer")
LESS = ("bed_id: string",)


def _rules(report):
    return [finding.rule for finding in report.findings]


def test_a_first_version_is_accepted():
    """Nobody uses what was never published."""
    report = judge(a_contract(), [])

    assert (report.outcome, report.bump, report.findings) == (Outcome.ACCEPTED, Bump.NONE, ())
    assert report.required_version is None


def test_the_same_bytes_again_are_accepted_in_silence():
    """A robot that publishes twice must not be told off."""
    report = judge(a_contract(), [a_contract()])

    assert (report.outcome, report.findings) == (Outcome.ACCEPTED, ())


@pytest.mark.parametrize(
    ("version", "columns", "outcome", "required"),
    [
        ("1.1.0", MORE, Outcome.ACCEPTED, "1.1.0"),
        ("1.0.1", MORE, Outcome.REJECTED, "1.1.0"),
        ("2.0.0", MORE, Outcome.ACCEPTED, "1.1.0"),
        ("2.0.0", LESS, Outcome.PROPOSED, "2.0.0"),
        ("1.1.0", LESS, Outcome.REJECTED, "2.0.0"),
        ("1.0.0", MORE, Outcome.REJECTED, "1.1.0"),
        ("v1.0.0", MORE, Outcome.REJECTED, "1.1.0"),
        ("0.9.0", MORE, Outcome.REJECTED, "1.1.0"),
        ("2.0.0-rc.1", LESS, Outcome.PROPOSED, "2.0.0"),
        ("summer", MORE, Outcome.ACCEPTED, None),
        ("summer", LESS, Outcome.PROPOSED, None),
    ],
)
def test_the_number_must_announce_the_change(version, columns, outcome, required):
    """Consumers decide by the number whether they must look before they upgrade."""
    report = judge(a_contract(version, columns=columns), [a_contract()])

    assert (report.outcome, report.required_version) == (outcome, required)


@pytest.mark.parametrize(
    ("version", "columns", "outcome", "required"),
    [
        ("0.4.0", LESS, Outcome.PROPOSED, "0.4.0"),
        ("0.3.2", LESS, Outcome.REJECTED, "0.4.0"),
        ("0.3.2", MORE, Outcome.ACCEPTED, "0.3.2"),
        ("0.4.0", MORE, Outcome.ACCEPTED, "0.3.2"),
        ("1.0.0", LESS, Outcome.PROPOSED, "0.4.0"),
    ],
)
def test_before_one_the_minor_number_plays_the_major(version, columns, outcome, required):
    """A product in its first months breaks often; the number still says when."""
    report = judge(a_contract(version, columns=columns), [a_contract("0.3.1")])

    assert (report.outcome, report.required_version) == (outcome, required)


@pytest.mark.parametrize(
    ("mode", "columns", "severity", "outcome"),
    [
        (Mode.FORWARD, LESS, Severity.ERROR, Outcome.PROPOSED),
        (Mode.BACKWARD, LESS, Severity.INFO, Outcome.PROPOSED),
        (Mode.FULL, LESS, Severity.ERROR, Outcome.PROPOSED),
        (Mode.NONE, LESS, Severity.INFO, Outcome.PROPOSED),
        (Mode.FORWARD, (*MORE, "room: string required"), Severity.INFO, Outcome.ACCEPTED),
        (Mode.BACKWARD, (*MORE, "room: string required"), Severity.ERROR, Outcome.PROPOSED),
        (Mode.FULL, (*MORE, "room: string required"), Severity.ERROR, Outcome.PROPOSED),
        (Mode.NONE, (*MORE, "room: string required"), Severity.INFO, Outcome.ACCEPTED),
    ],
)
def test_a_mode_decides_whose_harm_is_an_error(mode, columns, severity, outcome):
    """An agency protects consumers, history and suppliers, both, or nobody."""
    report = judge(a_contract("2.0.0", columns=columns), [a_contract()], Policy(mode=mode))
    last = [each for each in report.findings if each.rule.startswith("PROP-0")][-1]

    assert (last.severity, report.outcome) == (severity, outcome)


def test_a_mode_that_protects_nobody_only_warns_about_the_number():
    """A draft may break; the number is told all the same."""
    report = judge(a_contract("1.0.1", columns=LESS), [a_contract()], Policy(mode=Mode.NONE))

    assert report.outcome is Outcome.ACCEPTED
    assert report.findings[0].rule == "VER-03"
    assert report.findings[0].severity is Severity.WARNING


def test_every_mode_has_its_verdict():
    """People compare modes before they choose one."""
    report = judge(a_contract("2.0.0", columns=LESS), [a_contract()])

    assert report.modes == {
        "NONE": Impact.OK,
        "FORWARD": Impact.BREAK,
        "BACKWARD": Impact.OK,
        "FULL": Impact.BREAK,
        "FORWARD_TRANSITIVE": Impact.BREAK,
        "BACKWARD_TRANSITIVE": Impact.OK,
        "FULL_TRANSITIVE": Impact.BREAK,
    }


def _widened_then_narrowed():
    """Return three versions of which the last is harmless to the second and harms the first."""
    texts = [
        ("1.0.0", ("icu",)),
        ("1.1.0", ()),
        ("1.2.0", ("icu", "general")),
    ]
    documents = []
    for version, listed in texts:
        enum = "".join(f"\n    - value: {value}" for value in listed)
        text = a_contract(version).text + (f"    enum:{enum}\n" if listed else "")
        documents.append(load(text.encode()))
    return documents


def test_two_harmless_steps_may_add_up_to_a_harmful_one():
    """A consumer of the first version is still there and meets the sum of both steps."""
    first, second, third = _widened_then_narrowed()
    report = judge(third, [second, first])
    alone = judge(third, [second])

    assert (alone.outcome, alone.modes["FORWARD_TRANSITIVE"]) == (Outcome.ACCEPTED, Impact.OK)
    assert report.outcome is Outcome.REJECTED
    assert (report.bump, report.required_version) == (Bump.MAJOR, "2.0.0")
    assert (report.modes["FORWARD"], report.modes["FORWARD_TRANSITIVE"]) == (
        Impact.OK,
        Impact.BREAK,
    )


def test_an_older_version_is_named_where_it_is_hurt():
    """The publisher must know which version's readers to talk to."""
    first, second, third = _widened_then_narrowed()
    report = judge(third, [second, first])
    messages = [finding.message for finding in report.findings if finding.rule == "ENU-01"]

    assert len(messages) == 1
    assert messages[0].startswith("Compared with version 1.0.0, which readers may still use: ")


def test_only_transitive_modes_look_at_older_versions():
    """Whoever chooses the plain mode promises the newest version only."""
    first, second, third = _widened_then_narrowed()
    report = judge(third, [second, first], Policy(mode=Mode.FORWARD))

    assert report.outcome is Outcome.ACCEPTED
    assert report.modes["FORWARD_TRANSITIVE"] is Impact.BREAK


def test_a_new_major_is_compared_with_the_newest_version_only():
    """A new major line may break, but what it breaks is still told."""
    older = a_contract("1.0.0", columns=(*MORE, "room: string"))
    report = judge(a_contract("2.0.0", columns=LESS), [a_contract("1.1.0"), older])

    assert _rules(report) == ["PROP-04"]
    assert report.outcome is Outcome.PROPOSED


def test_an_older_major_may_still_be_patched():
    """A line in force gets corrections after the next major is out."""
    newest = a_contract("2.0.0", columns=LESS)
    report = judge(a_contract("1.1.0", columns=MORE), [newest, a_contract("1.0.0")])

    assert (report.outcome, _rules(report)) == (Outcome.ACCEPTED, ["PROP-01"])


def test_the_line_decides_and_not_the_order_of_publication():
    """After a patch of the old line the new line goes on from its own last version."""
    patched = a_contract("1.0.1")
    report = judge(a_contract("2.0.1", columns=LESS), [patched, a_contract("2.0.0", columns=LESS)])

    assert report.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("old", "new"), [("id: hospital-beds", "id: cots"), ("kind: DataContract", "kind: Product")]
)
def test_another_contract_is_no_version(old, new):
    """Whoever wants another contract must publish one."""
    text = a_contract("2.0.0").text.replace(old, new)
    report = judge(load(text.encode()), [a_contract()])

    assert (report.outcome, report.required_version) == (Outcome.REJECTED, None)


def test_what_databases_keep_is_worth_a_warning():
    """History in a table no longer satisfies the contract, although no reader is hurt."""
    servers = "servers:\n- server: prod\n  type: postgres\n"
    before = a_contract(extra=servers)
    after = a_contract("1.1.0", columns=(*LESS, "ward: string required"), extra=servers)
    report = judge(after, [before])

    assert [(each.rule, each.severity) for each in report.findings] == [
        ("NUL-02", Severity.WARNING)
    ]


def test_structure_and_governance_are_told_apart():
    """Engineers answer for the one, officers for the other."""
    text = a_contract("1.1.0").text + "    classification: restricted\n"
    report = judge(load(text.encode()), [a_contract()])

    assert (report.structural, report.governance) == (Impact.OK, Impact.RISK)


@pytest.mark.parametrize(
    ("columns", "hit"),
    [
        (("beds.ward",), True),
        (("ward",), True),
        (("WARD",), True),
        (("beds",), True),
        (("bed_id",), False),
        (("beds.bed_id", "ward"), True),
        (("rooms.ward",), False),
        ((), None),
    ],
)
def test_a_consumer_is_hit_by_the_columns_it_reads(columns, hit):
    """Removing a column that nobody reads hurts nobody we know."""
    use = Consumer(agency="dot", purpose="planning", columns=columns)
    report = judge(
        a_contract("2.0.0", columns=LESS), [a_contract()], known=Circumstances(uses=(use,))
    )

    assert [consumer.hit for consumer in report.consumers] == [hit]
    assert bool(report.consumers[0].findings) is (hit is not False)


def test_a_harmless_change_hits_nobody():
    """Consumers must not be called without need."""
    use = Consumer(agency="dot", purpose="planning")
    report = judge(
        a_contract("1.1.0", columns=MORE), [a_contract()], known=Circumstances(uses=(use,))
    )

    assert [consumer.hit for consumer in report.consumers] == [False]


def test_another_id_hits_everybody():
    """What concerns the whole contract concerns all who use it, whatever they read."""
    text = a_contract("2.0.0").text.replace("id: hospital-beds", "id: cots")
    uses = (
        Consumer(agency="dot", purpose="planning", columns=("bed_id",)),
        Consumer(agency="dhs", purpose="planning"),
    )
    report = judge(load(text.encode()), [a_contract()], known=Circumstances(uses=uses))

    assert [consumer.hit for consumer in report.consumers] == [True, True]


def test_an_unreadable_number_under_no_protection_is_accepted():
    """Nothing can be required of it, and nobody asked for protection."""
    report = judge(a_contract("summer", columns=LESS), [a_contract()], Policy(mode=Mode.NONE))

    assert report.outcome is Outcome.ACCEPTED


def test_what_an_older_version_meets_too_is_told_once():
    """The same removal against two versions is one thing to say."""
    older = a_contract("1.0.0", extra="tenant: x")
    report = judge(a_contract("1.2.0", columns=LESS), [a_contract("1.1.0"), older])

    assert _rules(report) == ["VER-03", "PROP-04"]


def test_a_removed_table_hits_whoever_reads_one_of_its_columns():
    """Columns go with their table."""
    text = a_contract("2.0.0").text.replace("- name: beds", "- name: wards\n  physicalName: w")
    use = Consumer(agency="dot", purpose="planning", columns=("beds.bed_id",))
    other = Consumer(agency="dhs", purpose="planning", columns=("rooms.size",))
    report = judge(
        load(text.replace("bed_id", "x").replace("ward:", "y:").encode()),
        [a_contract()],
        known=Circumstances(uses=(use, other)),
    )

    assert [consumer.hit for consumer in report.consumers] == [True, False]


@pytest.mark.parametrize(
    ("version", "columns", "taken", "required"),
    [
        ("1.0.1", LESS, ("2.0.0",), "3.0.0"),
        ("1.0.1", LESS, ("2.1.0-rc.1", "v4"), "3.0.0"),
        ("1.0.1", LESS, ("2.0.0-rc.1",), "2.0.0"),
        ("1.0.1", MORE, ("1.1.0", "2.0.0"), "1.2.0"),
        ("1.0.1", MORE, ("1.1.3", "1.3.0", "odd"), "1.2.0"),
        ("1.1.0", MORE, ("1.1",), "1.2.0"),
        ("0.9.0", ("bed_id: string", "ward: string"), ("1.0.1",), "1.0.2"),
    ],
)
def test_the_number_that_is_named_is_free(version, columns, taken, required):
    """A proposal and what was withdrawn keep their numbers."""
    known = Circumstances(taken=taken)

    report = judge(a_contract(version, columns=columns), [a_contract()], known=known)

    assert (report.outcome, report.required_version) == (Outcome.REJECTED, required)


def test_before_one_a_break_goes_past_the_minor_numbers_that_are_taken():
    """There the minor number says what breaks, and 1.0.0 is another matter."""
    known = Circumstances(taken=("0.4.2", "1.0.0"))

    report = judge(a_contract("0.3.2", columns=LESS), [a_contract("0.3.1")], known=known)

    assert report.required_version == "0.5.0"

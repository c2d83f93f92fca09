"""How does a contract version enter, and what may not?"""

import pytest
from sqlalchemy import func, select

from registry import catalog, directory, lifecycle, publishing
from registry.errors import (
    ConflictError,
    ContractIdTakenError,
    IncompatibleChangeError,
    InvalidContractError,
    InvalidRequestError,
    NotAllowedError,
    NotFoundError,
    NotSignedInError,
    PreconditionFailedError,
    VersionExistsError,
)
from registry.identity import ANONYMOUS, SYSTEM, RoleName
from registry.products import declare_use
from registry.publishing import Ref
from registry.store.tables import AuditEventRow, ContentRow, OutboxRow, ReportRow, VersionRow
from registry.views import State, UseView
from tests.registry.hospital import COLUMNS, NARROWER, OWNER, WIDER, a_contract, person, robot

BEDS = Ref(agency="doh", product="hospital-beds")


def states(runtime, ref=BEDS):
    """Return number -> state of all versions."""
    return {
        each.version: each.state.value
        for each in catalog.versions(runtime, SYSTEM, ref.agency, ref.product)
    }


def rows(runtime, table):
    """Return how many rows a table has."""
    with runtime.read() as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def test_the_first_publish_makes_the_product(runtime):
    """Nobody has to set anything up before publishing."""
    receipt = publishing.publish(runtime, OWNER, BEDS, a_contract())

    assert (receipt.product, receipt.version, receipt.state, receipt.created) == (
        "doh/hospital-beds",
        "1.0.0",
        State.ACTIVE,
        True,
    )
    page = catalog.product(runtime, SYSTEM, "doh", "hospital-beds")
    assert page.product.title == "Hospital beds"
    assert page.product.summary == "Free beds by hospital."
    assert page.product.classification == "internal"


def test_the_bytes_come_back_as_they_were_sent(runtime):
    """The text is the truth: comments, order and spelling are the author's."""
    source = a_contract() + b"# a remark \xc2\xa0 that no parser keeps\n"
    publishing.publish(runtime, OWNER, BEDS, source)

    original = catalog.original(runtime, SYSTEM, "doh", "hospital-beds", "1.0.0")

    assert original.source == source


def test_a_version_its_report_audit_row_and_outbox_row_come_together(runtime):
    """What is acknowledged is whole."""
    before = rows(runtime, AuditEventRow)
    publishing.publish(runtime, OWNER, BEDS, a_contract())

    counted = [rows(runtime, t) for t in (ContentRow, VersionRow, ReportRow, OutboxRow)]
    assert counted == [1, 1, 1, 3]  # the index hears of product and version, people of the version
    assert rows(runtime, AuditEventRow) - before == 2


def test_the_same_bytes_again_change_nothing(runtime):
    """A pipeline that runs twice is no event."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    before = rows(runtime, AuditEventRow)

    receipt = publishing.publish(runtime, OWNER, BEDS, a_contract())

    assert (receipt.created, receipt.state) == (False, State.ACTIVE)
    assert rows(runtime, AuditEventRow) == before


def test_the_same_number_with_other_bytes_is_refused(runtime):
    """A published version never changes under those who read it."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())

    with pytest.raises(VersionExistsError):
        publishing.publish(runtime, OWNER, BEDS, a_contract(columns=WIDER))


@pytest.mark.parametrize("spelling", ["v1.0.0", "1.0", "1", "1.0.0+build7"])
def test_the_same_number_spelt_otherwise_is_refused(runtime, spelling):
    """`1.0` and `1.0.0` would be two truths about one version."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())

    with pytest.raises(VersionExistsError):
        publishing.publish(runtime, OWNER, BEDS, a_contract(version=spelling, columns=WIDER))


def test_a_compatible_version_supersedes_the_active_one(runtime):
    """At most one version of a major line is in force."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    receipt = publishing.publish(runtime, OWNER, BEDS, a_contract(version="1.1.0", columns=WIDER))

    assert receipt.notices == ("Version 1.1.0 is active.", "Version 1.0.0 is superseded by it.")
    assert states(runtime) == {"1.1.0": "active", "1.0.0": "superseded"}


def test_a_break_under_a_small_number_is_refused_with_its_report(runtime):
    """The author learns what breaks whom and which number would be right; nothing is stored."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())

    with pytest.raises(IncompatibleChangeError) as caught:
        publishing.publish(runtime, OWNER, BEDS, a_contract(version="1.1.0", columns=NARROWER))

    assert caught.value.report.required_version == "2.0.0"
    assert states(runtime) == {"1.0.0": "active"}


def test_the_number_that_is_named_is_free(runtime):
    """Who sets it should not be told next time that it is taken as well."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="2.0.0", columns=NARROWER))
    other = COLUMNS[::2]

    small = publishing.review(runtime, OWNER, BEDS, a_contract(version="1.1.0", columns=other))
    taken = publishing.review(runtime, OWNER, BEDS, a_contract(version="2.0.0", columns=COLUMNS))
    assert small.report.required_version == "3.0.0"
    assert taken.refusal.slug == "version-exists"
    assert taken.baselines == ("1.0.0",)
    assert [each.rule for each in taken.report.findings] == ["VER-01"]

    lifecycle.withdraw(runtime, OWNER, BEDS, "2.0.0", reason="Too soon.")
    free = publishing.review(runtime, OWNER, BEDS, a_contract(version="3.0.0", columns=other))
    assert (free.state, free.report.required_version) == ("proposed", "3.0.0")


def test_a_break_under_a_major_number_waits_as_proposed(runtime):
    """A breaking change is announced, not sprung on people."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    receipt = publishing.publish(
        runtime, robot("publish"), BEDS, a_contract(version="2.0.0", columns=NARROWER)
    )

    assert receipt.state is State.PROPOSED
    assert states(runtime) == {"2.0.0": "proposed", "1.0.0": "active"}
    assert catalog.product(runtime, SYSTEM, "doh", "hospital-beds").product.version == "1.0.0"


def test_an_invalid_contract_is_refused_with_all_findings(runtime):
    """Everything that is to be mended is said at once."""
    source = a_contract().replace(b"logicalType: integer", b"logicalType: intger")

    with pytest.raises(InvalidContractError) as caught:
        publishing.publish(runtime, OWNER, BEDS, source)

    assert any(finding.severity == "error" and finding.line for finding in caught.value.findings)


def test_bytes_that_are_no_contract_are_refused_with_their_place(runtime):
    """Check and publish alike say where reading stopped."""
    for function in (publishing.review, publishing.publish):
        with pytest.raises(InvalidContractError) as caught:
            function(runtime, OWNER, BEDS, b"a: [1,\n")

        assert caught.value.findings[0].rule.startswith("READ-")


@pytest.mark.parametrize("status", ["draft", "development", "production"])
def test_a_draft_is_kept_for_its_agency_and_may_be_replaced(runtime, status):
    """One works on a draft; nobody else is shown it."""
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="0.1.0", status=status))
    receipt = publishing.publish(
        runtime, OWNER, BEDS, a_contract(version="0.1.0", status=status, columns=NARROWER)
    )

    assert (receipt.state, receipt.created) == ("draft", True)
    mine = catalog.product(runtime, OWNER, "doh", "hospital-beds")
    assert mine.draft is not None
    assert mine.versions == ()
    other = person(RoleName.PRODUCT_OWNER, "memd", agency="memd")
    with pytest.raises(NotFoundError):
        catalog.product(runtime, other, "doh", "hospital-beds")


def test_a_draft_is_never_a_baseline(runtime):
    """What was only tried binds nobody."""
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="0.9.0", status="draft"))

    receipt = publishing.publish(runtime, OWNER, BEDS, a_contract(columns=NARROWER))

    assert receipt.state is State.ACTIVE
    assert receipt.report.findings == ()


def test_a_draft_with_errors_is_taken_with_its_findings(runtime):
    """A draft is where one mends."""
    source = a_contract(status="draft").replace(b"logicalType: integer", b"logicalType: intger")

    assert publishing.publish(runtime, OWNER, BEDS, source).state == "draft"


def test_publishing_a_draft_ends_it(runtime):
    """There are not two truths about one number."""
    publishing.publish(runtime, OWNER, BEDS, a_contract(status="draft"))
    publishing.publish(runtime, OWNER, BEDS, a_contract())

    assert catalog.product(runtime, OWNER, "doh", "hospital-beds").draft is None


@pytest.mark.parametrize("version", ["2.0.0-rc.1", "banana", "2026-spring", "9" * 30])
def test_a_number_that_is_no_release_never_becomes_active(runtime, version):
    """The peers' back door: a pre-release that becomes the active version."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    try:
        receipt = publishing.publish(runtime, OWNER, BEDS, a_contract(version=version))
    except (InvalidContractError, IncompatibleChangeError):
        return
    assert receipt.state is State.PROPOSED
    with pytest.raises(ConflictError):
        lifecycle.activate(runtime, OWNER, BEDS, version)


def test_a_contract_id_leads_to_one_product(runtime):
    """An id that two products share leads nowhere."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    other = Ref(agency="doh", product="clinic-beds")

    for function in (publishing.review, publishing.publish):
        with pytest.raises(ContractIdTakenError):
            function(runtime, OWNER, other, a_contract())


def test_a_product_keeps_its_contract_id(runtime):
    """Another id is another contract, not a version of this one."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())

    with pytest.raises(ContractIdTakenError):
        publishing.publish(
            runtime, OWNER, BEDS, a_contract(version="1.1.0", identifier="another-id")
        )


def test_if_match_protects_from_publishing_over_what_one_has_not_seen(runtime):
    """Two people who edit the same version learn of each other."""
    first = publishing.publish(runtime, OWNER, BEDS, a_contract())
    seen = f'"{first.digest}"'
    publishing.publish(
        runtime, OWNER, BEDS, a_contract(version="1.1.0", columns=WIDER), if_match=seen
    )

    with pytest.raises(PreconditionFailedError):
        publishing.publish(
            runtime, OWNER, BEDS, a_contract(version="1.2.0", columns=WIDER), if_match=seen
        )


def test_a_deprecated_contract_ends_its_line(runtime):
    """The YAML's word asks for the transition."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    source = a_contract(version="1.1.0", status="deprecated")

    with pytest.raises(NotAllowedError):
        publishing.publish(runtime, robot("publish"), BEDS, source)
    receipt = publishing.publish(runtime, OWNER, BEDS, source)

    assert receipt.state is State.DEPRECATED
    assert states(runtime) == {"1.1.0": "deprecated", "1.0.0": "superseded"}


def test_the_report_names_those_who_declared_to_use_the_product(runtime):
    """A verdict without names is ignored."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    use = UseView(
        agency="memd",
        agency_name="",
        purpose="Where to send ambulances",
        columns=("free_beds", "note"),
        major=1,
    )
    declare_use(runtime, SYSTEM, BEDS, use)

    report = publishing.review(
        runtime, OWNER, BEDS, a_contract(version="2.0.0", columns=NARROWER)
    ).report

    assert [(each.agency, each.hit) for each in report.consumers] == [("memd", True)]


def test_nobody_learns_by_asking_what_exists(runtime):
    """A check of a hidden product and of none have the same answer."""
    stranger = person(RoleName.CONSUMER, "memd", agency="memd")
    publishing.publish(runtime, OWNER, BEDS, a_contract(status="draft"))
    said = []
    for slug in ("hospital-beds", "nothing-here"):
        with pytest.raises(NotFoundError) as caught:
            publishing.review(
                runtime, stranger, Ref(agency="doh", product=slug), a_contract(identifier="x")
            )
        said.append(str(caught.value).replace(slug, ""))

    assert said[0] == said[1]


def test_strangers_are_asked_who_they_are(runtime):
    """Before their bytes are parsed."""
    for function in (publishing.review, publishing.publish):
        with pytest.raises(NotSignedInError):
            function(runtime, ANONYMOUS, BEDS, b"a: [")


def test_an_unknown_agency_has_no_products(runtime):
    """Publishing makes a product, never an agency."""
    with pytest.raises(NotFoundError):
        publishing.publish(runtime, SYSTEM, Ref(agency="moon", product="beds"), a_contract())


HOSTILE = ["", "\0", "a\0b", "\ud800", "x" * 10_000, "../x", "A B", "é", "-", "'; DROP TABLE"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_in_an_address_reaches_the_database_raw(runtime, text):
    """Whatever stands in an address, the answer is one of ours."""
    expected = (NotFoundError, InvalidRequestError)
    with pytest.raises(expected):
        publishing.publish(runtime, OWNER, Ref(agency=text, product="beds"), a_contract())
    with pytest.raises(expected):
        publishing.review(runtime, OWNER, Ref(agency="doh", product=text), a_contract())
    with pytest.raises(expected):
        catalog.product(runtime, OWNER, "doh", text)
    with pytest.raises(expected):
        catalog.original(runtime, OWNER, text, "beds", text)
    with pytest.raises(expected):
        catalog.contract_by_id(runtime, OWNER, text)
    with pytest.raises(expected):
        catalog.products(runtime, OWNER, cursor=text or "!")
    with pytest.raises(expected):
        directory.agency(runtime, OWNER, text)
    with pytest.raises(expected):
        lifecycle.activate(runtime, SYSTEM, Ref(agency="doh", product="beds"), text)


@pytest.mark.parametrize("text", ['"\\0"', '"\\uD800"', "x" * 5000, '"a b"', '"/"', '""', "0x10"])
def test_no_text_in_a_contract_reaches_the_database_raw(runtime, text):
    """Names, versions and ids come from strangers as well."""
    for field in ("version", "identifier", "name", "purpose"):
        try:
            publishing.publish(runtime, OWNER, BEDS, a_contract(**{field: text}))
        except (InvalidContractError, IncompatibleChangeError, ConflictError):
            continue
        page = catalog.product(runtime, OWNER, "doh", "hospital-beds")
        assert "\0" not in page.product.title + page.product.summary


def test_a_title_is_never_blank(runtime):
    """A line of a list without a word cannot be clicked."""
    ref = Ref(agency="doh", product="hospital-beds")

    publishing.publish(runtime, OWNER, ref, a_contract(name='"   "'))

    page = catalog.product(runtime, OWNER, ref.agency, ref.product)
    assert page.product.title == "Hospital beds"


def test_a_publish_whose_answer_was_lost_may_be_sent_again(runtime):
    """The ETag that it names is no longer in force: the publish itself has replaced it."""
    ref = Ref(agency="doh", product="hospital-beds")
    first = publishing.publish(runtime, OWNER, ref, a_contract())
    source, seen = a_contract(version="1.1.0", columns=WIDER), f'"{first.digest}"'
    publishing.publish(runtime, OWNER, ref, source, if_match=seen)

    again = publishing.publish(runtime, OWNER, ref, source, if_match=seen)

    assert (again.created, again.version) == (False, "1.1.0")


def test_a_draft_holds_no_id_against_a_publish(runtime):
    """Nobody may block another agency's contract by a draft that nobody else can see."""
    draft = a_contract(status="draft")
    publishing.publish(
        runtime, robot("publish", agency="dot"), Ref(agency="dot", product="x"), draft
    )

    receipt = publishing.publish(runtime, OWNER, Ref(agency="doh", product="beds"), a_contract())

    assert receipt.state == State.ACTIVE

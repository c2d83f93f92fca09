"""Who is told what, may still see it, and reads it once?"""

import pytest
from sqlalchemy import select

from registry import delivery, following, inbox, lifecycle, policies, products, publishing, waivers
from registry.addresses import Ref
from registry.errors import InvalidRequestError, NotAllowedError, NotFoundError, NotSignedInError
from registry.identity import ANONYMOUS, SYSTEM, RoleName
from registry.store.notice_tables import SubscriptionRow
from registry.views import UseView, Visibility
from tests.registry.hospital import COLUMNS, NARROWER, OWNER, a_contract, person, robot

BEDS = Ref(agency="doh", product="hospital-beds")
READER = person(RoleName.CONSUMER, "dot", agency="dot")
COLLEAGUE = person(RoleName.STEWARD, "dot", agency="dot")
ELSEWHERE = person(RoleName.AUDITOR, "memd", agency="memd")
CDO = person(RoleName.AGENCY_CDO)


@pytest.fixture
def published(runtime, clock):
    """Return a registry where 1.0.0 has been active for a day, for state staff to see."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    clock.advance(days=1)
    return runtime


def told(runtime, actor=READER, **wanted):
    """Deliver what waits, and return what *actor* reads, the oldest first."""
    delivery.drain(runtime)
    return [each.sentence for each in inbox.notices(runtime, actor, **wanted).items][::-1]


def use(runtime, agency="dot"):
    """Let an agency declare that it uses the product."""
    by = person(RoleName.CONSUMER, agency, agency=agency)
    declared = UseView(agency=agency, agency_name="", purpose="Plans", columns=(), major=1)
    products.declare_use(runtime, by, BEDS, declared)


def test_a_follower_hears_of_each_step_of_a_version(published):
    """From its proposal on, in the order of the steps."""
    following.follow(published, READER, BEDS)
    publishing.publish(published, OWNER, BEDS, a_contract(version="2.0.0", columns=NARROWER))
    lifecycle.activate(published, OWNER, BEDS, "2.0.0")
    lifecycle.deprecate(published, OWNER, BEDS, "1.0.0", reason="Old.")
    lifecycle.retire(published, CDO, BEDS, "1.0.0", reason="Over.")

    assert told(published) == [
        "Version 2.0.0 of Hospital beds is proposed.",
        "Version 2.0.0 of Hospital beds is in force.",
        "Version 1.0.0 of Hospital beds is deprecated, and will end.",
        "Version 1.0.0 of Hospital beds is retired.",
    ]
    newest = inbox.notices(published, READER).items[0]
    assert (newest.link, newest.event, newest.version, newest.product) == (
        "/products/doh/hospital-beds/versions/1.0.0",
        "contract.retired",
        "1.0.0",
        "doh/hospital-beds",
    )
    assert (newest.read_at, newest.for_agency) == (None, False)


def test_what_weighs_changes_is_told_and_who_said_why_is_not(published):
    """A policy of the product and a waiver on it; the reasons are on their pages."""
    following.follow(published, READER, BEDS)
    policies.set_policy(published, CDO, "doh", "hospital-beds", b"profile: strict")
    policies.set_policy(published, CDO, "doh", None, b"profile: strict")
    until = published.clock().date()
    waivers.grant(published, CDO, BEDS, "0123456789abcdef", reason="Secret.", until=until)
    waivers.revoke(published, CDO, BEDS, "0123456789abcdef", reason="Mended.")

    assert told(published) == [
        "Changes of Hospital beds are judged by another policy.",
        "Somebody answers for a finding on Hospital beds.",
        "A waiver on Hospital beds was taken back.",
    ]


def test_nobody_hears_of_what_was_before(published, clock):
    """Whoever follows today is not told of last year."""
    clock.advance(days=1)
    following.follow(published, READER, BEDS)

    assert told(published) == []


def test_an_agency_hears_of_what_it_uses_and_all_its_people_read_it(published):
    """Also with a token of it; other agencies do not."""
    use(published)
    publishing.publish(published, OWNER, BEDS, a_contract(version="1.0.1", purpose="More words."))

    sentence = "Version 1.0.1 of Hospital beds is in force."
    assert told(published) == told(published, COLLEAGUE) == [sentence]
    assert told(published, robot("read", agency="dot")) == [sentence]
    assert told(published, ELSEWHERE) == told(published, robot("read", agency="memd")) == []
    assert inbox.notices(published, COLLEAGUE).items[0].for_agency


def test_whoever_follows_what_their_agency_uses_is_told_once(published):
    """Their own notice stands before that of the agency, which the colleague still has."""
    use(published)
    following.follow(published, READER, BEDS)
    publishing.publish(published, OWNER, BEDS, a_contract(version="1.0.1", purpose="More words."))

    assert len(told(published)) == 1
    assert inbox.unread(published, READER) == 1
    assert inbox.mark_read(published, READER) == 1
    assert inbox.unread(published, READER) == 0
    assert inbox.unread(published, COLLEAGUE) == 1


def test_what_may_no_longer_be_seen_is_neither_shown_nor_counted(published):
    """Nor may it be marked as read, which would say that it is there."""
    following.follow(published, READER, BEDS)
    publishing.publish(published, OWNER, BEDS, a_contract(version="1.0.1", purpose="More words."))
    assert len(told(published)) == 1
    (notice,) = inbox.notices(published, READER).items
    products.set_product(published, OWNER, BEDS, visibility=Visibility.HIDDEN)

    assert told(published) == []
    assert inbox.unread(published, READER) == 0
    with pytest.raises(NotFoundError):
        inbox.mark_read(published, READER, notice.id)
    assert inbox.mark_read(published, READER) == 0
    with pytest.raises(NotFoundError):
        following.follow(published, READER, BEDS)

    products.set_product(published, OWNER, BEDS, visibility=Visibility.STATE)
    assert len(told(published)) == 1


def test_a_notice_is_read_once(published, clock):
    """The first time counts, and what is read is no longer unread."""
    following.follow(published, READER, BEDS)
    publishing.publish(published, OWNER, BEDS, a_contract(version="1.0.1", purpose="More words."))
    publishing.publish(published, OWNER, BEDS, a_contract(version="1.0.2", purpose="And more."))
    assert len(told(published)) == 2
    newest, oldest = inbox.notices(published, READER).items

    assert inbox.mark_read(published, READER, newest.id) == 1
    at = clock()
    clock.advance(hours=1)
    assert inbox.mark_read(published, READER, newest.id) == 0
    assert inbox.notices(published, READER).items[0].read_at == at
    assert [each.id for each in inbox.notices(published, READER, unread=True).items] == [oldest.id]
    for number in (oldest.id + 99, -1, 10**30):
        with pytest.raises(NotFoundError):
            inbox.mark_read(published, READER, number)
    with pytest.raises(NotFoundError):
        inbox.mark_read(published, ELSEWHERE, oldest.id)


def test_notices_come_page_by_page(published):
    """The newest first, and nothing twice or never."""
    following.follow(published, READER, BEDS)
    for patch in range(1, 6):
        words = "More words. " * patch
        publishing.publish(
            published, OWNER, BEDS, a_contract(version=f"1.0.{patch}", purpose=words)
        )
    delivery.drain(published)

    seen, cursor = [], None
    while not seen or cursor:
        page = inbox.notices(published, READER, cursor=cursor, limit=2)
        seen += [each.version for each in page.items]
        cursor = page.cursor

    assert seen == ["1.0.5", "1.0.4", "1.0.3", "1.0.2", "1.0.1"]


@pytest.mark.parametrize("cursor", ["", "x", "-1", "٣", "9" * 30, "4294967296"])
def test_a_cursor_of_somebody_else_is_refused(published, cursor):
    """It is a number that Charter gave out, or it is none."""
    with pytest.raises(InvalidRequestError):
        inbox.notices(published, READER, cursor=cursor)


def test_a_follower_follows_once_and_stops(published):
    """Twice is no mistake; what was told stays."""
    first = following.follow(published, READER, BEDS)
    assert following.follow(published, READER, BEDS) == first
    assert (first.following, first.agency_following) == (True, False)
    with published.read() as session:
        assert len(session.scalars(select(SubscriptionRow.id)).all()) == 1
    publishing.publish(published, OWNER, BEDS, a_contract(version="1.0.1", purpose="More words."))
    delivery.drain(published)

    assert not following.unfollow(published, READER, BEDS).following
    publishing.publish(published, OWNER, BEDS, a_contract(version="1.0.2", purpose="And more."))
    assert told(published) == ["Version 1.0.1 of Hospital beds is in force."]


def test_who_may_declare_a_use_follows_for_the_whole_agency(published):
    """All its people are told then, and others may not decide that."""
    made = following.follow(published, COLLEAGUE, BEDS, for_agency=True)
    assert (made.following, made.agency_following) == (False, True)
    assert following.subscription(published, READER, BEDS).agency_following
    publishing.publish(published, OWNER, BEDS, a_contract(version="1.0.1", purpose="More words."))

    assert len(told(published)) == 1
    with pytest.raises(NotAllowedError):
        following.follow(published, ELSEWHERE, BEDS, for_agency=True)
    assert not following.unfollow(published, READER, BEDS, for_agency=True).agency_following


@pytest.mark.parametrize(
    ("actor", "error"),
    [
        (ANONYMOUS, NotSignedInError),
        (SYSTEM, NotAllowedError),
        (robot("read", "publish"), NotAllowedError),
    ],
)
def test_only_people_follow(published, actor, error):
    """No token does, nor the machine."""
    for change in (following.follow, following.unfollow):
        with pytest.raises(error):
            change(published, actor, BEDS)


def test_nobody_in_particular_has_no_inbox(published):
    """A robot has its agency's, and reads nothing in anybody's place."""
    for call in (inbox.notices, inbox.mark_read):
        with pytest.raises(NotSignedInError):
            call(published, ANONYMOUS)
    with pytest.raises(NotAllowedError):
        inbox.mark_read(published, robot("read", "publish"))
    assert inbox.unread(published, ANONYMOUS) == 0


def test_a_product_that_has_moved_is_still_followed(published):
    """Old addresses never die, and links in old notices lead on."""
    following.follow(published, READER, BEDS)
    moved = products.rename_product(published, OWNER, BEDS, "beds")
    assert following.subscription(published, READER, BEDS).following
    publishing.publish(published, OWNER, moved, a_contract(version="1.0.1", purpose="More words."))
    delivery.drain(published)

    (notice,) = inbox.notices(published, READER).items
    assert (notice.product, notice.link) == ("doh/beds", "/products/doh/beds/versions/1.0.1")


def test_a_draft_is_nobody_elses_business(published):
    """It changes nothing that others see."""
    following.follow(published, READER, BEDS)
    draft = a_contract(version="1.1.0", status="draft", columns=COLUMNS)
    publishing.publish(published, OWNER, BEDS, draft)

    assert told(published) == []

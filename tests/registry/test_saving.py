"""People keep searches for themselves alone, and the trail says that they did."""

import hashlib

import msgspec
import pytest
from sqlalchemy import select

from registry import saving
from registry.errors import (
    ConflictError,
    InvalidRequestError,
    NotAllowedError,
    NotFoundError,
    NotSignedInError,
)
from registry.identity import ANONYMOUS, RoleName
from registry.questions import MAX_QUERY, Question, parse
from registry.store.tables import AuditEventRow
from tests.registry.hospital import OWNER, person, robot

BEDS = Question(text="hospital beds", filters={"agency": ("doh", "dot")}, sort="newest")
OTHER = person(RoleName.CONSUMER, "memd", agency="memd")


def trail(runtime):
    """Return type, subject and digests of what happened to searches, in order."""
    with runtime.read() as session:
        rows = session.scalars(
            select(AuditEventRow)
            .where(AuditEventRow.subject_kind == "search")
            .order_by(AuditEventRow.seq)
        ).all()
    bodies = [msgspec.json.decode(row.body) for row in rows]
    return [(b["type"], b["subject"]["id"], b["before_digest"], b["after_digest"]) for b in bodies]


def test_a_search_is_kept_with_filters_and_order_and_forgotten_again(runtime):
    """Each change has its event in the trail, which does not say what somebody looks for."""
    kept = saving.save(runtime, OWNER, "  My\nbeds ", BEDS)

    assert saving.saved(runtime, OWNER) == (kept,)
    assert kept.name == "My beds"
    assert kept.query == "q=hospital+beds&agency=doh&agency=dot&sort=newest"
    assert parse(kept.query) == BEDS
    saving.remove(runtime, OWNER, kept.id)
    assert saving.saved(runtime, OWNER) == ()
    subject, digest = f"{OWNER.id}/{kept.id}", hashlib.sha256(kept.query.encode()).hexdigest()
    assert trail(runtime) == [
        ("search.saved", subject, None, digest),
        ("search.removed", subject, digest, None),
    ]


def test_the_same_search_is_saved_once(runtime):
    """A form may be sent twice; another search needs another name."""
    first = saving.save(runtime, OWNER, "beds", BEDS)

    assert saving.save(runtime, OWNER, "beds", BEDS) == first
    assert len(trail(runtime)) == 1
    with pytest.raises(ConflictError, match="another search with the name 'beds'"):
        saving.save(runtime, OWNER, "beds", Question(text="other"))


def test_nobody_sees_or_removes_the_searches_of_somebody_else(runtime):
    """Not even whether there are any."""
    mine = saving.save(runtime, OWNER, "beds", BEDS)
    saving.save(runtime, OTHER, "beds", Question(text="roads"))

    assert [each.query for each in saving.saved(runtime, OTHER)] == ["q=roads"]
    for identifier in (mine.id, "nothing", "\0", "\ud800"):
        with pytest.raises(NotFoundError):
            saving.remove(runtime, OTHER, identifier)
    assert saving.saved(runtime, OWNER) == (mine,)


@pytest.mark.parametrize(
    ("actor", "error"), [(ANONYMOUS, NotSignedInError), (robot("publish"), NotAllowedError)]
)
def test_only_people_save_searches(runtime, actor, error):
    """A robot keeps addresses in its own program."""
    for act in (
        lambda: saving.save(runtime, actor, "beds", BEDS),
        lambda: saving.saved(runtime, actor),
        lambda: saving.remove(runtime, actor, "x"),
    ):
        with pytest.raises(error):
            act()


@pytest.mark.parametrize("name", ["", "  ", "\0", "x" * 101])
def test_a_saved_search_has_a_name(runtime, name):
    """One that can be read."""
    with pytest.raises(InvalidRequestError):
        saving.save(runtime, OWNER, name, BEDS)


def test_one_person_keeps_a_bounded_number(runtime, monkeypatch):
    """A list that nobody reads helps nobody."""
    monkeypatch.setattr(saving, "MOST", 2)
    for number in range(2):
        saving.save(runtime, OWNER, f"n{number}", BEDS)

    with pytest.raises(ConflictError, match="2 saved searches already"):
        saving.save(runtime, OWNER, "more", BEDS)
    saving.save(runtime, OTHER, "mine", BEDS)


@pytest.mark.parametrize(
    "query",
    [
        "audience=hidden",
        "cursor=abc",
        "sort=upwards",
        "q=" + "x" * MAX_QUERY,
        "agency=a&" * 500,
        "hospital beds",
        "q=beds&icu",
        "https://charter.example/search",
    ],
)
def test_what_is_no_search_is_not_kept(query):
    """An address has other parts, and none of them is part of the question."""
    with pytest.raises(InvalidRequestError):
        parse(query)

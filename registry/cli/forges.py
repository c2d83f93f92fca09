"""Where is a pull request discussed? On GitHub or GitLab, through what their build jobs are told.

Both have one thing in common, which is all that is used: a numbered list of comments that can be
read, added to and changed. A redirect is not followed with a token in hand.
"""

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote, urlsplit

import msgspec

from registry.cli.client import opener
from registry.cli.console import Exit, stop

T = TypeVar("T")

TIMEOUT_S = 30.0

_PAGE = 100  # comments asked for at once, the most that both give
_MOST_PAGES = 100


class Account(msgspec.Struct, frozen=True):
    """Whoever wrote something, as a forge names them. ``type`` is GitHub's alone."""

    id: int
    type: str = ""


class Listed(msgspec.Struct, frozen=True):
    """A comment as a forge lists it: GitHub has a ``user``, GitLab an ``author``."""

    id: int
    body: str | None = None
    user: Account | None = None
    author: Account | None = None
    author_association: str = ""


class PullRequest(msgspec.Struct, frozen=True):
    """What of a pull request leads to its comments."""

    number: int


class Event(msgspec.Struct, frozen=True):
    """Why GitHub runs a job, as far as it matters here."""

    pull_request: PullRequest | None = None


class Comment(msgspec.Struct, frozen=True):
    """A comment. ``is_ours`` tells that whoever wrote it may speak for the project."""

    id: int
    body: str
    is_ours: bool


class Discussion(msgspec.Struct, frozen=True, kw_only=True):
    """The comments of one pull request, and how they are reached."""

    forge: str
    comments: str  # address of the list
    single: str  # address that a comment's number is put after
    update: str  # method
    token: str
    advice: str
    me: str = ""  # address of the account that the token is of, where a token can ask for it

    def listed(self) -> Iterator[Comment]:
        """Yield the comments, oldest first."""
        mine = self._send("GET", self.me, Account).id if self.me else None
        for page in range(1, _MOST_PAGES):
            address = f"{self.comments}?per_page={_PAGE}&page={page}{self._order}"
            found = self._send("GET", address, list[Listed])
            for each in found:
                author = each.user or each.author
                is_mine = author is not None and author.id == mine
                yield Comment(each.id, each.body or "", is_mine if self.me else _speaks(each))
            if len(found) < _PAGE:
                return

    def add(self, body: str) -> None:
        """Write a comment."""
        self._send("POST", self.comments, Listed, body)

    def change(self, comment: Comment, body: str) -> None:
        """Write a comment anew."""
        self._send(self.update, f"{self.single}/{comment.id}", Listed, body)

    @property
    def _order(self) -> str:
        return "&sort=asc&order_by=created_at" if self.forge == "GitLab" else ""

    def _send(self, method: str, url: str, kind: type[T], body: str | None = None) -> T:
        """Return what the forge answers. Raises: Stop."""
        data = None if body is None else json.dumps({"body": body}).encode()
        request = urllib.request.Request(url, data=data, method=method)  # noqa: S310 (checked in `_address`)
        request.add_header("Content-Type", "application/json")
        request.add_header("Accept", "application/json")
        request.add_header("User-Agent", "charter")
        if self.forge == "GitLab":
            request.add_header("PRIVATE-TOKEN", self.token)
        else:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with opener(url).open(request, timeout=TIMEOUT_S) as response:
                return msgspec.json.decode(response.read(), type=kind)
        except urllib.error.HTTPError as error:
            with error:
                unreachable = error.code >= http.client.INTERNAL_SERVER_ERROR
            stop(
                f"{self.forge} does not take the comment: it answers {error.code} to a {method}.",
                code=Exit.UNREACHABLE if unreachable else Exit.MISUSE,
                next_step=self.advice,
            )
        except (OSError, http.client.HTTPException, ValueError) as error:  # no JSON is a ValueError
            reason = getattr(error, "reason", None) or error
            stop(f"{self.forge} cannot be reached: {reason}.", code=Exit.UNREACHABLE)


def discussion(environment: Mapping[str, str]) -> Discussion | None:
    """Return where the pull request of this job is discussed, None where it is about none.

    Raises: Stop, where there is no forge, or no token for it.
    """
    if environment.get("GITLAB_CI"):
        return _gitlab(environment)
    if not environment.get("GITHUB_ACTIONS"):
        stop("This is not a job of GitHub or GitLab, so there is no pull request to comment on.")
    return _github(environment)


def _github(environment: Mapping[str, str]) -> Discussion | None:
    try:
        source = Path(_given(environment, "GITHUB_EVENT_PATH")).read_bytes()
        event = msgspec.json.decode(source, type=Event)
    except (OSError, ValueError) as error:
        stop(f"The event of this job cannot be read: {error}.")
    if event.pull_request is None:
        return None
    repository = quote(_given(environment, "GITHUB_REPOSITORY"), safe="/")
    issues = f"{_address(environment, 'GITHUB_API_URL')}/repos/{repository}/issues"
    return Discussion(
        forge="GitHub",
        comments=f"{issues}/{event.pull_request.number}/comments",
        single=f"{issues}/comments",
        update="PATCH",
        token=_given(environment, "GITHUB_TOKEN"),
        advice="Give the job the permission `pull-requests: write`. Forks never have it.",
    )


def _gitlab(environment: Mapping[str, str]) -> Discussion | None:
    number = environment.get("CI_MERGE_REQUEST_IID")
    if not number:
        return None
    api = _address(environment, "CI_API_V4_URL")
    project = quote(_given(environment, "CI_PROJECT_ID"), safe="")
    notes = f"{api}/projects/{project}/merge_requests/{quote(number, safe='')}/notes"
    return Discussion(
        forge="GitLab",
        comments=notes,
        single=notes,
        update="PUT",
        token=_given(environment, "GITLAB_TOKEN"),
        advice="Set GITLAB_TOKEN to a project access token with the scope `api`.",
        me=f"{api}/user",
    )


def _given(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value or not value.isprintable():
        stop(f"{name} is not set, or not as it should be.")
    return value


def _address(environment: Mapping[str, str], name: str) -> str:
    value = _given(environment, name).rstrip("/")
    if urlsplit(value).scheme not in {"http", "https"}:
        stop(f"{name} is no address.")
    return value


def _speaks(comment: Listed) -> bool:
    """Whether a comment is of the project's own people or robots, as far as GitHub tells.

    A job's token cannot ask who it is. A stranger who writes our mark first gets no comment of
    ours, because whoever wrote a comment may go on changing it.
    """
    is_robot = comment.user is not None and comment.user.type == "Bot"
    return is_robot or comment.author_association in {"OWNER", "MEMBER", "COLLABORATOR"}

"""`charter comment`: put a report into the pull request, once."""

import hashlib
import os

import click

from registry.cli import console, files, forges
from registry.cli.console import Exit

LONGEST = 65_000  # characters; GitHub takes 65,536

_NOTHING = "No contract is changed here any more."


@click.command()
@click.argument("name", metavar="FILE")
@click.option("--key", default="", help="Tells several reports on one pull request apart.")
def command(name: str, key: str) -> int:
    r"""Put a report into the pull request, once.

    For a job of GitHub or GitLab. FILE is a report in Markdown, as `charter check --format
    markdown` writes it; `-` reads standard input. The comment that an earlier run has left is
    changed, so that there is never a second one. An empty report makes no comment.

    GitHub: GITHUB_TOKEN, with the permission `pull-requests: write`. GitLab: GITLAB_TOKEN, a
    project access token with the scope `api`.
    """
    report = files.read(name).decode("utf-8", "replace").strip()
    discussion = forges.discussion(os.environ)
    if discussion is None:
        console.tell("This job is about no pull request, so there is nothing to comment on.")
        return Exit.FINE
    mark = f"<!-- charter {hashlib.sha256(key.encode()).hexdigest()[:12]} -->"
    body = f"{mark}\n{report or _NOTHING}"[:LONGEST]
    for comment in discussion.listed():
        if comment.is_ours and comment.body.startswith(mark):
            if comment.body.split() != body.split():
                discussion.change(comment, body)
            console.tell("The comment on the pull request says what this run has found.")
            return Exit.FINE
    if report:
        discussion.add(body)
        console.tell("A comment on the pull request says what this run has found.")
    return Exit.FINE

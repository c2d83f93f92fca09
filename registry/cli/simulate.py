"""`charter simulate`: what would another policy have let pass?"""

from collections import Counter

import click

from registry import simulating
from registry.cli import console, files, policies
from registry.cli.opening import opened
from registry.identity import SYSTEM
from registry.policy_views import ReplayView, WeighedView


@click.command()
@click.option("--policy", "name", metavar="FILE", required=True, help="The policy to try.")
@click.option("--agency", metavar="AGENCY", help="Only the products of this agency.")
@click.option(
    "--limit",
    type=click.IntRange(1, 100_000),
    default=1_000,
    show_default=True,
    help="How many of the newest versions to replay.",
)
def command(name: str, agency: str | None, limit: int) -> None:
    """Replay the published history under another policy.

    Each version meets what it was judged against when it was published, once under the policy of
    today and once under that in FILE. Nothing is stored, and a server may run meanwhile.
    """
    policies.read(name)  # says what is wrong with it
    counts: Counter[str] = Counter()
    with opened() as runtime:
        source = files.read(name)
        for each in simulating.replay(runtime, SYSTEM, source, agency=agency, limit=limit):
            counts["replayed"] += 1
            if each.today != each.then:
                counts["changed"] += each.today.outcome == each.then.outcome
                counts[each.then.outcome] += each.today.outcome != each.then.outcome
                console.say_plainly(_line(each))
            if counts["replayed"] % _EACH == 0:
                console.tell(f"{counts['replayed']} versions replayed.")
    console.say(_summary(counts))


_EACH = 100

_WORDS = {
    "accepted": "goes out",
    "proposed": "waits for its owner",
    "rejected": "is refused",
    "invalid": "is refused as invalid",
}


def _line(each: ReplayView) -> str:
    return f"{each.product} {each.version}: {_told(each.today)}, then {_told(each.then)}"


def _told(weighed: WeighedView) -> str:
    number = f" as {weighed.required_version}" if weighed.required_version else ""
    rules = f" ({', '.join(weighed.rules)})" if weighed.rules else ""
    if weighed.outcome == "rejected":
        return f"is refused{rules}{f', could go out{number}' if number else ''}"
    return f"{_WORDS[weighed.outcome]}{rules}"


def _summary(counts: Counter[str]) -> str:
    refused = counts["rejected"] + counts["invalid"]
    return (
        f"{counts['replayed']} versions replayed: {refused} more refused, "
        f"{counts['proposed']} more waiting, {counts['accepted']} more going out, "
        f"{counts['changed']} for other reasons."
    )

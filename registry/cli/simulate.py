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
    "--registry",
    "of_registry",
    is_flag=True,
    help="Try it as the registry's, beneath those of the agencies.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 100_000),
    default=1_000,
    show_default=True,
    help="How many of the newest versions to replay.",
)
def command(name: str, agency: str | None, of_registry: bool, limit: int) -> None:
    """Replay the published history under another policy.

    Each version meets what it was judged against when it was published, once under the policy of
    today and once under that in FILE, which stands for the agency's. Nothing is stored, and a
    server may run meanwhile. Waivers are left out.
    """
    policies.read(name)  # says what is wrong with it
    products: dict[str, list[ReplayView]] = {}
    with opened() as runtime:
        replayed = simulating.replay(
            runtime,
            SYSTEM,
            files.read(name),
            agency=agency,
            of_registry=of_registry,
            limit=limit,
        )
        for number, each in enumerate(replayed, start=1):
            products.setdefault(each.product, []).append(each)
            if number % _EACH == 0:
                console.tell(f"{number} versions replayed.")
    for product, versions in products.items():
        differing = [each for each in versions if each.today != each.then]
        if differing:
            console.say_plainly(f"{product}: {_counts(differing)}, of {_versions(len(versions))}")
            for each in differing:
                console.say_plainly(f"  {_line(each)}")
    console.say(_summary(products))


_EACH = 100

_WORDS = {
    "accepted": "goes out",
    "proposed": "waits for its owner",
    "rejected": "is refused",
    "invalid": "is refused as not valid",
}

_ENDS = {
    "rejected": "refused",
    "invalid": "refused",
    "proposed": "waiting",
    "accepted": "going out",
}


def _line(each: ReplayView) -> str:
    return f"{each.version} {_told(each.today)} today; then it {_told(each.then)}"


def _told(weighed: WeighedView) -> str:
    rules = f" by {', '.join(map(_named, weighed.rules))}" if weighed.rules else ""
    number = weighed.required_version if weighed.outcome == "rejected" else None
    return f"{_WORDS[weighed.outcome]}{rules}{f', and {number} would do' if number else ''}"


def _named(code: str) -> str:
    from contracts.catalogue import rule  # knows every rule

    known = rule(code)
    return f"{code} {known.name}" if known else code


def _counts(versions: list[ReplayView]) -> str:
    """Say of how many another thing becomes: `2 more refused, 1 for other reasons`."""
    ends = [(_ENDS[each.today.outcome], _ENDS[each.then.outcome]) for each in versions]
    found = Counter(then for today, then in ends if then != today)
    words = [f"{found[end]} more {end}" for end in dict.fromkeys(_ENDS.values()) if found[end]]
    others = len(versions) - found.total()
    return ", ".join([*words, f"{others} for other reasons"] if others else words)


def _summary(products: dict[str, list[ReplayView]]) -> str:
    every = [each for versions in products.values() for each in versions]
    differing = [each for each in every if each.today != each.then]
    met = len({each.product for each in differing})
    said = f"{_counts(differing)}, in {met} of them" if differing else "nothing would differ"
    number = f"{len(products)} {'product' if len(products) == 1 else 'products'}"
    return f"{_versions(len(every))} of {number} replayed: {said}."


def _versions(number: int) -> str:
    return f"{number} {'version' if number == 1 else 'versions'}"

"""`charter policy`: by what are an agency's changes weighed?"""

import click

from registry import policies
from registry.cli import console, files
from registry.cli.opening import opened
from registry.identity import SYSTEM
from registry.policy_views import PolicyPage, PolicyView, WatchView


@click.group(name="policy")
def command() -> None:
    """Show and set what the registry, an agency, or one product insists on."""


@command.command()
@click.argument("subject", metavar="AGENCY[/PRODUCT]")
def show(subject: str) -> None:
    """Show the policy that holds for an agency's products, or for one of them.

    '*', in quotes, is the registry's own, which all others stand on.
    """
    agency, _, product = subject.partition("/")
    with opened() as runtime:
        page = policies.page(runtime, SYSTEM, agency, product or None)
    console.say_plainly("\n".join(_lines(page)))


@command.command("set")
@click.argument("subject", metavar="AGENCY[/PRODUCT]")
@click.argument("name", metavar="FILE")
def set_(subject: str, name: str) -> None:
    """Let the policy in FILE hold for an agency's products, or for one of them.

    It says what differs: a product's from its agency's, an agency's from the registry's, which is
    called '*', in quotes. What the lower one fixes can be made stricter, and never softer. Try it
    before with 'charter simulate --policy FILE'. An empty mapping, {}, adds nothing.
    """
    agency, _, product = subject.partition("/")
    source = files.read(name)
    with opened() as runtime:
        page = policies.set_policy(runtime, SYSTEM, agency, product or None, source)
    console.say_plainly("\n".join(_lines(page)))
    console.tell(f"The policy of {page.subject} holds from the next check on.")


def _lines(page: PolicyPage) -> list[str]:
    lines = [
        f"{page.subject}: {page.mode} ({page.protects})",
        f"role {page.role}, a risk for a protected side is {_article(page.risks)}",
    ]
    for code, weight in page.rules.items():
        lines.append(f"{code:8}  {weight}{', fixed' if code in page.fixed else ''}")
    lines += [_watched(each) for each in page.watch]
    lines.append(f"what ends is announced {page.deprecation_days} days before")
    if parts := [part for part in page.fixed if part not in page.rules]:
        lines.append(f"no policy above this one softens: {', '.join(parts)}")
    return [
        *lines,
        *_set(page.registry_policy, "registry"),
        *_set(page.agency_policy, "agency"),
        *_set(page.product_policy, "product"),
    ]


def _watched(watch: WatchView) -> str:
    where = f" on {', '.join(watch.on)}" if watch.on else ""
    return f"{watch.rule:8}  judges '{watch.name}'{where}"


def _article(severity: str) -> str:
    return f"an {severity}" if severity == "error" else f"a {severity}"


def _set(policy: PolicyView | None, whose: str) -> list[str]:
    if policy is None:
        return []
    told = f"The {whose}'s policy was set by {policy.set_by} on {policy.set_at.date()}"
    return [told + (", and counts where it is stricter." if policy.adds_only else ".")]

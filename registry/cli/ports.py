"""What do the contracts behind the ports of a product say? Each that is new, against those before.

They are looked for in one folder, by `id` and `version`. What cannot be found is told and no
verdict is made up.
"""

from collections.abc import Iterator
from pathlib import Path

from contracts.compat.behind import Pledge, Step, steps
from contracts.compat.judge import judge
from contracts.document import Document, UnreadableError, load
from contracts.policy import Policy
from contracts.render.checked import CheckedFile
from registry.cli import files, folders
from registry.cli.console import stop

Key = tuple[str, str]


class Shelf:
    """The contracts of a folder, by id and version, and what there is to say about the folder."""

    def __init__(self, folder: str) -> None:
        if not folders.is_folder(folder):
            stop(f"There is no folder '{folder}'.")
        self.folder = folder
        self.notices: list[str] = []
        self._kept: dict[Key, tuple[str, Document]] = {}
        for path in folders.contracts_in(Path(folder)):
            self._put(str(path))
        if not self._kept:
            stop(f"'{folder}' holds no contract that ends in {', '.join(folders.SUFFIXES)}.")

    def find(self, pledge: Pledge) -> tuple[str, Document] | None:
        """Return the name of the file and the contract that a port names, None without one."""
        return self._kept.get(pledge.key)

    def _put(self, name: str) -> None:
        shown = files.shown(name)
        try:
            document = load(files.read(name), name=name)
        except UnreadableError as error:
            self.notices.append(f"'{shown}' was left out: {error.finding.message}")
            return
        contract, version = (str(document.tree.get(key) or "") for key in ("id", "version"))
        pledge = Pledge(contract, version)
        first, kept = self._kept.setdefault(pledge.key, (shown, document))
        if kept.digest != document.digest:
            self.notices.append(f"'{shown}' was left out: '{first}' is contract {pledge} as well.")


def judged(
    shelf: Shelf, before: Document, after: Document, policy: Policy
) -> Iterator[CheckedFile]:
    """Yield the verdict on each contract version that the product *after* is the first to promise.

    A contract that is new to the product follows nothing, and is only told in the shelf's notices.
    """
    for step in steps(before.tree, after.tree):
        if not step.earlier:
            shelf.notices.append(
                f"Contract {step.pledge} is new to the product, behind {_ports(step)}: there is "
                "nothing to compare it with."
            )
            continue
        yield _judged(shelf, step, policy)


def _judged(shelf: Shelf, step: Step, policy: Policy) -> CheckedFile:
    label = _ports(step)
    missing = [each for each in (step.pledge, *step.earlier) if shelf.find(each) is None]
    if found := shelf.find(step.pledge):
        name, document = found
        earlier = [kept for each in step.earlier if (kept := shelf.find(each))]
        if earlier:
            shelf.notices += [_not_found(shelf, each, label) for each in missing]
            report = judge(document, [kept for _, kept in earlier], policy)
            published = report.baseline.version if report.baseline else None
            version = step.pledge.version
            return CheckedFile(
                file=name,
                product=label,
                version=version,
                published=published,
                valid=True,
                report=report,
            )
    return CheckedFile(
        file=shelf.folder,
        product=label,
        version=step.pledge.version,
        refusal=" ".join(_not_found(shelf, each, label) for each in missing),
        next_step="Put it there, or name the folder that has it.",
    )


def _not_found(shelf: Shelf, pledge: Pledge, label: str) -> str:
    return f"Contract {pledge}, behind {label}, is not in '{shelf.folder}'."


def _ports(step: Step) -> str:
    noun = "output port" if len(step.ports) == 1 else "output ports"
    return f"{noun} {', '.join(step.ports)}"

"""What does a kind of problem mean? The page that the ``type`` of an API problem leads to."""

from typing import ClassVar

from litestar.di import NamedDependency
from litestar.params import FromPath

from registry.api.answers import Answer
from registry.errors import CharterError, NotFoundError, problem_types
from ui.frame import Page, frame
from ui.rendering import respond
from ui.routing import shows
from ui.visitor import Visitor


class ProblemPage(Page, frozen=True, kw_only=True):
    """A kind of problem, and the others."""

    template: ClassVar[str] = "problem.html"
    slug: str
    status: int
    title: str
    explanation: str
    others: tuple[tuple[str, str], ...]  # slug and title


@shows("/problems/{slug:str}")
def problem(slug: FromPath[str], visitor: NamedDependency[Visitor]) -> Answer:
    """Show a kind of problem."""
    kinds = problem_types()
    kind = next((each for each in kinds if each.slug == slug), None)
    if kind is None:
        raise NotFoundError(f"There is no kind of problem called '{slug[:100]}'.")
    return respond(visitor, _page(kind, kinds, visitor))


def _page(
    kind: type[CharterError], kinds: list[type[CharterError]], visitor: Visitor
) -> ProblemPage:
    return ProblemPage(
        frame=frame(visitor, kind.title),
        slug=kind.slug,
        status=kind.status,
        title=kind.title,
        explanation=kind.explanation,
        others=tuple((each.slug, each.title) for each in kinds if each is not kind),
    )

"""Is the ranking as good as it was? What was reached is kept in `scoreboard.json`.

`python -m tests.relevance --accept` writes it anew.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from tests.relevance.gate import Runs, each, parts

FILE = Path(__file__).with_name("scoreboard.json")
FALL = 0.02  # of nDCG@10, or as a rise of the share without a hit


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """A line: the mean score, and the share of questions without a hit."""

    ndcg: float
    no_hit: float


Scoreboard = Mapping[str, Mapping[str, Mapping[str, Reached]]]
"""Collection -> engine -> part -> what was reached."""


def fallen(runs: Runs, scoreboard: Scoreboard) -> Iterator[str]:
    """Say what is worse than the *scoreboard*. What it does not hold is not compared."""
    for name, by_engine in reached(runs).items():
        for engine, by_part in by_engine.items():
            for part, found in by_part.items():
                before = scoreboard.get(name, {}).get(engine, {}).get(part)
                if before is None:
                    continue
                where = f"{name}, {part}, {engine}"
                if found.ndcg < before.ndcg - FALL:
                    yield f"{where}: nDCG@10 fell from {before.ndcg:.4f} to {found.ndcg:.4f}"
                if found.no_hit >= before.no_hit + FALL:
                    yield f"{where}: without a hit rose to {found.no_hit:.1%} of the questions"


def reached(runs: Runs) -> dict[str, dict[str, dict[str, Reached]]]:
    """Return *runs* as a scoreboard."""
    board: dict[str, dict[str, dict[str, Reached]]] = {}
    for name, engine, measured in each(runs):
        board.setdefault(name, {})[engine] = {
            part: Reached(
                ndcg=round(compared.ours.ndcg, 4),
                no_hit=round(compared.ours.no_hit, 4),
            )
            for part, compared in parts(name, measured).items()
        }
    return board


def stored() -> Scoreboard:
    """Return the committed scoreboard."""
    return msgspec.json.decode(FILE.read_bytes(), type=Scoreboard)


def accept(runs: Runs) -> None:
    """Write *runs* over the lines of the scoreboard that they measured."""
    board = {name: dict(by_engine) for name, by_engine in stored().items()}
    for name, by_engine in reached(runs).items():
        board[name] = {**board.get(name, {}), **by_engine}
    encoded = msgspec.json.encode(board)
    FILE.write_bytes(msgspec.json.format(encoded, indent=2) + b"\n")

"""Some recordings, of every kind that there is, within a budget."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from numpy.random import Generator

from fakeai_proxy.cassette.chosen import Chosen
from fakeai_proxy.cassette.conversation import usage
from fakeai_proxy.cassette.cost import dollars
from fakeai_proxy.cassette.reading import Tape
from fakeai_proxy.catalog import Catalog

from .askable import why_not

BEYOND = "beyond the budget"
ENOUGH = "not in the sample"


class Candidate(NamedTuple):
    """A recording that may be asked again."""

    uid: str
    kind: tuple[str, str, str]
    """Path, model, form of the reply: those of one kind are likely to drift together."""
    dollars: float | None
    """What it cost; None where the price is not known."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What is asked, and how many are not, by reason."""

    chosen: tuple[Candidate, ...]
    left: Counter[str]

    @property
    def dollars(self) -> float:
        """What it cost when it was recorded, as far as prices are known."""
        return sum(one.dollars or 0 for one in self.chosen)


def survey(tape: Tape, chosen: Chosen, catalog: Catalog) -> tuple[list[Candidate], Counter[str]]:
    """The candidates, and how many others there are, by reason."""
    found, left = list[Candidate](), Counter[str]()
    for session in tape.sessions():
        for one in tape.recordings(session):
            if one not in chosen or session.generation > tape.generation:
                continue
            reason = why_not(one, anything=chosen.path is not None)
            if reason:
                left[reason] += 1
            else:
                kind = one.asked.path, one.asked.model or "", one.answered.kind
                found.append(Candidate(one.uid, kind, dollars(usage(one.answered), one.asked.model, catalog)))
    return found, left


def sample(candidates: Iterable[Candidate], count: int, budget: float | None, rng: Generator) -> Sample:
    """At most `count`, one of each kind before the second of any, as long as `budget` (dollars) lasts."""
    chosen, left, spent = list[Candidate](), Counter[str](), 0.0
    for one in in_turn(candidates, rng):
        price = one.dollars or 0.0
        if len(chosen) == count:
            left[ENOUGH] += 1
        elif budget is not None and spent + price > budget:
            left[BEYOND] += 1
        else:
            chosen.append(one)
            spent += price
    return Sample(tuple(chosen), left)


def in_turn(candidates: Iterable[Candidate], rng: Generator) -> Iterator[Candidate]:
    """Kinds in turn, in the order in which they first came; those of a kind as `rng` shuffles them."""
    kinds: defaultdict[tuple[str, str, str], list[Candidate]] = defaultdict(list)
    for one in candidates:
        kinds[one.kind].append(one)
    shuffled = [[found[number] for number in rng.permutation(len(found))] for found in kinds.values()]
    for turn in range(max(map(len, shuffled), default=0)):
        yield from (found[turn] for found in shuffled if turn < len(found))

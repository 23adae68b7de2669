"""What became of the calls of one test, or of several."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fakeai_proxy.cassette.conversation import Usage
    from fakeai_proxy.catalog.architecture import Price

    from .calls import Call

COUNTED = {"hit": "hits", "near": "near", "miss": "misses", "synthesized": "synthesized"}
"""Where a reply came from, and what counts it."""
PLAYED = ("hit", "near")
"""Sources of replies that cost nothing and would have."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Numbers that can be added."""

    hits: int = 0
    near: int = 0
    """Replies of recordings that are only similar."""
    misses: int = 0
    live: int = 0
    """Requests that went upstream."""
    synthesized: int = 0
    differing: int = 0
    """Live replies that were compared, and are not as recorded."""
    faults: int = 0
    """Replies with a fault in them."""
    tokens_saved: int = 0
    """Prompt and completion tokens of the replies that were replayed."""
    cost_saved: float = 0.0
    """US dollars, at the prices of the catalog where they are known."""
    tokens_spent: int = 0
    """Of the replies that came from upstream."""
    cost_spent: float = 0.0

    def __add__(self, other: Tally) -> Tally:
        mine, its = asdict(self), asdict(other)
        return Tally(**{name: mine[name] + its[name] for name in mine})


def total(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def tally_of(calls: Iterable[Call], price_of: Callable[[str], Price | None]) -> Tally:
    """The sum of `calls`; price_of: of a model, by its name."""
    return total(_one(call, price_of) for call in calls)


def _one(call: Call, price_of: Callable[[str], Price | None]) -> Tally:
    counts = {COUNTED[call.source]: 1} if call.source in COUNTED else {}
    counts |= {"live": int(call.live), "faults": int(bool(call.faults))}
    if not call.live and call.source not in PLAYED:
        return Tally(**counts)
    used = call.usage
    tokens, dollars = used.prompt + used.completion, cost(used, price_of(call.model))
    if call.live:
        return Tally(**counts, tokens_spent=tokens, cost_spent=dollars)
    return Tally(**counts, tokens_saved=tokens, cost_saved=dollars)


def cost(used: Usage, price: Price | None) -> float:
    """US dollars; 0 where the price is not known."""
    from fakeai_proxy.telemetry.cost import cost_of
    from fakeai_proxy.telemetry.cube import Sums

    sums = Sums(1, used.prompt, used.cached, used.completion)
    found = cost_of(sums, price)
    return found.total if found else 0.0

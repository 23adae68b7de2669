"""One logical request, and what of the rest of the observation sheds light on it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .attempt import Attempt
from .logical import Logical
from .observation import Observation
from .policy import Policy


class Later:
    """Finds the requests that tell what a client made of an earlier reply."""

    def __init__(self, attempts: Iterable[Attempt]) -> None:
        self._said: dict[tuple[str, bytes], list[Attempt]] = defaultdict(list)
        self._results: dict[tuple[str, str], list[Attempt]] = defaultdict(list)
        self._going: dict[tuple[str, bytes], list[Attempt]] = defaultdict(list)
        for attempt in sorted(attempts, key=lambda attempt: (attempt.at, attempt.number)):
            asked = attempt.asked
            for text in dict.fromkeys(asked.said):
                self._said[asked.client, text].append(attempt)
            for id in dict.fromkeys(result.id for result in asked.results):
                self._results[asked.client, id].append(attempt)
            self._going[asked.client, asked.content].append(attempt)

    def saying(self, heard: Attempt) -> list[Attempt]:
        """Requests after `heard` that say to the model that it said what the client read there."""
        if not heard.heard.text:
            return []
        return after(heard, self._said.get((heard.asked.client, heard.heard.text), ()))

    def answering(self, heard: Attempt, id: str) -> list[Attempt]:
        """Requests after `heard` with a result of tool call `id`."""
        return after(heard, self._results.get((heard.asked.client, id), ())) if id else []

    def repeating(self, attempt: Attempt) -> list[Attempt]:
        """Requests after `attempt` that ask the same, wherever."""
        return after(attempt, self._going[attempt.asked.client, attempt.asked.content])


def after(attempt: Attempt, others: Iterable[Attempt]) -> list[Attempt]:
    """Those that came when the client could know what `attempt` brought."""
    since = attempt.at if attempt.head_at is None else attempt.head_at
    return [other for other in others if other.at >= since and other.number != attempt.number]


@dataclass(frozen=True, slots=True)
class Case:
    """What a judgement looks at."""

    request: Logical
    policy: Policy
    observation: Observation
    later: Later

    @property
    def settled(self) -> bool:
        """One has looked long enough to say that no attempt follows the last one."""
        last = self.request.last
        if last.ended == "open":
            return False
        wait = (last.told.retry_after or 0.0) + self.policy.patience_s
        return self.observation.over or self.observation.until >= last.ended_at + wait

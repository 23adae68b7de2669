"""Which attempts are one request that the client wants answered.

same content, after a failure, within the window      a retry
the same, of another model or host                    fell back
same dialogue, of another host, or after an error
that the same request gets again                      fell back, or asked differently
same idempotency key                                  the same request, whenever it comes
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable

from .attempt import Attempt
from .logical import HELD_UP, Logical

Attempts = list[Attempt]
Name = tuple[str, bytes]
"""A client and one thing by which its attempts are known."""


def group(attempts: Iterable[Attempt], window: float) -> tuple[Logical, ...]:
    """Logical requests in order of their first attempt, whatever the order of `attempts`.

    A retry comes after the end of what it repeats, so requests that overlap in time are several, unless an
    idempotency key says otherwise. Each attempt goes to the request that waits longest.
    """
    waiting, groups = Waiting(window), list[Attempts]()
    for attempt in sorted(attempts, key=lambda attempt: (attempt.at, attempt.number)):
        found = waiting.best(attempt)
        if found is None:
            found = []
            groups.append(found)
        found.append(attempt)
        waiting.add(found)
    return tuple(Logical(tuple(each)) for each in groups)


class Waiting:
    """Requests that may get another attempt, by when their last one ended: what overlaps is not looked at."""

    def __init__(self, window: float) -> None:
        self._window = window
        self._named: dict[Name, list[tuple[float, int, Attempts]]] = defaultdict(list)

    def add(self, group: Attempts) -> None:
        """Once for each of its attempts, when that is its last."""
        last = group[-1]
        for name in names(last):
            insort(self._named[name], (last.ended_at, last.number, group))

    def best(self, attempt: Attempt) -> Attempts | None:
        """Of the requests that `attempt` may belong to, the one its own headers name, else the oldest."""
        found = [first for name in names(attempt) if (first := self._first(name, attempt))]
        return min(found, key=lambda each: rank(each[-1], attempt), default=None)

    def _first(self, name: Name, attempt: Attempt) -> Attempts | None:
        entries, by_key = self._named[name], name[1] == keyed(attempt)
        wanted = int(bool(attempt.asked.retry_count))
        oldest, index = None, 0
        while index < len(entries) and (by_key or entries[index][0] <= attempt.at):
            _, number, group = entries[index]
            last = group[-1]
            gone = last.number != number or not (by_key or unsatisfied(last))
            if gone or not is_recent(last, attempt.at, self._window):
                del entries[index]
                continue
            if fits(last, attempt):
                oldest = oldest or group
                if agreement(last, attempt) >= wanted:
                    return group
            index += 1
        return oldest


def names(attempt: Attempt) -> set[Name]:
    """Under which other attempts may find it."""
    asked = attempt.asked
    return {(asked.client, each) for each in (asked.content, asked.dialogue, keyed(attempt)) if each}


def keyed(attempt: Attempt) -> bytes:
    """Its idempotency key and what that is for; empty where it has none."""
    return attempt.asked.idempotency and attempt.asked.idempotency + attempt.asked.content


def is_recent(last: Attempt, now: float, window: float) -> bool:
    """Whether something that comes `now` may still follow `last`."""
    return last.ended == "open" or now <= last.ended_at + window + (last.told.retry_after or 0.0)


def rank(before: Attempt, after: Attempt) -> tuple[int, float, int]:
    """Lowest for what most likely is the attempt before."""
    return -agreement(before, after), before.ended_at, before.number


def agreement(before: Attempt, after: Attempt) -> int:
    """How much the client itself says that the two belong together."""
    same_key = bool(after.asked.idempotency) and after.asked.idempotency == before.asked.idempotency
    counts = before.asked.retry_count, after.asked.retry_count
    next_count = None not in counts and counts[1] == (counts[0] or 0) + 1
    return 2 * same_key + next_count


def fits(before: Attempt, after: Attempt) -> bool:
    """Whether `after` may be the next attempt of what `before` asked."""
    one, other = before.asked, after.asked
    same = one.content == other.content
    if one.idempotency and keyed(before) == keyed(after):
        return True
    if after.at < before.ended_at or before.ended == "open" or not unsatisfied(before):
        return False
    if one.host == other.host and one.key != other.key and before.status not in (401, 403):
        return False
    elsewhere = one.host != other.host or bool(before.told.hopeless)
    return same or (elsewhere and one.dialogue == other.dialogue)


def unsatisfied(attempt: Attempt) -> bool:
    """A client may have reason to ask again."""
    if not attempt.usable:
        return True
    return any(not each.fault.startswith(HELD_UP) for each in attempt.injected)

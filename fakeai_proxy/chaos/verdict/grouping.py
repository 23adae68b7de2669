"""Which attempts are one request that the client wants answered.

same content, after a failure, within the window      a retry
the same, of another model or host                    fell back
same dialogue, of another host, or after an error
that the same request gets again                      fell back, or asked differently
same idempotency key                                  the same request, whenever it comes
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

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
    waiting: dict[Name, dict[int, Attempts]] = defaultdict(dict)
    groups: list[Attempts] = []
    for attempt in sorted(attempts, key=lambda attempt: (attempt.at, attempt.number)):
        found = best(candidates(waiting, attempt, window), attempt)
        if found is None:
            found = []
            groups.append(found)
        found.append(attempt)
        for name in names(attempt):
            waiting[name][id(found)] = found
    return tuple(Logical(tuple(each)) for each in groups)


def names(attempt: Attempt) -> set[Name]:
    """Under which other attempts may find it."""
    asked = attempt.asked
    return {(asked.client, each) for each in (asked.content, asked.dialogue, keyed(attempt)) if each}


def keyed(attempt: Attempt) -> bytes:
    """Its idempotency key and what that is for; empty where it has none."""
    return attempt.asked.idempotency and attempt.asked.idempotency + attempt.asked.content


def candidates(
    waiting: dict[Name, dict[int, Attempts]], attempt: Attempt, window: float
) -> Iterator[Attempts]:
    """Requests that share a name with `attempt`; those that wait for nothing any more are dropped."""
    for name in names(attempt):
        by_key = name[1] == keyed(attempt)
        known = waiting[name]
        for key, each in list(known.items()):
            if (by_key or unsatisfied(each[-1])) and is_recent(each[-1], attempt.at, window):
                yield each
            else:
                del known[key]


def is_recent(last: Attempt, now: float, window: float) -> bool:
    """Whether something that comes `now` may still follow `last`."""
    return last.ended == "open" or now <= last.ended_at + window + (last.told.retry_after or 0.0)


def best(waiting: Iterable[Attempts], attempt: Attempt) -> Attempts | None:
    """Of the requests that `attempt` may belong to, the one its own headers name, else the oldest."""
    fitting = [each for each in waiting if fits(each[-1], attempt)]
    return min(fitting, key=lambda each: rank(each[-1], attempt), default=None)


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

"""Which recordings may answer a request: by one profile after the other, the strictest first.

exact@1 ─► llm@1 ─► norm@1 ─► the same delivered otherwise ─► accepted ─► rules of the user ─► near

A recording is played once for each scope, whichever profile finds it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from .asked import recorded
from .asking import Asking
from .crossing import crossed
from .cursor import Cursors
from .matching import PROFILES, Delivery, Profile
from .matching.rule import MatchRule, ruling
from .matching.settings import MatchingSettings
from .nearest import neighbours
from .ruled import Ruled, agreeing
from .store import ACCEPTED, Store


class Group(NamedTuple):
    """Recordings that are the same request by one profile, in the order in which they are played."""

    profile: str
    numbers: Sequence[int]
    delivery: Delivery | None = None
    """As it was asked for, where they were delivered otherwise."""
    near: float | None = None
    """How much of the request is the same, where not all is."""


class Claim(NamedTuple):
    """One of a group, for one scope."""

    number: int
    ordinal: int
    """1 for the first of the group."""
    group: Group


class Cascade:
    """Over one store. Safe to use from any thread."""

    def __init__(self, store: Store, settings: MatchingSettings) -> None:
        self._store, self._settings = store, settings
        self._ruled = Ruled(store)
        self._ruling = bool(settings.match)

    @property
    def cursors(self) -> Cursors:
        return self._store.cursors

    def profile(self, asked: Asking) -> Profile:
        """The most lenient one for this request."""
        rule = self.rule(asked)
        return (rule and rule.profile) or self._settings.profile

    def rule(self, asked: Asking) -> MatchRule | None:
        """Of the user, if one is about it."""
        return ruling(self._settings.match, asked.request, asked.model) if self._ruling else None

    def claim(self, asked: Asking) -> Claim | Group | None:
        """The next recording for its scope; the group of which all have been played; None where none is."""
        played = None
        for group in self.groups(asked):
            played = played or group
            if found := self._fresh(group, asked):
                return found
        if played:
            return self._again(played, asked) or played
        return next(filter(None, (self._fresh(group, asked) for group in self._near(asked))), None)

    def fresh(self, asked: Asking) -> bool:
        """Whether `claim` would find one that was not played yet."""
        scope = asked.request.scope
        return any(
            self.cursors.claimed(scope, key) < len(numbers)
            for group in self.groups(asked)
            for key, numbers in self._piles(group, asked)
        )

    def groups(self, asked: Asking) -> Iterator[Group]:
        """Those with recordings that are the request, each looked for when it is asked for."""
        rule = self.rule(asked)
        for group in chain(self._profiled(asked), self._allowed(asked, rule)):
            numbers = agreeing(self._store, group.numbers, asked, rule)
            if numbers:
                yield group._replace(numbers=numbers)

    def _profiled(self, asked: Asking) -> Iterator[Group]:
        """By what it says, as far as the settings go."""
        yield Group("exact@1", self._store.repeats(asked.exact.key))
        lenient = PROFILES[1 : PROFILES.index(self.profile(asked)) + 1]
        seen = set[bytes]()
        for name in lenient:
            key = asked.key(name)
            if key not in seen:
                yield Group(name, self._store.group(name, key))
            seen.add(key)
        if lenient and self._settings.cross_form and asked.llm.asks_model:
            for delivery in asked.llm.delivery.others:
                for name in lenient:
                    numbers = self._store.group(name, asked.form(name).key(delivery))
                    yield Group(name, self._crossing(numbers, asked), asked.llm.delivery)

    def _crossing(self, numbers: Sequence[int], asked: Asking) -> Sequence[int]:
        """Those whose reply can be delivered as it is asked for."""
        path, wanted = asked.request.path, asked.llm.delivery
        return [number for number in numbers if crossed(self._store.read(number), path, wanted)]

    def _allowed(self, asked: Asking, rule: MatchRule | None) -> Iterator[Group]:
        """What the user has allowed: for good, or by a rule."""
        profile = self.profile(asked)
        if self._store.accepted:
            for name in PROFILES[: PROFILES.index(profile) + 1]:
                if numbers := self._store.accepted.get(asked.key(name)):
                    yield from self._accepted(numbers, asked)
        if rule and rule.ignore:
            yield Group("rule", self._ruled.numbers(rule, profile, asked))

    def _accepted(self, numbers: Sequence[int], asked: Asking) -> Iterator[Group]:
        """Those that were delivered as it is asked for first."""
        wanted = asked.llm.delivery
        with self._store.connection() as connection:
            delivered = {one: recorded(connection, one).asking.llm.delivery for one in numbers}
        yield Group(ACCEPTED, [one for one in numbers if delivered[one] == wanted])
        others = [one for one in numbers if delivered[one] != wanted]
        yield Group(ACCEPTED, self._crossing(others, asked), wanted)

    def _near(self, asked: Asking) -> Iterator[Group]:
        rule, profile = self.rule(asked), self.profile(asked)
        least = (rule and rule.near) or self._settings.near
        if least is None:
            return
        with self._store.connection() as connection:
            found = neighbours(connection, asked, profile)
        for one in found:
            if one.score >= least and one.comparable and self._store.shows(one.number):
                numbers = agreeing(self._store, [one.number], asked, rule)
                yield Group(profile, numbers, near=one.score)

    def _fresh(self, group: Group, asked: Asking) -> Claim | None:
        """One that was not played yet."""
        for key, numbers in self._piles(group, asked):
            if self.cursors.claimed(asked.request.scope, key) < len(numbers):
                index = self.cursors.claim(asked.request.scope, key, len(numbers))
                if index is not None:
                    return _claim(numbers[index], group)
        return None

    def _again(self, group: Group, asked: Asking) -> Claim | None:
        """One that was, as far as the policy of exhaustion has it."""
        scope, piles = asked.request.scope, [*self._piles(group, asked)]
        if self.cursors.policy(scope) == "cycle":
            key, numbers = min(piles, key=lambda pile: self.cursors.claimed(scope, pile[0]) // len(pile[1]))
        else:
            key, numbers = piles[-1]
        index = self.cursors.claim(scope, key, len(numbers))
        return None if index is None else _claim(numbers[index], group)

    def _piles(self, group: Group, asked: Asking) -> Iterator[tuple[bytes, Sequence[int]]]:
        """The group by what is the same to the letter: (name of the place of a scope in it, recordings)."""
        if group.profile == "exact@1" and not self._ruling:
            yield asked.exact.key, group.numbers
            return
        rule = self.rule(asked)
        for key in dict.fromkeys(map(self._store.key_of, group.numbers)):
            numbers = agreeing(self._store, self._store.repeats(key), asked, rule)
            yield self._ruled.place(key, asked, rule), numbers


def _claim(number: int, group: Group) -> Claim:
    ordinal = group.numbers.index(number) + 1 if number in group.numbers else 1
    return Claim(number, ordinal, group)

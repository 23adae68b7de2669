"""What rules of the user make of a cassette: recordings by what a rule leaves of their requests."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from threading import Lock  # noqa: TID251 - no thread is started here

from .asked import every, recorded
from .asking import Asking
from .canonical import KEY_BYTES
from .matching import Profile
from .matching.rule import MatchRule
from .store import Store

Index = dict[bytes, list[int]]


class Ruled:
    """Indexes of one store, each made when the first request needs it: about 0.1 ms a recording."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, Lock()
        self._indexes: dict[tuple[MatchRule, Profile], Index] = {}

    def numbers(self, rule: MatchRule, profile: Profile, asked: Asking) -> Sequence[int]:
        """Recordings that are `asked` without what `rule` ignores, in their order."""
        with self._lock:
            index = self._indexes.get((rule, profile))
            if index is None:
                index = self._indexes[rule, profile] = self._indexed(rule, profile)
        return index.get(asked.ruled_key(rule, profile), ())

    def place(self, key: bytes, asked: Asking, rule: MatchRule | None) -> bytes:
        """The name of the place of a scope among those repeats of `key` in which more agrees than that."""
        if rule is None or not demanding(rule):
            return key
        return blake2b(key + asked.required(rule), digest_size=KEY_BYTES).digest()

    def _indexed(self, rule: MatchRule, profile: Profile) -> Index:
        index: Index = {}
        with self._store.connection() as connection:
            for one in every(connection):
                if self._store.shows(one.number) and rule.fits(one.asking.request, one.asking.model):
                    index.setdefault(one.asking.ruled_key(rule, profile), []).append(one.number)
        return index


def demanding(rule: MatchRule) -> bool:
    """Whether something has to be equal by `rule`."""
    return bool(rule.require or rule.headers)


def agreeing(store: Store, numbers: Sequence[int], asked: Asking, rule: MatchRule | None) -> Sequence[int]:
    """Those of `numbers` in which all is equal that `rule` requires."""
    if rule is None or not demanding(rule) or not numbers:
        return numbers
    wanted = asked.required(rule)
    with store.connection() as connection:
        return [one for one in numbers if recorded(connection, one).asking.required(rule) == wanted]

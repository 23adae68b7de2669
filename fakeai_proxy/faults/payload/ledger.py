"""Tokens that an edit adds to an answer and takes from it, so that its account stays true."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from contextlib import suppress

from pydantic_core import from_json, to_json

from fakeai_proxy.tokens import Tokenizer, tokenizer

from .edit import Object

OUTPUT = ("completion_tokens", "output_tokens", "total_tokens")


def words() -> Tokenizer:
    """What counts tokens: the encoding of OpenAI's present models, near enough for all others."""
    return tokenizer("o200k_base")


class Ledger:
    """What one reply would have said, and what it says, wherever the two differ."""

    def __init__(self) -> None:
        self._before: defaultdict[Hashable, list[str]] = defaultdict(list)
        self._after: defaultdict[Hashable, list[str]] = defaultdict(list)

    def exchanged(self, place: Hashable, before: str, after: str) -> None:
        """At `place`, `after` is said in place of `before`; both may be pieces."""
        self._before[place].append(before)
        self._after[place].append(after)

    @property
    def balance(self) -> int:
        """Tokens that the answer has more than it had."""
        texts = [("".join(self._before[place]), "".join(said)) for place, said in self._after.items()]
        return sum(cost(after) - cost(before) for before, after in texts if before != after)

    def settle(self, holder: Object) -> None:
        """Correct the account in `holder`, if there is one."""
        usage = holder.get("usage")
        if not isinstance(usage, dict) or not (balance := self.balance):
            return
        for name in OUTPUT:
            if isinstance(tokens := usage.get(name), int):
                usage[name] = max(0, tokens + balance)


def cost(text: str) -> int:
    """Tokens of `text`; those of an object in JSON whatever its spaces, for not all families keep them."""
    if text.startswith("{"):
        with suppress(ValueError):
            text = to_json(from_json(text)).decode()
    return words().count(text)

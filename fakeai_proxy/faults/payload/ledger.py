"""Tokens that an edit adds to an answer and takes from it, so that its account stays true."""

from __future__ import annotations

from typing import Any

from fakeai_proxy.tokens import Tokenizer, tokenizer

Object = dict[str, Any]

OUTPUT = ("completion_tokens", "output_tokens", "total_tokens")


def words() -> Tokenizer:
    """What counts tokens: the encoding of present models of OpenAI, near enough for all others."""
    return tokenizer("o200k_base")


class Ledger:
    """The balance of one reply."""

    def __init__(self) -> None:
        self.balance = 0

    def exchanged(self, before: str, after: str) -> None:
        """`after` is said in place of `before`."""
        if before != after:
            self.balance += words().count(after) - words().count(before)

    def settle(self, holder: Object) -> None:
        """Correct the account in `holder`, if there is one."""
        usage = holder.get("usage")
        if not self.balance or not isinstance(usage, dict):
            return
        for name in OUTPUT:
            if isinstance(tokens := usage.get(name), int):
                usage[name] = max(0, tokens + self.balance)

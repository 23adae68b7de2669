"""Accounts of edited answers."""

from __future__ import annotations

from typing import Any

import pytest

from fakeai_proxy.faults.payload.ledger import Ledger, cost, words


def account(**counts: Any) -> dict[str, Any]:
    return {"usage": counts}


def test_nothing_exchanged_nothing_settled() -> None:
    holder = account(completion_tokens=5, total_tokens=9)
    Ledger().settle(holder)
    assert holder == account(completion_tokens=5, total_tokens=9)


@pytest.mark.parametrize("name", ["completion_tokens", "output_tokens"])
def test_tokens_taken_are_taken_from_answer_and_total(name: str) -> None:
    ledger, holder = Ledger(), account(**{name: 9, "total_tokens": 20, "prompt_tokens": 11})
    ledger.exchanged("here", "The quick brown fox", "The quick")
    ledger.settle(holder)
    assert holder == account(**{name: 7, "total_tokens": 18, "prompt_tokens": 11})


def test_pieces_are_counted_as_the_text_they_make() -> None:
    ledger = Ledger()
    for letter in "strawberry":
        ledger.exchanged("here", "", letter)
    assert ledger.balance == words().count("strawberry") < len("strawberry")


def test_no_account_is_below_zero() -> None:
    ledger, holder = Ledger(), account(completion_tokens=1, total_tokens=3)
    ledger.exchanged("here", "one two three four five", "")
    ledger.settle(holder)
    assert holder == account(completion_tokens=0, total_tokens=0)


@pytest.mark.parametrize("holder", [{}, {"usage": None}, {"usage": {"prompt_tokens": 3}}])
def test_an_account_that_counts_no_answer_is_left_alone(holder: dict[str, Any]) -> None:
    ledger, before = Ledger(), repr(holder)
    ledger.exchanged("here", "", "one")
    ledger.settle(holder)
    assert repr(holder) == before


def test_arguments_cost_the_same_whatever_their_spaces() -> None:
    assert cost('{"a": 1,  "b": [1, 2]}') == cost('{"a":1,"b":[1,2]}')
    assert cost('{"a') == words().count('{"a')

"""What families share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import pytest

from fakeai_proxy.faults.payload.edit import CALLS, REFUSED, STOP, TEXT, Call, Edit, Part, Place, Said
from fakeai_proxy.faults.payload.families.family import (
    Family,
    Streamed,
    Whole,
    object_of,
    objects,
    said_in,
    text_of,
)


class Told(Edit):
    def __init__(self, reason: str) -> None:
        self._reason = reason

    def reason(self, choice: int, reason: str) -> str:
        return self._reason

    def rest(self, place: Place) -> Iterable[str]:
        return ["", "x"]

    def keeps(self, kind: str) -> bool:
        return kind != TEXT


class Speaking(Family):
    reasons: ClassVar = {STOP: "done", CALLS: "called"}


@pytest.mark.parametrize(
    ("told", "after", "said"),
    [
        ("done", STOP, "done"),
        ("done", CALLS, "called"),
        ("odd", "odd", "odd"),
        ("done", REFUSED, "done"),
        ("done", "strange", "strange"),
    ],
)
def test_reasons_are_said_in_the_words_of_the_family(told: str, after: str, said: str) -> None:
    assert Speaking(Told(after)).reason(0, told) == said


def test_empty_pieces_are_none() -> None:
    assert list(Speaking(Told("")).rest(Place())) == ["x"]


def test_what_is_left_out_is_accounted_for() -> None:
    family = Speaking(Told(""))
    assert family.dropped(TEXT, Place(), "one two")
    assert not family.dropped("other", Place(), "three")
    assert family.ledger.balance == -2


@pytest.mark.parametrize("odd", [None, 3, "x", {"a": 1}])
def test_odd_values_are_read_as_nothing(odd: Any) -> None:
    assert objects(odd) == []
    assert object_of(odd) == (odd if isinstance(odd, dict) else {})
    assert text_of(odd) == (odd if isinstance(odd, str) else "")
    assert objects([odd]) == ([odd] if isinstance(odd, dict) else [])


def test_what_costs_tokens() -> None:
    blocks = [Call(None, "f", "{}"), Said(TEXT, "a"), Part({"type": "x"})]
    assert [said_in(block) for block in blocks] == ["{}", "a", ""]


def test_families_say_how() -> None:
    with pytest.raises(NotImplementedError):
        Whole(Edit()).body({})
    with pytest.raises(NotImplementedError):
        Streamed(Edit()).event("", {})
    assert list(Streamed(Edit()).finish()) == []

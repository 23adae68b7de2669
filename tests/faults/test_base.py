from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from fakeai_proxy.faults import AnswerFault, Fault, Hit, ReplyFault, RequestFault
from fakeai_proxy.faults.when import When

from .replies import hit


@pytest.mark.parametrize(
    "ask",
    [
        lambda met: RequestFault(type="x").change(met),
        lambda met: AnswerFault(type="x").answer(met),
        lambda met: ReplyFault(type="x").start(met),
    ],
)
def test_a_kind_says_nothing_by_itself(ask: Callable[[Hit], Any]) -> None:
    with pytest.raises(NotImplementedError):
        ask(hit())


def test_a_reply_fault_takes_any_reply_whole_unless_it_says_otherwise() -> None:
    assert (ReplyFault.timed, ReplyFault.needs) == (False, None)
    assert (ReplyFault.reads_content, ReplyFault.resizes) == (False, False)
    assert ReplyFault.default_when == When(at="headers")


def test_parameters_are_frozen_and_no_others_are_taken() -> None:
    with pytest.raises(ValidationError):
        Fault(type="x", more=1)  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        Fault(type="x").type = "y"


def test_hits_keep_their_own_memory() -> None:
    one, other = hit(), hit()
    one.memory["seen"] = 1
    assert (other.memory, other.ordinal, other.live, other.dialect) == ({}, 0, False, "openai")

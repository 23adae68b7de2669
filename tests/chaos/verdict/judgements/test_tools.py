from typing import Any

import pytest

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Step
from tests.chaos.verdict.lab import Lab, ask, calling, stream

PAY = {"name": "pay", "parameters": {"type": "object", "required": ["amount"]}}
TOOLS = [{"type": "function", "function": PAY}]
WRONG = '{"amount": 1'


def asks(*turns: dict[str, Any]) -> Request:
    return ask("pay", *turns, tools=TOOLS)


def results(*contents: str, id: str = "call_1") -> list[dict[str, Any]]:
    call = {"role": "assistant", "content": None, "tool_calls": [{"id": id}]}
    return [call, *({"role": "tool", "tool_call_id": id, "content": content} for content in contents)]


def lab_after(reply: list[Step]) -> Lab:
    lab = Lab()
    lab.exchange(asks(), reply, "payload.tool_arguments")
    return lab


@pytest.mark.parametrize(
    "reply",
    [
        calling(WRONG),
        calling("{}"),
        calling('{"amount": 1}', name="drop_tables"),
        calling('{"amount": 1}', finish=False),
    ],
)
def test_a_result_shows_that_it_was_executed(reply: list[Step]) -> None:
    lab = lab_after(reply)
    lab.exchange(asks(*results("paid")), stream(), after=1)
    assert "executed_invalid_tool_call" in lab.codes()


def test_the_word_that_it_failed_shows_that_it_was_not() -> None:
    lab = lab_after(calling(WRONG))
    lab.exchange(asks(*results("error: arguments are not JSON")), stream(), after=1)
    assert lab.codes() == {"rejected_tool_call"}


def test_so_does_asking_again() -> None:
    lab = lab_after(calling(WRONG))
    lab.exchange(asks(), calling('{"amount": 1}'), after=1)
    assert lab.codes() == {"rejected_tool_call", "asked_again"}


def test_an_id_may_be_used_again() -> None:
    lab = lab_after(calling(WRONG))
    lab.exchange(asks(), calling('{"amount": 1}'), after=1)
    lab.exchange(asks(*results("paid")), stream(), after=1)
    assert lab.codes() == {"rejected_tool_call", "asked_again"}


def test_without_either_one_cannot_tell() -> None:
    assert lab_after(calling(WRONG)).codes() == {"cannot_tell"}


def test_a_valid_call_may_be_executed() -> None:
    lab = Lab()
    lab.exchange(asks(), calling('{"amount": 1}'))
    lab.exchange(asks(*results("paid")), stream(), after=1)
    assert lab.codes() == set()

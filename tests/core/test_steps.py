from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import get_args

import pytest

from fakeai_proxy.core.steps import Abort, Data, End, Head, Message, Raw, Step, Wait

ONE_OF_EACH = (Head(200), Data(b"x"), Raw(b"x"), Message("x"), Wait(0.5), Abort(), End())


def test_there_are_seven_kinds_of_step() -> None:
    assert tuple(type(step) for step in ONE_OF_EACH) == (Head, Data, Raw, Message, Wait, Abort, End)
    assert set(get_args(Step)) == {type(step) for step in ONE_OF_EACH}


@pytest.mark.parametrize("step", ONE_OF_EACH, ids=lambda step: type(step).__name__)
def test_a_step_is_a_value(step: Step) -> None:
    fields = {name: getattr(step, name) for name in step.__slots__}
    assert type(step)(**fields) == step
    assert hash(type(step)(**fields)) == hash(step)
    with pytest.raises(FrozenInstanceError):
        setattr(step, step.__slots__[0], None)


def test_what_is_not_said() -> None:
    assert Head(200) == Head(200, headers=())
    assert Abort() == Abort("close") != Abort("reset")
    assert End() == End(trailers=())


def test_text_and_binary_messages_differ() -> None:
    assert Message("x") != Message(b"x")

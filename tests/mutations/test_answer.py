from __future__ import annotations

from fakeai_proxy.faults.payload.editing import AnswerEditing
from fakeai_proxy.mutations.answer import AnswerMutation
from fakeai_proxy.mutations.truncate import Truncate
from tests.faults.hits import hit_of


def test_its_transform_makes_its_edit() -> None:
    mutation = Truncate(tokens=1)
    assert isinstance(mutation, AnswerMutation)
    assert isinstance(mutation.start(hit_of()), AnswerEditing)
    assert mutation.reads_content

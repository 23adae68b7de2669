from __future__ import annotations

from dataclasses import replace

from fakeai_proxy.core.steps import Abort, Data, End, Head, Wait
from fakeai_proxy.faults.http.head import HeadEdit, with_header

STEPS = [Wait(1), Head(200, (("a", "1"),)), Data(b"x"), Wait(2), Abort(), End()]


def test_nothing_but_the_head_is_changed() -> None:
    edit = HeadEdit(lambda head: replace(head, status=201))
    assert [after for step in STEPS for after in edit.feed(step)] == [
        replace(step, status=201) if isinstance(step, Head) else step for step in STEPS
    ]
    edit.close()


def test_one_header() -> None:
    head = Head(200, (("A", "1"), ("b", "2"), ("a", "3")))
    assert with_header(head, "a", "4").headers == (("b", "2"), ("a", "4"))

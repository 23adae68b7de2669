from __future__ import annotations

from dataclasses import replace

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.steps import Data, End, Head, Step, Wait
from fakeai_proxy.core.transform import Pipeline
from fakeai_proxy.faults.base import ReplyFault
from fakeai_proxy.mutations import mutation_of
from tests.faults.hits import hit_of
from tests.playbook import play

from .played import passed

HEAD = Head(200, (("content-type", "text/event-stream"),))


def test_before_the_first_byte_and_after_it() -> None:
    steps: list[Step] = [Wait(1), HEAD, Wait(1), Data(b"a"), Wait(2), Data(b"b"), Wait(2), End()]
    made, _ = passed({"type": "pace", "first": 3, "between": 0.5}, steps)
    assert play(made) == [(3.0, HEAD), (6.0, Data(b"a")), (7.0, Data(b"b")), (8.0, End())]


def test_what_arrives_is_kept_back_and_never_sooner() -> None:
    for factors, expected in (
        ({"between": 3}, [1.0, 2.0, 8.0, 9.0]),
        ({"between": 0.5}, [1.0, 2.0, 4.0, 5.0]),
    ):
        mutation, clock = mutation_of({"type": "pace", **factors}), ManualClock()
        assert isinstance(mutation, ReplyFault)
        pipeline = Pipeline(mutation.start(replace(hit_of(clock=clock), live=True)))
        sent: list[float] = []
        for arrives, step in ((1.0, HEAD), (2.0, Data(b"a")), (4.0, Data(b"b")), (5.0, End())):
            if clock.now() < arrives:
                clock.advance(arrives - clock.now())
            for made in pipeline.feed(step):
                if isinstance(made, Wait):
                    clock.advance(made.seconds)
                else:
                    sent.append(clock.now())
        assert sent[:3] == expected[:3]
        assert sent[3] >= expected[3]

"""One mutation, one answer: what is left of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fakeai_proxy.core.steps import Step
from fakeai_proxy.core.transform import Pipeline, through
from fakeai_proxy.faults.base import Hit, ReplyFault
from fakeai_proxy.faults.begin import Begun, begun
from fakeai_proxy.mutations import mutation_of
from tests.faults.payload.answers import OFFERED, TIME, WEATHER, Answer, Api
from tests.faults.payload.played import comparable, hit, stream_steps, whole_steps
from tests.faults.payload.told import Told, told, told_by_stream
from tests.playbook import body, head

Given = Mapping[str, Any]
CALLING = Answer(calls=(WEATHER, TIME), thoughts=("I", " see"))


def passed(given: Given, steps: Iterable[Step], meeting: Hit | None = None) -> tuple[list[Step], str | None]:
    """`steps` as the mutation leaves them, and why it did nothing."""
    mutation = mutation_of(given)
    assert isinstance(mutation, ReplyFault)
    at_work: Begun = begun(mutation, meeting or hit())
    return list(through(iter([*steps]), Pipeline(at_work))), at_work.skipped


def whole(given: Given, answer: Answer, api: Api, seed: int = 0) -> bytes:
    """The body of a whole answer, whose length is told."""
    steps, _ = passed(given, whole_steps(answer.whole(api)), hit(api, OFFERED, seed))
    content = body(steps)
    assert dict(head(steps).headers)["content-length"] == str(len(content))
    return content


def streamed(given: Given, answer: Answer, api: Api, seed: int = 0) -> bytes:
    """The body of a streamed answer."""
    return body(passed(given, stream_steps(answer.streamed(api)), hit(api, OFFERED, seed))[0])


def both(given: Given, answer: Answer, api: Api, seed: int = 0) -> Told:
    """What whole answer and stream tell alike."""
    once = told(api, whole(given, answer, api, seed))
    again = told_by_stream(api, streamed(given, answer, api, seed))
    assert comparable(again) == comparable(once)
    return once

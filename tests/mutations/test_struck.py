from __future__ import annotations

import gzip

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.core.steps import Data, End, Head, Step
from fakeai_proxy.core.transform import Pipeline, through
from fakeai_proxy.mutations import Mutation
from fakeai_proxy.mutations.rule import rule_given
from fakeai_proxy.mutations.struck import Draw, Listeners, struck, transforms
from tests.faults.hits import asking
from tests.faults.payload.answers import Answer
from tests.playbook import body, head

PACKED = (("content-type", "application/json"), ("content-encoding", "gzip"))


def passed(steps: list[Step], *given: dict[str, object]) -> tuple[list[Step], list[str]]:
    heard: list[str] = []

    def skipped(mutation: Mutation, why: str) -> None:
        heard.append(f"{mutation.type}: {why}")

    def failed(mutation: Mutation, failure: Exception) -> None:
        heard.append(f"{mutation.type} failed")

    rules = [rule_given(one) for one in given]
    meant = struck(rules, asking(), "live", lambda number: Draw(rng_for(number, b""), 0), ManualClock())
    return list(through(iter(steps), Pipeline(*transforms(meant, Listeners(skipped, failed))))), heard


def test_a_coding_is_taken_off_where_one_reads() -> None:
    packed: list[Step] = [Head(200, PACKED), Data(gzip.compress(Answer().whole("chat"))), End()]
    made, heard = passed(packed, {"type": "model", "to": "m"}, {"type": "drop_call"}, {"type": "noise"})
    assert b'"model":"m"' in body(made)
    assert "content-encoding" not in dict(head(made).headers)
    assert heard == ["drop_call: the answer had no tool call", "noise: the answer had no embeddings"]
    assert passed(packed, {"type": "status", "status": 201})[0][1:] == packed[1:]


def test_bytes_that_are_not_in_their_coding() -> None:
    made, heard = passed([Head(200, PACKED), Data(b"no gzip"), End()], {"type": "model", "to": "m"})
    assert (body(made), heard[0]) == (b"no gzip", "model failed")

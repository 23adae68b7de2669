from __future__ import annotations

import json
from typing import Any

from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Forward, Request
from fakeai_proxy.core.steps import Step
from fakeai_proxy.mutations.rule import rule_given
from fakeai_proxy.mutations.running import Mutations
from tests.faults.hits import asking
from tests.faults.payload.answers import Answer
from tests.faults.payload.played import whole_steps
from tests.playbook import body, head


def running(*given: dict[str, Any], seed: int = 0) -> Mutations:
    return Mutations([rule_given(one) for one in given], seed, ManualClock())


def answered(mutations: Mutations, source: Any = "recorded", request: Request | None = None) -> list[Step]:
    answer = mutations.answered(request or asking(), source, whole_steps(Answer().whole("chat")))
    assert not isinstance(answer, Forward)
    return [*answer]  # type: ignore[misc]  # no WebSocket


def test_those_that_match_one_after_the_other() -> None:
    mutations = running(
        {"type": "model", "to": "a", "match": {"source": "recorded"}},
        {"type": "model", "to": "b", "only": "a"},
        {"type": "status", "status": 201, "match": {"source": "live"}},
    )
    steps = answered(mutations)
    assert (head(steps).status, json.loads(body(steps))["model"]) == (200, "b")
    assert head(answered(mutations, "live")).status == 201


def test_a_request_and_not_its_answer() -> None:
    mutations = running({"type": "model", "to": "m", "of": "request"}, {"type": "headers", "set": {"x": "y"}})
    asked = mutations.asked(asking())
    assert asked.json["model"] == "m"
    assert not asked.header("x")
    assert json.loads(body(answered(mutations)))["model"] == Answer().model
    untouched = asking(model=None)
    assert mutations.asked(untouched) is untouched


def test_what_arrives_passes_the_same_transforms() -> None:
    forward = running({"type": "model", "to": "m"}).answered(asking(), "live", Forward("http://up"))
    assert isinstance(forward, Forward)
    made = [made for step in whole_steps(Answer().whole("chat")) for made in forward.pipeline.feed(step)]
    assert json.loads(body(made))["model"] == "m"


def test_chance_depends_on_seed_request_and_how_often_it_came() -> None:
    def statuses(seed: int) -> list[int]:
        mutations = running({"type": "status", "status": 201, "probability": 0.5}, seed=seed)
        return [head(answered(mutations)).status for _ in range(20)]

    assert statuses(1) == statuses(1) != statuses(2)
    assert 4 < statuses(1).count(201) < 16
    backwards = running({"type": "perturb", "rate": 0.5}), running({"type": "perturb", "rate": 0.5})
    one, other = asking(), asking(n=2)
    first = [body(answered(backwards[0], request=each)) for each in (one, other)]
    assert [body(answered(backwards[1], request=each)) for each in (other, one)] == first[::-1]

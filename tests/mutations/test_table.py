"""What holds of all mutations: an answer stays one of its API, whole and streamed, and its account fits."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.core.sse import Decoder
from fakeai_proxy.faults.payload.ledger import cost
from fakeai_proxy.mutations import MUTATIONS, mutation_named, mutation_of
from fakeai_proxy.mutations.rule import MutationRule
from tests.faults.payload.answers import APIS, OFFERED, TIME, WEATHER, Answer, Api
from tests.faults.payload.played import comparable, hit, stream_steps, whole_steps
from tests.faults.payload.test_shapes import reader
from tests.faults.payload.told import Told, told, told_by_stream, values
from tests.playbook import body

from .played import passed, streamed, whole

STRANGE = ("unknown_value", "unknown_event", "finish_reason", "drop_events", "swap_events")
"""What no type knows, and what is no answer any more: they say so."""
words = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8)
)
answers = st.builds(
    Answer,
    words=words | st.just((" The", " quick", " brown", " fox")),
    calls=st.sampled_from([(), (WEATHER,), (WEATHER, TIME)]),
    thoughts=st.sampled_from([(), ("I", " see")]),
)


def drawn(name: str, seed: int) -> dict[str, Any]:
    """The mutation with parameters by chance, or with those it needs."""
    model = mutation_named(name)
    mutation = model.drawn(rng_for(seed, b"drawn")) or mutation_of({"type": name, **model.example})
    return MutationRule(mutation=mutation).told()


@pytest.mark.parametrize("name", MUTATIONS)
def test_named_as_in_the_table_and_documented(name: str) -> None:
    model = mutation_named(name)
    assert mutation_of({"type": name, **model.example}).type == name
    assert model.__doc__
    assert all(field.description for key, field in model.model_fields.items() if key != "type")


@settings(max_examples=35)
@given(st.sampled_from(list(MUTATIONS)), st.integers(0, 99), answers, st.sampled_from(APIS))
def test_an_answer_stays_one_and_a_stream_says_what_the_whole_says(
    name: str, seed: int, answer: Answer, api: Api
) -> None:
    mutation = drawn(name, seed)
    content, stream = whole(mutation, answer, api, seed), streamed(mutation, answer, api, seed)
    assert (b"[DONE]" in stream) == (api in ("chat", "completion"))
    cut = [stream_bytes(answer, api)[at : at + 7] for at in range(0, len(stream_bytes(answer, api)), 7)]
    assert body(passed(mutation, stream_steps(cut), hit(api, OFFERED, seed))[0]) == stream
    assert all(event.data == "[DONE]" or json.loads(event.data) for event in Decoder().feed(stream))
    if name in STRANGE:
        return
    reader(api, False).validate_python(json.loads(content))
    if api != "completion":
        for value in values(stream):
            if value.get("type") != "ping":
                reader(api, True).validate_python(value)
    once = told(api, content)
    assert comparable(told_by_stream(api, stream)) == comparable(once)
    check_account(once, told(api, answer.whole(api)), scaled=name == "usage")


def stream_bytes(answer: Answer, api: Api) -> bytes:
    return b"".join(answer.streamed(api))


def check_account(made: Told, before: Told, *, scaled: bool) -> None:
    """The parts make the total, and what is said was counted."""
    usage, was = made.usage or {}, before.usage or {}
    names = (
        ("prompt_tokens", "completion_tokens")
        if "prompt_tokens" in usage
        else ("input_tokens", "output_tokens")
    )
    if "total_tokens" in usage:
        assert usage["total_tokens"] == sum(usage[name] for name in names)
    if not scaled:
        assert usage[names[1]] == max(0, was[names[1]] + said(made) - said(before))


def said(made: Told) -> int:
    """Tokens of the text and the arguments."""
    return sum(map(cost, (made.text or "", *(arguments for _, _, arguments in made.calls))))


@settings(max_examples=25)
@given(st.sampled_from(list(MUTATIONS)), st.integers(0, 99))
def test_the_same_seed_does_the_same_and_what_is_no_answer_passes(name: str, seed: int) -> None:
    mutation = drawn(name, seed)
    assert streamed(mutation, Answer(), "chat", seed) == streamed(mutation, Answer(), "chat", seed)
    error = b'{"error": {"message": "no", "type": "x", "param": null, "code": null}}'
    left = body(passed(mutation, whole_steps(error))[0])
    assert json.loads(left)["error"]["message"] == "no"
    assert body(passed(mutation, stream_steps([b": ping\n\n", b"data: no JSON\n\n"]))[0]).startswith(
        b": ping"
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "a mutation has a type; there are headers, status"),
        ({"type": "truncat"}, "unknown mutation 'truncat' (did you mean 'truncate'?); there are headers"),
        ({"type": "truncate"}, "truncate: tokens: is needed"),
        (
            {"type": "truncate", "token": 2, "tokens": 1},
            "token: unknown parameter (did you mean 'tokens'?); there",
        ),
        (
            {"type": "truncate", "tokens": -1},
            "truncate: tokens: -1 is refused: it must be greater than or equal to 0",
        ),
        (
            {"type": "truncate", "tokens": 1, "finish": "kep"},
            "'kep' is not one of 'length' or 'kept' (did you mean",
        ),
        ({"type": "headers"}, "headers: one of set and remove is needed"),
        ({"type": "headers", "remove": ["content-length"]}, "'content-length' is set by the framing"),
        ({"type": "status", "status": 204}, "status: a reply of status 204 has no body"),
        ({"type": "text", "pattern": "("}, "text: pattern: '(' is not a regular expression"),
        ({"type": "text", "pattern": "a", "replace": r"\1"}, "text: replace: invalid group reference 1"),
        ({"type": "text", "template": "{who}"}, "text: template: there is no {who}; there are {text}"),
        ({"type": "jmespath", "at": "a[", "set": 1}, "jmespath: at: 'a[' is not a JMESPath expression"),
        (
            {"type": "jmespath", "at": "length(a)", "set": 1},
            "makes values (function expression); it must lead",
        ),
        (
            {"type": "json_patch", "patch": [{"op": "add", "path": "/a"}]},
            "value is given with add, replace, test",
        ),
        ({"type": "pace"}, "pace: one of first and between is needed"),
    ],
)
def test_what_is_wrong_is_told(given: dict[str, Any], told: str) -> None:
    with pytest.raises(SettingsError) as refused:
        mutation_of(given)
    assert told in str(refused.value)

import json
from contextlib import closing

import pytest

from fakeai_proxy.cassette import Cassette, Match
from fakeai_proxy.cassette.cursor import Cursors
from fakeai_proxy.cassette.matching.rule import MatchRule
from fakeai_proxy.cassette.matching.settings import MatchingSettings
from fakeai_proxy.core.clock import ManualClock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Data, End, Head
from tests.cassette.crossing import told
from tests.playbook import body, head

from .tape import JSON, answer, ask, made, stream

USAGE = {"include_usage": True}
LONG = "Tell me about the harbour of Bergen, its ships, its fish and its people, in the year "
MESSAGE = {"role": "assistant", "content": "Hi you", "refusal": None}
WHOLE = {
    "id": "c",
    "object": "chat.completion",
    "choices": [{"index": 0, "message": MESSAGE, "logprobs": None, "finish_reason": "stop"}],
    "usage": {"total_tokens": 3},
}


def opened(path, policy="fail", **settings) -> Cassette:
    matching = MatchingSettings(**settings)
    return Cassette.open(path, readonly=True, clock=ManualClock(), matching=matching, cursors=Cursors(policy))


def found(cassette: Cassette, request: Request) -> str:
    """Profile, ordinal and what the answer says; the verdict of a miss."""
    match = cassette.find(request)
    if not isinstance(match, Match):
        return match.verdict
    return f"{match.profile} {match.ordinal} {json.loads(body(cassette.replay(match, 0))).get('text')}"


def tapes(tmp_path, *exchanges):
    return made(tmp_path / "a.db", *exchanges)


def test_the_strictest_profile_that_knows_it_decides(tmp_path):
    first, second = (ask(f"On 2025-01-0{n}", user="a") for n in (1, 2))
    path = tapes(tmp_path, (first, answer("1")), (second, answer("2")))
    for asked, expected in (
        (ask("On 2025-01-02", user="a"), "exact@1 1 2"),
        (ask("On 2025-01-02", user="b"), "llm@1 1 2"),
        (ask("On 2025-01-03", user="b"), "norm@1 1 1"),
    ):
        with closing(opened(path, profile="norm@1")) as cassette:
            assert found(cassette, asked) == expected
    for profile, asked in (
        ("exact@1", ask("On 2025-01-02", user="b")),
        ("llm@1", ask("On 2025-01-03", user="a")),
    ):
        with closing(opened(path, profile=profile)) as cassette:
            assert found(cassette, asked) == "never_recorded"


def test_a_recording_is_played_once_whichever_profile_finds_it(tmp_path):
    path = tapes(tmp_path, *((ask(user=name), answer(name)) for name in "abc"))
    with closing(opened(path)) as cassette:
        said = [found(cassette, ask(user=name)) for name in "bxba"]
        assert said == ["exact@1 1 b", "llm@1 1 a", "llm@1 3 c", "consumed 1/1"]
        assert found(cassette, ask(user="y")) == "consumed 3/3"
        assert not cassette.holds(ask(user="x"))


@pytest.mark.parametrize(("policy", "again"), [("cycle", "aba"), ("repeat_last", "bbb")])
def test_what_follows_the_last_of_a_group(tmp_path, policy, again):
    path = tapes(tmp_path, *((ask(user=name), answer(name)) for name in "ab"))
    with closing(opened(path, policy)) as cassette:
        assert [found(cassette, ask())[-1] for _ in range(5)] == [*"ab", *again]


def test_each_scope_has_its_own_place(tmp_path):
    path = tapes(tmp_path, (ask(user="a"), answer("1")))
    asked = ask()
    with closing(opened(path)) as cassette:
        for scope in ("one", "two"):
            scoped = Request("POST", asked.path, headers=asked.headers, body=asked.body, scope=scope)
            assert [found(cassette, scoped) for _ in range(2)] == ["llm@1 1 1", "consumed 1/1"]


def replayed(cassette: Cassette, request: Request) -> tuple[bool, str, bytes]:
    match = cassette.find(request)
    assert isinstance(match, Match)
    steps = list(cassette.replay(match, 0))
    return match.crossed, dict(head(steps).headers)["x-fakeai-proxy"], body(steps)


def test_a_stream_answers_who_wants_none(tmp_path):
    counted = stream(told.text(told.crossed(told.whole(WHOLE), "/chat/completions", told.COUNTED)))
    path = tapes(tmp_path, (ask(stream=True, stream_options=USAGE), counted))
    with closing(opened(path, "cycle")) as cassette:
        crossed, mark, said = replayed(cassette, ask())
        assert crossed
        assert mark.startswith("hit; cassette=a.db; id=")
        assert mark.endswith("; profile=llm@1; ordinal=1; age=0; derived")
        assert json.loads(said) == WHOLE
        assert b'"usage"' not in replayed(cassette, ask(stream=True))[2]
        assert replayed(cassette, ask(stream=True, stream_options=USAGE))[0] is False
    with closing(opened(path, cross_form=False)) as cassette:
        assert found(cassette, ask()) == "never_recorded"


def test_it_is_compared_as_it_is_asked_for(tmp_path):
    counted = stream(told.text(told.crossed(told.whole(WHOLE), "/chat/completions", told.COUNTED)))
    path, seen = tapes(tmp_path, (ask(stream=True, stream_options=USAGE), counted)), []
    with closing(opened(path)) as cassette:
        match = cassette.find(ask())
        assert isinstance(match, Match)
        comparing = cassette.comparing(ask(), match, seen.append)
        for step in (Head(200, JSON), Data(json.dumps(WHOLE).encode()), End()):
            list(comparing.feed(step))
        comparing.close()
    assert seen == [()]


def test_what_does_not_end_says_nothing_as_a_whole(tmp_path):
    path = tapes(tmp_path, (ask(stream=True), stream(b"data: {}\n\n")))
    with closing(opened(path)) as cassette:
        assert found(cassette, ask()) == "never_recorded"


def test_near_is_served_when_it_is_asked_for(tmp_path):
    path = tapes(
        tmp_path, (ask(f"{LONG}1850"), answer("old")), (ask(f"{LONG}1850", model="o3"), answer("other"))
    )
    with closing(opened(path)) as cassette:
        assert found(cassette, ask(f"{LONG}1900")) == "never_recorded"
    with closing(opened(path, near=0.9)) as cassette:
        match = cassette.find(ask(f"{LONG}1900"))
        assert isinstance(match, Match)
        assert (match.near or 0) > 0.9
        mark = dict(head(cassette.replay(match, 0)).headers)["x-fakeai-proxy"]
        assert mark.startswith("near; ")
        assert mark.endswith(f"; score={match.near:.4f}")
        assert found(cassette, ask(f"{LONG}1900")) == "never_recorded"  # another model is no answer
        assert found(cassette, ask("Quite another question")) == "never_recorded"


def test_rules_ignore_and_require(tmp_path):
    path = tapes(tmp_path, *((ask(seed=n, user=f"u{n}"), answer(str(n))) for n in range(3)))
    rule = MatchRule(path="/v1/chat/*", ignore=("/seed",), require=("/user",))
    with closing(opened(path, match=[rule])) as cassette:
        assert found(cassette, ask(seed=9, user="u2")) == "rule 1 2"
        assert found(cassette, ask(seed=9, user="u2")) == "consumed 1/1"
        assert found(cassette, ask(seed=1, user="u2")) == "consumed 1/1"
        assert found(cassette, ask(seed=1, user="u7")) == "never_recorded"
        assert found(cassette, ask(seed=1, user="u1")) == "exact@1 1 1"
    strict = MatchRule(model="gpt-4o", profile="exact@1")
    with closing(opened(path, match=[strict])) as cassette:
        assert found(cassette, ask(seed=1)) == "never_recorded"
        assert found(cassette, ask(seed=1, user="u1")) == "exact@1 1 1"


def test_what_is_required_tells_repeats_apart(tmp_path):
    def sent(language: str) -> Request:
        asked = ask()
        headers = (*asked.headers, ("x-stainless-lang", language))
        return Request("POST", asked.path, headers=headers, body=asked.body)

    path = tapes(tmp_path, *((sent(language), answer(language)) for language in ("js", "python", "js")))
    with closing(opened(path, match=[MatchRule(headers=("x-stainless-lang",))])) as cassette:
        said = [found(cassette, sent(language)) for language in ("python", "js", "js", "python")]
        assert said == ["exact@1 1 python", "exact@1 1 js", "exact@1 2 js", "consumed 1/1"]


def test_the_mark_may_be_left_out(tmp_path):
    with closing(opened(tapes(tmp_path, (ask(), answer())), mark=False)) as cassette:
        match = cassette.find(ask())
        assert isinstance(match, Match)
        assert "x-fakeai-proxy" not in dict(head(cassette.replay(match, 0)).headers)

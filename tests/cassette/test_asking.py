from fakeai_proxy.cassette.asking import Asking
from fakeai_proxy.cassette.canonical import canonicalize, redactor_for
from fakeai_proxy.cassette.matching import PROFILES, keys_of
from fakeai_proxy.cassette.matching.rule import MatchRule
from fakeai_proxy.core.exchange import Request

from .tape import KEY, ask


def asking(request: Request) -> Asking:
    redactor = redactor_for(request)
    return Asking(request, canonicalize(request, redactor), redactor)


def test_keys_are_those_of_the_recorder():
    asked = asking(ask("Today is 2025-11-02"))
    assert [(name, asked.key(name)) for name in PROFILES] == [*keys_of(asked.exact)]
    assert asked.model == "gpt-4o"
    assert asking(Request("GET", "/v1/models")).model is None


def test_what_a_rule_ignores_does_not_count():
    rule = MatchRule(ignore=("/seed", "/messages/*/name"))
    one, other = (asking(ask(seed=seed, user=f"u{seed}")) for seed in (1, 2))
    assert one.ruled_key(rule, "llm@1") == other.ruled_key(rule, "llm@1")
    assert one.ruled_key(rule, "exact@1") != other.ruled_key(rule, "exact@1")
    assert one.ruled_key(rule, "llm@1") != asking(ask("Ho", seed=1)).ruled_key(rule, "llm@1")
    files = [asking(Request("POST", "/x", body=body)) for body in (b"one", b"two")]
    assert files[0].ruled_key(rule, "llm@1") != files[1].ruled_key(rule, "llm@1")


def test_what_a_rule_requires_counts():
    rule = MatchRule(require=("/user",), headers=("x-stainless-lang",))
    plain = asking(ask(user="a"))
    assert plain.required(rule) == asking(ask(user="a", temperature=1)).required(rule)
    assert plain.required(rule) != asking(ask(user="b")).required(rule)
    request = ask(user="a")
    told = Request(
        "POST", request.path, headers=(*request.headers, ("x-stainless-lang", "js")), body=request.body
    )
    assert plain.required(rule) != asking(told).required(rule)


def test_no_secret_is_in_what_is_required():
    assert KEY.encode() not in asking(ask(user=KEY)).required(MatchRule(require=("/user",)))

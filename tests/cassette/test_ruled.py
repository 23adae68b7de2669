from contextlib import closing

from fakeai_proxy.cassette.matching.rule import MatchRule
from fakeai_proxy.cassette.ruled import Ruled, agreeing
from fakeai_proxy.cassette.store import Store

from .tape import answer, ask, made
from .test_asking import asking

RULE = MatchRule(ignore=("/seed",), model="gpt-4o")


def test_recordings_by_what_a_rule_leaves_of_them(tmp_path):
    exchanges = [(ask(seed=n), answer()) for n in range(3)] + [(ask(seed=1, model="o3"), answer())]
    with closing(Store(made(tmp_path / "a.db", *exchanges), immutable=True)) as store:
        ruled = Ruled(store)
        assert ruled.numbers(RULE, "llm@1", asking(ask(seed=7))) == [1, 2, 3]
        assert not ruled.numbers(RULE, "llm@1", asking(ask("Ho", seed=7)))
        assert not ruled.numbers(RULE, "llm@1", asking(ask(seed=1, model="o3")))


def test_those_that_agree(tmp_path):
    path = made(tmp_path / "a.db", (ask(user="a"), answer()), (ask(user="b"), answer()))
    rule = MatchRule(require=("/user",))
    asked = asking(ask(user="b"))
    with closing(Store(path, immutable=True)) as store:
        assert agreeing(store, [1, 2], asked, rule) == [2]
        assert agreeing(store, [1, 2], asked, RULE) == agreeing(store, [1, 2], asked, None) == [1, 2]
        ruled = Ruled(store)
        assert ruled.place(b"k", asked, None) == ruled.place(b"k", asked, RULE) == b"k"
        assert ruled.place(b"k", asked, rule) != ruled.place(b"k", asking(ask(user="a")), rule)

from __future__ import annotations

from dataclasses import replace

import pytest

from fakeai_proxy.cassette.interaction import Capture
from fakeai_proxy.cassette.recording import Asked
from fakeai_proxy.catalog import Catalog
from fakeai_proxy.cli.cassette.asking import NoAnswerError
from fakeai_proxy.cli.cassette.rounds import SPENT, Round, live
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.core.steps import Head
from fakeai_proxy.settings import Settings
from tests.cassette.tape import JSON, ask, capture
from tests.cassette.test_conversation import EMPTY, of

RECORDED = of({"model": "gpt-4o"}, {"usage": {"prompt_tokens": 10**6}})


def answering(asked: Asked) -> Capture:
    return capture(ask("Hi"), Head(200, JSON), b'{"usage": {"prompt_tokens": 1000000}}')


def failing(asked: Asked) -> Capture:
    raise NoAnswerError("h:1: refused")


def test_answers_that_cost_the_budget_end_it() -> None:
    priced = replace(RECORDED, asked=replace(RECORDED.asked, model="gpt-4o"))
    done = Round(answering, Catalog.load(), 1.0)
    for _ in range(3):
        done.play(priced)
    assert (len(done.changes), done.left) == (1, {SPENT: 2})
    assert done.spent > 1
    assert done.unheard is None


def test_nobody_answers() -> None:
    done = Round(failing, Catalog.load(), None)
    done.play(EMPTY)
    assert [(one.kind, one.actual) for one in done.changes[0].differences] == [("no_answer", "h:1: refused")]
    assert done.unheard == "h:1: refused"


def test_a_reply_that_cannot_be_read_is_no_answer() -> None:
    def garbled(asked: Asked) -> Capture:
        return capture(ask("Hi"), Head(200, (("content-encoding", "gzip"),)), b"no gzip")

    done = Round(garbled, Catalog.load(), None)
    done.play(EMPTY)
    assert [one.kind for one in done.changes[0].differences] == ["no_answer"]


def test_settings_say_where_a_host_is(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.load(None, {"upstreams.h": "http://127.0.0.1:1"}, {})
    with pytest.raises(NoAnswerError, match=r"127\.0\.0\.1:1: "):
        live(settings, None, None, 5)(EMPTY.asked)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        live(settings, "https://api.openai.com", None, 5)(EMPTY.asked)

from __future__ import annotations

from dataclasses import asdict
from typing import get_args

from fakeai_proxy.chaos.decision import Decision, Result, Skip
from tests.markdown import ROOT

from .asking import chaos, request, touched

SECRET = "sk-proj-0123456789abcdefghij"


def decided() -> Decision:
    running = chaos({"fault": "stream.cut", "trigger": {"percent": 100}})
    asked = request("my secret text", headers=(("authorization", f"Bearer {SECRET}"),), body={"stream": True})
    assert touched(running, asked)
    (decision,) = running.journal.last()
    return decision


def test_a_decision_says_what_and_why() -> None:
    told = asdict(decided())
    assert told | {"draw": 0, "fingerprint": "", "client": ""} == {
        "number": 1,
        "at": 1_700_000_000,
        "experiment": "x",
        "rule": "r1",
        "result": "injected",
        "why": "",
        "faults": ("stream.cut",),
        "draw": 0,
        "ordinal": 0,
        "attempt": 1,
        "method": "POST",
        "host": "api.openai.com",
        "path": "/v1/chat/completions",
        "model": "gpt-4o",
        "stream": True,
        "fingerprint": "",
        "client": "",
        "scope": "",
        "asked": "",
    }
    assert 0 <= told["draw"] < 1


def test_no_body_and_no_credential_is_in_it() -> None:
    assert SECRET not in repr(decided())
    assert "secret text" not in repr(decided())


def test_results_and_reasons_are_words_of_the_docs() -> None:
    assert set(get_args(Result)) == {"injected", "observed", "missed", "skipped"}
    page = (ROOT / "docs" / "chaos-experiments.md").read_text()
    assert [why for why in get_args(Skip) if f"`{why}`" not in page] == []

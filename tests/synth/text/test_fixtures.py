from typing import Any

import pytest

from fakeai_proxy.synth.text import TextSettings
from fakeai_proxy.synth.text.fixtures import Fixtures
from fakeai_proxy.synth.text.script import Question


def said(fixtures: Fixtures, asked: str = "", scope: str = "") -> str:
    """The text answered, or what goes on."""
    work = fixtures.answer(Question("/chat/completions", {}, "gpt-4o", asked, scope))
    with pytest.raises(StopIteration) as end:
        next(work)
    found = end.value.value
    return found[0].text if isinstance(found, tuple) else str(found)


def fixtures(*given: Any) -> Fixtures:
    return Fixtures(TextSettings(fixtures=given))


def test_the_first_that_fits_answers() -> None:
    made = fixtures({"contains": "a", "answer": "1"}, {"contains": "b", "answer": "2"})
    assert [said(made, asked) for asked in ("ab", "b", "c")] == ["1", "2", "None"]


def test_answers_come_one_after_the_other_and_the_last_stays() -> None:
    made = fixtures({"answers": ["1", "2", {"generator": "echo"}]})
    assert [said(made) for _ in range(4)] == ["1", "2", "echo", "echo"]


def test_every_scope_has_a_sequence_of_its_own() -> None:
    made = fixtures({"answers": ["1", "2"]})
    assert [said(made, scope=scope) for scope in ("a", "b", "a")] == ["1", "1", "2"]


def test_an_ordinal_is_of_the_requests_that_fit() -> None:
    made = fixtures({"contains": "a", "ordinal": 2, "answer": "second"}, {"answer": "other"})
    assert [said(made, asked) for asked in ("a", "b", "a", "a")] == ["other", "other", "second", "other"]

from __future__ import annotations

from fakeai_proxy.chaos.armed import Ruling
from fakeai_proxy.chaos.journal import Journal
from fakeai_proxy.chaos.plan import Plan

from .asking import chaos, hits, meeting, request
from .test_running import running


def test_every_request_that_matched_is_in_it_and_the_oldest_go_first() -> None:
    noted = chaos({"match": {"model": "gpt-*"}, "trigger": {"every": 2}}, settings={"journal": 3})
    hits(noted, 4)
    hits(noted, 4, body={"model": "claude-4"})
    assert [(one.number, one.result) for one in noted.journal.last()] == [
        (2, "injected"),
        (3, "missed"),
        (4, "injected"),
    ]
    assert [one.number for one in noted.journal.last(1)] == [4]
    assert noted.journal.results == {("x", "injected"): 2, ("x", "missed"): 2}
    assert noted.journal.injected == {("x", "r1", "connection.reset"): 2}


def test_reasons_are_counted() -> None:
    noted = chaos({}, safety={"require_header": "x-chaos"})
    hits(noted, 3)
    noted.journal.skip("x", "its moment did not come")
    assert noted.journal.skipped == {("x", "no_header"): 3, ("x", "its moment did not come"): 1}
    assert noted.journal.last()[0].why == "no_header"


def test_what_a_request_asked_for_is_kept_in_part_and_a_model_only_if_it_is_one() -> None:
    journal = Journal(10)
    asked = meeting(request(body={"model": "sk-proj-0123456789abcdefghij"}))
    journal.note(Plan(asked, running({}), Ruling("missed")), 5.0, "x" * 9_000)
    journal.note(Plan(asked), 5.0)
    (decision,) = journal.last()
    assert (decision.at, decision.model, len(decision.asked)) == (5, "other", 500)

from fakeai_proxy.endpoints.assistants.turns import left, may_use

from .test_asked import FACTS


def test_tokens_that_are_left():
    turns = [{"completion_tokens": 200}]
    assert left({"max_completion_tokens": None, "turns": turns}, 1_000) == 1_000
    assert left({"max_completion_tokens": 256, "turns": turns}, 1_000) == 56
    assert left({"max_completion_tokens": 256, "turns": turns * 2}, 1_000) == 1


def test_tools_are_run_here_once_and_by_choice():
    facts = {**FACTS, "tools": [{"type": "file_search"}]}
    assert may_use(facts, "file_search")
    assert may_use({**facts, "tool_choice": {"type": "file_search"}}, "file_search")
    for other in (
        {"tool_choice": "none"},
        {"tool_choice": {"type": "function"}},
        {"turns": [{}]},
        {"tools": []},
    ):
        assert not may_use({**facts, **other}, "file_search")

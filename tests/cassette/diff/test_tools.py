from typing import Any

import pytest

from fakeai_proxy.cassette.diff.tools import Call, calls, tools
from tests.cassette.diff.replies import call, chat, chunk, streamed, whole

ONE = [call("find", '{"q": "a"}')]


@pytest.mark.parametrize(
    ("after", "found"),
    [
        (ONE, []),
        ([call("find", '{ "q":"a" }')], []),
        ([call("find", '{"q": "b"}')], [("arguments_changed", "tool call 0 find")]),
        ([call("find", '{"q": ')], [("arguments_broken", "tool call 0 find")]),
        ([call("open", "{}")], [("tool_changed", "tool call 0")]),
        ([*ONE, call("open", "{}")], [("tool_added", "tool call 1")]),
        (None, [("tool_removed", "tool call 0")]),
    ],
)
def test_changes_of_calls(after: Any, found: list[Any]) -> None:
    assert [
        (one.kind, one.pointer) for one in tools(whole(chat(calls=ONE)), whole(chat(calls=after)))
    ] == found


def test_a_call_is_put_together_from_its_pieces() -> None:
    pieces = [{"function": {"name": "find", "arguments": ""}}, {"function": {"arguments": '{"q": "a"}'}}]
    said = streamed(*(chunk(tool_calls=[{"index": 0, **piece}]) for piece in pieces))
    assert calls(said) == [Call("find", '{"q": "a"}')]
    assert list(tools(whole(chat(calls=ONE)), said)) == []

from typing import Any

import pytest

from fakeai_proxy.cassette.diff.schema import schema
from tests.cassette.diff.replies import chat, chunk, streamed, whole


def told(before: Any, after: Any) -> list[tuple[str, str, str | None, str | None]]:
    return [(one.kind, one.pointer, one.expected, one.actual) for one in schema(whole(before), whole(after))]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({"a": 1}, {"a": 2}, []),
        ({}, {"a": {"b": 1}}, [("field_added", "/a", None, "object")]),
        ({"a": {"b": 1}}, {}, [("field_removed", "/a", "object", None)]),
        ({"a": 1}, {"a": "1"}, [("type_changed", "/a", "integer", "string")]),
        ({"a": 1}, {"a": 1.5}, [("number_widened", "/a", "integer", "number")]),
        ({"a": 1.5}, {"a": 1}, []),
        ({"a": 1}, {"a": None}, [("became_null", "/a", "integer", "null")]),
        ({"a": None}, {"a": 1}, [("null_filled", "/a", "null", "integer")]),
        ({"a": None}, {"a": None}, []),
        ({"a": []}, {"a": [{"b": 1}]}, []),
        ({"a": [{"b": 1}]}, {"a": []}, []),
        ({"a": [{"b": 1}, {}]}, {"a": [{}]}, [("field_varied", "/a/*/b", "integer", None)]),
        ({"status": "completed"}, {"status": "failed"}, []),
        ({"status": "completed"}, {"status": "paused"}, [("enum_grown", "/status", "completed", "paused")]),
        (
            {"content": [{"type": "text", "text": "a"}]},
            {"content": [{"type": "image", "url": "a"}]},
            [("enum_grown", "/content/*/type", "text", "image")],
        ),
    ],
)
def test_changes_of_a_whole_reply(before: Any, after: Any, found: list[Any]) -> None:
    assert told(before, after) == found


def test_what_follows_from_what_the_model_says_is_mild() -> None:
    calls = [{"id": "x", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
    found = [one.kind for one in schema(whole(chat(None, calls=calls)), whole(chat("Hi")))]
    assert found == ["null_filled", "field_varied"]
    assert [one.kind for one in schema(whole(chat("Hi")), whole(chat(None, calls=calls)))] == ["field_added"]


def test_of_streams_all_events_of_a_kind_are_one_schema() -> None:
    before = streamed(chunk(role="assistant", content=""), chunk(content="Hi"), chunk("stop"))
    after = streamed(chunk(role="assistant"), chunk(content="Yes"), chunk(content=" you"), chunk("stop"))
    assert list(schema(before, after)) == []
    odd = streamed(chunk(role="assistant", content=7), chunk("stop"))
    assert [(one.kind, one.pointer) for one in schema(before, odd)] == [
        ("type_changed", "/choices/*/delta/content")
    ]


def test_a_named_event_is_part_of_the_pointer() -> None:
    before = streamed({"type": "start", "message": {"id": "a"}}, named=True, done=False)
    after = streamed({"type": "start", "message": {}}, named=True, done=False)
    assert [one.pointer for one in schema(before, after)] == ["start/message/id"]


def test_forms_that_differ_have_no_schema_in_common() -> None:
    assert list(schema(whole(chat()), streamed(chunk()))) == []

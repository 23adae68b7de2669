from __future__ import annotations

import logging

import pytest

from fakeai_proxy.cassette.diff.difference import Difference
from fakeai_proxy.modes.differences import Differences, Differing

WORSE, MILD = Difference("type_changed", "/a", "string", "integer"), Difference("text_changed", "text")


def differing(scope: str, *found: Difference) -> Differing:
    return Differing(scope, "u-1", "POST /v1/chat/completions", found)


def test_the_last_are_kept_and_all_are_counted(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    known = Differences()
    for found in (differing("a", WORSE), differing("b", MILD), differing("a"), differing("a", *[WORSE] * 5)):
        known.tell(found)
    assert [one.scope for one in known.last(None, 10)] == ["a", "b", "a"]
    assert [len(one.differences) for one in known.last("a", 1)] == [5]
    known.close()
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO", "WARNING", "WARNING"]
    assert caplog.messages[2].endswith("string -> integer; and 2 more")
    assert caplog.messages[3] == "3 of 4 replies differ from their recordings"


def test_nothing_compared_is_nothing_to_say(caplog: pytest.LogCaptureFixture) -> None:
    Differences().close()
    assert not caplog.messages

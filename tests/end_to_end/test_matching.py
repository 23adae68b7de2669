"""A recording answers requests that are not the same to the letter, for a real client."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import openai

from fakeai_proxy.cassette.accept import accept

from .recording import recording, replaying
from .sdk import sdk_by
from .test_record_replay import chat

DOOR = "sync by base URL"
COUNTED = {"stream": True, "stream_options": {"include_usage": True}}


def test_a_stream_for_who_wants_none_by_another_user_and_a_near_match_for_good(
    provider: str, confdir: Path, tmp_path: Path
) -> None:
    path = tmp_path / "a.db"
    with recording(confdir, provider, path) as proxy, sdk_by(DOOR, proxy) as sdk:
        events: list[Any] = sdk.stream(chat(n=2, **COUNTED))
    with (
        replaying(confdir, path, **{"cassette.on_exhausted": "cycle"}) as proxy,
        sdk_by(DOOR, proxy) as sdk,
    ):
        whole = sdk.whole(chat(n=2, user="somebody", metadata={"run": "7"}))
        missed = sdk.refusal(chat(n=2, temperature=0.5))
    for choice in whole.choices:
        said = [one for event in events for one in event.choices if one.index == choice.index]
        assert choice.message.content == "".join(one.delta.content or "" for one in said)
        assert choice.finish_reason == said[-1].finish_reason
    assert whole.usage == events[-1].usage
    assert type(missed) is openai.NotFoundError
    told = missed.response.json()["fakeai_proxy"]
    assert told["nearest"][0]["differences"][-1]["pointer"] == "/temperature"
    *_, cassette, uid, key = shlex.split(told["accept"])
    assert accept(Path(cassette), uid, key)
    with replaying(confdir, path) as proxy, sdk_by(DOOR, proxy) as sdk:
        assert sdk.whole(chat(n=2, temperature=0.5)) == whole

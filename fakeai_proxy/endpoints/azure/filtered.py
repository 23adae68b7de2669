"""Completions with what the content filter says of the prompt, and of each answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic_core import from_json, to_json

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.sse import DONE, Decoder
from fakeai_proxy.core.steps import Data, End, Head, Step
from fakeai_proxy.gate.moderation import filtered
from fakeai_proxy.gate.said import said
from fakeai_proxy.synth.moderation import scores

GRADES = ((0.2, "safe"), (0.5, "low"), (0.8, "medium"))
"""Of a score below this number; `high` above all."""
CATEGORIES = ("hate", "self_harm", "sexual", "violence")
JAILBREAK = {"filtered": False, "detected": False}
PROTECTED = ("protected_material_code", "protected_material_text")
Verdict = dict[str, dict[str, Any]]


def verdict(texts: Iterable[str]) -> Verdict:
    """The grade of each category, by the worst of `texts`."""
    worst = dict.fromkeys(CATEGORIES, 0.0)
    for text in texts:
        for category, score in scores(text).items():
            name = filtered(category)
            worst[name] = max(worst[name], score)
    return {name: {"filtered": False, "severity": grade(score)} for name, score in worst.items()}


def grade(score: float) -> str:
    return next((name for most, name in GRADES if score < most), "high")


def of_prompt(request: Request) -> list[dict[str, Any]]:
    """`prompt_filter_results`"""
    results = {**verdict(said(request)), "jailbreak": JAILBREAK}
    return [{"prompt_index": 0, "content_filter_results": dict(sorted(results.items()))}]


SAFE: Verdict = {name: {"filtered": False, "severity": "safe"} for name in CATEGORIES}


def of_choice(choice: Mapping[str, Any]) -> Verdict:
    """`content_filter_results` of a whole answer."""
    content = (choice.get("message") or {}).get("content") or choice.get("text") or ""
    looked = {name: {"filtered": False, "detected": False} for name in PROTECTED}
    return dict(sorted({**verdict([content]), **looked}.items())) if content else {}


def of_delta(choice: Mapping[str, Any]) -> Verdict:
    """The same of a piece: nothing where nothing is said."""
    return SAFE if (choice.get("delta") or {}).get("content") or choice.get("text") else {}


class Filtered:
    """The transform of one answer; errors stay as they are."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._head: Head | None = None
        """Of a whole answer, whose length is not known yet."""
        self._body, self._events = bytearray(), Decoder()
        self._streams = self._passes = False

    def feed(self, step: Step) -> Iterable[Step]:
        if isinstance(step, Head):
            return self._begun(step)
        if self._passes or not isinstance(step, Data | End):
            return (step,)
        if isinstance(step, Data):
            if self._streams:
                return [Data(self._event(one.data)) for one in self._events.feed(step.body)]
            self._body += step.body
            return ()
        return (step,) if self._streams else (*self._whole(), step)

    def close(self) -> None:
        """Nothing is held."""

    def _begun(self, head: Head) -> Iterator[Step]:
        kind = dict(head.headers).get("content-type", "")
        self._streams = "event-stream" in kind
        self._passes = head.status != 200 or self._request.method != "POST"
        if self._passes or self._streams:
            yield head
        else:
            self._head = head
        if self._streams:
            empty = {"id": "", "choices": [], "created": 0, "model": "", "object": ""}
            told = {**empty, "prompt_filter_results": of_prompt(self._request)}
            yield Data(b"data: " + to_json(told) + b"\n\n")

    def _event(self, data: str) -> bytes:
        if data == "[DONE]":
            return DONE
        chunk = from_json(data)
        for choice in chunk.get("choices") or ():
            choice["content_filter_results"] = of_delta(choice)
        return b"data: " + to_json(chunk) + b"\n\n"

    def _whole(self) -> Iterator[Step]:
        """The answer, with all verdicts."""
        if self._head is None:
            return
        answer = from_json(bytes(self._body))
        for choice in answer["choices"]:
            choice["content_filter_results"] = of_choice(choice)
        answer["prompt_filter_results"] = of_prompt(self._request)
        body = to_json(answer)
        others = tuple(header for header in self._head.headers if header[0] != "content-length")
        yield replace(self._head, headers=(*others, ("content-length", str(len(body)))))
        yield Data(body)

"""The real SDKs, let loose on a fault: how often they try, what they raise, or what they take for success."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import ModuleType
from typing import Any

import anthropic
import openai

from tests.proxy.serving import Serving

from .arrivals import CASE, Arrivals
from .asks import ASKS, TEXT, live_pieces
from .provider import Provider
from .reactions import BACKOFF, ELSEWHERE, SDK_OF, Ask, Case

SDKS: Mapping[str, ModuleType] = {"openai": openai, "anthropic": anthropic}
AT_ONCE = 16
"""Cases under way at a time: most of their time is spent on waiting to try again."""

PATIENCE = 20.0
"""Seconds to connect: on a busy machine that must not count as a timeout."""

Key = tuple[str, str]
"""SDK and text of the case."""


def installed(sdk: str) -> str:
    """Name and version, as `openai 3.54`."""
    return f"{sdk} {'.'.join(SDKS[sdk].__version__.split('.')[:2])}"


def reactions(
    proxy: Serving, upstream: Provider, arrivals: Arrivals, cases: Mapping[Key, tuple[Case, Ask]]
) -> dict[Key, str]:
    """What the SDKs make of each case, in the words of reactions.py."""
    trust = ssl.create_default_context(cafile=proxy.ca)

    async def all_of_them() -> dict[Key, str]:
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(number: int, case: Case, ask: Ask) -> str:
            headers, times = asked(case, ask, upstream, number), arrivals.times[str(number)]
            async with gate:
                for _ in range(case.tries):
                    times.clear()
                    ended = await ending(client(headers, ask, case, proxy, trust), case, ask)
                    if "Timeout" not in ended:
                        break
            return told(times, ended)

        found = await asyncio.gather(*(one(number, *it) for number, it in enumerate(cases.values())))
        return dict(zip(cases, found, strict=True))

    return asyncio.run(all_of_them())


def asked(case: Case, ask: Ask, upstream: Provider, number: int) -> dict[str, str]:
    """The request headers that ask for the fault, and tell the request from others."""
    fault = json.dumps(case.asked).replace(ELSEWHERE, upstream.url + ASKS[ask].path)
    return {CASE: str(number), "x-source": "live", "x-fakeai-fault": fault}


def client(headers: dict[str, str], ask: Ask, case: Case, proxy: Serving, trust: ssl.SSLContext) -> Any:
    """As a user makes it, but for the proxy and `headers`."""
    sdk = SDK_OF[ask]
    module = SDKS[sdk]
    made = module.AsyncOpenAI if sdk == "openai" else module.AsyncAnthropic
    http = module.DefaultAsyncHttpxClient(proxy=proxy.proxy, verify=trust)
    timeout = module.Timeout(PATIENCE, read=case.timeout)
    return made(api_key="sk-nobody", http_client=http, default_headers=headers, timeout=timeout)


async def ending(client: Any, case: Case, ask: Ask) -> str:
    """`raises NAME`, `waits`, or what was taken for an answer."""
    try:
        async with client, asyncio.timeout(case.patience):
            read = await READ[ask](client, case.streamed)
            return str(read) if case.counted or not isinstance(read, Read) else read.uncounted
    except TimeoutError:
        return "waits"
    except Exception as raised:
        return f"raises {name(raised)}"


def name(raised: Exception) -> str:
    """The class, with its module where that is not the SDK's own."""
    module = type(raised).__module__.partition(".")[0]
    return type(raised).__qualname__ if module in SDKS else f"{module}.{type(raised).__qualname__}"


def told(times: list[float], ended: str) -> str:
    """`3 after backoff, raises RateLimitError`."""
    gaps = [later - earlier for earlier, later in pairwise(times)]
    pace = "" if not gaps else " after backoff" if min(gaps) > BACKOFF else " at once"
    return f"{len(times)}{pace}, {ended}"


# ── what an app reads ──────────────────────────────────────────────────────────────────────────


@dataclass
class Read:
    """A stream, as far as it was read."""

    ask: Ask
    events: int = 0
    text: str = ""
    finished: bool = False
    odd: str = ""
    """An event that tells of a failure."""

    def __str__(self) -> str:
        total = len(live_pieces(ASKS[self.ask])) - UNSEEN[self.ask]
        return self.told("" if self.events == total else f", {self.events} of {total} events")

    @property
    def uncounted(self) -> str:
        return "a part of what was sent" if self.events else "nothing"

    def told(self, counted: str) -> str:
        if not self.events:
            return "nothing"
        end = "" if self.finished else ", no end"
        unread = ", U+FFFD within" if UNREAD in self.text else ""
        return f"{self.share} of the text{unread}{counted}{end}{self.odd and f', event {self.odd}'}"

    @property
    def share(self) -> str:
        text = self.text.replace(UNREAD, "")
        if text == TEXT:
            return "all"
        if len(text) > len(TEXT):
            return "more than all"
        return "a part" if TEXT.startswith(text) else "not all"


UNREAD = "\ufffd"
"""What decoders that raise nothing have for bytes that are no UTF-8."""


UNSEEN: Mapping[Ask, int] = {"chat": 1, "response": 0, "message": 1}
"""Events that the SDKs keep from their users: `[DONE]`, `ping`."""


async def chat(client: Any, streamed: bool) -> object:
    answer = await client.chat.completions.create(**ASKS["chat"].body, stream=streamed)
    if not streamed:
        return kind(answer, getattr(answer, "choices", None))
    read = Read("chat")
    async for chunk in answer:
        read.events += 1
        for choice in chunk.choices or ():
            read.text += (choice.delta and choice.delta.content) or ""
            read.finished |= choice.finish_reason is not None
    return read


async def response(client: Any, streamed: bool) -> object:
    read = Read("response")
    async for event in await client.responses.create(**ASKS["response"].body, stream=streamed):
        read.events += 1
        read.text += event.delta if event.type == "response.output_text.delta" else ""
        read.finished |= event.type == "response.completed"
        if event.type in ("error", "response.failed", "response.incomplete"):
            read.odd = event.type
    return read


async def message(client: Any, streamed: bool) -> object:
    answer = await client.messages.create(**ASKS["message"].body, stream=streamed)
    if not streamed:
        return kind(answer, getattr(answer, "content", None))
    read = Read("message")
    async for event in answer:
        read.events += 1
        read.text += event.delta.text if event.type == "content_block_delta" else ""
        read.finished |= event.type == "message_stop"
    return read


def kind(answer: object, content: object) -> str:
    """What a whole answer is: `a Message`, `a str`, `a ChatCompletion without content`."""
    made = type(answer).__name__
    return f"a {made}" if content or made in ("str", "list") else f"a {made} without content"


READ: Mapping[Ask, Callable[[Any, bool], Any]] = {"chat": chat, "response": response, "message": message}

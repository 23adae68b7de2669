"""The program under test, in the runs of pytest that tests start: it asks an LLM as any program does."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

API = "https://api.openai.com/v1"


def body(text: str, **fields: Any) -> bytes:
    """Of a request that says `text`."""
    return json.dumps({"model": "gpt-4o", "messages": [{"role": "user", "content": text}], **fields}).encode()


def ask(text: str, base: str = API, proxy: str = "", **fields: Any) -> Any:
    """The JSON of a chat completion, whatever its status; `proxy`: in place of the environment's."""
    headers = {"content-type": "application/json", "authorization": "Bearer sk-nobody"}
    request = Request(f"{base}/chat/completions", body(text, **fields), headers)
    opened = build_opener(ProxyHandler({"https": proxy} if proxy else None)).open
    try:
        with opened(request, timeout=20) as reply:
            return json.load(reply)
    except HTTPError as error:
        with error:
            return json.load(error)


def said(text: str, **how: Any) -> str:
    """What the model answers."""
    return str(ask(text, **how)["choices"][0]["message"]["content"])

"""What all clients here share: one request, and its reply read as far as it comes.

Of the standard library alone. Run as `python CLIENT.py HOST PORT ADDRESS SOURCE`: where to ask, the address
of the client itself, by which it is told apart, and where replies come from.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

NAME = Path(sys.argv[0]).stem
HOST, PORT, ADDRESS, SOURCE = sys.argv[1], int(sys.argv[2]), sys.argv[3], sys.argv[4]
PROMPT = f"What does {NAME} want to know?"
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "parameters": {
            "type": "object",
            "properties": {"city": {"type": "string"}},
            "required": ["city"],
        },
    },
}
TOOLS = {"tools": [WEATHER]}


@dataclass
class Reply:
    """What came."""

    status: int = 0
    retry_after: float = 0.0
    text: str = ""
    finish: str = ""
    calls: list[dict[str, str]] = field(default_factory=list)
    broken: bool = False
    """The connection broke, or nothing came for too long."""

    @property
    def ok(self) -> bool:
        return self.status == 200 and not self.broken

    @property
    def turn(self) -> dict[str, Any]:
        """It, as the model's turn of the conversation."""
        calls = [
            {
                "id": call["id"],
                "type": "function",
                "function": {"name": call["name"], "arguments": call["text"]},
            }
            for call in self.calls
        ]
        return {"role": "assistant", "content": self.text or None, **({"tool_calls": calls} if calls else {})}


def user(text: str) -> dict[str, Any]:
    return {"role": "user", "content": text}


def ask(
    *turns: dict[str, Any], model: str = "gpt-4o", timeout: float = 5.0, step: str = "", **body: Any
) -> Reply:
    """Ask for a streamed answer. `step` lets an experiment tell apart the requests of one client."""
    reply = Reply()
    connection = HTTPConnection(HOST, PORT, timeout=timeout, source_address=(ADDRESS, 0))
    sent = {"model": model, "stream": True, "messages": [*(turns or (user(PROMPT),))], **body}
    headers = {
        "content-type": "application/json",
        "authorization": "Bearer sk-proj-0123456789abcdefghij",
        "x-client": f"{NAME}{step}",
        "x-source": SOURCE,
    }
    try:
        connection.request("POST", "/v1/chat/completions", json.dumps(sent), headers)
        response = connection.getresponse()
        reply.status = response.status
        reply.retry_after = float(response.getheader("retry-after-ms") or 0) / 1000 or float(
            response.getheader("retry-after") or 0
        )
        for line in response:
            read(line.decode(), reply)
    except (HTTPException, OSError):
        reply.broken = True
    finally:
        connection.close()
    return reply


def read(line: str, reply: Reply) -> None:
    """One line of the stream."""
    if not line.startswith("data: {"):
        return
    for choice in json.loads(line[6:])["choices"]:
        delta = choice["delta"]
        reply.text += delta.get("content") or ""
        reply.finish = choice.get("finish_reason") or reply.finish
        for call in delta.get("tool_calls") or ():
            while len(reply.calls) <= call["index"]:
                reply.calls.append({"id": "", "name": "", "text": ""})
            known, function = reply.calls[call["index"]], call.get("function") or {}
            known["id"] += call.get("id") or ""
            known["name"] += function.get("name") or ""
            known["text"] += function.get("arguments") or ""


def result(call: dict[str, str], content: str) -> dict[str, Any]:
    """What came out of a tool call."""
    return {"role": "tool", "tool_call_id": call["id"], "content": content}

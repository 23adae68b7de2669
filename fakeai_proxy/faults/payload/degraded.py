"""The model is told to answer badly."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

from pydantic import Field
from pydantic_core import from_json

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.faults.base import Hit, RequestFault
from fakeai_proxy.faults.events import dump

from .edit import Object
from .instructions import INSTRUCTIONS

Kind = Literal[
    "vague",
    "biased",
    "circular",
    "contradictory",
    "evasive",
    "disobedient",
    "invented",
    "misformatted",
    "misread",
    "outdated",
    "overdetailed",
    "overconfident",
    "overgeneral",
    "stuck",
    "plausible",
]


class Degraded(RequestFault):
    """A good model gives a bad answer: an instruction to do so is added to the request.

    It is added to the system prompt of chat completions and messages, to the `instructions` of a response,
    and put before the text of a legacy prompt. Tools, formats and all other fields stay as they are. It
    matters where a model reads it: a synthesized answer is only another one, and a replayed one is no
    longer found where the cassette matches by body.

    vague, evasive                says as little as possible; hides behind disclaimers
    biased                        takes a side
    circular, contradictory       proves by what is to be proven; says the opposite too
    disobedient, misread          leaves out what was asked for; answers another question
    misformatted                  uses another form than asked for
    invented, plausible           names sources that do not exist; gets one detail wrong
    outdated                      speaks as of years ago
    overdetailed, overgeneral     drowns the answer; makes a rule of one case
    overconfident                 knows no doubt
    stuck                         goes on about earlier turns
    """

    type: Literal["payload.degraded"] = "payload.degraded"
    kind: Kind = Field(default="plausible", description="How the answer is bad.")
    instruction: str | None = Field(
        default=None,
        min_length=1,
        max_length=20_000,
        description="Words of your own for the model.",
    )

    def change(self, hit: Hit) -> Request:
        try:
            body = from_json(hit.request.body)
        except ValueError:
            return hit.request
        if not isinstance(body, dict):
            return hit.request
        instructed = with_instruction(body, self.instruction or INSTRUCTIONS[self.kind], hit.request.path)
        return hit.request if instructed is body else saying(hit.request, dump(instructed))


def saying(request: Request, body: bytes) -> Request:
    """`request` with another body, and its length told."""
    headers = tuple(
        (name, str(len(body)) if name == "content-length" else value) for name, value in request.headers
    )
    return replace(request, headers=headers, body=body)


def with_instruction(body: Object, instruction: str, path: str) -> Object:
    """`body` with one more instruction where its API family has them; itself where it has nowhere for it."""
    messages, prompt = body.get("messages"), body.get("prompt")
    if isinstance(messages, list) and "/threads" not in path:  # those of the Assistants API take no system's
        if "/messages" in path:
            return {**body, "system": added(body.get("system"), instruction)}
        return {**body, "messages": instructed(messages, instruction)}
    if "input" in body and path.endswith("/responses"):
        return {**body, "instructions": added(body.get("instructions"), instruction)}
    if isinstance(prompt, str):
        return {**body, "prompt": f"{instruction}\n\n{prompt}"}
    if isinstance(prompt, list) and all(isinstance(one, str) for one in prompt):
        return {**body, "prompt": [f"{instruction}\n\n{one}" for one in prompt]}
    return body


def instructed(messages: list[Any], instruction: str) -> list[Any]:
    """The first message is the system's, as many chat templates want it: longer, or put before the others."""
    first = messages[0] if messages and isinstance(messages[0], dict) else {}
    if first.get("role") in ("system", "developer"):
        return [{**first, "content": added(first.get("content"), instruction)}, *messages[1:]]
    return [{"role": "system", "content": instruction}, *messages]


def added(said: Any, instruction: str) -> Any:
    """`said`, a text or a list of parts, and after it the instruction."""
    if isinstance(said, list):
        return [*said, {"type": "text", "text": instruction}]
    return f"{said}\n\n{instruction}" if said else instruction

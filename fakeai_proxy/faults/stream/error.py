"""An error inside of a stream that began with 200."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Literal

from pydantic import Field
from pydantic_core import from_json

from fakeai_proxy.core.sse import encode
from fakeai_proxy.core.steps import Abort, Data, End, Step
from fakeai_proxy.core.transform import Transform
from fakeai_proxy.faults.base import Hit, Needs, ReplyFault
from fakeai_proxy.faults.dialects import ErrorName, Figures, written
from fakeai_proxy.faults.events import Framer, WireEvent, dump
from fakeai_proxy.faults.held import NOW
from fakeai_proxy.faults.when import When

Form = Literal["error", "failed", "incomplete"]
THEN: dict[str, tuple[Step, ...]] = {"end": (End(),), "cut": (Abort("close"),)}


class StreamError(ReplyFault):
    """The provider gives up in the middle of a stream, by an event of its own words, and says no more.

    - OpenAI and all that speak its chat or completions (inferred from its SDK): `data: {"error": ...}`:
      `{type: stream.error}`
    - Anthropic (observed): `event: error`: `{type: stream.error, error: overloaded}`
    - a rate limit that strikes late: `{type: stream.error, error: rate_limit_tpm}`
    - Responses API: `event: error` (observed); `response.failed` (documented): `{type: stream.error, form:
      failed}`; `response.incomplete` (documented): `form: incomplete`

    The path of the request tells which of them it is.
    """

    timed: ClassVar[bool] = True
    needs: ClassVar[Needs] = "stream"
    reads_content: ClassVar[bool] = True
    resizes: ClassVar[bool] = True
    default_when: ClassVar[When] = When(after_events=3)

    type: Literal["stream.error"] = "stream.error"
    error: ErrorName = Field(default="internal_error", description="Which error, by its name in http.error.")
    message: str | None = Field(default=None, description="In place of the provider's words.")
    form: Form = Field(
        default="error",
        description="Of the Responses API: the event error, response.failed or response.incomplete.",
    )
    then: Literal["end", "cut", "on"] = Field(
        default="end",
        description="The reply ends cleanly (end), its connection closes (cut), or all goes on as if nothing "
        "had happened (on).",
    )

    def start(self, hit: Hit) -> Transform:
        return Failing(self, hit)


class Failing:
    """Remembers what the error will repeat of the stream, and says it at its moment."""

    def __init__(self, fault: StreamError, hit: Hit) -> None:
        self._fault, self._hit, self._framer = fault, hit, Framer()
        self._number, self._response = 0, dict[str, Any]()

    def watch(self, step: Step) -> None:
        for piece in self._framer.feed(step.body) if isinstance(step, Data) else ():
            if isinstance(piece, WireEvent):
                self._number = piece.object.get("sequence_number", self._number - 1) + 1
                self._response = piece.object.get("response", self._response)

    def feed(self, step: Step) -> Iterable[Step]:
        if step is not NOW:
            return (step,)
        return (Data(self._event()), *THEN.get(self._fault.then, ()))

    def close(self) -> None:
        """Nothing is held."""

    def _event(self) -> bytes:
        path = self._hit.request.path.rstrip("/")
        if path.endswith("/messages"):
            told = error_of("anthropic", self._fault, self._hit)
            return encode(dump({"type": "error", "error": {"details": None, **told}}), "error")
        told = error_of("openai", self._fault, self._hit)
        return self._of_response(told) if path.endswith("/responses") else encode(dump({"error": told}))

    def _of_response(self, told: dict[str, Any]) -> bytes:
        code, number = told.get("code") or told.get("type"), {"sequence_number": self._number}
        if self._fault.form == "error":
            said = {"code": code, "message": told.get("message"), "param": told.get("param")}
            return encode(dump({"type": "error", **said, **number}), "error")
        name = f"response.{self._fault.form}"
        details = {"error": {"code": code, "message": told.get("message")}}
        if self._fault.form == "incomplete":
            details = {"incomplete_details": {"reason": "max_output_tokens"}}
        response = {**self._response, "status": self._fault.form, **details}
        return encode(dump({"type": name, "response": response, **number}), name)


def error_of(provider: Literal["openai", "anthropic"], fault: StreamError, hit: Hit) -> dict[str, Any]:
    """The error object in the words of `provider`; one of its shape where it sends the error as a page."""
    figures = Figures(message=fault.message)
    sent = written(provider, fault.error, hit, figures)
    try:
        told = from_json(sent.body)["error"]
    except (ValueError, KeyError, TypeError):
        told = from_json(written(provider, None, hit, figures, sent.status).body)["error"]
    return dict(told)

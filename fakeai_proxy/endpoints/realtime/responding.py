"""One answer: from `response.created` to `response.done`.

Text and calls are those of chats. Each token takes its time in the cluster; one of sound is 50 ms of it, so
that sound comes as much faster than it is heard as the model is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from pydantic_core import from_json

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Data, Head, Reply, Wait
from fakeai_proxy.endpoints.sampling import Choice
from fakeai_proxy.endpoints.submission import refused, submit
from fakeai_proxy.engine import WorkerLost

from .agenda import Event, Task, Telling
from .configuration import Config
from .conversation import Kept
from .hearing import listened
from .items import heard_items
from .output import TICK, Told, call_of, message_of, ticked
from .permission import limits_told, permitted
from .reading import Read, read
from .refusal import facts
from .speaking import tokens_of, voiced
from .state import State
from .turn import began, note, said_of, turn, usage_of

if TYPE_CHECKING:
    from fakeai_proxy.endpoints.together import Timing


class Response:
    """`steps` says it; `cut` ends it early."""

    def __init__(self, state: State, config: Config, asked: Config, items: Sequence[Kept]) -> None:
        """config: of the session, with what was asked of this one alone; items: what it answers."""
        self.state, self.config, self.asked, self.items = state, config, asked, items
        self.id = state.names.new("resp_")
        self.aside = asked.get("conversation") == "none"
        """It is no part of the conversation."""
        self.context = state.context
        """Of the session; of this turn, as soon as that is answered."""
        self.status = "in_progress"
        self.details: dict[str, Any] | None = None
        self.output: list[Kept] = []
        self.text = self.sound = self.reasoned = 0
        """Tokens written; what was reasoned is part of the text."""
        self.read: Read | None = None
        self.run: Timing | None = None
        self.task: Task | None = None

    def over(self) -> bool:
        """Nothing more of it is wanted."""
        return self.status != "in_progress"

    @property
    def sent_as(self) -> str:
        """The format of its sound."""
        return str(self.config["audio"]["output"]["format"]["type"])

    @property
    def speaks(self) -> bool:
        return bool(self.config["output_modalities"] == ["audio"])

    def cut(self, reason: str) -> None:
        """End it, now."""
        if not self.over():
            self._end("cancelled", reason=reason)
            if self.task:
                self.state.agenda.hasten(self.task)

    def wrote(self, text: int = 0, sound: int = 0) -> None:
        """So many tokens are out."""
        self.text += text
        self.sound += sound
        most = self.config["max_output_tokens"]
        if most != "inf" and self.text + self.sound >= most and not self.over():
            self._end("incomplete", reason="max_output_tokens")

    # ── its items ──────────────────────────────────────────────────────────────────────────────

    def begin(self, item: Config) -> tuple[Kept, int]:
        """An item of the output, and its place in that."""
        named = {"id": self.state.names.new("item_"), "object": "realtime.item"}
        self.output.append(Kept({**named, **item}))
        return self.output[-1], len(self.output) - 1

    def added(self, kept: Kept, at: int) -> Iterator[Event]:
        item = {**kept.item}
        yield self._told("response.output_item.added", at, item=item)
        if not self.aside:
            previous = self.state.conversation.add(kept)
            yield {"type": "conversation.item.added", "previous_item_id": previous, "item": item}

    def finished(self, kept: Kept, at: int, **content: Any) -> Iterator[Event]:
        """kept: as it is now, with its `content`."""
        whole = self.status in ("in_progress", "completed")
        kept.item |= {"status": "completed" if whole else "incomplete", **content}
        item = {**kept.item}
        if not self.aside:
            previous = self.state.conversation.before(kept)
            yield {"type": "conversation.item.done", "previous_item_id": previous, "item": item}
        yield self._told("response.output_item.done", at, item=item)

    def event(self, kind: str, kept: Kept, at: int, **fields: Any) -> Event:
        """Something about one of its items."""
        return self._told(kind, at, item_id=kept.id, **fields)

    def _told(self, kind: str, at: int, **fields: Any) -> Event:
        return {"type": kind, "response_id": self.id, "output_index": at, **fields}

    # ── all of it ──────────────────────────────────────────────────────────────────────────────

    def steps(self) -> Telling:
        """All of it, to the end."""
        self.context = turn(self.state.context, self.state.model.id, self._read())
        try:
            yield {"type": "response.created", "response": self._shown()}
            try:
                if not self.over():
                    yield from self._answered()
            except WorkerLost as loss:
                self._fail(refused(loss, self.context.request.host))
            except ApiError as error:
                self._fail(error)
            if not self.over():
                self._end("completed")
            note(self)
            yield {"type": "response.done", "response": self._shown()}
        finally:
            if self.run:
                self.run.close()
            self.context.exchange.close()
            self.state.dismiss(self)

    def _read(self) -> list[Any]:
        """What chooses the answer."""
        return [self.config["instructions"], self.config["tools"], *said_of(heard_items(self.items))]

    def _answered(self) -> Telling:
        for kept in self.items if self.asked.get("input") else ():
            yield from listened(kept, self.context.services.seed)
        self.read = read(self.config, self.items, self.state.model, self.context)
        admission = permitted(self.read.chat, self.context)
        try:
            if admission:
                self.context = self.context._replace(refusal=admission.refusal)
            if event := limits_told(admission):
                yield event
            began(self.context)
            answer = self.read.answer(self.state.model, self.context, lambda choice: self._said(choice))
            yield from without_replies(answer)
        finally:
            if admission:
                admission.settle(self.read.tokens + self.text + self.sound if self.run else 0)

    def _said(self, choice: Choice) -> Telling:
        """The items of `choice`, each token when it is due."""
        assert self.read
        sound = None
        if self.speaks and choice.pieces:
            output = self.config["audio"]["output"]
            sound = yield from voiced(choice.text, name_of(output["voice"]), output["speed"])
        if self.over():
            return
        job = self.read.job(self.state.model, choice, 0 if sound is None else tokens_of(sound))
        self.run = submit([job], self.context)
        yield from self._paced(self._written(choice, sound))
        if choice.finish_reason == "length" and not self.over():
            self._end("incomplete", reason="max_output_tokens")

    def _written(self, choice: Choice, sound: Any) -> Told:
        yield from ticked(choice.reasoned, self)
        self.reasoned = choice.reasoned
        self.wrote(text=choice.reasoned)
        if choice.pieces:
            yield from message_of(self, choice.pieces, sound)
        for call in choice.calls:
            yield from call_of(self, call)

    def _paced(self, told: Told) -> Telling:
        """What is `told`, each token when the cluster has it; what is over waits for none."""
        assert self.run
        for one in told:
            if not isinstance(one, str):
                yield one
            elif one == TICK and not self.run.instant:
                for wait in self.run.token():
                    if self.over():
                        break
                    yield wait

    def _fail(self, error: ApiError) -> None:
        self.context.exchange.refused(error)
        self._end("failed", error=facts(error))

    def _end(self, status: str, **why: Any) -> None:
        self.status = status
        self.details = {"type": status, **why} if why else None

    def _shown(self) -> Config:
        """It, as it is now."""
        output = self.config["audio"]["output"]
        done = self.over()
        return {
            "object": "realtime.response",
            "id": self.id,
            "status": self.status,
            "status_details": self.details,
            "output": [{**kept.item} for kept in self.output] if done else [],
            "conversation_id": None if self.aside else self.state.conversation.id,
            "output_modalities": self.config["output_modalities"],
            "max_output_tokens": self.config["max_output_tokens"],
            "audio": {"output": {"format": output["format"], "voice": name_of(output["voice"])}},
            "usage": usage_of(self) if done else None,
            "metadata": self.asked.get("metadata"),
        }


def name_of(voice: Any) -> str:
    """Of a voice that is named, or has an id."""
    return str(voice["id"] if isinstance(voice, dict) else voice)


def without_replies(steps: Reply | Telling) -> Telling:
    """`steps`, where no refusal by HTTP is among them. Raises ApiError for one."""
    status = 500
    for step in steps:
        if isinstance(step, Head):
            status = step.status
        elif isinstance(step, Data):
            told = from_json(step.body).get("error") or {}
            raise ApiError(status, str(told.get("message")), type=told.get("type"), code=told.get("code"))
        else:
            yield cast("Event | Wait", step)

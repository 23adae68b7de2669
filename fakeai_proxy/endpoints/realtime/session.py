"""One WebSocket: messages of the client in, events and waits out."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator

from pydantic_core import from_json, to_json

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.steps import Close, Hold, Message, Step, Wait

from .agenda import Event, Said
from .beta import older_event
from .refusal import error_event, refused_type
from .state import State

WAITING, WAITING_BYTES = 1024, 64 * 2**20
"""Messages of the client that may wait to be heard."""
LONGEST = 30.0
"""Seconds of one wait; a longer one is several."""
POLICY_VIOLATION = 1008

Heard = Callable[[State, Event], Iterable[Said]]
"""Does what an event of the client asks for. Raises ApiError."""


class Session:
    """What is said to what, is up to `hear`; when, to the agenda of `state`."""

    def __init__(self, state: State, hear: Heard) -> None:
        self.state, self.hear = state, hear
        self._inbox: deque[str | bytes] = deque()
        self._size = 0
        self._hold = Hold()

    def open(self) -> Iterator[Step]:
        """All that is ever said; ends where the session does. A message cuts its waits short."""
        agenda = self.state.agenda
        try:
            while (wait := agenda.wait()) is not None or self._inbox:
                if self._inbox:
                    yield from self._told(self._answer(self._taken()))
                elif wait is not None and wait > 0:
                    self._hold = Hold()
                    yield Wait(min(wait, LONGEST), self._hold)
                elif step := self._pulled():
                    yield from self._told((step,))
        finally:
            agenda.close()

    def feed(self, message: Message) -> Iterable[Step]:
        """The message is heard in its turn; the answers are part of what `open` says."""
        self._inbox.append(message.content)
        self._size += len(message.content)
        if len(self._inbox) > WAITING or self._size > WAITING_BYTES:
            return (Close(code=POLICY_VIOLATION, reason="too many messages at once"),)
        self._hold.release()
        return ()

    def _pulled(self) -> Said | None:
        """What is due; what goes wrong with it is an event too."""
        try:
            return self.state.agenda.pull()
        except ApiError as error:
            return error_event(error)

    def _taken(self) -> str | bytes:
        content = self._inbox.popleft()
        self._size -= len(content)
        return content

    def _answer(self, content: str | bytes) -> Iterator[Said]:
        """What is said to one message; what is wrong with it is an event too."""
        event: Event = {}
        try:
            event = event_in(content)
            yield from self.hear(self.state, event)
        except ApiError as error:
            given = event.get("event_id")
            yield error_event(error, given if isinstance(given, str) else None)

    def _told(self, said: Iterable[Said]) -> Iterator[Step]:
        for one in said:
            if isinstance(one, Wait | Close):
                yield one
            elif (event := older_event(one) if self.state.beta else one) is not None:
                yield Message(to_json({**event, "event_id": self.state.names.new("event_")}).decode())
            if isinstance(one, Close):
                return


def event_in(content: str | bytes) -> Event:
    """The event that a message is. Raises ApiError 400 where it is none."""
    try:
        event = from_json(content)
    except ValueError:
        raise ApiError(400, "Unable to parse the message: it is no JSON.", code="invalid_json") from None
    if not isinstance(event, dict):
        raise ApiError(400, "Unable to parse the message: it is no JSON object.", code="invalid_json")
    if not isinstance(event.get("type"), str):
        raise refused_type(event.get("type"))
    return event

"""What a session knows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from fakeai_proxy.catalog import Model
from fakeai_proxy.endpoints.context import Context

from .agenda import Agenda, Task
from .configuration import Config
from .conversation import Conversation
from .input_buffer import InputBuffer
from .names import Names
from .voice_activity import VoiceActivity

if TYPE_CHECKING:
    from .responding import Response


class Utterance(NamedTuple):
    """What somebody is saying."""

    item_id: str
    """Of the message that it will be."""
    start: int
    """Its first sample."""


@dataclass(slots=True)
class State:
    """Of one session. Its configuration has the form of today, also where the client is of the beta."""

    context: Context
    model: Model
    config: Config
    beta: bool
    names: Names
    agenda: Agenda
    conversation: Conversation
    buffer: InputBuffer = field(default_factory=InputBuffer)
    activity: VoiceActivity | None = None
    """None: the client says itself when a turn is over."""
    utterance: Utterance | None = None
    active: Response | None = None
    """The one that the conversation waits for."""
    aside: list[Response] = field(default_factory=list)
    """Those that are no part of it."""
    spoken: bool = False
    """Somebody has heard an answer."""
    idle: Task | None = None
    """What is said when the user is silent for long."""

    @property
    def answers(self) -> bool:
        """It is no session that only writes down what it hears."""
        return bool(self.config["type"] == "realtime")

    @property
    def heard_as(self) -> str:
        """The format of the sound that the client sends."""
        return str(self.config["audio"]["input"]["format"]["type"])

    def dismiss(self, response: Response) -> None:
        """It is over."""
        if self.active is response:
            self.active = None
        elif response in self.aside:
            self.aside.remove(response)

    def wall_seconds(self, simulated: float) -> float:
        """How long that is for the client; where time stands still, as long as it says."""
        return simulated * (self.context.services.cluster.time.scale or 1.0)

"""One rule: which requests, how often, when, and what then happens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from fakeai_proxy.faults import AnswerFault, ConnectionFault, Fault, Phase, ReplyFault

from .given import Faults, When, listed
from .match import OF_CONNECTIONS, Match
from .trigger import Trigger

PASS = "pass"
ID = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"


def step_given(given: Any) -> Any:
    """`pass` is a step without a fault."""
    return () if given in (PASS, None) else listed(given)


Step = Annotated[Faults, BeforeValidator(step_given)]


class Rule(BaseModel):
    """The first rule that hits has the request, unless it composes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1, max_length=64, pattern=ID, description="Its name in reports.")
    match: Match = Field(default_factory=Match, description="Which requests; without it, all.")
    trigger: Trigger = Field(default_factory=Trigger, description="How often; without it, always.")
    when: When | None = Field(default=None, description="The moment of the reply, for faults that have one.")
    fault: Faults = Field(default=(), description="One fault or several together.")
    sequence: tuple[Step, ...] = Field(
        default=(),
        description="Faults for the first, second, third ... hit; `pass` lets one through. Then all pass.",
    )
    repeat: bool = Field(default=False, description="The sequence begins again at its end.")
    compose: bool = Field(default=False, description="Rules after this one may hit the same request too.")

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All that it may do."""
        return self.fault or tuple(fault for step in self.sequence for fault in step)

    @property
    def phase(self) -> Phase | None:
        """Of the connections it acts on; None where it acts on requests."""
        return next((fault.phase for fault in self.faults if isinstance(fault, ConnectionFault)), None)

    def of_hit(self, number: int) -> Sequence[Fault] | None:
        """The faults of the hit `number`, from 0; None where the sequence is over or passes."""
        if self.fault:
            return self.fault
        if number >= len(self.sequence) and not self.repeat:
            return None
        return self.sequence[number % len(self.sequence)] or None

    @property
    def per(self) -> Literal["all", "request", "client", "session", "fingerprint"]:
        """Whose hits a sequence counts: by default those of one logical request and its retries."""
        return self.trigger.subject if self.trigger.per else "fingerprint"

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if bool(self.fault) == bool(self.sequence):
            raise ValueError("exactly one of fault and sequence is needed")
        if self.sequence and not self.faults:
            raise ValueError("sequence holds no fault, only pass")
        if self.repeat and not self.sequence:
            raise ValueError("repeat is for a sequence")
        if self.phase:
            self._only_connections()
        for together in (self.fault, *self.sequence):
            self._no_two_answers(together)
        if self.when is not None and not any(
            isinstance(fault, ReplyFault) and fault.timed for fault in self.faults
        ):
            raise ValueError(f"when has no meaning for {', '.join(fault.type for fault in self.faults)}")
        return self

    def _only_connections(self) -> None:
        others = [fault.type for fault in self.faults if not isinstance(fault, ConnectionFault)]
        phases = {fault.phase for fault in self.faults if isinstance(fault, ConnectionFault)}
        if len(phases) > 1 or len(self.fault) > 1 or any(len(step) > 1 for step in self.sequence):
            raise ValueError("one fault of a connection at a time; write one rule for each")
        if others:
            raise ValueError(f"{others[0]} cannot be combined with faults of connections")
        if asked := self.match.of_requests:
            known = " and ".join(OF_CONNECTIONS)
            raise ValueError(f"match: {', '.join(asked)} is not known of a connection; only {known} are")
        if self.trigger.subject in ("session", "fingerprint"):
            raise ValueError(f"a connection has no {self.trigger.subject}; count per all or client")

    @staticmethod
    def _no_two_answers(faults: Sequence[Fault]) -> None:
        answers = [
            fault.type
            for fault in faults
            if isinstance(fault, AnswerFault) and not isinstance(fault, ReplyFault)
        ]
        if len(answers) > 1:
            raise ValueError(f"{' and '.join(answers)} cannot both answer; write two rules, or a sequence")

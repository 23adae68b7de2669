"""What a fault is: a small model of its parameters, and one of four things it does to an exchange.

RequestFault      the request is another one        ─► mode
AnswerFault       answers in place of the mode      ─► client, or lets the mode answer after all
ReplyFault        a Transform of the mode's reply   ─► client
ConnectionFault   acts before there is a request, or while it arrives (see `proxy`)
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Hold, Reply
from fakeai_proxy.core.transform import Transform

from .when import When

Dialect = Literal["openai", "azure", "anthropic", "nvidia"]
Needs = Literal["stream", "json"] | None
Phase = Literal["connect", "tls", "reuse", "expect", "upload"]
"""When a connection is asked about.

connect   at CONNECT, through the forward proxy
tls       at the TLS handshake
reuse     at every request but its first, once the head of the request is there
expect    at a request with `expect: 100-continue`
upload    at a request with a body
"""


@dataclass(frozen=True, slots=True)
class Hit:
    """One request that a fault has met."""

    request: Request
    rng: np.random.Generator
    """Of this request and this rule alone, so that a run repeats whatever the concurrency."""
    clock: Clock
    dialect: Dialect = "openai"
    """How the provider asked words its errors."""
    ordinal: int = 0
    """How many requests this rule has hit before."""
    memory: MutableMapping[str, Any] = field(default_factory=dict)
    """What the fault keeps between requests, one mapping a rule. Bounded by the fault."""
    exchange: MutableMapping[str, Any] = field(default_factory=dict)
    """What the fault keeps of this request between `answer` and `start`."""
    live: bool = False
    """The reply arrives: its time is the clock's. Else it is made here, and its time is that of its waits."""
    hold: Hold = field(default_factory=Hold)
    """Of the experiment, for every wait that a fault puts in: when it ends, nothing is held up any more."""


class Fault(BaseModel):
    """The parameters of one fault, named `type` in experiments. Its docstring is its documentation."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str


class RequestFault(Fault):
    """Something else is asked than the client asked."""

    def change(self, hit: Hit) -> Request:
        """The request that goes on in place of `hit.request`."""
        raise NotImplementedError


class AnswerFault(Fault):
    """The answer comes from here; the provider, or what stands in for it, is not asked.

    One that is a ReplyFault too (a rate limit: it refuses some requests and marks the replies to others) sees
    the reply by `start` where it did not answer; also where it was not asked, since another fault answered.
    """

    def answer(self, hit: Hit) -> Reply | None:
        """The reply to `hit.request`; None: this one is let through."""
        raise NotImplementedError


class ReplyFault(Fault):
    """Something happens to the reply, wherever it comes from."""

    timed: ClassVar[bool] = False
    """It happens at a moment of the reply, that of the rule's `when`; else it sees the reply whole."""
    default_when: ClassVar[When] = When(at="headers")
    """The moment of a timed fault whose rule tells none."""
    needs: ClassVar[Needs] = None
    """What it means something for: a stream of events, or one JSON value. Other replies pass untouched."""
    reads_content: ClassVar[bool] = False
    """It looks into the body, so a content-encoding is taken off first."""
    resizes: ClassVar[bool] = False
    """The body it leaves may have another length than was declared: the reply declares none."""

    def start(self, hit: Hit) -> Transform:
        """What the steps of the reply pass through, from the moment on."""
        raise NotImplementedError


class ConnectionFault(Fault):
    """Something happens to the connection before it carries a reply; decided by host, not by request."""

    phase: ClassVar[Phase]

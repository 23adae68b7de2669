"""One exchange of a client, as far as its wire shows it.

No body is kept: hashes, ids of tool calls, sizes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Ending = Literal["complete", "unfinished", "cut", "left", "timeout", "open"]
"""How a reply ended:

complete    as its protocol has it, errors included
unfinished  politely, yet it is no whole answer: no finish, half a JSON document, a page instead
cut         broken off, in a way that shows at the client's socket
left        the client went away while it was coming
timeout     the client went away after a silence: its patience, or its user's
open        it is still going on
"""


@dataclass(frozen=True, slots=True)
class Injected:
    """A fault that met an exchange, and on whose account."""

    fault: str
    """Name in the table of faults."""
    experiment: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a request says came out of a tool call."""

    id: str
    digest: bytes
    reports_error: bool
    """It tells the model that the call failed or was refused."""
    fresh: bool = True
    """The model has not spoken since."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request says."""

    client: str
    """Scope and address of who asked."""
    key: str
    """Short fingerprint of the credential; "" where there is none."""
    method: str
    host: str
    path: str
    model: str
    streamed: bool
    content: bytes
    """Hash of method, endpoint and body without model and what changes between attempts."""
    dialogue: bytes
    """Hash of what was said by user, model and tools: the same through another API."""
    idempotency: bytes = b""
    """Hash of the idempotency key."""
    retry_count: int | None = None
    """`x-stainless-retry-count`."""
    said: tuple[bytes, ...] = ()
    """Hashes of what the model is told it said before, the last ones."""
    goes_on: bool = False
    """The last turn is the model's: it is asked to go on from there."""
    results: tuple[ToolResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What the head and the error say about coming back."""

    retry_after: float | None = None
    """Seconds from the head on; None: nothing that a correct client can use."""
    by: str = ""
    """The header that says so."""
    precise: bool = True
    """False for a date, which has whole seconds."""
    should_retry: bool | None = None
    """`x-should-retry`."""
    hopeless: str = ""
    """Why the same request cannot succeed; "": it may."""
    redirect: str = ""
    """The host that a redirect leads to."""


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A tool call in a reply."""

    id: str
    name: str
    problem: str = ""
    """Why it must not be executed; "": it may."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the client could read of a reply."""

    text: bytes = b""
    """Hash of what the model said (white space left out); empty: nothing."""
    calls: tuple[ToolCall, ...] = ()
    finished: bool = False
    """It said that it ended."""
    flaw: str = ""
    """Why a reply that ended politely is no answer."""
    error: str = ""
    """Code or type of the error it tells of."""
    tokens: int = 0
    """Of prompt and completion as `usage` tells them, else the pieces that came."""
    counted: bool = False
    """`tokens` is told by `usage`."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Times are seconds of one monotonic clock."""

    number: int
    """Of arrival, from 1."""
    asked: Asked
    at: float
    head_at: float | None
    """When the client could know the status."""
    last_at: float
    """When something last went to the client; `at` where nothing did."""
    silence: float
    """Longest time in which nothing went to the client, up to the end."""
    ended_at: float
    """When it ended; until when it was watched, of one that is open."""
    ended: Ending
    status: int = 0
    """0: no head came."""
    size: int = 0
    """Bytes of the body that went to the client."""
    told: Told = Told()
    heard: Heard = Heard()
    injected: tuple[Injected, ...] = ()
    upstream: int = 0
    """Status with which upstream, or what stands in for it, answered; 0: it was not asked, or did not."""
    upstream_tokens: int = 0
    """Spent there, as far as it came."""
    delay: float = 0.0
    """Seconds that faults held up the reply."""

    @property
    def usable(self) -> bool:
        """The client has a whole answer, whatever it says."""
        return 200 <= self.status < 300 and self.heard.finished and not self.heard.flaw

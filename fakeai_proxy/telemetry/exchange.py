"""One request on its way: what is known of it so far."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Abort, Data, End, Head, Step

from .tail import Tail

Source = Literal["synthesized", "replayed", "live", "missed", "injected"]
"""Where the reply came from; `missed`: the cassette did not have it; `injected`: a fault answered."""
Outcome = Literal["ok", "error", "aborted"]
"""Complete below 400; complete from 400 on, or never begun; broken off, by either side."""

ImageSource = Literal["", "image.generation", "image.edit", "image.variation"]
SearchContext = Literal["", "low", "medium", "high"]
ServiceTier = Literal["", "auto", "default", "flex", "scale", "priority", "fast"]

TIMES = 16_384
"""Arrivals of pieces that are remembered of one reply without a run."""


class Timed(Protocol):
    """What is read of a run in the simulated cluster: simulated seconds, nan until known."""

    arrival: float
    scheduled: float
    first_token: float
    last_token: float
    worker: int
    preemptions: int

    def itls(self) -> NDArray[np.float64]:
        """Seconds between tokens that came out."""
        ...


class Exchange:
    """What a handler knows, it writes into the fields; `feed` sees the steps; `close` makes one row."""

    __slots__ = (
        "_close",
        "audio_seconds",
        "batch",
        "cached_tokens",
        "characters",
        "choices",
        "chunks",
        "clock",
        "closed",
        "code_sessions",
        "completion_tokens",
        "ended",
        "endpoint",
        "error",
        "file_searches",
        "finish",
        "image_size",
        "image_source",
        "images",
        "input_audio_tokens",
        "max_tokens",
        "model",
        "output_audio_tokens",
        "prompt_tokens",
        "reasoning_tokens",
        "request",
        "response_bytes",
        "run",
        "search_context",
        "service_tier",
        "source",
        "started",
        "status",
        "streamed",
        "tail",
        "times",
        "vector_store",
        "web_searches",
    )

    def __init__(
        self, request: Request, source: Source, clock: Clock, close: Callable[[Exchange], None] | None
    ) -> None:
        """`close` takes it when it is over; None: nobody wants to know."""
        self.request, self.source, self.clock, self._close = request, source, clock, close
        self.started = clock.now()
        self.endpoint = ""
        """The template of the path (`/files/{id}`), never a path; "": no route of ours."""
        self.model = ""
        """Its id; "": none, or (live, replayed) the one that the request names."""
        self.streamed = False
        self.prompt_tokens = self.cached_tokens = self.completion_tokens = self.reasoning_tokens = 0
        """As `usage` tells them: cached tokens are part of the prompt, reasoning tokens of the completion."""
        self.input_audio_tokens = self.output_audio_tokens = 0
        """Part of the prompt, and of the completion."""
        self.audio_seconds = 0.0
        """Of audio that was transcribed or translated."""
        self.characters = 0
        """Of a text that was spoken."""
        self.images = 0
        """Images that were made."""
        self.image_size = ""
        """`1024x1024`."""
        self.image_source: ImageSource = ""
        self.web_searches = self.file_searches = self.code_sessions = 0
        """Calls of tools that are run here."""
        self.vector_store = ""
        """The id of the one that was searched."""
        self.search_context: SearchContext = ""
        self.service_tier: ServiceTier = ""
        self.batch = False
        """It is charged at the price of a batch."""
        self.choices = 1
        self.max_tokens = 0
        """What the request allows to be written; 0: it does not say."""
        self.finish = ""
        """`finish_reason` of the first choice."""
        self.error = ""
        """`code` or `type` of the error answered."""
        self.run: Timed | None = None
        """The job in the simulated cluster, if it made one; then all times are its."""
        self.status = 0
        """Of HTTP; 0: no head yet."""
        self.response_bytes = self.chunks = 0
        self.times: list[float] = []
        """When pieces went out, of a reply without a run."""
        self.tail = None if source == "synthesized" else Tail()
        """Both ends of a body that was not made here, for what it says of itself."""
        self.ended = self.closed = False

    def refused(self, error: ApiError) -> None:
        """`error` is the answer."""
        self.error = error.code or error.type

    def feed(self, step: Step) -> None:
        """`step` goes to the client."""
        kind = type(step)
        if kind is Data:
            body: bytes = step.body  # type: ignore[union-attr]  # by its kind
            self.response_bytes += len(body)
            self.chunks += 1
            if self.run is None and self.chunks < TIMES:
                self.times.append(self.clock.now())
            if self.tail is not None:
                self.tail.feed(body)
        elif kind is End:
            self.ended = True
        elif isinstance(step, Head):
            self.status = step.status
            if self.tail is not None:
                self.tail.begin(step)
        elif kind is Abort and not self.status:
            self.error = self.error or "upstream"

    def close(self) -> None:
        """It is over, however it ended. The first call makes the row."""
        if not self.closed:
            self.closed = True
            if self._close:
                self._close(self)

    @property
    def outcome(self) -> Outcome:
        if self.ended:
            return "ok" if 0 < self.status < 400 else "error"
        return "error" if self.error and not self.status else "aborted"

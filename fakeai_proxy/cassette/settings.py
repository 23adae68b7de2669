"""The [cassette] section."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import ConfigDict, Field, model_validator

from .age import Age
from .cursor import OnExhausted
from .matching.rule import unkept
from .matching.settings import MatchingSettings
from .redaction.settings import RedactionSettings

RecordMode = Literal["all", "new_episodes", "once", "none", "rewrite", "spy", "diff", "off"]
Lookup = Literal["always", "never", "sealed"]
OnMiss = Literal["fail", "forward", "record", "synthesize"]
OnExpired = Literal["warn", "fail", "rerecord", "serve"]
Write = Literal["none", "append", "replace", "new_generation"]
Serve = Literal["recorded", "live"]
Pace = Literal["recorded", "profile", "instant"]
Strict = Literal["close", "event", "ignore"]
Scoping = Literal["cursor", "cassette", "none"]
SCOPE = "{scope}"
"""In a path: the name of the scope."""


class CassetteSettings(MatchingSettings):
    """Where recordings are kept, when they are made and how fast they are replayed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path | None = Field(
        default=None,
        description="The cassette: one SQLite file. {scope} in it stands for the name of the scope.",
        examples=["cassette.db"],
    )
    record_mode: RecordMode = Field(
        default="all",
        description=(
            "all: record every request, replacing older recordings of the same request; "
            "new_episodes: replay what is recorded, record the rest; "
            "once: record until the cassette is sealed by a clean stop, then only replay; "
            "none: never record; "
            "rewrite: record every request as a new generation, which is replayed from a clean stop on; "
            "spy: replay what is recorded, ask upstream for the rest; "
            "diff: ask upstream and compare with what is recorded; "
            "off: ask upstream."
        ),
    )
    lookup: Lookup | None = Field(
        default=None,
        description="Whether recordings answer: always, never, or once the cassette is sealed.",
        examples=["always"],
    )
    on_miss: OnMiss | None = Field(
        default=None,
        description="A request that was not recorded: fail, forward (ask upstream), record, or synthesize.",
        examples=["synthesize"],
    )
    on_exhausted: OnExhausted | None = Field(
        default=None,
        description="One whose recordings have all been replayed: fail, repeat_last, cycle, or as_miss.",
        examples=["cycle"],
    )
    on_expired: OnExpired | None = Field(
        default=None,
        description="A recording older than max_age: warn and serve it, fail, rerecord, or serve.",
        examples=["fail"],
    )
    write: Write | None = Field(
        default=None,
        description="What becomes of older recordings: append, replace those of the same request, "
        "new_generation (replace all, at a clean stop); none: nothing is written.",
        examples=["replace"],
    )
    answer: Serve | None = Field(
        default=None,
        description="Who answers a request that was recorded: the recording, or live (and it is compared).",
        examples=["live"],
    )
    max_age: Age | None = Field(
        default=None,
        description="When recordings expire, in seconds or as 30d, 12h, 90m; unset: as the cassette says.",
        examples=["30d"],
    )
    scopes: Scoping = Field(
        default="cursor",
        description="What each scope has of its own: its place in repeats (cursor), its cassette, or none.",
    )
    folder: Path | None = Field(
        default=None,
        description="Folder below which a scope may be given a cassette by a call; unset: no call names one.",
        examples=["tests/cassettes"],
    )
    max_open: int = Field(
        default=64, ge=1, le=1024, description="Most cassettes that are open; the one used longest ago goes."
    )
    speed: float = Field(
        default=1.0,
        ge=0,
        allow_inf_nan=False,
        description="Recorded waits are divided by this: 1 as recorded, 2 twice as fast, 0 without waiting.",
    )
    pace: Pace = Field(
        default="recorded",
        description="Waits of replay: as recorded, as the simulated engine has them for the model (profile), "
        "or instant.",
    )
    on_message_miss: Strict = Field(
        default="close",
        description="A WebSocket message of the client that is not the recorded one: close (with 1008 and "
        "what differs), event (an error event, and the recorded one is waited for), or ignore.",
        examples=["event"],
    )
    writer: Literal["process", "thread"] = Field(
        default="process",
        description="Who redacts and writes: a process beside the proxy, or a thread, which slows it down.",
    )
    record_strict: bool = Field(
        default=False,
        description="Once a recording could not be written, answer 500 instead of going on without.",
    )
    redact: RedactionSettings = Field(default_factory=RedactionSettings)

    @model_validator(mode="after")
    def _rules_have_headers(self) -> Self:
        for rule in self.match:
            if name := unkept(rule, self.redact.keep_headers):
                raise ValueError(f"match: no recording has the header {name}; add it to redact.keep_headers")
        return self

    @model_validator(mode="after")
    def _scopes_have_paths(self) -> Self:
        named = self.path is not None and SCOPE in str(self.path)
        if named and self.scopes != "cassette":
            raise ValueError(f'path holds {SCOPE}, which needs scopes = "cassette"')
        if self.path is not None and not named and self.scopes == "cassette" and self.folder is None:
            raise ValueError(f'scopes = "cassette" needs {SCOPE} in path, as in "cassettes/{SCOPE}.db"')
        return self

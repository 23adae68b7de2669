"""One test's traffic: a simulator of its own, so that nothing of it meets another test's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.errors import SettingsError
from fakeai_proxy.core.exchange import Answer, Injected, Request
from fakeai_proxy.settings import Settings
from fakeai_proxy.simulator import Simulator

from .calls import Calls
from .tapes import Tapes
from .wish import Asked, Wish

if TYPE_CHECKING:
    from fakeai_proxy.chaos.experiment import Experiment
    from fakeai_proxy.modes.scope import Scope

RECORDING = {"once": "append", "new_episodes": "append", "all": "replace", "rewrite": "rewrite"}
"""Modes that write, and what becomes of what is in the cassette."""
SOURCES = {"synthesize": "synthesized", "off": "live"}
PATIENCE = 5.0
"""Seconds that a reply under way when the test ends is given."""
TIMINGS: Mapping[str, Mapping[str, Any]] = {
    "instant": {"cassette.pace": "instant", "generation.ttft_ms": 0, "generation.itl_ms": 0},
    "recorded": {"cassette.pace": "recorded", "cassette.speed": 1},
    "profile": {"cassette.pace": "profile"},
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """Where settings come from."""

    config: Path | None
    environ: Mapping[str, str]

    def settings(self, overrides: Mapping[str, Any]) -> Settings:
        """Raises SettingsError."""
        return Settings.load(self.config, overrides, self.environ)


class Play:
    """From the first fixture of a test to its end."""

    def __init__(
        self, asked: Asked, loaded: Loaded, given: Mapping[str, Any], tapes: Tapes, clock: Clock
    ) -> None:
        """given: settings for every test. Raises SettingsError where it asks for what there is not."""
        self.asked, self.mode = asked, mode_now(asked, tapes)
        self.shard: Path | None = tapes.shard(asked) if self.mode in RECORDING else None
        self.copied: Path | None = None
        """The cassette that its shard began as."""
        self.played: Path | None = self._opened(tapes)
        self.settings = loaded.settings({**given, **self._overrides()})
        self.simulator = Simulator(self.settings, clock)
        if asked.wish.faults:
            self.simulator.make_chaos().experiments.add(experiment(asked.wish.faults))
        self.simulator.scopes.begin(asked.scope)
        self._left: list[str] | None = None
        self.lost = ""
        """Why a recording could not be written, known at the end."""
        self.calls = Calls(SOURCES.get(self.mode, "live" if self.shard else "hit"))

    @property
    def taped(self) -> bool:
        """It reads or writes a cassette."""
        return self.played is not None

    def handle(self, request: Request) -> Answer | Injected:
        """`request` as this test's, whoever asks."""
        own = replace(request, scope=self.asked.scope)
        stray = request.scope not in ("", own.scope)
        return self.calls.watched(own, self.simulator.handle(own), stray=stray)

    @property
    def writes(self) -> str:
        """What its recordings do to those of before: append, replace or rewrite."""
        return RECORDING[self.mode]

    @property
    def scope(self) -> Scope:
        """What the modes tell of its requests."""
        return self.simulator.scopes.find(self.asked.scope)

    def recorded(self) -> bool:
        """It recorded something. Of a play that is closed."""
        from fakeai_proxy.cassette.reading import reading

        if self.shard is None or not any(call.live for call in self.calls.all):
            return False
        with reading(self.shard) as tape:
            return len(tape) > 0

    def unused(self) -> list[str]:
        """Recordings that were to be played and were not: what was asked, and the uid.

        Of a cassette that several tests recorded, those of this one.
        """
        from fakeai_proxy.cassette.reading import reading

        if self.played is None or self.mode != "none":
            return []
        left = self._unplayed() if self._left is None else self._left
        with reading(self.played) as tape:
            found = [tape.recording(uid) for uid in left]
        own = [one for one in found if one.scope in ("", self.asked.scope)]
        return [f"{one.asked.method} {one.asked.path} ({one.uid})" for one in own]

    def close(self) -> None:
        """Everything is written when this returns."""
        self.calls.settle(PATIENCE)
        self._left = self._unplayed()
        held = self.simulator.scopes.tapes.shelf.find(self.played) if self.played else None
        self.simulator.close()
        self.lost = (held and held.cassette.failed) or ""

    def _unplayed(self) -> list[str]:
        return self.simulator.scopes.tapes.unplayed(self.scope) or []

    def _opened(self, tapes: Tapes) -> Path | None:
        """The database that its simulator opens."""
        if self.mode in SOURCES:
            return None
        if self.shard is None:
            return tapes.replayed(self.asked)
        if self.mode == "new_episodes":
            self.copied = tapes.copied(self.asked, self.shard)
        return self.shard

    def _overrides(self) -> dict[str, Any]:
        wish = self.asked.wish
        given: dict[str, Any] = {"mode": "record" if self.shard else self.mode, **timing(wish.timing)}
        if self.shard:
            given["cassette.record_mode"] = "new_episodes" if self.mode == "new_episodes" else "all"
        if self.played:
            # A process that writes would take longer to start than most tests to run.
            given |= {"cassette.path": self.played, "cassette.scopes": "cursor", "cassette.writer": "thread"}
        if wish.max_age is not None:
            given["cassette.max_age"] = wish.max_age
        # Replies tell where they come from: nothing else does.
        return given | mutated(wish) | dict(wish.settings) | ({"cassette.mark": True} if self.played else {})


def mode_now(asked: Asked, tapes: Tapes) -> str:
    """What the mode comes to: `once` is `none` where there is a cassette."""
    mode = asked.wish.mode
    return "none" if mode == "once" and tapes.recorded(asked) else mode


def timing(wished: str | float) -> Mapping[str, Any]:
    """Settings that make it so. Raises SettingsError."""
    if isinstance(wished, int | float):
        return {"cassette.pace": "recorded", "cassette.speed": wished}
    if wished not in TIMINGS:
        raise SettingsError(f"timing: '{wished}' is no number and none of {', '.join(TIMINGS)}")
    return TIMINGS[wished]


def mutated(wish: Wish) -> dict[str, Any]:
    return {"mutations": list(wish.mutations)} if wish.mutations else {}


def experiment(faults: Sequence[Any]) -> Experiment:
    """One rule for each of `faults`, in their order. Raises SettingsError."""
    from fakeai_proxy.chaos.reading import told

    rules = [
        {"id": f"fault-{number}", **(one if is_rule(one) else {"fault": one}), "compose": True}
        for number, one in enumerate(faults, 1)
    ]
    return told({"experiment": "test", "rules": rules})


def is_rule(fault: Any) -> bool:
    return isinstance(fault, Mapping) and bool(fault.keys() & {"fault", "sequence"})

"""What tests hold in their hands: the proxy, and the cassette of the test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from .calls import Call
from .play import Play
from .tally import Tally, tally_of

Tool = str | tuple[str, Any]
"""The name of a tool, or that and its arguments."""


@dataclass(frozen=True, slots=True)
class Fakeai:
    """The proxy of this process: the fixture `fakeai`. It gives each request to the test that runs."""

    proxy_url: str
    """Of the forward proxy, for clients that outlive a test; those of a test find it in their environment."""
    base_url: str
    """In place of https://api.openai.com/v1."""
    ca_bundle: Path
    """All certificate authorities that a client is to trust."""
    env: Mapping[str, str]
    """What leads any program to the proxy."""

    @property
    def addresses(self) -> list[tuple[str, int]]:
        """(host, port) of both doors."""
        places = (urlsplit(url) for url in (self.proxy_url, self.base_url))
        return [(place.hostname or "", place.port or 0) for place in places]


class Tape:
    """The cassette of a test: the fixture `cassette`. Its numbers grow while the test runs."""

    def __init__(self, play: Play) -> None:
        self._play = play

    @property
    def name(self) -> str:
        return self.path.stem

    @property
    def path(self) -> Path:
        """Its text, which is there when it was recorded once."""
        return self._play.asked.path

    @property
    def scope(self) -> str:
        """By which the proxy knows requests of this test: the user of its proxy URL."""
        return self._play.asked.scope

    @property
    def mode(self) -> str:
        """What is done; `once` is `none` where there is something to replay."""
        return self._play.mode

    @property
    def calls(self) -> Sequence[Call]:
        """Every request so far, and its reply."""
        return tuple(self._play.calls.all)

    @property
    def counts(self) -> Tally:
        """Everything that is counted."""
        catalog = self._play.simulator.services.catalog

        def price(model: str) -> Any:
            found = catalog.find(model)
            return found.price if found else None

        differing = self._play.simulator.differences.differing
        return replace(tally_of(self.calls, price), differing=differing)

    @property
    def hits(self) -> int:
        return self.counts.hits

    @property
    def misses(self) -> int:
        return self.counts.misses

    @property
    def live_calls(self) -> int:
        return self.counts.live

    @property
    def tokens_saved(self) -> int:
        return self.counts.tokens_saved

    @property
    def cost_saved(self) -> float:
        """US dollars that replay saved in this test."""
        return self.counts.cost_saved

    @property
    def tool_calls(self) -> list[tuple[str, Any]]:
        """(name, arguments) of all calls of tools in all replies, in the order in which they were asked."""
        return [tool for call in self.calls for tool in call.tools]

    @property
    def unused(self) -> list[str]:
        """Recordings that were not played: what was asked, and the uid."""
        return self._play.unused()

    def assert_all_played(self) -> None:
        """Every recording of the cassette was replayed."""
        left = self.unused
        assert not left, f"{len(left)} of {self.path.name} not played: {', '.join(left)}"

    def assert_no_live_calls(self) -> None:
        """Nothing went upstream."""
        live = [call.asked for call in self.calls if call.live]
        assert not live, f"{len(live)} went upstream: {', '.join(live)}"

    def assert_tool_calls(self, expected: Sequence[Tool]) -> None:
        """The model called these tools, in this order; arguments count where they are given."""
        found = self.tool_calls
        fits = len(found) == len(expected) and all(
            one[0] == wanted if isinstance(wanted, str) else one == tuple(wanted)
            for one, wanted in zip(found, expected, strict=True)
        )
        assert fits, f"tools called: {found}; expected: {[*expected]}"

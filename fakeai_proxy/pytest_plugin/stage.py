"""Stands where the simulator stands, and gives each request to the test that runs."""

from __future__ import annotations

from fakeai_proxy.core.clock import Clock
from fakeai_proxy.core.errors import ApiError, error_reply
from fakeai_proxy.core.exchange import Answer, Injected, Request
from fakeai_proxy.core.steps import Headers
from fakeai_proxy.settings import Settings
from fakeai_proxy.simulator import OWN_HOST, Simulator

from .play import Play

REFUSED: Headers = (("x-should-retry", "false"), ("x-fakeai-proxy", "refused"))
STATUS = 404
"""As of a miss: nobody retries it."""


class Stage(Simulator):
    """A simulator for what is asked about the proxy itself; all else is for the tests' own."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        super().__init__(settings, clock)
        self.current: Play | None = None
        """The test that runs. All requests are its: programs keep clients made in an earlier one."""
        self.wide = ""
        """The fixture being set up that outlives the test."""

    def begin(self, play: Play) -> None:
        """`play` has the stage. There is one at a time."""
        self.current, self.chaos = play, play.simulator.chaos

    def end(self) -> None:
        self.current = self.chaos = None

    def handle(self, request: Request) -> Answer | Injected:
        if request.host == OWN_HOST:
            return super().handle(request)
        play, why = self.current, self.refusal()
        if play is None or why:
            refused = ApiError(STATUS, why, code="no_test")
            return error_reply(refused, request.provider, REFUSED)
        return play.handle(request)

    def refusal(self) -> str:
        """Why requests belong to no test now; "" where they do."""
        if self.current is None:
            return "No test runs that uses the proxy."
        if self.wide and self.current.taped:
            return (
                f"The fixture {self.wide} outlives the test, so what it asks belongs on no test's cassette."
                " Ask in a fixture of function scope, or in a test with mode 'synthesize'."
            )
        return ""

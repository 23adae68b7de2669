"""What an experiment may do at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.hosts import HostPattern
from fakeai_proxy.faults import ReplyFault

from .armed import Ruling
from .decision import Skip
from .meeting import Meeting
from .safety import Safety

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Limits:
    """Counts against the limits of `safety`. Not safe for threads."""

    def __init__(self, safety: Safety, allow_hosts: Sequence[str] = ()) -> None:
        """allow_hosts: beside those of `safety`."""
        self.safety, self._allow_hosts = safety, allow_hosts
        self.matched = self.injected = self.active = self.overflow = 0
        """active: replies with a fault under way; overflow: hits that came to nothing for max_active."""

    @property
    def used_up(self) -> bool:
        limit = self.safety.max_injections
        return limit is not None and self.injected >= limit

    def told(self) -> Mapping[str, int]:
        """The counts."""
        counts = ("matched", "injected", "active", "overflow")
        return {name: getattr(self, name) for name in counts}

    def forbid(self, ruling: Ruling, meeting: Meeting) -> Skip | None:
        """Why nothing may come of `ruling`; None where it may."""
        safety, request = self.safety, meeting.request
        if safety.require_header and not request.header(safety.require_header.lower()):
            return "no_header"
        if not self.may_touch(request, meeting.destination):
            return "host"
        if request.websocket and all(isinstance(part.fault, ReplyFault) for part in ruling.parts):
            return "websocket"
        if self.active >= safety.max_active:
            self.overflow += 1
            return "max_active"
        if self.injected + 1 > safety.max_share * self.matched + 1e-9:
            return "max_share"
        return None

    def may_touch(self, request: Request, destination: str | None) -> bool:
        """Whether a request that goes on to the host `destination`, if to any, may be disturbed."""
        if destination is None or destination in LOOPBACK:
            return True
        allowed = map(HostPattern.parse, (*self.safety.allow_hosts, *self._allow_hosts))
        return any(one.covers(request.host, request.port) for one in allowed)

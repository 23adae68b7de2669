"""Every mode with a cassette: what its axes say, request by request.

Request ─ lookup ─► found ─ expired? ─► recorded, or live and compared
              └──► missed, exhausted ─► fail, forward, record, synthesize
"""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import cache

from fakeai_proxy.cassette import Match, Miss
from fakeai_proxy.cassette.age import told
from fakeai_proxy.cassette.diff.difference import Difference
from fakeai_proxy.cassette.miss import message
from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.core.exchange import Answer, Request
from fakeai_proxy.core.transform import Transform

from .base import Parts
from .differences import Differing
from .expiry import Expiry
from .rules import ModeName
from .scope import Missed
from .scopes import Playing

logger = logging.getLogger(__name__)


class Taped:
    """Recorded replies, live ones, or both."""

    def __init__(self, name: ModeName, parts: Parts) -> None:
        self.name, self.parts, self.expiry = name, parts, Expiry()

    def decide(self, request: Request) -> Answer:
        playing = self.parts.scopes.playing(request, self.name)
        try:
            name = playing.scope.name
            return self._played(request if request.scope == name else replace(request, scope=name), playing)
        finally:
            self.parts.scopes.played(playing)

    def _played(self, request: Request, playing: Playing) -> Answer:
        if playing.axes.lookup == "never" or playing.held is None:
            return self._unfound(request, playing, None)
        found = playing.held.cassette.find(request)
        if isinstance(found, Match):
            return self._found(request, playing, found)
        exhausted = found.verdict.startswith("consumed")
        if exhausted and playing.axes.on_exhausted != "as_miss":
            return self._missed(request, playing, found)
        return self._unfound(request, playing, found)

    def _found(self, request: Request, playing: Playing, match: Match) -> Answer:
        assert playing.held
        late = self._expired(request, playing, match)
        if late and playing.axes.on_expired == "rerecord":
            return self._forward(request, playing, self._recorder(request, playing, replace=True))
        if late and playing.axes.on_expired == "fail":
            playing.scope.counts["expired"] += 1
            return self._missed(request, playing, late)
        playing.held.played.add(match.number)
        if playing.axes.answer == "live":
            return self._compared(request, playing, match)
        playing.scope.counts["hit"] += 1
        if request.websocket and (answer := self._conversed(request, playing, match)):
            return answer
        return self.parts.replay(request, playing.held.cassette, match, playing.scope.settings)

    def _conversed(self, request: Request, playing: Playing, match: Match) -> Answer | None:
        """The recorded WebSocket; messages of the client that differ are misses."""
        assert playing.held
        scope, asked = playing.scope, f"{request.method} {request.path}"

        def missed(why: str) -> None:
            logger.warning("The WebSocket %s: %s.", request.path, why)
            scope.counts["miss"] += 1
            scope.misses.append(Missed(asked, "message", why))

        return self.parts.converse(playing.held.cassette, match, scope.settings, missed)

    def _expired(self, request: Request, playing: Playing, match: Match) -> Miss | None:
        """Why `match` is too old, where it is; that is said once."""
        assert playing.held
        cassette, path = playing.held.cassette, playing.held.path
        most = playing.scope.settings.max_age or cassette.max_age
        if most is None or playing.axes.on_expired == "serve":
            return None
        if match.age_s <= most:
            return None
        if playing.axes.on_expired == "warn":
            self.expiry.warn(path, match.number, match.uid, match.age_s, most)
        verdict = f"expired: {match.uid} is {told(match.age_s)} old, more than {told(most)}"
        asked, marked = f"{request.method} {request.path}", playing.scope.settings.mark
        return Miss(verdict, asked, path.name, lambda: None, marked)

    def _compared(self, request: Request, playing: Playing, match: Match) -> Answer:
        """The live reply, held against what was recorded; it is recorded too where something is written."""
        assert playing.held
        scope, cassette = playing.scope, playing.held.cassette
        asked = f"{request.method} {request.path}"

        def report(found: tuple[Difference, ...]) -> None:
            scope.counts["differing"] += bool(found)
            self.parts.differences.tell(Differing(scope.name, match.uid, asked, found))

        compared = () if request.websocket else (cassette.comparing(request, match, report),)
        listeners: list[Transform] = [*compared]
        if playing.axes.write != "none":
            listeners.append(self._recorder(request, playing))
        return self._forward(request, playing, *listeners)

    def _unfound(self, request: Request, playing: Playing, miss: Miss | None) -> Answer:
        match playing.axes.on_miss:
            case "forward":
                return self._forward(request, playing)
            case "record":
                return self._forward(request, playing, self._recorder(request, playing))
            case "synthesize":
                playing.scope.counts["synthesized"] += 1
                return self.parts.synthesize(request)
            case "fail":
                assert miss
                return self._missed(request, playing, miss)

    def _missed(self, request: Request, playing: Playing, miss: Miss) -> Answer:
        miss = replace(miss, explain=cache(miss.explain))
        playing.scope.counts["miss"] += 1
        playing.scope.misses.append(Missed(miss.asked, miss.verdict, message(miss)))
        return self.parts.missed(request, miss)

    def _forward(self, request: Request, playing: Playing, *listeners: Transform) -> Answer:
        playing.scope.counts["live"] += 1
        if playing.held and playing.scope.settings.mark:
            listeners = (*listeners, playing.held.cassette.live)
        return self.parts.forward(request, *listeners)

    def _recorder(self, request: Request, playing: Playing, *, replace: bool = False) -> Transform:
        """Raises ApiError after a recording was lost, where settings are strict about that."""
        assert playing.held
        cassette, strict = playing.held.cassette, playing.scope.settings.record_strict
        if strict and (why := cassette.failed):
            raise ApiError(500, f"A recording was lost ({why}), and cassette.record_strict is set.")
        playing.scope.counts["recorded"] += 1
        recorder = cassette.recorder(request, replace=replace or playing.axes.write == "replace")
        return self.parts.scopes.tapes.shelf.lent(playing.held, recorder)

"""A WebSocket that is relayed, told to those who listen: both sides, message by message, without delay."""

from __future__ import annotations

import logging

from mitmproxy import http
from wsproto.frame_protocol import CloseReason

from fakeai_proxy.core.steps import Abort, Close, Head, Message, Sent, Step
from fakeai_proxy.core.transform import Pipeline

from .convert import to_headers
from .websocket import KEPT, as_content

logger = logging.getLogger(__name__)


class Listening:
    """Of one flow. Pings are not told: each side answers its own."""

    def __init__(self, flow: http.HTTPFlow, pipeline: Pipeline) -> None:
        assert flow.response is not None
        self._flow, self._pipeline = flow, pipeline
        self._tell(Head(flow.response.status_code, to_headers(flow.response.headers)))

    def heard(self) -> None:
        """The message that came last, as it goes on."""
        assert self._flow.websocket is not None
        messages = self._flow.websocket.messages
        last = messages[-1]
        if not last.dropped:
            self._tell((Sent if last.from_client else Message)(as_content(last)))
        del messages[:-KEPT]

    def end(self) -> None:
        """It was closed, or broke off."""
        told = self._flow.websocket
        assert told is not None
        by_client = bool(told.closed_by_client)
        if told.close_code != CloseReason.ABNORMAL_CLOSURE:
            code = told.close_code or CloseReason.NO_STATUS_RCVD
            self._tell(Close(code=code, reason=told.close_reason or "", by_client=by_client))
        elif not by_client:
            self._tell(Abort())
        self.close()

    def close(self) -> None:
        """The proxy ends, or the client has left."""
        self._pipeline.close()

    def _tell(self, step: Step) -> None:
        try:
            list(self._pipeline.feed(step))
        except Exception:
            logger.exception("A listener to a WebSocket failed; it is relayed all the same.")

"""Bodies over the limit: refused before they are in memory."""

from __future__ import annotations

from collections.abc import Iterator

from mitmproxy.proxy import layer
from mitmproxy.proxy.layers.http import (
    DropStream,
    HttpRequestHeadersHook,
    HttpResponseHeadersHook,
    HttpResponseHook,
    HttpStream,
    ResponseData,
    ResponseEndOfMessage,
    ResponseHeaders,
    SendHttp,
)

from fakeai_proxy.core.steps import Data, Head, Step

from .convert import to_response
from .stage import Stage

Commands = layer.CommandGenerator[None]


class LimitedStream(HttpStream):
    """An HttpStream that takes no body over `max_request_size`. `stage` is set by `on_stage`."""

    stage: Stage

    def check_body_size(self, request: bool) -> layer.CommandGenerator[bool]:
        """Refuse what is over `max_request_size` without reading it into memory; it is our only limit."""
        if request and self.stage.too_large(self.flow, len(self.request_body_buf)):
            if not self.request_body_buf:
                yield HttpRequestHeadersHook(self.flow)
            yield from self.refuse(self.stage.refusal(self.flow))
            return True
        if request and self.stage.ours(self.flow):
            return False  # mitmproxy would stream it, and dial the provider, before it is answered
        return (yield from super().check_body_size(request))

    def refuse(self, reply: Iterator[Step]) -> Commands:
        """Answer by `reply`, a head and one piece; what still comes of the body is read and dropped."""
        head, data = next(reply), next(reply)
        assert isinstance(head, Head)
        assert isinstance(data, Data)
        self.flow.response = to_response(head, self.flow.request, streamed=False)
        self.flow.response.raw_content = data.body
        self.request_body_buf.clear()
        yield HttpResponseHeadersHook(self.flow)
        yield HttpResponseHook(self.flow)
        self.client_state = self.server_state = self.state_errored
        self.flow.live = False
        yield SendHttp(ResponseHeaders(self.stream_id, self.flow.response), self.context.client)
        yield SendHttp(ResponseData(self.stream_id, data.body), self.context.client)
        yield DropStream(self.stream_id)
        yield SendHttp(ResponseEndOfMessage(self.stream_id), self.context.client)

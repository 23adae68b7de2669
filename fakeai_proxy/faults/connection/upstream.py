"""What a proxy says when it cannot reach the provider. The provider is not asked."""

from __future__ import annotations

from html import escape
from typing import Literal

from pydantic import Field

from fakeai_proxy.core.errors import ApiError, error_reply
from fakeai_proxy.core.steps import Data, End, Head, Reply, Wait
from fakeai_proxy.faults.base import AnswerFault, Hit

PAGE = """<html>
<head>
    <title>502 Bad Gateway</title>
</head>
<body>
    <h1>502 Bad Gateway</h1>
    <p>{message}</p>
</body>
</html>"""


class Unreachable(AnswerFault):
    """502, in the words of the proxy that could not connect."""

    message: str
    form: Literal["html", "json"] = Field(
        default="html", description="A page, as proxies send it, or the error of the API."
    )
    delay: float = Field(default=0, ge=0, le=86_400, description="Seconds that were spent on trying.")

    def answer(self, hit: Hit) -> Reply:
        yield Wait(self.delay, hit.hold)
        if self.form == "html":
            yield from gateway_page(self.message)
        else:
            yield from error_reply(ApiError(502, f"Upstream failed: {self.message}"), hit.request.provider)


class UpstreamUnresolved(Unreachable):
    """The name of the provider cannot be resolved: 502 from the proxy."""

    type: Literal["connection.upstream_unresolved"] = "connection.upstream_unresolved"
    message: str = Field(
        default="[Errno -2] Name or service not known",
        max_length=4096,
        description="What the resolver said.",
    )


class UpstreamRefused(Unreachable):
    """The provider refuses the connection, or cannot be reached: 502 from the proxy."""

    type: Literal["connection.upstream_refused"] = "connection.upstream_refused"
    message: str = Field(
        default="[Errno 111] Connection refused", max_length=4096, description="What the socket said."
    )


def gateway_page(message: str) -> Reply:
    """502 as a page of HTML, after which the connection ends, in the shape of mitmproxy's."""
    body = PAGE.format(message=escape(message)).encode()
    yield Head(
        502,
        (
            ("server", "mitmproxy"),
            ("connection", "close"),
            ("content-type", "text/html"),
            ("content-length", str(len(body))),
        ),
    )
    yield Data(body)
    yield End()

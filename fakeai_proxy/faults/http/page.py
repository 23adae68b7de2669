"""Success, with something else in it than the API."""

from __future__ import annotations

import html
from collections.abc import Mapping
from string import Template
from typing import Literal

from pydantic import Field

from fakeai_proxy.core.steps import End, Head, Reply
from fakeai_proxy.faults.base import AnswerFault, Hit
from fakeai_proxy.faults.dialects import Written, reply_of

Page = Literal["challenge", "login", "maintenance", "portal"]
SHELL = Template(
    '<!DOCTYPE html>\n<html lang="en">\n<head><title>$title</title></head>\n<body>\n$body\n</body>\n</html>\n'
)
PAGES: Mapping[Page, tuple[str, str]] = {
    "challenge": ("Just a moment...", "<h1>$host</h1>\n<p>Checking that you are human.</p>"),
    "login": ("Sign in", '<form method="post" action="/login"><input name="user"></form>'),
    "maintenance": ("Be right back", "<h1>$host is down for maintenance</h1>"),
    "portal": ("Welcome", "<p>Accept the terms of this network to go on to $host.</p>"),
}


class HtmlPage(AnswerFault):
    """200 with a web page where JSON or events are expected: a CDN, a proxy or a hotel network answered."""

    type: Literal["http.html"] = "http.html"
    page: Page = Field(
        default="challenge", description="A test for humans, a login, maintenance, or a captive portal."
    )
    status: int = Field(default=200, ge=200, le=599, description="Status of the page.")

    def answer(self, hit: Hit) -> Reply:
        title, body = PAGES[self.page]
        filled = Template(body).substitute(host=html.escape(hit.request.host))
        text = SHELL.substitute(title=title, body=filled)
        return reply_of(Written(self.status, (("content-type", "text/html; charset=utf-8"),), text.encode()))


class Empty(AnswerFault):
    """A status and headers, and no body at all."""

    type: Literal["http.empty"] = "http.empty"
    status: int = Field(default=200, ge=200, le=599, description="Status of the reply.")
    content_type: str | None = Field(
        default="application/json",
        pattern=r"^[\x20-\x7e]+$",
        description="What the body would be; null leaves it out.",
    )
    length: bool = Field(
        default=True, description="Declare the length, 0; else the body ends without a byte."
    )

    def answer(self, hit: Hit) -> Reply:
        kind = (("content-type", self.content_type),) if self.content_type else ()
        yield Head(self.status, (*kind, ("content-length", "0")) if self.length else kind)
        yield End()

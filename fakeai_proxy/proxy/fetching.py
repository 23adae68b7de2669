"""Asks other servers on behalf of replies that are under way; the event loop goes on meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from fakeai_proxy.core.steps import Fetch

if TYPE_CHECKING:
    from tornado.httpclient import AsyncHTTPClient

AT_ONCE = 32
"""Requests under way; further ones wait for a place, within their own time."""
LARGEST = 1024 * 1024
"""Bytes of an answer: its text is cut into tokens in one piece, while nobody else is served."""


class Fetching:
    """Of one event loop."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        """environ: holds the keys."""
        self._environ = environ
        self._client: AsyncHTTPClient | None = None

    def begin(self, fetch: Fetch) -> asyncio.Task[None]:
        """Ask; when the task is done, `fetch.found` says what came of it.

        One that is cancelled leaves the request to its end, for nobody.
        """
        return asyncio.ensure_future(self._ask(fetch))

    async def _ask(self, fetch: Fetch) -> None:
        """Nothing is raised, and nothing but the kind of a failure is told: messages may hold addresses."""
        from tornado.httpclient import HTTPRequest

        headers = {"content-type": "application/json"}
        if fetch.key:
            if not (key := self._environ.get(fetch.key)):
                fetch.found.error = f"the environment variable {fetch.key} is not set"
                return
            headers["authorization"] = f"Bearer {key}"
        asked = HTTPRequest(
            fetch.url,
            "POST",
            headers,
            fetch.body,
            connect_timeout=fetch.timeout,
            request_timeout=fetch.timeout,
            follow_redirects=False,
        )
        try:
            answer = await self._http().fetch(asked, raise_error=False)
        except Exception as failure:
            fetch.found.error = why(failure)
            return
        if answer.error and answer.code == 599:  # tornado's own: there was no answer
            fetch.found.error = why(answer.error)
            return
        fetch.found.error, fetch.found.status, fetch.found.body = "", answer.code, answer.body

    def _http(self) -> AsyncHTTPClient:
        """Made when it is first needed: most proxies ask nobody."""
        if self._client is None:
            from tornado.simple_httpclient import SimpleAsyncHTTPClient

            self._client = SimpleAsyncHTTPClient(
                force_instance=True, max_clients=AT_ONCE, max_body_size=LARGEST
            )
        return self._client


def why(failure: BaseException) -> str:
    """In one word or two."""
    if "Timeout" in type(failure).__name__:
        return "it did not answer in time"
    return f"it could not be reached ({type(failure).__name__})"

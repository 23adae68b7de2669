"""Asks a running proxy about itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import TYPE_CHECKING, Any

import rich_click as click

from .addresses import LOOPBACK, url
from .options import Chosen, settings_flags

if TYPE_CHECKING:
    from fakeai_proxy.settings import ServerSettings

OWN = "http://fakeai.local"
"""What our own pages are called through the forward proxy."""
PATIENCE = 10.0
"""Seconds that an answer may take."""
PROXY_VARIABLES = ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy")


@dataclass(frozen=True, slots=True)
class Running:
    """A proxy, by the base URL of its pages, and the forward proxy that leads there, if one does."""

    base: str
    proxy: str | None = None
    token: str = field(default="", repr=False)
    """Secret of `chaos.token`, for what changes experiments."""

    def ask(self, path: str, method: str = "GET", body: Any = None) -> Any:
        """The JSON of `path`, asked with `body` as JSON where there is one.

        Raises ClickException where there is no proxy, or one that refuses.
        """
        from http.client import HTTPException
        from urllib.error import HTTPError, URLError
        from urllib.parse import urlsplit
        from urllib.request import ProxyHandler, Request, build_opener

        opener = build_opener(ProxyHandler({}))  # none of the environment's, nor what NO_PROXY leaves out
        content = None if body is None else json.dumps(body).encode()
        headers = {"accept": "application/json", "content-type": "application/json"}
        if self.token:
            headers["x-fakeai-token"] = self.token
        request = Request(self.base + path, content, headers, method=method)
        if self.proxy:
            request.set_proxy(urlsplit(self.proxy).netloc, "http")
        try:
            with opener.open(request, timeout=PATIENCE) as answer:
                return json.load(answer)
        except HTTPError as error:
            raise click.ClickException(f"{self.base}{path}: {reason(error.read(), error.code)}") from None
        except (URLError, HTTPException, OSError, ValueError) as error:
            why = getattr(error, "reason", error)
            raise click.ClickException(f"no fakeai-proxy answers at {self}: {why}; see --url") from None

    def __str__(self) -> str:
        return f"{self.base} (by {self.proxy})" if self.proxy else self.base


def reason(body: bytes, status: int) -> str:
    """What an error says."""
    try:
        return str(json.loads(body)["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return f"status {status}"


def running(
    address: str | None, proxy: str | None, server: ServerSettings, environ: Mapping[str, str]
) -> Running:
    """The proxy that is meant: as said, else as the settings say, else the one the environment leads to."""
    if address:
        return Running(address.rstrip("/").removesuffix("/v1"), proxy)
    if proxy:
        return Running(OWN, proxy)
    if server.metrics_port:
        return Running(url(LOOPBACK, server.metrics_port))
    if server.reverse_port:
        return Running(url(server.host, server.reverse_port))
    by_environment = next((environ[name] for name in PROXY_VARIABLES if environ.get(name)), None)
    return Running(OWN, by_environment or url(server.host, server.port))


def asks(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give `function` a first argument `proxy` (Running), from --url, --proxy and the settings."""

    @where_it_is
    @click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
    @wraps(function)
    def call(proxy: Running, **others: Any) -> Any:
        return function(proxy, **others)

    return call


def where_it_is(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same without --json."""

    @settings_flags
    @click.option("--url", "address", metavar="URL", help="Base URL, metrics port or http://fakeai.local.")
    @click.option("--proxy", metavar="URL", help="The forward proxy, in place of the one of the environment.")
    @wraps(function)
    def call(chosen: Chosen, address: str | None, proxy: str | None, **others: Any) -> Any:
        import os

        settings = chosen.settings()
        found, token = running(address, proxy, settings.server, os.environ), settings.chaos.token
        if token:
            found = replace(found, token=token.get_secret_value())
        return function(found, **others)

    return call

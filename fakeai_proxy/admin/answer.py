"""From a request about the proxy to its answer."""

from __future__ import annotations

from collections.abc import Iterator

from fakeai_proxy.core.errors import ApiError, error_reply
from fakeai_proxy.core.exchange import Answer, Request
from fakeai_proxy.core.hosts import is_loopback
from fakeai_proxy.core.steps import End, Head, Reply
from fakeai_proxy.simulator import Simulator

from .asked import Asked
from .query import Query
from .routes import allowed, find


def answer(request: Request, simulator: Simulator) -> Answer:
    """What its route says; what is wrong with it is an answer too. For requests that `covers` covers."""
    try:
        said = options(request.path) if request.method == "OPTIONS" else routed(request, simulator)
    except ApiError as error:
        said = error_reply(error)
    return headless(said) if request.method == "HEAD" and isinstance(said, Iterator) else said


def routed(request: Request, simulator: Simulator) -> Answer:
    """Raises ApiError."""
    route, parameters = find("GET" if request.method == "HEAD" else request.method, request.path)
    if route.method != "GET":
        refuse_strangers(request)
    query = Query(request.query, route.query)
    return route.handler(Asked(request, simulator, query, parameters))


def refuse_strangers(request: Request) -> None:
    """Raises ApiError 403 for who may not change the proxy: other machines, and pages in a browser here.

    Browsers tell the origin of a page with whatever but a GET it sends (fetch.spec.whatwg.org, 3.2.1).
    """
    if not is_loopback(request.peer):
        raise ApiError(403, "What changes the proxy is taken from its own machine only.")
    if request.header("origin"):
        raise ApiError(403, "What changes the proxy is not taken from web pages.")


def headless(reply: Reply) -> Reply:
    """Its head alone; the rest, which may have no end, is never made."""
    return iter((next(step for step in reply if isinstance(step, Head)), End()))


def options(path: str) -> Answer:
    """The methods of `path`. Raises ApiError 404 where there is none."""
    methods = ", ".join(("OPTIONS", *allowed(path)))
    return iter((Head(204, (("allow", methods), ("content-length", "0"))), End()))

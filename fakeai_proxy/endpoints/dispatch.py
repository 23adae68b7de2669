"""From a request to the answer of its handler.

path ─► route ─► JSON ─► model ─► names, ordinal, rng ─► handler
"""

from __future__ import annotations

from typing import Any

import numpy as np

from fakeai_proxy.core.errors import ApiError, error_reply
from fakeai_proxy.core.exchange import OPENAI, Answer, Forward, Request, Upgrade
from fakeai_proxy.core.seeding import rng_for
from fakeai_proxy.core.steps import Data, End, Head, Reply
from fakeai_proxy.telemetry import Exchange, watched
from fakeai_proxy.wire.base import RequestModel
from fakeai_proxy.wire.validation import validate

from .asked_model import asked_model
from .context import Context, Services, is_openai
from .identity import content_name, identify, refused_name, request_name
from .paths import AZURE, Place, place_of
from .replies import standard_headers
from .routes import Found, allowed, find
from .submission import refused
from .unbroken import unbroken


def dispatch(request: Request, services: Services, batch: bool = False) -> Answer:
    """The answer to `request`; what is wrong with it is an answer too.

    Whatever is linear in the request is done before this returns. Safe to call from several threads.
    batch: it is charged at the price of a batch.
    """
    reply = _dispatched(request, services, batch)
    if isinstance(reply, Forward | Upgrade):
        return reply
    if request.provider != OPENAI:
        from .dressed import dressed

        reply = dressed(reply, request)
    if services.gate is None or services.gate.cors is None:
        return reply
    return services.gate.cors.opened(reply, request)


def _dispatched(request: Request, services: Services, batch: bool) -> Answer:
    exchange = services.telemetry.begin(request, "synthesized")
    exchange.batch = batch

    def told(error: ApiError) -> Reply:
        exchange.refused(error)
        exchange.model = exchange.model or asked_model(request, services)
        return refuse(error, request, services)

    try:
        reply = answer(request, services, exchange)
    except ApiError as error:
        reply = told(error)
    except BaseException:
        exchange.close()
        raise
    if isinstance(reply, Forward | Upgrade):
        exchange.close()
        return reply
    if exchange.closed:
        return reply
    if not services.cluster.instant:
        reply = unbroken(reply, lambda loss: told(refused(loss, request.provider)))
    return watched(headless(reply) if request.method == "HEAD" else reply, exchange)


def answer(request: Request, services: Services, exchange: Exchange) -> Answer:
    """What the handler of the route says. Raises ApiError."""
    if len(request.body) > services.max_request_size:
        if services.gate:
            services.gate.watch.note(request.peer, "oversized")
        raise ApiError(
            413,
            f"Maximum content size limit ({services.max_request_size}) exceeded "
            f"({len(request.body)} bytes read)",
        )
    place = place_of(request.path)
    if request.method == "OPTIONS":
        return options(place.path, request, services)
    method = "GET" if request.method == "HEAD" else request.method
    found = find(method, place.path, request.path)
    exchange.endpoint = found.route.path
    if services.gate is None:
        if services.keyed and not (found.route.keyless or request.key):
            raise unknown(request, services)
        return handle(found, place, request, services, exchange)
    admission = services.gate.admit(request, lambda: chance_of(request, services), found.route.keyless)
    try:
        reply = handle(found, place, request, services, exchange, admission.refusal)
    except ApiError:
        admission.settle(0)
        raise
    return reply if isinstance(reply, Forward | Upgrade) else admission.metered(reply, exchange)


def unknown(request: Request, services: Services) -> ApiError:
    """Why a request without a key is turned away."""
    from fakeai_proxy.gate.turned import without_key

    return without_key(request, services.clock, lambda: chance_of(request, services))


def chance_of(request: Request, services: Services) -> np.random.Generator:
    """What draws the ids of a refusal."""
    name = refused_name(request)
    return rng_for(services.seed, name, services.ordinals.next(name))


def handle(
    found: Found,
    place: Place,
    request: Request,
    services: Services,
    exchange: Exchange,
    refusal: str = "",
) -> Answer:
    """Validate the body, fix what chance will say, and call the handler. refusal: as the gate wants it."""
    if request.path.startswith(AZURE):
        from .azure.operations import refuse_operation
        from .azure.versions import refuse_version

        refuse_version(request)
        refuse_operation(place, services.catalog)
    model, body, valid, repeatable = found.route.model, None, None, False
    if model is not None:
        body = body_of(request, place, model)
        valid = validate(model, body, strict=is_openai(request.provider))
        repeatable = valid.repeatable
    if model is not None and model.form:
        from fakeai_proxy.wire.form import nameable

        body = nameable(body)
    content = content_name(found.route.method, place.path, body)
    name = request_name(content, body)
    ordinal = services.ordinals.next(name)
    identity = identify(services.seed, name, ordinal)
    rng = rng_for(services.seed, content, 0 if repeatable else ordinal)
    return found.route.handler(
        valid, Context(request, services, identity, rng, exchange, found.parameters, refusal)
    )


def body_of(request: Request, place: Place, model: type[RequestModel]) -> Any:
    """The parsed body; a deployment in the path is the model of a body that names none."""
    if model.form and not (model.json_too and request.header("content-type").startswith("application/json")):
        from fakeai_proxy.wire.form import form_of

        body: Any = form_of(request.header("content-type"), request.body)
    else:
        body = {} if model.blank and not request.body else request.json
    return {"model": place.deployment} | body if place.deployment and isinstance(body, dict) else body


def refuse(error: ApiError, request: Request, services: Services) -> Reply:
    """`error` in the dialect of the host, with ids like any other answer."""
    name = refused_name(request)
    identity = identify(services.seed, name, services.ordinals.next(name))
    return error_reply(error, request.provider, standard_headers(identity))


def options(path: str, request: Request, services: Services) -> Reply:
    """The methods of a path. Raises ApiError 404 where there is none."""
    if not (methods := allowed(path)):
        raise ApiError(404, f"Invalid URL (OPTIONS {request.path})")
    name = refused_name(request)
    identity = identify(services.seed, name, services.ordinals.next(name))
    fixed = (("allow", ", ".join(("OPTIONS", *methods))), ("content-length", "0"))
    return iter((Head(204, fixed + standard_headers(identity)), End()))


def headless(reply: Reply) -> Reply:
    """The head that a GET would have had, without its body."""
    return (step for step in reply if not isinstance(step, Data))

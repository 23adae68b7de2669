"""What NIM and vLLM tell of themselves."""

from __future__ import annotations

from typing import Literal

from fakeai_proxy import __version__
from fakeai_proxy.core.steps import Data, End, Head, Reply
from fakeai_proxy.endpoints.context import Context
from fakeai_proxy.endpoints.replies import json_reply, standard_headers
from fakeai_proxy.wire import nim as wire

from .tokenizing import SERVED

VLLM = "0.16.0"
"""The version of vLLM whose API is spoken."""
API = "1.0.0"


def live(body: None, context: Context) -> Reply:
    """The service is there."""
    return health("live", context)


def ready(body: None, context: Context) -> Reply:
    """The service takes requests."""
    return health("ready", context)


def health(status: Literal["live", "ready"], context: Context) -> Reply:
    answer: wire.Health = {
        "object": "health.response",
        "message": f"Service is {status}.",
        "status": status,
    }
    return json_reply(answer, context)


def metadata(body: None, context: Context) -> Reply:
    """What is served, under which license."""
    answer: wire.Metadata = {
        "assetInfo": [],
        "licenseInfo": {"name": "Apache-2.0", "path": "LICENSE", "type": "file", "url": ""},
        "modelInfo": [{"shortName": SERVED.rpartition("/")[2], "modelUrl": SERVED}],
        "repository_override": "",
        "selectedModelProfileId": "",
        "version": __version__,
    }
    return json_reply(answer, context)


def version(body: None, context: Context) -> Reply:
    """`/v1/version` is NIM's, `/version` that of vLLM."""
    if context.request.path.startswith("/v1/"):
        return json_reply({"release": __version__, "api": API}, context)
    return json_reply({"version": VLLM}, context)


def ping(body: None, context: Context) -> Reply:
    """Nothing, with status 200."""
    fixed = (("content-length", "0"),)
    return iter((Head(200, fixed + standard_headers(context.identity)), Data(b""), End()))


def load(body: None, context: Context) -> Reply:
    """How many other requests are under way."""
    return json_reply({"server_load": len(context.services.telemetry.open - {context.exchange})}, context)

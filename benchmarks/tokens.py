"""How long the answers are, so that servers are compared on the same work."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import islice
from statistics import mean

from .client.connection import ask
from .servers.process import Server

SAMPLE = 40


def answer_tokens(server: Server, requests: Iterable[bytes]) -> float:
    """Mean `usage.completion_tokens` of a sample of whole answers."""
    bodies = [json.loads(ask(server.port, request)) for request in islice(requests, SAMPLE)]
    return mean(int(body["usage"]["completion_tokens"]) for body in bodies)

"""The path of a request as the table of routes writes it: without version, deployment or encoding."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

AZURE_DEPLOYMENT = re.compile(r"/openai/deployments/([^/]+)(?=/)")
AZURE = "/openai/"
PREFIXES = ("/v1/", "/openai/v1/", "/anthropic/v1/")


class Place(NamedTuple):
    """What is asked for."""

    path: str
    deployment: str = ""
    """Azure's name of the model, where it stands in the path."""


def place_of(path: str) -> Place:
    """`/v1/models`, `/openai/v1/models` and `/models` are one place. Bytes that are no UTF-8 become `?`."""
    if not path.isascii():
        path = path.encode("utf-8", "replace").decode()
    for prefix in PREFIXES:
        if path.startswith(prefix):
            return Place(path[len(prefix) - 1 :])
    if not path.startswith(AZURE):
        return Place(path)
    if deployment := AZURE_DEPLOYMENT.match(path):
        return Place(path[deployment.end() :], unquote(deployment[1]))
    return Place(path[len(AZURE) - 1 :])


def pattern_of(template: str) -> re.Pattern[str]:
    """`/files/{id}` as a pattern; `{id:path}` takes slashes too."""
    fixed = re.escape(template).replace(r"\{", "{").replace(r"\}", "}")
    pattern = re.sub(r"\{(\w+):path\}", r"(?P<\1>.+)", fixed)
    return re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern))

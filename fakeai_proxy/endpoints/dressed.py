"""Answers with what the provider adds that was asked: its headers, its verdicts; handlers write OpenAI's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from fnmatch import fnmatchcase

from fakeai_proxy.core.exchange import Request
from fakeai_proxy.core.steps import Head, Headers, Reply, Step
from fakeai_proxy.core.transform import Pipeline, Transform, through

ID = "x-request-id"
OWN = ("openai-organization", "openai-processing-ms", "openai-project", "openai-version", ID)
"""Headers that only OpenAI sends, or sends in this form."""
COMPLETIONS = re.compile(r"/completions$")
"""Paths of answers that a content filter looks at."""
ORGANIZATION = "1f2d3c4b-5a69-4788-96a5-b4c3d2e1f001"
"""Whose key it is, at Anthropic. Made up."""


def uuid_of(id: str) -> str:
    """The 32 hex digits of `req_...` in the form of a UUID."""
    digits = id.removeprefix("req_")
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def anthropic(id: str, status: int) -> Headers:
    return (("request-id", id), ("anthropic-organization-id", ORGANIZATION))


def azure(id: str, status: int) -> Headers:
    return (
        ("apim-request-id", uuid_of(id)),
        ("strict-transport-security", "max-age=31536000; includeSubDomains; preload"),
        ("x-content-type-options", "nosniff"),
        ("x-ms-region", "West US"),
        (ID, uuid_of(id)),
    )


def nvidia(id: str, status: int) -> Headers:
    said = "fulfilled" if status < 400 else "rejected" if status < 500 else "errored"
    return (
        ("nvcf-reqid", uuid_of(id)),
        ("nvcf-status", said),
        ("access-control-expose-headers", "nvcf-reqid"),
        ("vary", "Origin"),
    )


WARDROBE: tuple[tuple[str, Callable[[str, int], Headers]], ...] = (
    ("api.anthropic.com", anthropic),
    ("*.azure.com", azure),
    ("*.api.nvidia.com", nvidia),
)


def dressed(reply: Reply, request: Request) -> Reply:
    """`reply`, as it was where no other provider is known."""
    provider = request.provider
    headers = next((headers for host, headers in WARDROBE if fnmatchcase(provider, host)), None)
    if headers is None:
        return reply
    transforms: list[Transform] = [Dress(headers)]
    if headers is azure and COMPLETIONS.search(request.path):
        from .azure.filtered import Filtered

        transforms.append(Filtered(request))
    return through(reply, Pipeline(*transforms))


class Dress:
    """Changes the head of one reply. What a provider wrote itself has no header of OpenAI, and stays."""

    def __init__(self, headers: Callable[[str, int], Headers]) -> None:
        self._headers = headers

    def feed(self, step: Step) -> Iterable[Step]:
        if not isinstance(step, Head) or not (id := dict(step.headers).get(ID)):
            return (step,)
        others = tuple(header for header in step.headers if header[0] not in OWN)
        return (replace(step, headers=others + self._headers(id, step.status)),)

    def close(self) -> None:
        """Nothing is held."""

"""docs/api.md, from the table of routes and from what their handlers say of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from fakeai_proxy.endpoints import ROUTES, Route
from fakeai_proxy.endpoints.unbuilt import UNBUILT

BEGIN = """# The API, operation by operation

{built} operations are simulated. Paths work with `/v1`, with `/openai/v1` and `/openai/deployments/NAME`
(Azure), and bare. How true they are is in [endpoints](endpoints.md) and in
[files and batches](files.md); health, metrics and the control of the proxy are in [metrics](metrics.md).
"""
ABSENT = """
## What is not simulated

These {unbuilt} answer 501 `not_implemented`, every other path answers 404. Nothing is forwarded.

| operation |
|---|
"""


def api() -> str:
    """The whole page."""
    unbuilt = [f"{method} {shown(path)}" for methods, path in UNBUILT for method in methods.split()]
    families = groupby(ROUTES, key=lambda route: route.path.split("/")[1])
    return "".join(
        [
            BEGIN.format(built=len(ROUTES)),
            *(section(family, routes) for family, routes in families),
            ABSENT.format(unbuilt=len(unbuilt)) if unbuilt else "",
            *(f"| `{operation}` |\n" for operation in unbuilt),
        ]
    )


def section(family: str, routes: Iterable[Route]) -> str:
    return f"\n## /{family}\n\n| operation | what it answers |\n|---|---|\n" + "".join(map(row, routes))


def row(route: Route) -> str:
    return f"| `{route.method} {shown(route.path)}` | {meaning(route)} |\n"


def meaning(route: Route) -> str:
    """The first sentence about its handler, without the names of our exceptions."""
    text = " ".join((route.handler.__doc__ or "").split("\n\n")[0].split())
    text = re.sub(r"\s*Raises ApiError.*", "", text).rstrip(".")
    return text[:1].lower() + text[1:].replace("|", "\\|")


def shown(path: str) -> str:
    return path.replace(":path}", "}")

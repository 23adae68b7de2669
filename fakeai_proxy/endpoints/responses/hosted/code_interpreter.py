"""Code that looks as if it had run: it adds up the numbers that the user said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fakeai_proxy.endpoints.responses.written import Written
from fakeai_proxy.synth.facts import NUMBER

from .scene import Scene

MOST = 20
"""Numbers that are added up."""


def calls(tool: Mapping[str, Any], scene: Scene) -> Iterator[Written]:
    """One call, with what it printed."""
    found = NUMBER.findall(scene.asked)[:MOST]
    numbers = [float(one.replace(",", "")) for one in found] or [1.0]
    pieces = ("values = ", repr(numbers), "\n", "print(sum(values))")
    outputs = [{"type": "logs", "logs": f"{sum(numbers)}\n"}]
    container = tool["container"]
    item = {
        "id": scene.id("code_interpreter_call"),
        "type": "code_interpreter_call",
        "status": "completed",
        "code": "".join(pieces),
        "container_id": container if isinstance(container, str) else f"cntr_{scene.name}",
        "outputs": outputs if scene.body.includes("code_interpreter_call.outputs") else None,
    }
    yield Written(item, pieces)

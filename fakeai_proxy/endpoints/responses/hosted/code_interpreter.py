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
    pieces, printed = ran(scene.asked)
    outputs = [{"type": "logs", "logs": printed}]
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


def ran(asked: str) -> tuple[tuple[str, ...], str]:
    """A program that adds up the numbers in what was `asked`, in pieces, and what it prints."""
    found = NUMBER.findall(asked)[:MOST]
    numbers = [float(one.replace(",", "")) for one in found] or [1.0]
    return ("values = ", repr(numbers), "\n", "print(sum(values))"), f"{sum(numbers)}\n"

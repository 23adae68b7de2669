"""A stored reply as steps, at its own pace or another."""

from __future__ import annotations

from fakeai_proxy.core.steps import Abort, Data, End, Head, Reply, Wait

from .interaction import Interaction

BODYLESS = (204, 304)


def replay(interaction: Interaction, speed: float) -> Reply:
    """The recorded steps, waits divided by `speed`; 0 leaves them out.

    A whole answer waits once and declares its length; a stream keeps its pieces and their times, and one that
    was not heard to its end breaks off there. Who asks for what was a WebSocket without asking for one is
    told so.
    """
    if interaction.kind == "ws":
        return iter((Head(426, (("upgrade", "websocket"),)), End()))
    return _whole(interaction, speed) if interaction.kind == "http" else _stream(interaction, speed)


def _whole(interaction: Interaction, speed: float) -> Reply:
    body = b"".join(chunk.body for chunk in interaction.chunks)
    if speed and interaction.end_ns > 0:
        yield Wait(interaction.end_ns / 1e9 / speed)
    told = interaction.status in BODYLESS or any(name == "content-length" for name, _ in interaction.headers)
    length = () if told else (("content-length", str(len(body))),)
    yield Head(interaction.status, interaction.headers + length)
    if body:
        yield Data(body)
    yield End(interaction.trailers)


def _stream(interaction: Interaction, speed: float) -> Reply:
    now = interaction.head_ns
    if speed and now > 0:
        yield Wait(now / 1e9 / speed)
    yield Head(interaction.status, interaction.headers)
    for ns, body in interaction.chunks:
        if speed and ns > now:
            yield Wait((ns - now) / 1e9 / speed)
            now = ns
        yield Data(body)
    if speed and interaction.end_ns > now:
        yield Wait((interaction.end_ns - now) / 1e9 / speed)
    yield End(interaction.trailers) if interaction.end == "complete" else Abort()

"""`fakeai-proxy cassette show`: one recording as a conversation, and its stream in time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import rich_click as click

from fakeai_proxy.cli.shown import console
from fakeai_proxy.core.errors import SettingsError, nearest

from .listing import summary

if TYPE_CHECKING:
    from fakeai_proxy.cassette.reading import Tape
    from fakeai_proxy.cassette.recording import Message, Recording

WIDTH = 40
"""Characters of the bar of a timeline."""
GIST = 60
"""Characters of a piece that says nothing."""
LINES = 60
"""Pieces of a stream that are shown; of a longer one the first and the last."""


@click.command()
@click.argument("cassette", type=click.Path(path_type=Path))
@click.argument("recording", metavar="RECORDING")
@click.option("--timeline", is_flag=True, help="Show when each piece of a stream came.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: the recording, whole.")
def show(cassette: Path, recording: str, timeline: bool, as_json: bool) -> None:
    """Show a RECORDING of CASSETTE, named as `list` names it or by the beginning of that."""
    from fakeai_proxy.cassette.text.opening import opening

    with opening(cassette) as tape:
        one = named(tape, recording)
    if as_json:
        click.echo(json.dumps(told(one), indent=2))
        return
    conversation(one)
    if timeline and not one.answered.messages:
        times(one)


def named(tape: Tape, name: str) -> Recording:
    """Raises SettingsError with the nearest name where there is none, or more than one."""
    every = tape.uids()
    found = [name] if name in every else [uid for uid in every if uid.startswith(name)]
    if len(found) == 1:
        return tape.recording(found[0])
    if found:
        raise SettingsError(f"{len(found)} recordings begin with '{name}': {', '.join(found[:8])}")
    raise SettingsError(f"{tape.path} holds no recording '{name}'{nearest(name, every)}")


def told(recording: Recording) -> dict[str, Any]:
    """All of it but bytes that are no text."""
    from fakeai_proxy.cassette import conversation as speech

    asked, reply = recording.asked, recording.answered
    return {
        **summary(recording),
        "asked": [turn._asdict() for turn in speech.asked(asked)],
        "answered": [turn._asdict() for turn in speech.answered(reply)],
        "usage": speech.usage(reply)._asdict(),
        "request": {
            "headers": asked.headers,
            "query": asked.query,
            "body": asked.body.decode("utf-8", "replace"),
        },
        "reply": {"headers": reply.headers, "body": reply.body.decode("utf-8", "replace")},
        "pieces": [one._asdict() for one in reply.slices],
        "messages": [
            {
                "ns": one.ns,
                "sender": one.sender,
                "binary": one.binary,
                "text": said.decode("utf-8", "replace"),
            }
            for one, said in messages(recording)
        ],
        "secrets": [one._asdict() for one in recording.found],
    }


def messages(recording: Recording) -> list[tuple[Message, bytes]]:
    """Those of a WebSocket, with what each says."""
    said = {"client": recording.asked.body, "server": recording.answered.body}
    every = recording.answered.messages
    return [(one, said[one.sender][one.start : one.start + one.size]) for one in every]


def conversation(recording: Recording) -> None:
    """Who said what, each in a frame."""
    from rich.panel import Panel
    from rich.text import Text

    from fakeai_proxy.cassette import conversation as speech

    out, reply = console(), recording.answered
    head = f"{recording.uid}  {recording.asked.method} {recording.asked.path}  {recording.asked.model or ''}"
    out.print(Text(head, style="bold"))
    for turn in speech.asked(recording.asked):
        out.print(Panel(Text(turn.text), title=turn.role, title_align="left"))
    for turn in speech.answered(reply):
        out.print(Panel(Text(turn.text), title=turn.role, title_align="left", border_style="green"))
    if reply.messages:
        times(recording)
    used = speech.usage(reply)
    counts = f", {used.prompt} + {used.completion} tokens" if used.prompt or used.completion else ""
    first, last = reply.head_ns / 1e6, reply.end_ns / 1e6
    out.print(
        Text(f"{reply.status} {reply.kind}, {reply.end}: head {first:,.0f} ms, end {last:,.0f} ms{counts}")
    )
    for one in recording.found:
        out.print(Text(f"redacted: {one.placeholder} in {one.place}, {one.times} times"))


def times(recording: Recording) -> None:
    """Each piece or message on a line: when, how long after the one before, and what it says."""
    from rich.table import Table
    from rich.text import Text

    rows = timed(recording)
    if not rows:
        console().print("It is no stream.")
        return
    last = max(one.ns for one in rows) or 1
    shown, before = Table("ms", "after", "", "bytes", "says"), recording.answered.head_ns
    for number, (ns, size, says) in enumerate(rows):
        if number == LINES // 2 and len(rows) > LINES:
            shown.add_row("...", "", "", "", f"{len(rows) - LINES} more")
        if number < LINES // 2 or number >= len(rows) - LINES // 2 or len(rows) <= LINES:
            bar = "━" * max(round(WIDTH * ns / last), 1)
            cells = f"{ns / 1e6:,.1f}", f"+{(ns - before) / 1e6:,.1f}", bar, str(size)
            shown.add_row(*cells, Text(says))
        before = ns
    console().print(shown)


class Row(NamedTuple):
    """Of a timeline."""

    ns: int
    size: int
    says: str


def timed(recording: Recording) -> list[Row]:
    """The pieces of a stream, or the messages of a WebSocket, each with who sent it."""
    reply = recording.answered
    if reply.messages:
        return [
            Row(one.ns, one.size, f"{one.sender}: {beginning(said)}") for one, said in messages(recording)
        ]
    pieces = ((ns, size, reply.body[start : start + size]) for ns, start, size in reply.slices)
    return [Row(ns, size, gist(piece, reply.kind)) for ns, size, piece in pieces]


def gist(piece: bytes, kind: str) -> str:
    """What it says; else how it begins."""
    from fakeai_proxy.cassette.conversation import spoken

    return repr(spoken(piece, kind))[1:-1] or beginning(piece)


def beginning(piece: bytes) -> str:
    """Its first line, cut."""
    first = piece[:GIST].decode("utf-8", "replace").splitlines()
    return first[0] if first else ""

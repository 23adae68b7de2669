"""The middle of a chunked reply to a client without TLS: what is due goes straight to its socket.

The layers would change nothing of it, and take as long as all else.
"""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from fakeai_proxy.core.steps import Data, Wait

from .pace import BACKLOG, TURN

if TYPE_CHECKING:
    from .alarm import Alarm
    from .player import Player


def play_alone(player: Player) -> bool:
    """Write what is due, then set the alarm for the rest. False when there is more to do than that."""
    alarm, source = player.alarm, player.source
    if not (alarm and player.chunked and source) or player.held or source.live:
        return False
    if player.context.client.tls or player._paused or alarm.backlog > BACKLOG:
        return False
    body = bytearray()
    while len(body) <= TURN:
        match player.pull(source):
            case Data(piece):
                body += piece
            case Wait(seconds):
                player.due += seconds
                delay = player.due - monotonic()
                if delay > 0 or not seconds:
                    write(player, alarm, body)
                    alarm.set(max(delay, 0))
                    return True
            case step:
                player.held = step
                break
    write(player, alarm, body)
    return False


def write(player: Player, alarm: Alarm, body: bytearray) -> None:
    if body:
        alarm.send(chunk(body))
        player.stage.keep(player.flow, body)


def chunk(body: bytearray) -> bytes:
    """`body` as one chunk of HTTP/1.1 (RFC 9112, section 7.1)."""
    return b"%x\r\n%b\r\n" % (len(body), bytes(body))

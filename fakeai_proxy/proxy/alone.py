"""The middle of a chunked reply to a client without TLS: what is due goes straight to its socket.

The layers would change nothing of it, and take as long as all else.
"""

from __future__ import annotations

import logging
from time import monotonic
from typing import TYPE_CHECKING

from fakeai_proxy.core.steps import Abort, Data, End, Wait

from .pace import BACKLOG, TURN

if TYPE_CHECKING:
    from .player import Player

logger = logging.getLogger(__name__)


def play_alone(player: Player) -> bool:
    """Write what is due, then set the alarm for the rest. False when there is more to do than that."""
    alarm, source = player.alarm, player.source
    if not (player.alone and alarm and source and source.reply) or player.held:
        return False
    if player._paused or alarm.backlog > BACKLOG:
        return False
    player.awake()
    pieces, size = list[bytes](), 0
    try:
        for step in source.reply:
            kind = type(step)
            if kind is Data:
                pieces.append(step.body)  # type: ignore[union-attr]  # by its kind
                size += len(pieces[-1])
                if size > TURN:
                    break
            elif kind is Wait:
                if step.hold and step.hold.over:  # type: ignore[union-attr]
                    continue
                player.due_before = player.due
                player.due += step.seconds  # type: ignore[union-attr]
                if player.due > monotonic() or not step.seconds:  # type: ignore[union-attr]
                    if pieces:
                        alarm.send(chunk(b"".join(pieces)))
                    alarm.set(player.due, step.hold)  # type: ignore[union-attr]
                    return True
            else:
                player.held = step
                break
        else:
            player.held = End()
    except Exception:
        logger.exception("A reply failed.")
        player.held = Abort()
    if pieces:
        alarm.send(chunk(b"".join(pieces)))
    return False


def chunk(body: bytes) -> bytes:
    """`body` as one chunk of HTTP/1.1 (RFC 9112, section 7.1)."""
    return b"%x\r\n%b\r\n" % (len(body), body)

"""How much is said at once to a client."""

from __future__ import annotations

TURN = 64 * 1024
"""Bytes written before other connections get their turn."""
BACKLOG = 1024 * 1024
"""Bytes that may wait in memory for a slow client, or between upstream and a waiting stream."""
PATIENCE = 0.01
"""Seconds between two looks at a client that does not read."""

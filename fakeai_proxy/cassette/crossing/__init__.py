"""A recorded reply delivered otherwise: a stream as one body, a body as a stream, counts left out.

stream ─ timed ─► events ─ Family.whole ─► body        body ─ Family.events ─► events ─ framed ─► stream
"""

from __future__ import annotations

from .crossed import crossed
from .table import family_of

__all__ = ["crossed", "family_of"]

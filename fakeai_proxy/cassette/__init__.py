"""Recordings of live traffic in one SQLite file: what was asked, what came back, and when.

Request ─ canonicalize ─► key ─► Store.claim ─► Interaction ─ replay ─► steps
steps ─► Recorder ─ Capture ─► Writer thread ─ Entry (decoded, redacted) ─► one transaction
"""

from .cassette import Cassette, Match
from .errors import CassetteError
from .miss import Miss, miss_reply
from .settings import CassetteSettings

__all__ = ["Cassette", "CassetteError", "CassetteSettings", "Match", "Miss", "miss_reply"]

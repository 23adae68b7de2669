"""Recordings of live traffic in one SQLite file: what was asked, what came back, and when.

Request ─ canonicalize ─► key ─► Store.claim ─► Interaction ─ replay ─► steps
steps ─► Recorder ─ Capture ─► Writer thread ─ Entry (decoded, redacted) ─► one transaction
"""

from typing import TYPE_CHECKING

from fakeai_proxy.core.lazy import exports

if TYPE_CHECKING:
    from .cassette import Cassette, Match
    from .errors import CassetteError
    from .miss import Miss, miss_reply
    from .settings import CassetteSettings

__getattr__ = exports(
    __name__,
    {
        "Cassette": "cassette",
        "CassetteError": "errors",
        "CassetteSettings": "settings",
        "Match": "cassette",
        "Miss": "miss",
        "miss_reply": "miss",
    },
)

__all__ = ["Cassette", "CassetteError", "CassetteSettings", "Match", "Miss", "miss_reply"]

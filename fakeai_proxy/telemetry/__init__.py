"""What happened: one row an exchange, and every metric a view over the rows.

begin ─► Exchange ─ feed(step)... ─ close ─► a row of the ring ─ folded lazily ─► counters, histograms ─► text
"""

from .exchange import Exchange, Source
from .settings import TelemetrySettings
from .telemetry import Telemetry
from .watch import Tap, watched

__all__ = ["Exchange", "Source", "Tap", "Telemetry", "TelemetrySettings", "watched"]

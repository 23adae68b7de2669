"""What a mode with or without a cassette does with a request, as independent choices."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fakeai_proxy.cassette.cursor import OnExhausted
from fakeai_proxy.cassette.settings import Lookup, OnExpired, OnMiss, Serve, Write


@dataclass(frozen=True, slots=True)
class Axes:
    """One choice each. A request that is not looked up is a miss."""

    lookup: Lookup
    on_miss: OnMiss
    on_exhausted: OnExhausted = "fail"
    on_expired: OnExpired = "warn"
    write: Write = "none"
    answer: Serve = "recorded"

    @property
    def taped(self) -> bool:
        """It needs a cassette."""
        return self.lookup != "never" or self.write != "none"

    @property
    def live(self) -> bool:
        """It may ask upstream."""
        return self.on_miss in ("forward", "record") or self.on_expired == "rerecord" or self.answer == "live"

    def settled(self, sealed: bool) -> Axes:
        """The same with `lookup` decided: a cassette that is sealed is not written to any more."""
        if self.lookup != "sealed":
            return self
        if not sealed:
            return replace(self, lookup="never")
        on_miss: OnMiss = "fail" if self.on_miss == "record" else self.on_miss
        on_expired: OnExpired = "warn" if self.on_expired == "rerecord" else self.on_expired
        return replace(self, lookup="always", on_miss=on_miss, on_expired=on_expired, write="none")


def contradiction(axes: Axes) -> str | None:
    """What cannot be meant, beginning with the setting that says it."""
    match axes:
        case Axes(on_miss="record", write="none"):
            return "cassette.on_miss: 'record' needs a cassette.write other than 'none'"
        case Axes(on_expired="rerecord", write="none"):
            return "cassette.on_expired: 'rerecord' needs a cassette.write other than 'none'"
        case Axes(lookup="never", on_miss="fail"):
            return "cassette.on_miss: 'fail' with cassette.lookup 'never' would refuse every request"
        case Axes(lookup="never", answer="live"):
            return "cassette.answer: 'live' is compared with recordings, so cassette.lookup must be 'always'"
        case Axes(lookup="always" | "sealed", answer="recorded", write="new_generation"):
            return (
                "cassette.write: 'new_generation' takes the place of all that was recorded before,"
                " so cassette.lookup must be 'never' (or cassette.answer 'live')"
            )
    return None

"""All faults by name. A fault is imported when an experiment names it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fakeai_proxy.core.errors import SettingsError, nearest
from fakeai_proxy.core.lazy import load

from .base import Fault

FAULTS: Mapping[str, str] = {
    "connection.connect_refused": "connection.tunnel.ConnectRefused",
    "connection.connect_slow": "connection.tunnel.ConnectSlow",
    "connection.bad_certificate": "connection.tls.BadCertificate",
    "connection.tls_failure": "connection.tls.TlsFailure",
    "connection.upstream_unresolved": "connection.upstream.UpstreamUnresolved",
    "connection.upstream_refused": "connection.upstream.UpstreamRefused",
    "connection.close": "connection.answer.Close",
    "connection.reset": "connection.answer.Reset",
    "connection.stale": "connection.stale.Stale",
    "connection.silent_close": "connection.ending.SilentClose",
    "connection.reset_stream": "connection.ending.ResetStream",
    "connection.goaway": "connection.ending.GoAway",
    "connection.window_stall": "connection.upload.WindowStall",
    "connection.slow_upload": "connection.upload.SlowUpload",
    "connection.early_reply": "connection.upload.EarlyReply",
    "connection.continue_withheld": "connection.upload.ContinueWithheld",
    "connection.hoard": "connection.hoard.Hoard",
    "http.error": "http.error.HttpError",
    "http.too_large": "http.too_large.TooLarge",
    "http.html": "http.page.HtmlPage",
    "http.empty": "http.page.Empty",
    "http.redirect": "http.redirect.Redirect",
    "http.truncated_json": "http.truncated_json.TruncatedJson",
    "http.content_type": "http.content_type.ContentType",
    "http.content_length": "http.content_length.ContentLength",
    "http.gzip": "http.gzip.Gzip",
    "http.should_retry": "http.should_retry.ShouldRetry",
    "http.header_bloat": "http.header_bloat.HeaderBloat",
    "http.request_id": "http.request_id.RequestId",
    "http.clock_skew": "http.clock_skew.ClockSkew",
    "http.swapped": "http.swapped.Swapped",
    "limit.rate": "limits.rate.Rate",
    "limit.exceeded": "limits.exceeded.Exceeded",
    "limit.quota": "limits.exceeded.Quota",
    "limit.never_fits": "limits.exceeded.NeverFits",
    "limit.concurrency": "limits.concurrency.Concurrency",
    "limit.acceleration": "limits.concurrency.Acceleration",
    "limit.early_retry": "limits.penalty.EarlyRetry",
    "limit.headers": "limits.lying.LyingHeaders",
    "payload.blank": "payload.nothing.Blank",
    "payload.cache_usage": "payload.usage.CacheUsage",
    "payload.degraded": "payload.degraded.Degraded",
    "payload.embeddings": "payload.vectors.Embeddings",
    "payload.extra_call": "payload.calls.ExtraCall",
    "payload.filtered": "payload.ending.Filtered",
    "payload.json": "payload.json_answer.JsonAnswer",
    "payload.length": "payload.ending.Length",
    "payload.model": "payload.labels.Model",
    "payload.no_choices": "payload.nothing.NoChoices",
    "payload.overlong": "payload.prose.Overlong",
    "payload.reasoning_only": "payload.nothing.ReasoningOnly",
    "payload.refused": "payload.ending.Refused",
    "payload.text": "payload.prose.Text",
    "payload.tool_arguments": "payload.arguments.ToolArguments",
    "payload.tool_finish": "payload.calls.ToolFinish",
    "payload.tool_id": "payload.calls.ToolId",
    "payload.tool_name": "payload.calls.ToolName",
    "payload.unknown": "payload.labels.Unknown",
    "payload.usage": "payload.usage.Usage",
    "payload.value": "payload.json_answer.Value",
    "stream.cut": "stream.cut.Cut",
    "stream.reset": "stream.cut.Reset",
    "stream.end": "stream.cut.CleanEnd",
    "stream.stall": "stream.stall.Stall",
    "stream.error": "stream.error.StreamError",
    "stream.malformed": "stream.malformed.Malformed",
    "stream.duplicate": "stream.order.Duplicate",
    "stream.drop": "stream.order.Drop",
    "stream.reorder": "stream.order.Reorder",
    "stream.insert": "stream.insert.Insert",
    "stream.names": "stream.fields.Names",
    "stream.unknown": "stream.fields.Unknown",
    "stream.identity": "stream.fields.Identity",
    "stream.tool_calls": "stream.tool_calls.ToolCalls",
    "stream.format": "stream.format.Format",
    "stream.bytewise": "stream.slices.Bytewise",
    "stream.coalesce": "stream.slices.Coalesce",
    "stream.truncated_gzip": "stream.packed.TruncatedGzip",
    "stream.framing": "stream.framing.Framing",
    "stream.swapped": "stream.swapped.Swapped",
    "latency.bandwidth": "latency.bandwidth.Bandwidth",
    "latency.end": "latency.start.SlowEnd",
    "latency.first_token": "latency.start.SlowFirstToken",
    "latency.headers": "latency.start.SlowHeaders",
    "latency.load": "latency.load.Load",
    "latency.pace": "latency.tokens.Pace",
    "latency.request": "latency.start.SlowRequest",
    "latency.spikes": "latency.load.Spikes",
    "latency.tokens": "latency.tokens.SlowTokens",
}
"""Name in experiments -> module and class below `faults`."""


def fault_named(name: str) -> type[Fault]:
    """The model of fault `name`. Raises SettingsError with the nearest name where there is none."""
    if name not in FAULTS:
        raise SettingsError(f"unknown fault '{name}'{nearest(name, FAULTS)}; all: fakeai-proxy chaos list")
    found: type[Fault] = load("fakeai_proxy.faults", FAULTS[name])
    return found


def fault_of(given: Mapping[str, Any]) -> Fault:
    """The fault that `given` describes by `type` and parameters.

    Raises SettingsError where the type is unknown, and pydantic's ValidationError where a parameter is wrong.
    """
    return fault_named(str(given.get("type", ""))).model_validate(given)

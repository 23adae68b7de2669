"""Which recordings may be asked again: those that only ask, and whose request is whole."""

from __future__ import annotations

from fakeai_proxy.cassette.recording import Recording

ENDINGS = (
    "/chat/completions",
    "/completions",
    "/responses",
    "/messages",
    "/messages/count_tokens",
    "/embeddings",
    "/moderations",
    "/rerank",
    "/ranking",
    ":generateContent",
    ":streamGenerateContent",
    ":countTokens",
    ":embedContent",
)
"""Of paths that a POST changes nothing at; what they cost is in the budget."""
MODELS = "/models"
SECRETS = ("path", "query", "request")


def why_not(recording: Recording, *, anything: bool = False) -> str | None:
    """Why it is not asked again; None where it may be. `anything`: also what creates or deletes."""
    if recording.state != "active":
        return "not replayed"
    if recording.origin in ("mutated", "synthesized"):
        return "not recorded from anybody"
    if recording.answered.kind == "ws":
        return "a WebSocket"
    if any(_of_request(found.place) for found in recording.found):
        return "its request held secrets, which are not kept"
    if not anything and not _asks_only(recording):
        return "may create or delete something; --path says that it is meant"
    return None


def _of_request(place: str) -> bool:
    return place.partition(" ")[0] in SECRETS and not place.startswith("request header")


def _asks_only(recording: Recording) -> bool:
    asked = recording.asked
    if asked.method == "GET":
        return MODELS in asked.path
    return asked.method == "POST" and asked.path.endswith(ENDINGS)

"""Sound that becomes an item of the conversation, and the words in it."""

from __future__ import annotations

from .agenda import Telling
from .conversation import Kept
from .hearing import heard
from .sounds import Samples
from .state import State
from .transcribing import transcribed


def committed(state: State, id: str, samples: Samples) -> Telling:
    """`samples` as a message of the user."""
    part = {"type": "input_audio", "transcript": None}
    item = {"id": id, "object": "realtime.item", "type": "message", "status": "completed", "role": "user"}
    kept = Kept({**item, "content": [part]}, samples, len(samples))
    kept.heard = yield from heard(samples, state.context.services.seed)
    previous = state.conversation.add(kept)
    shown = {"previous_item_id": previous, "item": {**kept.item}}
    yield {"type": "input_audio_buffer.committed", "previous_item_id": previous, "item_id": id}
    yield {"type": "conversation.item.added", **shown}
    yield {"type": "conversation.item.done", **shown}
    if state.config["audio"]["input"]["transcription"]:
        state.agenda.start(transcribed(state, kept, state.config))

from typing import get_args

from openai.types.beta.realtime.realtime_client_event import RealtimeClientEvent as OlderClientEvent
from openai.types.realtime.realtime_client_event import RealtimeClientEvent

from fakeai_proxy.wire.realtime_events import EVENTS, OLDER


def names(union):
    """Types of the events of the SDK."""
    return {get_args(event.model_fields["type"].annotation)[0] for event in get_args(get_args(union)[0])}


def test_every_event_of_the_sdk_is_known():
    assert EVENTS.keys() == names(RealtimeClientEvent)
    assert OLDER.keys() == names(OlderClientEvent)

from __future__ import annotations

import numpy as np
import pytest

from fakeai_proxy.core.errors import ApiError
from fakeai_proxy.endpoints.realtime import conversation
from fakeai_proxy.endpoints.realtime.conversation import Conversation, Kept


def item(id, samples=0):
    sound = np.zeros(samples, np.int16) if samples else None
    return Kept({"id": id, "type": "message"}, sound, samples)


def ids(talk):
    return [kept.id for kept in talk]


def test_items_stand_where_they_are_put():
    talk = Conversation("conv_1")
    assert [talk.add(item("a")), talk.add(item("b"))] == [None, "a"]
    assert [talk.add(item("c"), "root"), talk.add(item("d"), "a")] == [None, "a"]
    assert ids(talk) == ["c", "a", "d", "b"]
    found = talk.find("d")
    assert found is not None
    assert talk.before(found) == "a"
    talk.remove(found)
    assert ids(talk) == ["c", "a", "b"]
    assert talk.before(found) is None


@pytest.mark.parametrize(
    ("put", "code"),
    [
        (lambda talk: talk.add(item("a")), "item_create_duplicate_item_id"),
        (lambda talk: talk.add(item("b"), "nowhere"), "item_create_invalid_previous_item_id"),
        (lambda talk: talk.need("nowhere", "deleting", "delete"), "item_delete_invalid_item_id"),
    ],
)
def test_what_cannot_be_put_or_found(put, code):
    talk = Conversation("conv_1", [item("a")])
    with pytest.raises(ApiError) as refused:
        put(talk)
    assert refused.value.code == code


def test_it_is_bounded():
    full = Conversation("conv_1", [item(str(at)) for at in range(conversation.MOST)])
    with pytest.raises(ApiError) as refused:
        full.add(item("one more"))
    assert refused.value.code == "conversation_full"


def test_sound_beyond_the_bound_is_forgotten_and_its_length_is_not():
    talk, large = Conversation("conv_1"), conversation.MOST_SOUND // 2
    for id in ("a", "b", "c"):
        talk.add(Kept({"id": id}, np.broadcast_to(np.int16(0), large), large))
    assert [kept.sound is None for kept in talk] == [True, False, False]
    assert talk.items[0].samples == large

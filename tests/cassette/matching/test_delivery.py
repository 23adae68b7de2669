from fakeai_proxy.cassette.matching.delivery import Delivery, delivery_of

WHOLE, STREAM, COUNTED = Delivery(), Delivery(True), Delivery(True, True)


def test_what_two_fields_ask_for():
    assert delivery_of({}) == delivery_of({"stream": False}) == delivery_of({"stream": None}) == WHOLE
    assert delivery_of({"stream": True, "stream_options": None}) == STREAM
    assert delivery_of({"stream": True, "stream_options": {"include_usage": True}}) == COUNTED
    assert delivery_of({"stream_options": {"include_usage": True}}) == WHOLE


def test_counts_cannot_be_made_of_a_stream_without_them():
    assert WHOLE.others == (COUNTED, STREAM)
    assert STREAM.others == (COUNTED, WHOLE)
    assert COUNTED.others == (WHOLE,)

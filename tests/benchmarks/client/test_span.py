from benchmarks.client.span import Span


def test_the_rate_counts_from_the_first_send_to_the_last_end():
    span = Span(10.0)
    span.add(33, 11.0)
    span.add(33, 12.0)
    assert span.rate == 33

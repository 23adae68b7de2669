import pytest

from benchmarks.client.connection import Refused, answer_end, check_status

HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nx: y\r\n\r\n"


def test_an_answer_ends_where_its_content_length_says():
    assert answer_end(HEAD) == len(HEAD) + 4
    assert answer_end(HEAD + b"bodyHTTP/1.1") == len(HEAD) + 4


def test_an_answer_without_its_whole_head_has_no_end_yet():
    assert answer_end(HEAD[:-1]) == -1


def test_an_answer_without_length_is_refused():
    with pytest.raises(Refused, match="content-length"):
        answer_end(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")


@pytest.mark.parametrize("received", [b"HTTP/1.1 500 Oops\r\n\r\nwhy", b""])
def test_anything_but_a_200_voids_the_measurement(received):
    with pytest.raises(Refused):
        check_status(received)

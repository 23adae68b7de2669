from benchmarks.servers.upstream import request_end

POST = b"POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\n{}"


def test_a_request_ends_after_its_body():
    assert request_end(POST) == len(POST)
    assert request_end(POST + b"GET") == len(POST)
    assert request_end(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n") == 27


def test_a_part_of_a_request_has_no_end_yet():
    assert request_end(POST[:-1]) == request_end(POST[:20]) == -1

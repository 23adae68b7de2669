from fakeai_proxy.cassette.multipart import parts

BODY = (
    b'--B\r\nContent-Type: text/plain\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n2\r\n--B--\r\n'
)


def test_parts():
    assert parts('multipart/form-data; boundary="B"', BODY) == [
        (b'content-disposition: form-data; name="a"\ncontent-type: text/plain', b"1\r\n2")
    ]


def test_what_is_not_multipart():
    assert parts("application/json", BODY) is None
    assert parts("multipart/form-data", BODY) is None
    assert parts("multipart/form-data; boundary=C", BODY) is None
    assert parts("multipart/form-data; boundary=B", BODY.replace(b"--B--", b"")) is None

from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fakeai_proxy.endpoints.vector_stores.extraction import Unreadable, texts


def packed(**parts: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return file.getvalue()


def pdf(text: str) -> bytes:
    """A file of one page that shows `text`."""
    shown = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(shown), shown),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    file, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj%b endobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 6\n0000000000 65535 f \n%btrailer<</Size 6/Root 1 0 R>>\n" % rows
    return file + table + b"startxref\n%d\n%%%%EOF" % len(file)


WORD = b'<w:d xmlns:w="w"><w:p><w:r><w:t>One</w:t></w:r></w:p><w:p><w:t>two</w:t></w:p></w:d>'


@pytest.mark.parametrize(
    ("content", "name", "text"),
    [
        (b"\xef\xbb\xbfHi", "a.md", "Hi"),
        ("Hi ü".encode("utf-16"), "a.txt", "Hi ü"),
        (b"a,b\n1,2\n", "a.csv", "a,b\n1,2\n"),
        (b"<p>Hi &amp; <script>no()</script><b>you</b></p>", "a.html", "Hi & you"),
        (packed(word__document_xml=WORD), "a.docx", "One\ntwo\n"),
        (pdf("Hello there"), "a.pdf", "Hello there\n\n"),
    ],
)
def test_the_text_of_a_file(content: bytes, name: str, text: str) -> None:
    assert "".join(texts(content, name)) == text


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0", "a.png", "unsupported_file"),
        (b"a\0b", "a.bin", "unsupported_file"),
        (packed(other_xml=b""), "a.zip", "unsupported_file"),
        (b"PK\x03\x04 no package", "a.docx", "invalid_file"),
        (packed(word__document_xml=b"<no"), "a.docx", "invalid_file"),
        (packed(word__document_xml=WORD)[:-30], "a.docx", "invalid_file"),
        (b"%PDF-1.4 no more", "a.pdf", "invalid_file"),
    ],
)
def test_files_without_a_text(content: bytes, name: str, code: str) -> None:
    with pytest.raises(Unreadable) as told:
        list(texts(content, name))
    assert told.value.code == code


@settings(max_examples=40)
@given(st.binary(max_size=60), st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04"]))
def test_any_bytes_are_read_or_refused(content: bytes, begin: bytes) -> None:
    with suppress(Unreadable):
        assert isinstance("".join(texts(begin + content, "a.html")), str)

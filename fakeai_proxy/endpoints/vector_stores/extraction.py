"""The text of a file, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Any
from zipfile import ZipFile

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST = 32 * 1024 * 1024
"""Bytes of a file, and of what it is unpacked to."""
PDF, ZIP = b"%PDF-", b"PK\x03\x04"
HTML = (".html", ".htm")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
PARTS = ("word/document.xml", "ppt/slides/slide", "xl/sharedStrings.xml")
"""How the names of those files in a package of Office Open XML begin that hold its text."""
HIDDEN = ("script", "style")
PIECE = 64 * 1024
"""Bytes, or characters, that are read at once."""


class Unreadable(Exception):
    """A file of which no text can be had."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def texts(content: bytes, filename: str) -> Iterator[str]:
    """The text of a file, part after part; some take a while. Raises Unreadable."""
    if content.startswith(PDF):
        yield from _of_pdf(content)
    elif content.startswith(ZIP):
        yield from _of_package(content, filename)
    else:
        text = _decoded(content, filename)
        if PurePosixPath(filename.lower()).suffix in HTML:
            yield from _of_html(text)
        else:
            yield text


def unsupported(filename: str) -> Unreadable:
    return Unreadable("unsupported_file", f"The file type of '{filename[:200]}' is not supported.")


def too_large() -> Unreadable:
    return Unreadable("invalid_file", f"The file is too large: it has more than {LARGEST} bytes.")


def damaged(failure: Exception) -> Unreadable:
    return Unreadable("invalid_file", f"The file cannot be read: {type(failure).__name__}.")


def _decoded(content: bytes, filename: str) -> str:
    """Text, Markdown, JSON, CSV, code: whatever is text already."""
    try:
        text = content.decode("utf-16" if content.startswith(UTF_16) else "utf-8-sig")
    except UnicodeDecodeError:
        raise unsupported(filename) from None
    if "\0" in text:
        raise unsupported(filename)
    return text


def _of_pdf(content: bytes) -> Iterator[str]:
    """Page after page."""
    from pypdf import PdfReader

    try:
        for page in PdfReader(BytesIO(content)).pages:
            yield f"{page.extract_text()}\n\n"
    except Exception as failure:  # bytes from anywhere: there is no end to what a reader may stumble over
        raise damaged(failure) from failure


def _of_package(content: bytes, filename: str) -> Iterator[str]:
    """The paragraphs of a .docx, .pptx or .xlsx."""
    try:
        with ZipFile(BytesIO(content)) as package:
            found = [info for info in package.infolist() if info.filename.startswith(PARTS)]
            if not found:
                raise unsupported(filename)
            if sum(info.file_size for info in found) > LARGEST:
                raise too_large()
            for info in found:
                with package.open(info) as part:
                    yield from _of_xml(part)
    except Unreadable:
        raise
    except Exception as failure:  # likewise
        raise damaged(failure) from failure


def _of_xml(part: IO[bytes]) -> Iterator[str]:
    """One line a paragraph."""
    from xml.etree.ElementTree import XMLPullParser

    parser: Any = XMLPullParser(("end",))
    while piece := part.read(PIECE):
        parser.feed(piece)
        yield "".join(_said(element) for _, element in parser.read_events())
    parser.close()


def _said(element: Element) -> str:
    """What the end of `element` adds to the text; it is emptied."""
    name, text = element.tag.rpartition("}")[2], element.text or ""
    element.clear()
    return "\n" if name in ("p", "si") else text if name == "t" else ""


def _of_html(text: str) -> Iterator[str]:
    page = _Page(convert_charrefs=True)
    for start in range(0, len(text), PIECE):
        page.feed(text[start : start + PIECE])
        yield page.taken()
    page.close()
    yield page.taken()


class _Page(HTMLParser):
    """What a reader of the page sees."""

    texts: list[str]
    hidden = 0

    def reset(self) -> None:
        super().reset()
        self.texts = []

    def taken(self) -> str:
        """What came since the last time."""
        text = "".join(self.texts)
        self.texts.clear()
        return text

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in HIDDEN

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(self.hidden - (tag in HIDDEN), 0)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.texts.append(data)

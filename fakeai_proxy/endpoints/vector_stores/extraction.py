"""The text of a file, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

LARGEST = 32 * 1024 * 1024
"""Bytes of a file, and of what it is unpacked to."""
PDF, ZIP = b"%PDF-", b"PK\x03\x04"
HTML = (".html", ".htm")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
PARTS = ("word/document.xml", "ppt/slides/slide", "xl/sharedStrings.xml")
"""How the names of those files in a package of Office Open XML begin that hold its text."""
HIDDEN = ("script", "style")


class Unreadable(Exception):
    """A file of which no text can be had."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def texts(content: bytes, filename: str) -> Iterator[str]:
    """The text of a file, part after part; some take a while. Raises Unreadable."""
    if len(content) > LARGEST:
        raise Unreadable("invalid_file", f"The file is too large: it has more than {LARGEST} bytes.")
    if content.startswith(PDF):
        yield from _of_pdf(content)
    elif content.startswith(ZIP):
        yield from _of_package(content, filename)
    else:
        text = _decoded(content, filename)
        yield _of_html(text) if PurePosixPath(filename.lower()).suffix in HTML else text


def unsupported(filename: str) -> Unreadable:
    return Unreadable("unsupported_file", f"The file type of '{filename[:200]}' is not supported.")


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
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        for page in PdfReader(BytesIO(content)).pages:
            yield f"{page.extract_text()}\n\n"
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as failure:
        message = f"The PDF cannot be read: {type(failure).__name__}."
        raise Unreadable("invalid_file", message) from failure


def _of_package(content: bytes, filename: str) -> Iterator[str]:
    """Paragraph after paragraph of a .docx, .pptx or .xlsx."""
    from xml.etree.ElementTree import ParseError

    try:
        with ZipFile(BytesIO(content)) as package:
            found = [info for info in package.infolist() if info.filename.startswith(PARTS)]
            if not found:
                raise unsupported(filename)
            if sum(info.file_size for info in found) > LARGEST:
                raise Unreadable("invalid_file", "The file is too large when it is unpacked.")
            for info in found:
                yield _of_xml(package.read(info))
    except (BadZipFile, ParseError, NotImplementedError, RuntimeError, EOFError, ValueError) as failure:
        raise Unreadable("invalid_file", "The file cannot be read: it is damaged.") from failure


def _of_xml(content: bytes) -> str:
    """One line a paragraph."""
    from xml.etree.ElementTree import fromstring

    lines, line = list[str](), list[str]()
    for element in fromstring(content).iter():
        name = element.tag.rpartition("}")[2]
        if name in ("p", "si"):
            lines.append("".join(line))
            line = []
        elif name == "t":
            line.append(element.text or "")
    return "\n".join((*lines, "".join(line), ""))


def _of_html(text: str) -> str:
    page = _Page(convert_charrefs=True)
    page.feed(text)
    page.close()
    return "".join(page.texts)


class _Page(HTMLParser):
    """What a reader of the page sees."""

    texts: list[str]
    hidden = 0

    def reset(self) -> None:
        super().reset()
        self.texts = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.hidden += tag in HIDDEN

    def handle_endtag(self, tag: str) -> None:
        self.hidden = max(self.hidden - (tag in HIDDEN), 0)

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.texts.append(data)

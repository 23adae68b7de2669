"""Small files of real formats."""

from __future__ import annotations

import io
import wave
from base64 import b64encode

from PIL import Image


def picture(width: int, height: int, form: str = "PNG") -> bytes:
    """All black."""
    file = io.BytesIO()
    Image.new("L", (width, height)).save(file, form)
    return file.getvalue()


def wav(seconds: float, rate: int = 16_000) -> bytes:
    """Silence."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(bytes(2 * int(seconds * rate)))
    return file.getvalue()


def mp3(frames: int) -> bytes:
    """Silence: MPEG 1 layer III, 128 kbit/s at 44.1 kHz, 1152 samples a frame."""
    return (b"\xff\xfb\x90\x00" + bytes(413)) * frames


def pdf(text: str) -> bytes:
    """One page of Letter size."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    file, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer\n<< /Size 6 /Root 1 0 R >>\n"
    return file + head + b"startxref\n%d\n%%%%EOF\n" % len(file)


def url(mime: str, content: bytes) -> str:
    return f"data:{mime};base64,{b64encode(content).decode()}"

"""What a picture shows, in words that its file carries: the description of XMP, which picture tools read too.

https://developer.adobe.com/xmp/docs/XMPNamespaces/dc/
"""

from __future__ import annotations

import re
from html import escape, unescape

LONGEST = 2_000
"""Characters."""
PACKET = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:description><rdf:Alt><rdf:li xml:lang="x-default">'
    "{text}</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>"
    '<?xpacket end="r"?>'
)
DESCRIBED = re.compile(rb"<dc:description>.{0,200}?<rdf:li[^>]{0,100}>([^<]*)</rdf:li>", re.DOTALL)
UNWRITABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML has no place for."""


def packet(text: str) -> bytes:
    """An XMP packet that says `text`."""
    return PACKET.format(text=escape(UNWRITABLE.sub(" ", text[:LONGEST]), quote=False)).encode()


def said(xmp: bytes) -> str:
    """What an XMP packet says; "" where it says nothing."""
    found = DESCRIBED.search(xmp)
    return unescape(found[1].decode("utf-8", "replace")) if found else ""

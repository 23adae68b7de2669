"""A verdict for those who read it. All are made of one document, which is also the JSON report.

Verdict ─ document ─► Document ─► JSON, JUnit XML, one HTML page, tables
"""

from __future__ import annotations

from .document import FORMAT, VERSION, Document, document
from .junit import junit
from .page import page
from .tables import Table, tables

__all__ = ["FORMAT", "VERSION", "Document", "Table", "document", "junit", "page", "tables"]

"""What clients make and ask for again: files, batches, vector stores, threads, stored answers.

endpoint ─ create, need, change, page ─► Store ─► SQLite, in memory or in a file
status   = a function of when it was made and of what time it is: Progress
"""

from .kinds import KINDS, Kind
from .owner import owner_of
from .page import Order, Page, PageQuery
from .progress import Progress
from .resource import Resource, numbered
from .settings import ResourceSettings
from .store import Store

__all__ = [
    "KINDS",
    "Kind",
    "Order",
    "Page",
    "PageQuery",
    "Progress",
    "Resource",
    "ResourceSettings",
    "Store",
    "numbered",
    "owner_of",
]

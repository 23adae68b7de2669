"""One module an API family, declared in one visible table: `ROUTES`."""

from .context import Context, Services
from .dispatch import dispatch
from .route import Route
from .table import ROUTES

__all__ = ["ROUTES", "Context", "Route", "Services", "dispatch"]

"""One module an API family, declared in one visible table: `ROUTES`."""

from .context import Context, Services
from .dispatch import dispatch
from .routes import ROUTES, Route

__all__ = ["ROUTES", "Context", "Route", "Services", "dispatch"]

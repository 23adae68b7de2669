"""JSON that a schema asks for."""

from .document import Unsatisfiable
from .instance import instance

__all__ = ["Unsatisfiable", "instance"]

"""Which worker takes a request."""

from .candidate import Asked, Candidate
from .decision import Decision
from .health import Health, State
from .load import Charge, Load
from .router import Router
from .table import ROUTERS

__all__ = ["ROUTERS", "Asked", "Candidate", "Charge", "Decision", "Health", "Load", "Router", "State"]

"""What can be changed about an answer and still leaves one. One file a mutation, one line in `MUTATIONS`."""

from __future__ import annotations

from .base import Mutation
from .table import MUTATIONS, mutation_named, mutation_of

__all__ = ["MUTATIONS", "Mutation", "mutation_named", "mutation_of"]

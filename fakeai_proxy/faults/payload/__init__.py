"""Faults of what an answer says: whole or streamed, whichever API family says it."""

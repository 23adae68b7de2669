"""How each API family says what an edit speaks of."""

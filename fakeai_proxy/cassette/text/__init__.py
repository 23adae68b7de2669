"""A cassette as text that people review: JSON Lines, one fact a line; what changes with every recording apart.

Tape ─ recording by recording ─► lines       lines ─► Recording ─► rows
"""

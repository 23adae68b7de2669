"""What other tools recorded, and what they can read.

HAR, vcrpy, flows ─► Capture ─ decoded, redacted ─► cassette ─► HAR
"""

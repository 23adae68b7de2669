"""Rate limits: kept, and broken."""

"""`/organization/usage/*` and `/organization/costs`: views over what telemetry has counted.

cells of the ledger ─► records with names ─► filtered, put into buckets, grouped ─► a page
"""

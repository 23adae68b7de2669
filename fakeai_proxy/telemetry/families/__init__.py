"""Families of metrics, one file each: a function from a snapshot to prometheus_client's metrics."""

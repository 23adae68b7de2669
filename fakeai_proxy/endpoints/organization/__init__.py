"""`/organization`: users, invites, projects, their keys and limits, the audit log; usage and costs.

All of it belongs to the organization of the proxy URL's scope, whoever asks.
"""

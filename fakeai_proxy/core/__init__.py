"""Values and pure functions that every other room speaks in. Imports nothing of ours."""

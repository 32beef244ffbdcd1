"""Watching: logs, and what a person should know."""

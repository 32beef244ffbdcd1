"""Backups, and what may be forgotten."""

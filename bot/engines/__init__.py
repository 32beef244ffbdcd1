"""Engines: they carry wake-ups."""

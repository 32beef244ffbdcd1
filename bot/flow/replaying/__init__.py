"""Stored articles once more, on a virtual clock."""

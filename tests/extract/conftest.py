"""Here, so that the rooms below find what all tests of the reading share."""

"""The parts of `bench/publish.py`."""

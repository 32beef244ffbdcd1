"""The parts of `bench/poll.py`."""

"""A port for a server that must be told one."""

import random
import socket
from contextlib import suppress


def find_free_port() -> int:
    """Below those that systems give away by themselves, so that nobody has it meanwhile."""
    while True:
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port := random.randint(10_000, 30_000)))
            return port

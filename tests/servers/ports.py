"""A port for a server that must be told one."""

import socket
import sys
from random import SystemRandom


def find_free_port() -> int:
    """One that nobody has or gets meanwhile: below those that systems give away by themselves, and kept."""
    while True:
        # Not the tests' own chance: seeded alike, all who test at the same time would have the same port.
        port = SystemRandom().randint(10_000, 30_000)
        with socket.socket() as one:
            try:
                one.bind(("127.0.0.1", port))
            except OSError:
                continue
            if sys.platform == "linux":
                # Servers say the same, and so may listen there; another search finds it taken.
                one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                one.detach()  # to the end of this process
            return port

"""The supervisor that started the worker (systemd), and what it is told.

The protocol is sd_notify(3): datagrams of `NAME=value` lines to the socket that the variable
NOTIFY_SOCKET names. A supervisor that asked for signs of life (WATCHDOG_USEC) restarts a worker
that gives none.
"""

from __future__ import annotations

import os
import socket

import structlog

from bot.secrecy import read_variable

log = structlog.get_logger()

_SIGNS_PER_LIMIT = 3
_LONGEST_STATUS = 200


class Supervisor:
    """Who minds this process; where nobody does, telling does nothing.

    `address` is a path, or a name in Linux's abstract namespace with @ in front; `limit` is after how many
    seconds of silence the worker is taken for hung, None where it is not asked for signs of life.
    """

    def __init__(self, address: str = "", limit: float | None = None) -> None:
        self._address = f"\0{address[1:]}" if address.startswith("@") else address
        self.limit = limit if address else None

    @classmethod
    def find(cls) -> Supervisor:
        """The one that the environment names, as sd_watchdog_enabled(3) reads it."""
        address = read_variable("NOTIFY_SOCKET")
        if not address.startswith(("/", "@")):
            return cls()
        micros, meant = read_variable("WATCHDOG_USEC"), read_variable("WATCHDOG_PID")
        asked = micros.isascii() and micros.isdigit() and int(micros) > 0
        ours = meant in {"", str(os.getpid())}
        return cls(address, int(micros) / 1_000_000 if asked and ours else None)

    @property
    def interval(self) -> float | None:
        """Seconds between two signs of life: so short that a late one does no harm."""
        return None if self.limit is None else self.limit / _SIGNS_PER_LIMIT

    def tell_ready(self, status: str) -> None:
        """The worker has started and works."""
        self._send("READY=1", _status(status))

    def tell_alive(self, status: str) -> None:
        """A sign of life."""
        self._send("WATCHDOG=1", _status(status))

    def tell_stopping(self) -> None:
        """The worker finishes what is in hand, and ends."""
        self._send("STOPPING=1", _status("stopping: attempts in hand are finished first"))

    def _send(self, *lines: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
                # A supervisor that does not read must not stop the worker.
                channel.setblocking(False)
                channel.sendto("\n".join(lines).encode(), self._address)
        except OSError as error:
            log.warning("the supervisor cannot be told", lines=lines[0], reason=str(error))


def _status(text: str) -> str:
    return f"STATUS={' '.join(text.split())[:_LONGEST_STATUS]}"

"""Carries alerts to people, by Apprise where the newsroom names addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import structlog

from bot.errors import SecretMissing
from bot.secrecy import Secret

log = structlog.get_logger()

EXTRA = "pip install 'newscrier[alerts]'"
"""What brings Apprise."""


class Messenger:
    """Sends to every address; one without addresses, whose alerts stand in the log alone, sends nothing.

    `unwritten` is what was told while the store took no changes; `failed_at` when an alert was taken by
    nobody, in the seconds of a clock that never steps back.
    """

    def __init__(self, addresses: Sequence[Secret]) -> None:
        self._addresses = addresses
        self.unwritten: Mapping[str, Any] = {}
        self.failed_at: float | None = None

    def send(self, title: str, body: str) -> bool:
        """Whether it needs no second try: nobody is to be told, or at least one address took it."""
        if not self._addresses:
            return True
        if not is_installed():
            log.error("alerts cannot be sent: Apprise is not installed", mend=EXTRA)
            return True
        reached = [self._send_to(address, title, body) for address in self._addresses]
        return any(reached)

    def _send_to(self, address: Secret, title: str, body: str) -> bool:
        try:
            carrier = import_module("apprise").Apprise()
            if not carrier.add(address.reveal()):
                log.error("Apprise does not know this address", address=repr(address))
                return False
            sent = bool(carrier.notify(title=title, body=body))
        except SecretMissing as error:
            log.error("an alert cannot be sent", reason=str(error))
            return False
        except Exception:
            log.exception("an alert cannot be sent", address=repr(address))
            return False
        if not sent:
            log.error("an alert was not taken", address=repr(address))
        return sent


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("apprise") is not None

"""Whether a call is made once more, and when: few times and briefly, or as the server says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import tenacity

from bot.errors import DeliveryError, Temporary, Throttled

TRIES = 3
_LONGEST_RETRY = timedelta(seconds=5)


def worth_a_retry(error: BaseException) -> bool:
    """Nothing was done, and the server does not ask to be left alone for long."""
    if isinstance(error, Throttled):
        return error.retry_after is not None and error.retry_after <= _LONGEST_RETRY
    return isinstance(error, Temporary)


def seconds_to_wait(error: DeliveryError, attempt: int) -> float:
    """Before the next try: as the server says, else longer with each `attempt` (from 1)."""
    if isinstance(error, Throttled) and error.retry_after is not None:
        return error.retry_after.total_seconds()
    return 0.2 * 2.0 ** (attempt - 1)


def wait_as_told(first: DeliveryError) -> Any:
    """The same for tenacity; `first` is the error before its own tries."""

    def wait(state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        return seconds_to_wait(error if isinstance(error, DeliveryError) else first, state.attempt_number + 1)

    return wait

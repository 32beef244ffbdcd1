"""The one seam to the network: a gated client per channel or source, with three ways to ask.

`call` is for what may be repeated; it retries a few times, briefly, and only where surely nothing
was done. `create` is for the one creating call; it is never repeated, and every doubt about its
outcome is an `OutcomeUnknown`. Both go to the server that the newsroom wrote. `fetch` reads pages
and feeds of the outside world, which is hostile: addresses are checked, and everything has an end.
"""

from bot.http.answer import Answer, raise_for_refusal
from bot.http.client import Client
from bot.http.fetched import Fetched
from bot.http.gate import HostGate
from bot.http.wire import LONGEST_ANSWER

__all__ = ["LONGEST_ANSWER", "Answer", "Client", "Fetched", "HostGate", "raise_for_refusal"]

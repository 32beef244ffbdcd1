"""What a fake server does wrong: on demand (the next n requests) or by seeded chance."""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

FAULTS = {
    "commit-then-drop": "commits, then cuts the connection without an answer",
    "commit-then-500": "commits, then answers 500 with JSON",
    "commit-then-502": "commits, then a proxy answers 502 with an HTML page",
    "commit-then-garbage": "commits, then answers 200 with what is not JSON",
    "commit-then-no-id": "commits, then answers 200 with an empty object",
    "commit-then-truncate": "commits, then closes in the middle of the body",
    "commit-then-hang": "commits, then says nothing for `seconds`",
    "slow-drip": "commits, then answers one byte every `seconds`",
    "drop": "cuts the connection before reading the body",
    "hang": "commits nothing, says nothing for `seconds`, then cuts",
    "late-commit": "waits `seconds`, commits although the client may have gone, then answers",
    "429": "too many requests; `form` is seconds, date, reset (X-RateLimit-Reset) or none",
    "500": "commits nothing and answers 500 with JSON",
    "502": "commits nothing; a proxy answers 502 with an HTML page",
    "503": "the answer of a busy lock, as JSON; commits nothing",
    "503-html": "a proxy's 503 with an HTML page; commits nothing",
    "401": "the access token is invalid",
    "403": "this action is not allowed",
    "404": "record not found",
    "422": "validation failed; `says` is the server's sentence",
    **dict.fromkeys(("400", "409", "410", "413"), "a plain refusal; `says` is the server's sentence"),
    "html": "200 with an HTML page; commits nothing",
    "301": "moved to another server",
    "ignore-key": "takes the request as if it carried no idempotency key",
}


@dataclass
class Fault:
    """One fault; `on` is `create` (new statuses), `any`, or `METHOD /path` (a prefix)."""

    name: str
    n: int = 1
    on: str = "create"
    seconds: float = 0.5
    retry_after: float = 1
    form: str = "seconds"
    says: str = "Validation failed: Text character limit of 500 exceeded"

    def __post_init__(self) -> None:
        if self.name not in FAULTS:
            raise ValueError(f"no fault {self.name!r}; there are {', '.join(FAULTS)}")

    def concerns(self, method: str, path: str, create_path: str) -> bool:
        if self.on == "create":
            return (method, path) == ("POST", create_path)
        return self.on == "any" or f"{method} {path}".startswith(self.on)


@dataclass
class Faults:
    """First the script, in its order; else chance, with `rates` per fault name."""

    create_path: str
    script: list[Fault] = field(default_factory=list)
    rates: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.5
    chance: random.Random = field(default_factory=lambda: random.Random(0))
    done: list[str] = field(default_factory=list)
    _released: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self, seconds: float) -> None:
        """As long as the fault takes, or until `release`."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._released.wait(), seconds)

    def release(self) -> None:
        """Let those that wait go on: a test knows better than any number of seconds when it is time."""
        self._released.set()
        self._released = asyncio.Event()

    def load(self, settings: dict[str, Any]) -> None:
        self.script += [Fault(**{"name": item.pop("fault"), **item}) for item in settings.get("script", [])]
        if "random" in settings:
            wish = settings["random"] or {}
            self.rates = dict(wish.get("rates", {}))
            self.seconds = float(wish.get("seconds", 0.5))
            self.chance = random.Random(wish.get("seed", 0))
            for name in self.rates:
                Fault(name)

    def clear(self) -> None:
        self.script.clear()
        self.rates.clear()

    def choose(self, method: str, path: str) -> Fault | None:
        chosen = self._scripted(method, path) or self._by_chance(method, path)
        if chosen:
            self.done.append(chosen.name)
        return chosen

    def _scripted(self, method: str, path: str) -> Fault | None:
        for fault in self.script:
            if fault.concerns(method, path, self.create_path):
                fault.n -= 1
                if fault.n <= 0:
                    self.script.remove(fault)
                return fault
        return None

    def _by_chance(self, method: str, path: str) -> Fault | None:
        if not self.rates or (method, path) != ("POST", self.create_path):
            return None
        point = self.chance.random()
        for name, rate in self.rates.items():
            if point < rate:
                return Fault(name, seconds=self.seconds)
            point -= rate
        return None

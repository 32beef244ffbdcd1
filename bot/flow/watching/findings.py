"""What a look at the house finds: the same for `health`, `doctor`, alerts and metrics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Level = Literal["ok", "warning", "error", "reconnect", "config"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `mend` is the command that helps.

    `key` names a trouble that is worth an alert, the same at every look, and is empty for the rest;
    `patience` is how long it may last before anybody is told, `detail` what an alert adds, `many` how many
    posts it concerns: people are told of more of them.
    """

    level: Level
    what: str
    mend: str = ""
    key: str = ""
    patience: timedelta = timedelta(0)
    detail: str = ""
    many: int = 0


def sort_findings(findings: list[Finding]) -> list[Finding]:
    """The worst first."""
    order: list[Level] = ["config", "reconnect", "error", "warning", "ok"]
    return sorted(findings, key=lambda finding: order.index(finding.level))


def tell_age(age: timedelta) -> str:
    """In words: 40 s, 12 min, 5 h, 3 days."""
    if age < timedelta(minutes=2):
        return f"{max(int(age.total_seconds()), 0)} s"
    if age < timedelta(hours=2):
        return f"{int(age.total_seconds() // 60)} min"
    return f"{int(age.total_seconds() // 3600)} h" if age < timedelta(days=3) else f"{age.days} days"

"""Everything looked at, online too: what `doctor` tells, one finding per thing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from bot.clock import Clock, SystemClock
from bot.errors import (
    NewscrierError,
    Problem,
    SecretMissing,
    StoreError,
    Temporary,
    TokenExpired,
    Unauthorized,
)
from bot.flow.arriving.ingest import make_source
from bot.flow.arriving.intake import StoredVersions
from bot.flow.check import check_project
from bot.flow.house import House, house_of
from bot.flow.sending.turn import ATTEMPT_TIMEOUT
from bot.flow.watching.clocks import judge_clock
from bot.flow.watching.findings import Finding, sort_findings, tell_age
from bot.flow.watching.health import look
from bot.flow.watching.premises import look_around
from bot.flow.watching.troubles import TOKEN_ENDS_SOON
from bot.store import articles
from bot.store.database import Store
from bot.text import tell_count

Tell = Callable[[int, int], None]


async def examine(
    folder: Path,
    *,
    actor: str,
    clock: Clock | None = None,
    tell: Tell = lambda _done, _all: None,
) -> list[Finding]:
    """Every finding, the worst first; nothing is posted, and no source is taken in.

    `tell` hears how many of the sources and channels were asked. Raises nothing of ours: what goes
    wrong is a finding.
    """
    settings, problems = check_project(folder)
    findings = [_of_problem(problem) for problem in problems]
    if settings is None:
        return sort_findings(findings)
    if not problems:
        findings.append(Finding("ok", "config and templates have no problems"))
    clock = clock or SystemClock()
    findings += await asyncio.to_thread(look_around, settings, clock)
    if not settings.store.path.exists():
        return sort_findings(findings)
    try:
        with house_of(settings, Store.open(settings.store.path), clock=clock, actor=actor) as house:
            findings += await _ask_around(house, tell)
            findings += look(house)
    except StoreError as error:
        findings.append(Finding("error", error.message, error.hint))
    return sort_findings(findings)


async def _ask_around(house: House, tell: Tell) -> list[Finding]:
    """Each source and channel at the same time, each within its time."""
    done = 0
    names = [*house.settings.sources, *house.settings.channels]

    async def count(one: Finding | list[Finding]) -> list[Finding]:
        nonlocal done
        done += 1
        tell(done, len(names))
        return one if isinstance(one, list) else [one]

    async def ask_source(name: str) -> list[Finding]:
        return await count(await _try_source(house, name))

    async def ask_channel(name: str) -> list[Finding]:
        return await count(await _try_channel(house, name))

    try:
        found = await asyncio.gather(
            *(ask_source(name) for name in house.settings.sources),
            *(ask_channel(name) for name in house.settings.channels),
        )
        clocks = house.lines.clocks()
    finally:
        await house.lines.close()
    return [*(one for group in found for one in group), *judge_clock(clocks)]


async def _try_source(house: House, name: str) -> Finding:
    """Whether it can be fetched, and when its newest article came."""
    try:
        async with asyncio.timeout(ATTEMPT_TIMEOUT):
            batch = await make_source(house, name).fetch({}, StoredVersions({}))
    except TimeoutError:
        return Finding("error", f"source {name} does not answer", f"newscrier source test {name}")
    except NewscrierError as error:
        return Finding(
            "error", f"source {name}: {error.message}", error.hint or f"newscrier source test {name}"
        )
    except Exception as error:  # noqa: BLE001 - one source's fault is a finding, not the end of the others
        told = f"source {name}: a fault in its module: {type(error).__name__}: {error}"
        return Finding("error", told, "please report it")
    newest = await house.store.read(lambda conn: articles.newest_of(conn, name, house.clock.now()))
    age = f", the newest article came {tell_age(house.clock.now() - newest)} ago" if newest else ""
    entries = tell_count(len(batch.entries), "entry", "entries")
    if batch.problems:
        told = f"source {name}: {entries}{age}, and {len(batch.problems)} that cannot be read"
        return Finding("warning", told, f"newscrier source test {name}")
    return Finding("ok", f"source {name}: {entries}{age}")


async def _try_channel(house: House, name: str) -> list[Finding]:
    """Who it is, by its platform's own word, and how long its token lasts."""
    mend = f"newscrier channel verify {name}"
    try:
        async with asyncio.timeout(ATTEMPT_TIMEOUT):
            account = await house.lines.verify(name)
    except (Unauthorized, TokenExpired, SecretMissing) as error:
        hint = error.hint or f"newscrier channel help {house.settings.channels[name].platform}"
        return [Finding("reconnect", f"channel {name}: {error.message}", hint)]
    except (Temporary, TimeoutError) as error:
        return [
            Finding("error", f"channel {name}: {str(error) or 'no answer in time'}", "try again in a while")
        ]
    except NewscrierError as error:
        return [Finding("error", f"channel {name}: {error.message}", error.hint or mend)]
    except Exception as error:  # noqa: BLE001 - as above
        told = f"channel {name}: a fault in its platform's module: {type(error).__name__}: {error}"
        return [Finding("error", told, "please report it")]
    ends_at, now = account.token_ends_at, house.clock.now()
    told = f"channel {name} is {account.name}, and may post"
    if ends_at is None:
        return [Finding("ok", told)]
    told += f"; its token ends at {ends_at.astimezone(house.zone):%Y-%m-%d %H:%M}"
    platform = house.settings.channels[name].platform
    soon = ends_at - now < TOKEN_ENDS_SOON
    return [Finding("warning" if soon else "ok", told, f"newscrier channel help {platform}" if soon else "")]


def _of_problem(problem: Problem) -> Finding:
    place = ":".join(str(part) for part in (problem.file, problem.line, problem.column) if part)
    what, mend = f"{place} {problem.message}".strip(), problem.hint or "newscrier config check"
    return Finding("config" if problem.severity == "error" else "warning", what, mend)

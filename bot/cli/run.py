"""`newscrier run`: the worker; one pass of it; and its rehearsal."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from bot.cli.asking.call import (
    EXIT_FAILED,
    EXIT_INTERRUPTED,
    EXIT_RECONNECT,
    Call,
    Verb,
    json_option,
    pass_call,
)
from bot.cli.asking.door import enter, start_logs
from bot.cli.asking.signals import Stops, ignore_hang_ups
from bot.cli.telling.faults import say
from bot.cli.telling.output import fold_floods, print_json, print_table, shorten_ids, show_time, tell_title

_LAST_PORT = 65535

if TYPE_CHECKING:
    from bot.engines.embedded import Embedded
    from bot.flow.house import House
    from bot.flow.watching.report import Report
    from bot.flow.working.reload import Shifts


def _read_address(_ctx: click.Context, _param: click.Parameter, value: str | None) -> tuple[str, int] | None:
    if value is None:
        return None
    host, _, port = value.rpartition(":")
    if not port.isascii() or not port.isdigit() or int(port) > _LAST_PORT:
        raise click.BadParameter("give a port, or HOST:PORT, as in 9464 or 0.0.0.0:9464")
    return host.strip("[]") or "127.0.0.1", int(port)


@click.command(
    "run",
    cls=Verb,
    examples=["newscrier run", "newscrier run --once", "newscrier run --dry-run"],
    help="Read the sources and post, until stopped (Ctrl-C, or SIGTERM). Changes of config and templates "
    "are taken within seconds, if they are sound; SIGHUP looks at once.\n\n"
    "With --once, make one pass and end, as cron likes it: 1 where a post failed or is uncertain, "
    "4 where a channel must be reconnected. With --dry-run, tell what one pass would post; "
    "nothing is posted, nothing is written.",
)
@click.option("--once", is_flag=True, help="One pass, then a table of what was posted.")
@click.option("--dry-run", is_flag=True, help="Tell what would be posted, where and when.")
@click.option(
    "--metrics",
    metavar="[HOST:]PORT",
    callback=_read_address,
    help="Answer Prometheus there, while it runs; on this machine alone where no HOST is given.",
)
@json_option()
@pass_call
def command(call: Call, *, once: bool, dry_run: bool, metrics: tuple[str, int] | None, as_json: bool) -> int:
    """The config is checked first; nothing starts where it is broken."""
    from bot.flow.working.worker import open_workhouse

    if as_json and not (once or dry_run):
        raise click.UsageError("--json goes with --once or --dry-run")
    if metrics and (once or dry_run):
        raise click.UsageError("--metrics goes with a worker that stays")
    if dry_run:
        return _rehearse(call, as_json=as_json)
    if once:
        return _run_once(call, as_json=as_json)
    start_logs(call, "info")
    ignore_hang_ups()
    with Stops() as stops, open_workhouse(call.start) as house:
        return asyncio.run(_work(house, stops, metrics))


def _exposed(shifts: Shifts, address: tuple[str, int] | None) -> AbstractContextManager[object]:
    if address is None:
        return nullcontext()
    from bot.flow.watching.metrics import measure
    from bot.watch.exposition import expose

    # Asked for at every look: another config makes another house.
    return expose(address, lambda: measure(shifts.house))


def _run_once(call: Call, *, as_json: bool) -> int:
    from bot.flow.watching.report import report
    from bot.flow.working.once import work_once
    from bot.flow.working.worker import open_workhouse

    start_logs(call, "warning")
    with Stops() as stops, open_workhouse(call.start) as house:
        since = house.clock.now()
        if not asyncio.run(_came_to_its_end(work_once(house), stops)):
            return EXIT_INTERRUPTED
        told = report(house, since, once=True)
        _print_report(house, told, as_json=as_json)
    for name, reason in told.refused.items():
        say(f"channel {name} is on hold: {reason} (mend it, then: newscrier channel release {name})")
    return EXIT_RECONNECT if told.refused else EXIT_FAILED if told.troubled else 0


def _rehearse(call: Call, *, as_json: bool) -> int:
    from bot.flow.check import require_sound
    from bot.flow.watching.report import report
    from bot.flow.working.once import rehearse

    with enter(call, on_a_copy=True) as house:
        require_sound(house.settings)
        since = house.clock.now()
        asyncio.run(rehearse(house))
        _print_report(house, report(house, since, once=True), as_json=as_json)
    say("a rehearsal: nothing was posted or stored")
    return 0


def _print_report(house: House, told: Report, *, as_json: bool) -> None:
    if as_json:
        print_json(told.posts)
        return
    if not told.posts:
        say("nothing new to post")
        return
    short = shorten_ids([row["id"] for row in told.posts])
    reasons = fold_floods([_tell(row, house) for row in told.posts])
    print_table(
        ("ID", "CHANNEL", "STATE", "TITLE", "WHERE, WHEN OR WHY"),
        [
            (short[row["id"]], row["channel"], row["state"], tell_title(row), why)
            for row, why in zip(told.posts, reasons, strict=True)
        ],
    )


def _tell(row: dict[str, Any], house: House) -> str:
    moment = row["leaves_at"]
    if moment is None or row["told"] == "at once":
        return str(row["told"])
    return f"at {show_time(moment, house.zone)} ({row['told']})"


async def _came_to_its_end(work: Coroutine[Any, Any, None], stops: Stops) -> bool:
    """Whether nobody told it to stop before."""
    task = asyncio.ensure_future(work)
    stops.lead_to(lambda _: task.cancel())
    await asyncio.wait({task})
    if task.cancelled():
        return False
    task.result()  # what it raised goes on
    return True


async def _work(house: House, stops: Stops, metrics: tuple[str, int] | None) -> int:
    """Work until a signal."""
    from bot.flow.working.reload import Shifts
    from bot.watch.logs import get_log
    from bot.watch.supervisor import Supervisor

    log = get_log()
    loop = asyncio.get_running_loop()
    tasks: set[asyncio.Task[None]] = set()
    supervisor = Supervisor.find()
    shifts = Shifts(house, _make_engine, supervisor)

    def stop(received: signal.Signals) -> None:
        log.info("stopping: attempts in hand are finished first", signal=received.name)
        supervisor.tell_stopping()
        tasks.add(asyncio.ensure_future(shifts.stop()))

    stops.lead_to(stop)
    loop.add_signal_handler(signal.SIGHUP, lambda: tasks.add(asyncio.ensure_future(shifts.look_now())))
    with _exposed(shifts, metrics):
        settings = house.settings
        log.info("the worker has started", project=str(settings.project), channels=len(settings.channels))
        await shifts.run()
    log.info("the worker has stopped")
    return EXIT_INTERRUPTED if stops.interrupted else 0


def _make_engine(house: House) -> Embedded:
    from bot.engines.embedded import Embedded
    from bot.flow.sending.deliver import drain

    engine: Embedded

    def stopping() -> bool:
        return engine.stopping

    engine = Embedded(house.clock, partial(drain, house, stopping=stopping), house.settings.channels)
    return engine

"""From sources to the store against bare loops in the same run: `python bench/poll.py`.

Ratios, since this machine's figures are not the next one's. `--short` takes 20 seconds, else it is 3
minutes; `--only` runs one part. Each part runs in a process of its own, so that its peak of memory is its
own.
"""

import argparse
import asyncio
from collections.abc import Callable

from measuring.goals import judge
from measuring.parts import make_parser, read_arguments, run_parts
from polling.feeds import measure_feeds
from polling.folder import measure_folder
from polling.latency import QUIET, measure_latency
from polling.parsers import compare_parsers

_SHORT = {"feeds": 200, "entries": 4, "documents": 10, "files": 500, "drops": 5}


def show_feeds(given: argparse.Namespace) -> None:
    paces = asyncio.run(measure_feeds(given.feeds, given.entries, given.at_once))
    print(f"{given.feeds:,} feeds of {given.entries} entries, {given.at_once} at a time")
    for name, pace in (
        ("cold, only fetched", paces.fetched),
        ("cold, fetched and parsed", paces.parsed),
        ("cold, the whole pipeline (baseline)", paces.cold),
        ("cold, every entry read to be posted", paces.read),
        ("warm, only asked (304)", paces.asked),
        ("warm, the whole pipeline", paces.warm),
    ):
        rate, cpu = pace.rate, 1000 / pace.cpu_rate
        print(f"  {name:36} {rate:8,.0f} feeds/s {1000 / rate:8.2f} ms a feed, {cpu:6.2f} of the processor")
    print(f"  {'the same in articles':36} {paces.read.rate * given.entries:8,.0f} articles/s")
    for name, ours, bare, least in (
        ("cold: pipeline ÷ fetched and parsed", paces.cold, paces.parsed, 0.65),
        ("cold: pipeline ÷ only fetched", paces.cold, paces.fetched, None),
        ("warm: pipeline ÷ only asked", paces.warm, paces.asked, 0.9),
    ):
        judge(name, ours.rate / bare.rate, least=least)
        judge("  the same in time of the processor", ours.cpu_rate / bare.cpu_rate)
    print(f"  peak memory: {paces.memory_before:.0f} MB with the loops, {paces.memory_after:.0f} MB with all")


def show_parsers(given: argparse.Namespace) -> None:
    ours, theirs = asyncio.run(compare_parsers(given.documents, 30))
    print(f"{given.documents} feeds of 30 entries, 75 kB, parsed")
    print(f"  {'ours':34} {ours:10,.0f} feeds/s\n  {'feedparser':34} {theirs:10,.0f} feeds/s")
    judge("ours ÷ feedparser", ours / theirs, least=50)


def show_folder(given: argparse.Namespace) -> None:
    times = asyncio.run(measure_folder(given.files))
    print(f"a folder with {given.files:,} files")
    for name, seconds, against in (
        ("bare: listed", times.looked, times.looked),
        ("bare: listed and read", times.bare, times.bare),
        ("cold: the source alone", times.scanned, times.bare),
        ("cold: the whole pipeline", times.taken_in, times.bare),
        ("warm: nothing changed", times.warm, times.looked),
        ("warm: after a start", times.restarted, times.bare),
    ):
        print(f"  {name:34} {seconds * 1000:10,.1f} ms {seconds / against:10.1f} × bare")
    print(f"  peak memory: {times.memory:.0f} MB")


def show_latency(given: argparse.Namespace) -> None:
    taken = asyncio.run(measure_latency(given.drops))
    middle, late = taken[len(taken) // 2], taken[min(len(taken) * 99 // 100, len(taken) - 1)]
    print(f"from a file to the creating call, {len(taken)} files one after the other")
    print(f"  {'from the rename':34} {middle * 1000:10.0f} ms p50 {late * 1000:8.0f} ms p99")
    middle, late = middle - QUIET, late - QUIET
    print(
        f"  {f'after {QUIET:g} s without a change':34} {middle * 1000:10.0f} ms p50 {late * 1000:8.0f} ms p99"
    )
    judge("p99 after completeness, ms", late * 1000, most=250)


_PARTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "feeds": show_feeds,
    "parsers": show_parsers,
    "folder": show_folder,
    "latency": show_latency,
}


def _read_arguments() -> argparse.Namespace:
    parser = make_parser(__doc__, _PARTS, _SHORT)
    parser.add_argument("--feeds", type=int, default=2000)
    parser.add_argument("--entries", type=int, default=10, help="of each feed")
    parser.add_argument("--at-once", type=int, default=16, help="fetches at a time; the worker has 16")
    parser.add_argument("--documents", type=int, default=40, help="that feedparser reads too")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--drops", type=int, default=45)
    return read_arguments(parser, _SHORT)


def main() -> None:
    given = _read_arguments()
    run_parts(given, _PARTS, __file__)


if __name__ == "__main__":
    main()

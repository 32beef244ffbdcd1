"""From the outbox to the receipt against a bare loop in the same run, and what a worker costs at rest.

`python bench/publish.py` takes ten minutes, `--short` one; `--only` runs one part, `--profile` tells where
the pipeline's time goes (and slows it down). Ratios, since this machine's figures are not the next one's.
Each part runs in a process of its own.
"""

import argparse
import asyncio
import importlib
import logging
from collections.abc import Callable
from types import ModuleType

import structlog
from measuring.goals import judge
from measuring.parts import make_parser, read_arguments, run_parts
from publishing.posts import measure_posts
from publishing.rest import measure_idle, measure_memory
from publishing.restart import measure_restart
from publishing.start import measure_starts

_SHORT = {
    "channels": 10,
    "articles": 10,
    "starts": 3,
    "stored": 2000,
    "sources": 50,
    "seconds": 15,
    "waiting": 20,
}


def show_posts(given: argparse.Namespace) -> None:
    _tell_posts(given, None, least=0.65)


def show_successor(given: argparse.Namespace) -> None:
    try:
        successor = importlib.import_module("httpx2")
    except ImportError:
        print("the same on httpx2: not measured, for want of it: pip install -e '.[successor]'")
        return
    print(f"the same on httpx2 {successor.__version__}, the bare loop on httpx")
    _tell_posts(given, successor, least=0.80)


def _tell_posts(given: argparse.Namespace, successor: ModuleType | None, *, least: float) -> None:
    paces = asyncio.run(
        measure_posts(given.channels, given.articles, profile=given.profile, successor=successor)
    )
    print(f"{given.channels} channels, {given.articles} posts to each")
    for name, pace in (("bare: the creating calls", paces.bare), ("the whole pipeline", paces.pipeline)):
        print(
            f"  {name:36} {pace.rate:8,.0f} posts/s {1000 / pace.rate:8.2f} ms a post, "
            f"{1000 / pace.cpu_rate:6.2f} of the processor"
        )
    judge("pipeline ÷ bare", paces.pipeline.rate / paces.bare.rate, least=least)
    judge("  the same in time of the processor", paces.pipeline.cpu_rate / paces.bare.cpu_rate)


def show_starts(given: argparse.Namespace) -> None:
    starts = measure_starts(given.starts)
    print(f"cold starts, the median of {given.starts}")
    print(f"  {'newscrier --help':36} {starts.shown * 1000:8,.0f} ms")
    print(f"  {'newscrier run --once, nothing to do':36} {starts.passed * 1000:8,.0f} ms")


def show_memory(given: argparse.Namespace) -> None:
    memory = measure_memory(given.stored)
    print(f"`newscrier run` over {given.stored:,} stored articles of 20 feeds, while 20 new ones are posted")
    judge("peak after the start, MB", memory.worker, most=150)
    print(f"  of it {memory.files:.0f} MB pages of files; {memory.start:.0f} MB at the start")
    print(f"  {memory.others:.0f} MB in processes beside it")


def show_idle(given: argparse.Namespace) -> None:
    print(f"`newscrier run` with {given.sources} feeds without news, each polled every {given.seconds} s")
    judge("of one core, %", 100 * measure_idle(given.sources, given.seconds), most=2)


def show_restart(given: argparse.Namespace) -> None:
    restart = asyncio.run(measure_restart(given.channels, given.waiting))
    waits = restart.waits
    print(
        f"a start with {restart.due:,} posts due, sent in {restart.seconds:.0f} s, breaking news among them"
    )
    judge("the longest stop of the event loop, ms", 1000 * restart.gaps[-1], most=100)
    judge("  the same in time of the processor", 1000 * restart.cpu_gaps[-1], most=100)
    print(f"  {'p99':36} {1000 * _quantile(restart.gaps, 0.99):8.0f} ms")
    judge("breaking news starts within, p95, s", _quantile(waits, 0.95), most=0.5)
    print(f"  median {_quantile(waits, 0.5):.2f} s, longest {waits[-1]:.2f} s")


def _quantile(ascending: list[float], share: float) -> float:
    return ascending[min(int(share * len(ascending)), len(ascending) - 1)]


_PARTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "posts": show_posts,
    "successor": show_successor,
    "starts": show_starts,
    "memory": show_memory,
    "idle": show_idle,
    "restart": show_restart,
}


def _read_arguments() -> argparse.Namespace:
    parser = make_parser(__doc__, _PARTS, _SHORT)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--channels", type=int, default=50)
    parser.add_argument("--articles", type=int, default=50, help="posted to each channel")
    parser.add_argument("--starts", type=int, default=7)
    parser.add_argument("--stored", type=int, default=100_000, help="articles in the store")
    parser.add_argument("--sources", type=int, default=500)
    parser.add_argument(
        "--seconds", type=int, default=120, help="an idle worker polls each feed once in them"
    )
    parser.add_argument("--waiting", type=int, default=100, help="posts due on each channel at a restart")
    return read_arguments(parser, _SHORT)


def main() -> None:
    given = _read_arguments()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    run_parts(given, _PARTS, __file__)


if __name__ == "__main__":
    main()

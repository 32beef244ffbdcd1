"""From the outbox to the receipt against a bare loop in the same run, and what a worker costs at rest.

`python bench/publish.py`; `--short` takes 20 seconds, `--only` runs one part, `--profile` tells where the
pipeline's time goes (and slows it down). Ratios, since this machine's figures are not the next one's.
Each part runs in a process of its own.
"""

import argparse
import asyncio
import logging
import subprocess
import sys
import time
from collections.abc import Callable

import structlog
from publishing.posts import measure_posts
from publishing.start import measure_starts

_SHORT = {"channels": 10, "articles": 10, "starts": 3}


def show_posts(given: argparse.Namespace) -> None:
    paces = asyncio.run(measure_posts(given.channels, given.articles, profile=given.profile))
    print(f"{given.channels} channels, {given.articles} posts to each")
    for name, pace in (("bare: the creating calls", paces.bare), ("the whole pipeline", paces.pipeline)):
        print(
            f"  {name:36} {pace.rate:8,.0f} posts/s {1000 / pace.rate:8.2f} ms a post, "
            f"{1000 / pace.cpu_rate:6.2f} of the processor"
        )
    _judge("pipeline ÷ bare", paces.pipeline.rate / paces.bare.rate, least=0.65)
    _judge("  the same in time of the processor", paces.pipeline.cpu_rate / paces.bare.cpu_rate)


def show_starts(given: argparse.Namespace) -> None:
    starts = measure_starts(given.starts)
    print(f"cold starts, the median of {given.starts}")
    print(f"  {'newscrier --help':36} {starts.shown * 1000:8,.0f} ms")
    print(f"  {'newscrier run --once, nothing to do':36} {starts.passed * 1000:8,.0f} ms")


_PARTS: dict[str, Callable[[argparse.Namespace], None]] = {
    "posts": show_posts,
    "starts": show_starts,
}


def _judge(name: str, value: float, *, least: float | None = None, most: float | None = None) -> None:
    told = ""
    if least is not None:
        told = f"goal ≥ {least:g}: " + ("met" if value >= least else "MISSED")
    if most is not None:
        told = f"goal ≤ {most:g}: " + ("met" if value <= most else "MISSED")
    print(f"  {name:40} {value:8.2f}  {told}".rstrip())


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--short", action="store_true", help=f"smaller numbers: {_SHORT}")
    parser.add_argument("--only", choices=_PARTS)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--channels", type=int, default=50)
    parser.add_argument("--articles", type=int, default=50, help="posted to each channel")
    parser.add_argument("--starts", type=int, default=7)
    if "--short" in sys.argv:
        parser.set_defaults(**_SHORT)
    return parser.parse_args()


def main() -> None:
    given = _read_arguments()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    if given.only:
        _PARTS[given.only](given)
        return
    for part in _PARTS:
        begun = time.perf_counter()
        subprocess.run([sys.executable, __file__, *sys.argv[1:], "--only", part], check=True)
        print(f"  ({time.perf_counter() - begun:.0f} s)\n", flush=True)


if __name__ == "__main__":
    main()

"""A benchmark of several parts, each in a process of its own, so that none warms or burdens the next."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable, Mapping

Parts = Mapping[str, Callable[[argparse.Namespace], None]]


def make_parser(about: str | None, parts: Parts, short: Mapping[str, int]) -> argparse.ArgumentParser:
    """A parser with `--short` and `--only`; `short` holds the smaller numbers."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--short", action="store_true", help=f"smaller numbers: {dict(short)}")
    parser.add_argument("--only", choices=list(parts))
    return parser


def read_arguments(parser: argparse.ArgumentParser, short: Mapping[str, int]) -> argparse.Namespace:
    """The arguments, with the smaller numbers where they are asked for."""
    if "--short" in sys.argv:
        parser.set_defaults(**short)
    return parser.parse_args()


def run_parts(given: argparse.Namespace, parts: Parts, script: str) -> None:
    """The one part that is asked for, or all of them, one after the other."""
    if given.only:
        parts[given.only](given)
        return
    for part in parts:
        begun = time.perf_counter()
        subprocess.run([sys.executable, script, *sys.argv[1:], "--only", part], check=True)
        print(f"  ({time.perf_counter() - begun:.0f} s)\n", flush=True)
